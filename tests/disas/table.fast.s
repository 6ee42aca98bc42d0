# LLVM 22.1.0
f1:
  pushq %rbp
  movq  %rsp, %rbp
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  cmpl  $4, %esi
  jae .LBB1_2
  movl  %esi, %ecx
  movq  (%rax,%rcx,8), %rax
  movl  %esi, %edx
  movq  8(%rdi), %rax
  movq  80(%rax), %rax
  xorl  %esi, %esi
  callq *%rax
  popq  %rbp
  retq
.LBB1_2:
  ud1l  3(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  72(%rdi), %rax
  movq  80(%rdi), %rcx
  movq  8(%rcx), %rcx
  cmpl  %ecx, %esi
  jae .LBB2_2
  movl  %esi, %ecx
  movq  %rdx, (%rax,%rcx,8)
  popq  %rbp
  retq
.LBB2_2:
  ud1l  3(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  addl  $4, %eax
  movq  80(%rdi), %rcx
  movq  8(%rcx), %rcx
  addl  $0, %ecx
  addl  %ecx, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rdx
  movl  $2, %eax
  movl  %eax, %ecx
  movq  8(%rdi), %rax
  movl  $1, %esi
  callq *40(%rax)
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rcx
  xorl  %eax, %eax
  movl  %eax, %edx
  movl  $2, %eax
  movl  %eax, %r8d
  movq  8(%rdi), %rax
  movl  $1, %esi
  callq *56(%rax)
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  movl  %eax, %ecx
  movl  $1, %eax
  movl  %eax, %r8d
  movl  $2, %eax
  movl  %eax, %r9d
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  xorl  %edx, %edx
  callq *48(%rax)
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  movq  8(%rdi), %rax
  movl  $1, %esi
  callq *88(%rax)
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movq  48(%rdi), %rax
  popq  %rbp
  retq

