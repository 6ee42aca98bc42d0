# LLVM 22.1.0
f1:
  pushq %rbp
  movq  %rsp, %rbp
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  $3, %esi
  ja  .LBB1_2
  movq  56(%rdi), %rax
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %rax
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *80(%rax)
  popq  %rbp
  retq
.LBB1_2:
  ud1l  3(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  80(%rdi), %rax
  cmpl  8(%rax), %esi
  jae .LBB2_2
  movq  72(%rdi), %rax
  movl  %esi, %ecx
  movq  %rdx, (%rax,%rcx,8)
  popq  %rbp
  retq
.LBB2_2:
  ud1l  3(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  80(%rdi), %rax
  movl  8(%rax), %eax
  addl  $4, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rdx
  movq  8(%rdi), %rax
  movl  $2, %ecx
  movl  $1, %esi
  callq *40(%rax)
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rcx
  movq  8(%rdi), %rax
  movl  $2, %r8d
  movl  $1, %esi
  xorl  %edx, %edx
  callq *56(%rax)
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  movq  8(%rdi), %rax
  movl  $1, %r8d
  movl  $2, %r9d
  xorl  %esi, %esi
  xorl  %edx, %edx
  xorl  %ecx, %ecx
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

