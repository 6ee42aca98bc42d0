# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movq  16056(%rax), %rcx
  testq %rcx, %rcx
  je  .LBB0_2
  decq  %rcx
  movq  %rcx, 16056(%rax)
  movl  $1, %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  19(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movq  16056(%rax), %rcx
  cmpq  $3, %rcx
  jb  .LBB1_2
  addq  $-3, %rcx
  movq  %rcx, 16056(%rax)
  incl  %esi
  movl  %esi, %eax
  popq  %rbp
  retq
.LBB1_2:
  ud1l  19(%eax), %eax

f2:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r15
  pushq %r14
  pushq %r12
  pushq %rbx
  movl  %esi, %ebx
  movq  %rdi, %r14
  movq  (%rdi), %r15
  movl  %esi, %r12d
.LBB2_1:
  movq  16056(%r15), %rax
  cmpq  $2, %rax
  jb  .LBB2_6
  addq  $-2, %rax
  movq  %rax, 16056(%r15)
  movq  %r14, %rdi
  callq f0
  movq  16056(%r15), %rax
  cmpq  $7, %rax
  jb  .LBB2_6
  leaq  -7(%rax), %rcx
  movq  %rcx, 16056(%r15)
  decl  %r12d
  jne .LBB2_1
  testq %rcx, %rcx
  je  .LBB2_6
  addq  $-8, %rax
  movq  %rax, 16056(%r15)
  movl  %ebx, %eax
  popq  %rbx
  popq  %r12
  popq  %r14
  popq  %r15
  popq  %rbp
  retq
.LBB2_6:
  ud1l  19(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  movq  16056(%rcx), %rdx
  cmpq  $2, %rdx
  jb  .LBB3_3
  movq  %rdx, %rax
  addq  $-2, %rax
  movq  %rax, 16056(%rcx)
  je  .LBB3_3
  xorl  %eax, %eax
  cmpl  $1, %esi
  adcl  $1, %eax
  addq  $-3, %rdx
  movq  %rdx, 16056(%rcx)
  popq  %rbp
  retq
.LBB3_3:
  ud1l  19(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movq  16056(%rax), %rcx
  cmpq  $4, %rcx
  jb  .LBB4_3
  addq  $-4, %rcx
  movq  %rcx, 16056(%rax)
  movl  %esi, %edx
  shrl  $6, %edx
  subq  %rdx, %rcx
  jb  .LBB4_3
  movl  %esi, %r8d
  movq  %rcx, 16056(%rax)
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  xorl  %edx, %edx
  movl  $1, %ecx
  callq *16(%rax)
  popq  %rbp
  retq
.LBB4_3:
  ud1l  19(%eax), %eax

