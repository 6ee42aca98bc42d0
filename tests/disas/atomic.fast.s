# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  addq  %rcx, %rax
  addq  $4, %rax
  movq  %rax, %rcx
  andq  $3, %rcx
  cmpq  $0, %rcx
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
  movq  32(%rdi), %rdi
  movl  %esi, %eax
  addq  %rax, %rdi
  movq  %rdi, %rax
  andq  $3, %rax
  cmpq  $0, %rax
  jne .LBB2_2
  movl  %edx, %eax
  lock    cmpxchgl  %ecx, (%rdi)
  sete  %cl
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

