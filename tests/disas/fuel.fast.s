# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  movq  %rcx, %rax
  addq  $16056, %rax
  movq  16056(%rcx), %rdx
  movq  %rdx, %rcx
  subq  $1, %rcx
  cmpq  $1, %rdx
  jb  .LBB0_2
  movq  %rcx, (%rax)
  movl  $1, %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  19(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  movq  %rcx, %rax
  addq  $16056, %rax
  movq  16056(%rcx), %rdx
  movq  %rdx, %rcx
  subq  $3, %rcx
  cmpq  $3, %rdx
  jb  .LBB1_2
  movq  %rcx, (%rax)
  addl  $1, %esi
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
  movl  %esi, %r14d
  movq  %rdi, %r15
  movq  (%rdi), %r12
  addq  $16056, %r12
  xorl  %ebx, %ebx
.LBB2_1:
  movq  (%r12), %rcx
  movq  %rcx, %rax
  subq  $2, %rax
  cmpq  $2, %rcx
  jb  .LBB2_6
  movq  %rax, (%r12)
  movq  %r15, %rdi
  callq f0
  movq  (%r12), %rdx
  movq  %rdx, %rcx
  subq  $7, %rcx
  cmpq  $7, %rdx
  jb  .LBB2_6
  movq  %rcx, (%r12)
  addl  %eax, %ebx
  subl  $1, %r14d
  cmpl  $0, %r14d
  jne .LBB2_1
  movq  (%r12), %rcx
  movq  %rcx, %rax
  subq  $1, %rax
  cmpq  $1, %rcx
  jb  .LBB2_6
  movq  %rax, (%r12)
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
  movq  %rcx, %rax
  addq  $16056, %rax
  movq  16056(%rcx), %rdx
  movq  %rdx, %rcx
  subq  $2, %rcx
  cmpq  $2, %rdx
  jb  .LBB3_7
  movq  %rcx, (%rax)
  cmpl  $0, %esi
  je  .LBB3_4
  movq  (%rax), %rdx
  movq  %rdx, %rcx
  subq  $1, %rcx
  cmpq  $1, %rdx
  jb  .LBB3_7
  movq  %rcx, (%rax)
  movl  $1, %eax
  jmp .LBB3_6
.LBB3_4:
  movq  (%rax), %rdx
  movq  %rdx, %rcx
  subq  $1, %rcx
  cmpq  $1, %rdx
  jb  .LBB3_7
  movq  %rcx, (%rax)
  movl  $2, %eax
.LBB3_6:
  popq  %rbp
  retq
.LBB3_7:
  ud1l  19(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rcx
  movq  %rcx, %rax
  addq  $16056, %rax
  movq  16056(%rcx), %rdx
  movq  %rdx, %rcx
  subq  $4, %rcx
  cmpq  $4, %rdx
  jb  .LBB4_3
  movq  %rcx, (%rax)
  movl  %esi, %edx
  shrq  $6, %rdx
  movq  (%rax), %r8
  movq  %r8, %rcx
  subq  %rdx, %rcx
  cmpq  %rdx, %r8
  jb  .LBB4_3
  movq  %rcx, (%rax)
  xorl  %eax, %eax
  movl  %eax, %edx
  movl  %esi, %r8d
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  movl  $1, %ecx
  callq *16(%rax)
  popq  %rbp
  retq
.LBB4_3:
  ud1l  19(%eax), %eax

