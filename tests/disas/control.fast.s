# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %ecx, %ecx
  xorl  %eax, %eax
  jmp .LBB0_1
.LBB0_1:
  movl  %ecx, %edx
  imull %ecx, %edx
  addl  %edx, %eax
  addl  $1, %ecx
  cmpl  %esi, %ecx
  jb  .LBB0_1
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %edx, %eax
  cmpl  $0, %esi
  je  .LBB1_2
  movl  $7, %eax
  jmp .LBB1_2
.LBB1_2:
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  cmpl  $0, %esi
  je  .LBB2_2
  jmp .LBB2_2
.LBB2_2:
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  addl  $1, %eax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  jmp .LBB4_1
.LBB4_1:
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  testl %esi, %esi
  je  .LBB5_3
  jmp .LBB5_1
.LBB5_1:
  movl  %esi, %eax
  subl  $1, %eax
  je  .LBB5_5
  jmp .LBB5_2
.LBB5_2:
  subl  $2, %esi
  jne .LBB5_6
  jmp .LBB5_3
.LBB5_3:
  jmp .LBB5_4
.LBB5_4:
  movl  $1, %eax
  popq  %rbp
  retq
.LBB5_5:
  movl  $2, %eax
  popq  %rbp
  retq
.LBB5_6:
  movl  $3, %eax
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %edx, %eax
  movl  %esi, %edx
  cmpl  $0, %esi
  je  .LBB6_2
  addl  $1, %edx
  jmp .LBB6_3
.LBB6_2:
  movl  $5, %edx
  jmp .LBB6_3
.LBB6_3:
  popq  %rbp
  retq

