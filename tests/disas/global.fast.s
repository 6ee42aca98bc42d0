# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movl  80(%rdi), %eax
  addl  $42, %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vmovss  constant0(%rip), %xmm1
  vmulss  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, 80(%rdi)
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movq  (%rax), %rcx
  addq  $1, %rcx
  movq  %rcx, (%rax)
  popq  %rbp
  retq

constant0:

