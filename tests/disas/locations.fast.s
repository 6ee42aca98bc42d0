# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r14
  pushq %rbx
  movl  %esi, %ebx
  movq  32(%rdi), %r14
  callq f0
  movl  %ebx, %eax
  movl  (%r14,%rax), %eax
  cmpl  $0, %ebx
  je  .LBB1_2
  xorl  %edx, %edx
  divl  %ebx
  popq  %rbx
  popq  %r14
  popq  %rbp
  retq
.LBB1_2:
  ud1l  7(%eax), %eax

