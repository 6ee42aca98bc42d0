# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  xorl  %edi, %edi
.LBB0_1:
  movl  %edx, %r8d
  addl  %edi, %r8d
  movl  %edx, %r9d
  addl  %edi, %r9d
  movl  %r9d, %r9d
  vmovsd  (%rax,%r9), %xmm1
  movl  %esi, %r9d
  addl  %edi, %r9d
  movl  %r9d, %r9d
  vmovsd  (%rax,%r9), %xmm2
  vmulsd  %xmm2, %xmm0, %xmm2
  vaddsd  %xmm2, %xmm1, %xmm1
  movl  %r8d, %r8d
  vmovsd  %xmm1, (%rax,%r8)
  addl  $8, %edi
  cmpl  %ecx, %edi
  jne .LBB0_1
  popq  %rbp
  retq

