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
  movq  %rdx, %rcx
  movq  %rsi, %rdx
  testl $-2, %edx
  jne .LBB4_8
  movq  56(%rdi), %rax
  movl  176(%rdi), %r8d
  andl  $1, %edx
  movl  %edx, %esi
  movq  (%rax,%rsi,8), %rsi
  movl  -32(%rax,%rsi), %r9d
  cmpl  %r8d, %r9d
  jne .LBB4_6
  addq  %rsi, %rax
  jmp .LBB4_3
.LBB4_6:
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *80(%rax)
  movl  16(%rax), %edx
  cmpl  %r8d, %edx
  jne .LBB4_9
  addq  $48, %rax
.LBB4_3:
  movq  -40(%rax), %rdx
  movq  -24(%rax), %r8
  testq %r8, %r8
  je  .LBB4_4
  movl  %ecx, %esi
  movq  %rdx, %rdi
  popq  %rbp
  jmpq  *%r8
.LBB4_4:
  movq  (%rdi), %rsi
  cmpq  %rsp, (%rsi)
  ja  .LBB4_10
  movq  %rdx, %rdi
  movl  %ecx, %esi
  callq *-48(%rax)
  movl  %eax, %eax
  popq  %rbp
  retq
.LBB4_8:
  ud1l  4(%eax), %eax
.LBB4_9:
  ud1l  6(%eax), %eax
.LBB4_10:
  ud1l  10(%eax), %eax

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  %rdi, %rax
  movq  48(%rdi), %rcx
  movq  8(%rcx), %rdi
  movq  24(%rcx), %rdx
  testq %rdx, %rdx
  je  .LBB5_1
  movl  %esi, %esi
  popq  %rbp
  jmpq  *%rdx
.LBB5_1:
  movq  (%rax), %rax
  cmpq  %rsp, (%rax)
  ja  .LBB5_2
  callq *(%rcx)
  movl  %eax, %eax
  popq  %rbp
  retq
.LBB5_2:
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
  callq f5
  popq  %rbp
  retq

