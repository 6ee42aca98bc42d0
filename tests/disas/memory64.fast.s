# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  48(%rdi), %rax
  movq  56(%rdi), %rcx
  movq  8(%rcx), %rcx
  movq  %rcx, %rdx
  subq  $12, %rdx
  cmpq  $12, %rcx
  setb  %cl
  cmpq  %rsi, %rdx
  setb  %dl
  orb %dl, %cl
  testb $1, %cl
  jne .LBB0_2
  movl  8(%rax,%rsi), %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  2(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  48(%rdi), %rax
  movq  56(%rdi), %rcx
  movq  8(%rcx), %rcx
  movabsq $4294967304, %rdx
  movq  %rcx, %rdi
  subq  %rdx, %rdi
  movabsq $4294967304, %rdx
  cmpq  %rdx, %rcx
  setb  %cl
  cmpq  %rsi, %rdi
  setb  %dl
  orb %dl, %cl
  testb $1, %cl
  jne .LBB1_2
  addq  %rsi, %rax
  movabsq $4294967296, %rcx
  addq  %rcx, %rax
  vmovsd  %xmm0, (%rax)
  popq  %rbp
  retq
.LBB1_2:
  ud1l  2(%eax), %eax

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  48(%rdi), %rax
  movq  56(%rdi), %rcx
  movq  8(%rcx), %rcx
  movq  %rcx, %rdx
  subq  $-1, %rdx
  cmpq  $-1, %rcx
  setb  %cl
  cmpq  %rsi, %rdx
  setb  %dl
  orb %dl, %cl
  testb $1, %cl
  jne .LBB2_2
  movb  -1(%rax,%rsi), %al
  movzbl  %al, %eax
  popq  %rbp
  retq
.LBB2_2:
  ud1l  2(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  (%rax,%rcx), %eax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %rax
  movq  8(%rax), %rax
  shrq  $16, %rax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rax
  movl  %edx, %r8d
  movl  %ecx, %r9d
  movq  8(%rdi), %r10
  movl  $1, %esi
  xorl  %edx, %edx
  movq  %rax, %rcx
  callq *8(%r10)
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rdx
  movq  64(%rdi), %rax
  movq  72(%rdi), %rcx
  cmpq  8(%rcx), %rsi
  jae .LBB6_4
  movl  80(%rdi), %ecx
  movq  (%rax,%rdx,8), %r8
  movq  %rax, %rsi
  addq  %r8, %rsi
  movl  -32(%rax,%r8), %eax
  cmpl  %ecx, %eax
  jne .LBB6_3
.LBB6_2:
  movq  -48(%rsi), %rax
  movq  -40(%rsi), %rdi
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

