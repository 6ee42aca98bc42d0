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
  vmovss  .LCPI1_0(%rip), %xmm1
  vmulss  %xmm0, %xmm1, %xmm0
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
  incq  (%rax)
  popq  %rbp
  retq

