# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rcx
  movl  %esi, %eax
  leaq  12(%rax), %rdx
  movq  8(%rcx), %rcx
  cmpq  %rcx, %rdx
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
  movq  40(%rdi), %rax
  movq  8(%rax), %rax
  shrq  $16, %rax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rax
  movl  %esi, %esi
  leaq  4(%rsi), %r8
  movq  8(%rax), %rax
  cmpq  %rax, %r8
  ja  .LBB2_3
  addq  32(%rdi), %rsi
  testb $3, %sil
  jne .LBB2_4
  movl  (%rsi), %eax
  movl  %edx, %edx
  movq  8(%rdi), %rax
  movl  $4, %r8d
  callq *120(%rax)
  popq  %rbp
  retq
.LBB2_3:
  ud1l  2(%eax), %eax
.LBB2_4:
  ud1l  15(%eax), %eax

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  40(%rdi), %rax
  movl  %esi, %esi
  leaq  4(%rsi), %rcx
  movq  8(%rax), %rax
  cmpq  %rax, %rcx
  ja  .LBB3_3
  addq  32(%rdi), %rsi
  testb $3, %sil
  jne .LBB3_4
  movl  (%rsi), %eax
  movq  8(%rdi), %rax
  callq *128(%rax)
  popq  %rbp
  retq
.LBB3_3:
  ud1l  2(%eax), %eax
.LBB3_4:
  ud1l  15(%eax), %eax

