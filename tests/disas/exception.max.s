# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r15
  pushq %r14
  pushq %rbx
  pushq %rax
  movl  %esi, %ebx
  movq  %rdi, %r14
  vmovsd  .LCPI0_0(%rip), %xmm0
  vmovsd  %xmm0, -32(%rbp)
  movq  8(%rdi), %r15
  xorl  %esi, %esi
  callq *96(%r15)
  movl  %ebx, 16(%rax)
  vmovsd  -32(%rbp), %xmm0
  vmovsd  %xmm0, 32(%rax)
  movq  %r14, %rdi
  movq  %rax, %rsi
  callq *104(%r15)
  ud2

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r14
  pushq %rbx
  subq  $16, %rsp
  movq  %rdi, %rbx
  callq f0
  ud2
.LBB2_2:
  movq  (%rax), %rcx
  cmpq  32(%rbx), %rcx
  jne .LBB2_4
  movl  16(%rax), %r14d
  vmovsd  32(%rax), %xmm0
  vmovsd  %xmm0, -24(%rbp)
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *112(%rcx)
  movl  %r14d, %eax
  vmovsd  -24(%rbp), %xmm0
  addq  $16, %rsp
  popq  %rbx
  popq  %r14
  popq  %rbp
  retq
.LBB2_4:
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *104(%rcx)
  ud2
GCC_except_table2:

f3:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %rbx
  pushq %rax
  movq  %rdi, %rbx
  callq f0
  ud2
.LBB3_2:
  movl  $2, 8(%rax)
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *104(%rcx)
  ud2
GCC_except_table3:

f4:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r15
  pushq %r14
  pushq %r12
  pushq %rbx
  subq  $16, %rsp
  movq  %rdi, %rbx
  vmovsd  .LCPI4_0(%rip), %xmm0
  vmovsd  %xmm0, -40(%rbp)
  movq  8(%rdi), %r15
  xorl  %esi, %esi
  callq *96(%r15)
  movl  $1, 16(%rax)
  vmovsd  -40(%rbp), %xmm0
  vmovsd  %xmm0, 32(%rax)
  movq  104(%r15), %r12
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *%r12
  jmp .LBB4_1
.LBB4_2:
  movq  (%rax), %rcx
  movl  $1, %r14d
  cmpq  40(%rbx), %rcx
  jne .LBB4_3
.LBB4_5:
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *112(%r15)
  movl  %r14d, %eax
  addq  $16, %rsp
  popq  %rbx
  popq  %r12
  popq  %r14
  popq  %r15
  popq  %rbp
  retq
.LBB4_3:
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *%r12
.LBB4_1:
  ud2
.LBB4_4:
  movl  $2, %r14d
  jmp .LBB4_5
GCC_except_table4:

DW.ref.wasm_personality:
