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
  movl  $1, %eax
  movl  $2, %edx
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  constant0(%rip), %xmm0
  movl  $3, %esi
  callq f2
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movq  (%rax), %rax
  cmpq  %rax, %rsp
  jb  .LBB3_2
  movq  32(%rdi), %rax
  movq  40(%rdi), %rdi
  callq *%rax
  popq  %rbp
  retq
.LBB3_2:
  ud1l  10(%eax), %eax

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movq  (%rax), %rax
  cmpq  %rax, %rsp
  jb  .LBB4_2
  movq  56(%rdi), %rax
  movq  64(%rdi), %rdi
  callq *%rax
  popq  %rbp
  retq
.LBB4_2:
  ud1l  10(%eax), %eax

f7:
  pushq %rbp
  movq  %rsp, %rbp
  callq f3
  xorl  %eax, %eax
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  movq  80(%rdi), %rax
  cmpl  $4, %esi
  jae .LBB6_4
  movl  112(%rdi), %ecx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %r8
  movq  %rax, %rsi
  addq  %r8, %rsi
  movl  -32(%rax,%r8), %eax
  cmpl  %ecx, %eax
  jne .LBB6_3
.LBB6_2:
  movq  -48(%rsi), %rax
  movq  -40(%rsi), %rdi
  movl  $7, %esi
  callq *%rax
  popq  %rbp
  retq
.LBB6_3:
  movq  8(%rdi), %rax
  movq  80(%rax), %rax
  xorl  %esi, %esi
  callq *%rax
  movq  %rax, %rsi
  addq  $48, %rsi
  movl  16(%rax), %eax
  cmpl  %ecx, %eax
  je  .LBB6_2
  jmp .LBB6_5
.LBB6_4:
  ud1l  4(%eax), %eax
.LBB6_5:
  ud1l  6(%eax), %eax

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movq  96(%rdi), %rax
  movq  104(%rdi), %rcx
  movq  8(%rcx), %rcx
  cmpl  %ecx, %esi
  jae .LBB7_4
  movl  112(%rdi), %ecx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %r8
  movq  %rax, %rsi
  addq  %r8, %rsi
  movl  -32(%rax,%r8), %eax
  cmpl  %ecx, %eax
  jne .LBB7_3
.LBB7_2:
  movq  -48(%rsi), %rax
  movq  -40(%rsi), %rdi
  movl  $7, %esi
  callq *%rax
  popq  %rbp
  retq
.LBB7_3:
  movq  8(%rdi), %rax
  movq  80(%rax), %rax
  movl  $1, %esi
  callq *%rax
  movq  %rax, %rsi
  addq  $48, %rsi
  movl  16(%rax), %eax
  cmpl  %ecx, %eax
  je  .LBB7_2
  jmp .LBB7_5
.LBB7_4:
  ud1l  4(%eax), %eax
.LBB7_5:
  ud1l  6(%eax), %eax

constant0:

