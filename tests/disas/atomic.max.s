# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  addq  %rcx, %rax
  addq  $4, %rax
  testb $3, %al
  jne .LBB0_2
  movl  (%rax), %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  15(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  lock    xaddb %dl, (%rax,%rcx)
  movzbl  %dl, %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %esi
  addq  32(%rdi), %rsi
  testb $3, %sil
  jne .LBB2_2
  movl  %edx, %eax
  lock    cmpxchgl  %ecx, (%rsi)
  popq  %rbp
  retq
.LBB2_2:
  ud1l  15(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  lock    orl $0, -64(%rsp)
  popq  %rbp
  retq

