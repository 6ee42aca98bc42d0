# LLVM 22.1.0
f1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  popq  %rbp
  retq

entry1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %esi
  callq f1
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %esi
  movl  $1, %edx
  popq  %rbp
  jmp f3

entry2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %esi
  callq f2
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  56(%rdi), %r8
  cmpl  $2, %esi
  jae .LBB4_7
  movl  176(%rdi), %ecx
  movl  %esi, %eax
  movq  (%r8,%rax,8), %r9
  movq  %r8, %rsi
  addq  %r9, %rsi
  movl  -32(%r8,%r9), %r8d
  cmpl  %ecx, %r8d
  jne .LBB4_6
.LBB4_2:
  movq  -48(%rsi), %rcx
  movq  -40(%rsi), %rax
  movq  -24(%rsi), %r8
  cmpq  $0, %r8
  je  .LBB4_4
  movl  %edx, %esi
  movq  %rax, %rdi
  popq  %rbp
  jmpq  *%r8
.LBB4_4:
  movq  (%rdi), %rsi
  movq  (%rsi), %rsi
  cmpq  %rsi, %rsp
  jb  .LBB4_9
  movq  %rax, %rdi
  movl  %edx, %esi
  callq *%rcx
  movl  %eax, %eax
  popq  %rbp
  retq
.LBB4_6:
  movq  8(%rdi), %rsi
  movq  80(%rsi), %r9
  xorl  %esi, %esi
  movq  %rdx, %r8
  movq  %rax, %rdx
  callq *%r9
  movq  %r8, %rdx
  movq  %rax, %rsi
  addq  $48, %rsi
  movl  16(%rax), %eax
  cmpl  %ecx, %eax
  je  .LBB4_2
  jmp .LBB4_8
.LBB4_7:
  ud1l  4(%eax), %eax
.LBB4_8:
  ud1l  6(%eax), %eax
.LBB4_9:
  ud1l  10(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rdi, %rax
  movq  48(%rdi), %rdx
  movq  (%rdx), %rcx
  movq  8(%rdx), %rdi
  movq  24(%rdx), %rdx
  cmpq  $0, %rdx
  je  .LBB5_2
  movl  %esi, %esi
  popq  %rbp
  jmpq  *%rdx
.LBB5_2:
  movq  (%rax), %rax
  movq  (%rax), %rax
  cmpq  %rax, %rsp
  jb  .LBB5_4
  callq *%rcx
  movl  %eax, %eax
  popq  %rbp
  retq
.LBB5_4:
  ud1l  10(%eax), %eax

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movl  136(%rax), %esi
  popq  %rbp
  jmp f2

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  (%rdi), %rax
  movl  %esi, 136(%rax)
  movl  $1, %eax
  movl  %eax, %esi
  movl  $2, %eax
  movl  %eax, %edx
  movl  $3, %eax
  movl  %eax, %ecx
  movl  $4, %eax
  movl  %eax, %r8d
  movl  $5, %eax
  movl  %eax, %r9d
  callq f5
  popq  %rbp
  retq

