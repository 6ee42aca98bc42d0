# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rcx
  movl  %esi, %eax
  leaq  12(%rax), %rdx
  cmpq  8(%rcx), %rdx
  ja  .LBB0_2
  movq  32(%rdi), %rcx
  movl  8(%rcx,%rax), %eax
  popq  %rbp
  retq
.LBB0_2:
  ud1l  2(%eax), %eax

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rcx
  movl  %esi, %eax
  movabsq $4294967303, %rsi
  addq  %rax, %rsi
  cmpq  8(%rcx), %rsi
  ja  .LBB1_2
  addq  32(%rdi), %rax
  movl  $4294967295, %ecx
  movq  %rdx, (%rcx,%rax)
  popq  %rbp
  retq
.LBB1_2:
  ud1l  2(%eax), %eax

