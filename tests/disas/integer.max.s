# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  leal  (%rsi,%rdx), %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  leal  (,%rsi,8), %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  shrxq %rdx, %rsi, %rax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  testl %edx, %edx
  je  .LBB3_3
  movl  %edx, %ecx
  leal  -2147483648(%rsi), %eax
  notl  %edx
  orl %eax, %edx
  je  .LBB3_4
  movl  %esi, %eax
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
  movslq  %esi, %rax
  imulq $1717986919, %rax, %rax
  movq  %rax, %rcx
  shrq  $63, %rcx
  sarq  $34, %rax
  addl  %ecx, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  negl  %esi
  jo  .LBB5_2
  movl  %esi, %eax
  popq  %rbp
  retq
.LBB5_2:
  ud1l  8(%eax), %eax

f6:
  pushq %rbp
  movq  %rsp, %rbp
  testq %rdx, %rdx
  je  .LBB6_2
  cmpq  $-1, %rdx
  movl  $1, %ecx
  cmovneq %rdx, %rcx
  movq  %rsi, %rax
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
  movq  %rdx, %rax
  imulq %rsi
  popq  %rbp
  retq

f13:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rsi, %rdx
  mulxq %rdx, %rax, %rax
  popq  %rbp
  retq

