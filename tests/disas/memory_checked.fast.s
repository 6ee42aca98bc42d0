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
  movq  32(%rdi), %rax
  movq  40(%rdi), %rdi
  movl  %esi, %ecx
  movabsq $4294967303, %rsi
  movq  %rcx, %r8
  addq  %rsi, %r8
  cmpq  8(%rdi), %r8
  ja  .LBB1_2
  addq  %rcx, %rax
  movabsq $4294967295, %rcx
  addq  %rcx, %rax
  movq  %rdx, (%rax)
  popq  %rbp
  retq
.LBB1_2:
  ud1l  2(%eax), %eax

