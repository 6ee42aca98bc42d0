# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  addl  %edx, %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  shll  $3, %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rdx, %rcx
  movq  %rsi, %rax
  andq  $63, %rcx
  shrq  %cl, %rax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  $0, %edx
  je  .LBB3_3
  cmpl  $-2147483648, %esi
  sete  %al
  cmpl  $-1, %edx
  sete  %cl
  andb  %cl, %al
  testb $1, %al
  jne .LBB3_4
  movl  %esi, %eax
  movl  %edx, %ecx
  cltd
  idivl %ecx
  popq  %rbp
  retq
.LBB3_3:
  ud1l  7(%eax), %eax
.LBB3_4:
  ud1l  8(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  movl  $10, %ecx
  cltd
  idivl %ecx
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $4294967295, %eax
  cmpl  $0, %eax
  je  .LBB5_3
  cmpl  $-2147483648, %esi
  sete  %al
  movb  $1, %cl
  andb  %cl, %al
  testb $1, %al
  jne .LBB5_4
  movl  $4294967295, %ecx
  movl  %esi, %eax
  cltd
  idivl %ecx
  popq  %rbp
  retq
.LBB5_3:
  ud1l  7(%eax), %eax
.LBB5_4:
  ud1l  8(%eax), %eax

f6:
  pushq %rbp
  movq  %rsp, %rbp
  cmpq  $0, %rdx
  je  .LBB6_2
  movl  $1, %eax
  cmpq  $-1, %rdx
  cmoveq  %rax, %rdx
  movq  %rsi, %rax
  movq  %rdx, %rcx
  cqto
  idivq %rcx
  movq  %rdx, %rax
  popq  %rbp
  retq
.LBB6_2:
  ud1l  7(%eax), %eax

f7:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %edx, %ecx
  movl  %esi, %eax
  roll  %cl, %eax
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  lzcntq  %rsi, %rax
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movsbl  %sil, %eax
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rax
  addq  %rcx, %rax
  adcq  %r8, %rdx
  popq  %rbp
  retq

f11:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rax
  xorl  %ecx, %ecx
  negq  %rax
  sbbq  %rdx, %rcx
  movq  %rcx, %rdx
  popq  %rbp
  retq

f12:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rax
  imulq %rdx
  popq  %rbp
  retq

f13:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rdx
  mulxq %rdx, %rax, %rax
  popq  %rbp
  retq

