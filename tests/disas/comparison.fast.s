# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  %edx, %esi
  setl  %al
  andb  $1, %al
  movzbl  %al, %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  cmpq  %rdx, %rsi
  jae .LBB1_2
  ud1l  1(%eax), %eax
.LBB1_2:
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vucomisd  %xmm0, %xmm1
  ja  .LBB2_2
  movl  $1, %eax
  jmp .LBB2_3
.LBB2_2:
  movl  $2, %eax
  jmp .LBB2_3
.LBB2_3:
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rcx, %rax
  cmpl  $0, %esi
  cmoveq  %rdx, %rax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  $0, %esi
  je  .LBB4_2
  movl  $1, %eax
  jmp .LBB4_3
.LBB4_2:
  movl  $2, %eax
  jmp .LBB4_3
.LBB4_3:
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  cmpq  $0, %rsi
  sete  %al
  andb  $1, %al
  movzbl  %al, %eax
  popq  %rbp
  retq

