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
  vmovsd  .LCPI2_0(%rip), %xmm0
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
  pushq %rbx
  pushq %rax
  movq  80(%rdi), %rax
  cmpl  $4, %esi
  jae .LBB6_4
  movl  112(%rdi), %ebx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %rsi
  movq  %rax, %rcx
  addq  %rsi, %rcx
  movl  -8(%rax,%rsi), %eax
  cmpl  %ebx, %eax
  jne .LBB6_3
.LBB6_2:
  movq  -24(%rcx), %rax
  movq  -16(%rcx), %rdi
  movl  $7, %esi
  callq *%rax
  addq  $8, %rsp
  popq  %rbx
  popq  %rbp
  retq
.LBB6_3:
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *80(%rax)
  movq  %rax, %rcx
  addq  $24, %rcx
  movl  16(%rax), %eax
  cmpl  %ebx, %eax
  je  .LBB6_2
  jmp .LBB6_5
.LBB6_4:
  ud1l  4(%eax), %eax
.LBB6_5:
  ud1l  6(%eax), %eax

f9:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %rbx
  pushq %rax
  movq  96(%rdi), %rax
  movq  104(%rdi), %rcx
  movq  8(%rcx), %rcx
  cmpl  %ecx, %esi
  jae .LBB7_4
  movl  112(%rdi), %ebx
  movl  %esi, %edx
  movq  (%rax,%rdx,8), %rsi
  movq  %rax, %rcx
  addq  %rsi, %rcx
  movl  -8(%rax,%rsi), %eax
  cmpl  %ebx, %eax
  jne .LBB7_3
.LBB7_2:
  movq  -24(%rcx), %rax
  movq  -16(%rcx), %rdi
  movl  $7, %esi
  callq *%rax
  addq  $8, %rsp
  popq  %rbx
  popq  %rbp
  retq
.LBB7_3:
  movq  8(%rdi), %rax
  movl  $1, %esi
  callq *80(%rax)
  movq  %rax, %rcx
  addq  $24, %rcx
  movl  16(%rax), %eax
  cmpl  %ebx, %eax
  je  .LBB7_2
  jmp .LBB7_5
.LBB7_4:
  ud1l  4(%eax), %eax
.LBB7_5:
  ud1l  6(%eax), %eax

