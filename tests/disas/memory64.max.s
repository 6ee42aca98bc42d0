# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  movq  8(%rax), %rax
  subq  $12, %rax
  jb  .LBB0_3
  cmpq  %rsi, %rax
  jb  .LBB0_3
  movq  48(%rdi), %rax
  movl  8(%rax,%rsi), %eax
  popq  %rbp
  retq
.LBB0_3:
  ud1l  2(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  movq  8(%rax), %rax
  movabsq $4294967304, %rcx
  subq  %rcx, %rax
  jb  .LBB1_3
  cmpq  %rsi, %rax
  jb  .LBB1_3
  addq  48(%rdi), %rsi
  movabsq $4294967296, %rax
  vmovsd  %xmm0, (%rax,%rsi)
  popq  %rbp
  retq
.LBB1_3:
  ud1l  2(%eax), %eax

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  movq  8(%rax), %rax
  incq  %rax
  jne .LBB2_3
  cmpq  %rsi, %rax
  jb  .LBB2_3
  movq  48(%rdi), %rax
  movzbl  -1(%rax,%rsi), %eax
  popq  %rbp
  retq
.LBB2_3:
  ud1l  2(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  (%rax,%rcx), %eax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  movq  8(%rax), %rax
  shrq  $16, %rax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rax
  movl  %edx, %r8d
  movl  %ecx, %r9d
  movq  8(%rdi), %r10
  movl  $1, %esi
  xorl  %edx, %edx
  movq  %rax, %rcx
  callq *8(%r10)
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  72(%rdi), %rax
  cmpq  8(%rax), %rsi
  jae .LBB6_6
  movq  %rsi, %rdx
  movq  64(%rdi), %rax
  movl  80(%rdi), %ecx
  movq  (%rax,%rsi,8), %rsi
  movl  -32(%rax,%rsi), %r8d
  cmpl  %ecx, %r8d
  jne .LBB6_4
  addq  %rsi, %rax
  jmp .LBB6_3
.LBB6_4:
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *80(%rax)
  movl  16(%rax), %edx
  cmpl  %ecx, %edx
  jne .LBB6_7
  addq  $48, %rax
.LBB6_3:
  movq  -40(%rax), %rdi
  callq *-48(%rax)
  popq  %rbp
  retq
.LBB6_6:
  ud1l  4(%eax), %eax
.LBB6_7:
  ud1l  6(%eax), %eax

