# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movq  40(%rdi), %rdx
  movl  %esi, %ecx
  movq  %rcx, %rsi
  addq  $12, %rsi
  cmpq  8(%rdx), %rsi
  ja  .LBB0_2
  movl  8(%rax,%rcx), %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  2(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rax
  movq  8(%rax), %rax
  shrq  $16, %rax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  movq  32(%rdi), %rsi
  movq  40(%rdi), %r8
  movl  %eax, %eax
  movq  %rax, %r9
  addq  $4, %r9
  cmpq  8(%r8), %r9
  ja  .LBB2_3
  addq  %rax, %rsi
  movq  %rsi, %rax
  andq  $3, %rax
  cmpq  $0, %rax
  jne .LBB2_4
  movl  (%rsi), %eax
  movl  %edx, %edx
  movq  8(%rdi), %rax
  movl  $4, %r8d
  callq *120(%rax)
  popq  %rbp
  retq
.LBB2_3:
  ud1l  2(%eax), %eax
.LBB2_4:
  ud1l  15(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  movq  32(%rdi), %rsi
  movq  40(%rdi), %rcx
  movl  %eax, %eax
  movq  %rax, %r8
  addq  $4, %r8
  cmpq  8(%rcx), %r8
  ja  .LBB3_3
  addq  %rax, %rsi
  movq  %rsi, %rax
  andq  $3, %rax
  cmpq  $0, %rax
  jne .LBB3_4
  movl  (%rsi), %eax
  movq  8(%rdi), %rax
  callq *128(%rax)
  popq  %rbp
  retq
.LBB3_3:
  ud1l  2(%eax), %eax
.LBB3_4:
  ud1l  15(%eax), %eax

