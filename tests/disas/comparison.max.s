# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  cmpl  %edx, %esi
  setl  %al
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  cmpq  %rdx, %rsi
  jb  .LBB1_1
  popq  %rbp
  retq
.LBB1_1:
  ud1l  1(%eax), %eax

f2:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  vucomisd  %xmm0, %xmm1
  seta  %al
  incl  %eax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rdx, %rax
  testl %esi, %esi
  cmovneq %rcx, %rax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  cmpl  $1, %esi
  adcl  $1, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  testq %rsi, %rsi
  sete  %al
  popq  %rbp
  retq

