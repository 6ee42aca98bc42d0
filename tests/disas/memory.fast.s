# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  8(%rax,%rcx), %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movw  2(%rax,%rcx), %ax
  movswq  %ax, %rax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  %edx, (%rax,%rcx)
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movabsq $4294967304, %rax
  addq  32(%rdi), %rax
  vmovsd  (%rax), %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  4(%rax,%rcx), %edx
  addl  $1, %edx
  movl  %edx, 4(%rax,%rcx)
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rax
  movq  8(%rax), %rax
  shrq  $16, %rax
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %edx
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *(%rax)
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  movl  %edx, %r8d
  movl  %ecx, %r9d
  movq  8(%rdi), %r10
  xorl  %esi, %esi
  xorl  %edx, %edx
  movq  %rax, %rcx
  callq *8(%r10)
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %edx, %eax
  movl  %esi, %edx
  movl  %ecx, %r8d
  movq  8(%rdi), %r9
  xorl  %esi, %esi
  movl  %eax, %ecx
  callq *16(%r9)
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %ecx
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  xorl  %edx, %edx
  xorl  %r8d, %r8d
  movl  $2, %r9d
  callq *24(%rax)
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *32(%rax)
  popq  %rbp
  retq

