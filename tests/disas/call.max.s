# LLVM 22.1.0
f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $1, %eax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $2, %edx
  movl  $1, %eax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $1, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  cmpq  %rsp, (%rcx)
  ja  .LBB3_2
  movq  %rdi, %rax
  movq  40(%rdi), %rdi
  callq *32(%rax)
  popq  %rbp
  retq
.LBB3_2:
  ud1l  10(%eax), %eax

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  cmpq  %rsp, (%rcx)
  ja  .LBB4_2
  movq  %rdi, %rax
  movq  64(%rdi), %rdi
  callq *56(%rax)
  popq  %rbp
  retq
.LBB4_2:
  ud1l  10(%eax), %eax

f7:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  $3, %esi
  ja  .LBB6_6
  movq  80(%rdi), %rax
  movl  112(%rdi), %ecx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %rsi
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
  movl  $7, %esi
  callq *-48(%rax)
  popq  %rbp
  retq
.LBB6_6:
  ud1l  4(%eax), %eax
.LBB6_7:
  ud1l  6(%eax), %eax

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movq  104(%rdi), %rax
  cmpl  8(%rax), %esi
  jae .LBB7_6
  movq  96(%rdi), %rax
  movl  112(%rdi), %ecx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %rsi
  movl  -32(%rax,%rsi), %r8d
  cmpl  %ecx, %r8d
  jne .LBB7_4
  addq  %rsi, %rax
  jmp .LBB7_3
.LBB7_4:
  movq  8(%rdi), %rax
  movl  $1, %esi
  callq *80(%rax)
  movl  16(%rax), %edx
  cmpl  %ecx, %edx
  jne .LBB7_7
  addq  $48, %rax
.LBB7_3:
  movq  -40(%rax), %rdi
  movl  $7, %esi
  callq *-48(%rax)
  popq  %rbp
  retq
.LBB7_6:
  ud1l  4(%eax), %eax
.LBB7_7:
  ud1l  6(%eax), %eax

