# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  (%rax,%rcx), %eax
  testl %esi, %esi
  je  .LBB1_2
  xorl  %edx, %edx
  divl  %esi
  popq  %rbp
  retq
.LBB1_2:
  ud1l  7(%eax), %eax

