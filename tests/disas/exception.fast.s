# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r14
  pushq %rbx
  subq  $16, %rsp
  movl  %esi, %ebx
  movq  %rdi, %r14
  vmovsd  constant0(%rip), %xmm0
  vmovsd  %xmm0, -24(%rbp)
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *96(%rax)
  movl  %ebx, 16(%rax)
  vmovsd  -24(%rbp), %xmm0
  vmovsd  %xmm0, 32(%rax)
  movq  8(%r14), %rcx
  movq  %r14, %rdi
  movq  %rax, %rsi
  callq *104(%rcx)

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r15
  pushq %r14
  pushq %rbx
  pushq %rax
  movl  %esi, %r15d
  movq  %rdi, %rbx
  callq f1
  movl  %eax, %r14d
  movq  %rbx, %rdi
  movl  %r15d, %esi
  callq f0
  jmp .LBB2_2
.LBB2_2:
  vmovsd  constant1(%rip), %xmm0
.LBB2_3:
  movl  %r14d, %eax
  addq  $8, %rsp
  popq  %rbx
  popq  %r14
  popq  %r15
  popq  %rbp
  retq
.LBB2_4:
  movq  (%rax), %rcx
  cmpq  32(%rbx), %rcx
  jne .LBB2_6
  movl  16(%rax), %r14d
  vmovsd  32(%rax), %xmm0
  vmovsd  %xmm0, -32(%rbp)
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *112(%rcx)
  vmovsd  -32(%rbp), %xmm0
  jmp .LBB2_3
.LBB2_6:
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *104(%rcx)
GCC_except_table2:

f3:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r15
  pushq %r14
  pushq %rbx
  pushq %rax
  movl  %esi, %r15d
  movq  %rdi, %rbx
  jmp .LBB3_1
.LBB3_1:
  movl  $1, %r14d
  movq  %rbx, %rdi
  movl  %r15d, %esi
  callq f0
  jmp .LBB3_2
.LBB3_2:
  jmp .LBB3_3
.LBB3_3:
  movl  $2, %r14d
  movq  %rbx, %rdi
  movl  %r15d, %esi
  callq f0
  jmp .LBB3_4
.LBB3_4:
  addq  $8, %rsp
  popq  %rbx
  popq  %r14
  popq  %r15
  popq  %rbp
  retq
.LBB3_5:
  movq  %rbx, %rdi
  movl  %r14d, %esi
  callq f1
  movq  8(%rbx), %rax
  movq  %rbx, %rdi
  movq  %r15, %rsi
  callq *104(%rax)
.LBB3_6:
  movq  %rax, %r15
  movl  $2, 8(%rax)
  jmp .LBB3_5
GCC_except_table3:

f4:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %rbx
  pushq %rax
  movq  %rdi, %rbx
  vmovsd  constant2(%rip), %xmm0
  vmovsd  %xmm0, -16(%rbp)
  movq  8(%rdi), %rax
  xorl  %esi, %esi
  callq *96(%rax)
  movl  $1, 16(%rax)
  vmovsd  -16(%rbp), %xmm0
  vmovsd  %xmm0, 32(%rax)
  movq  8(%rbx), %rcx
  movq  104(%rcx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *%rcx
  jmp .LBB4_9
.LBB4_2:
  movl  $1, %eax
  addq  $8, %rsp
  popq  %rbx
  popq  %rbp
  retq
.LBB4_3:
  movl  $2, %eax
  addq  $8, %rsp
  popq  %rbx
  popq  %rbp
  retq
.LBB4_4:
  movq  (%rax), %rcx
  cmpq  40(%rbx), %rcx
  jne .LBB4_6
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *112(%rcx)
  jmp .LBB4_2
.LBB4_6:
  movq  8(%rbx), %rcx
  movq  104(%rcx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *%rcx
  jmp .LBB4_9
.LBB4_8:
  movq  8(%rbx), %rcx
  movq  %rbx, %rdi
  movq  %rax, %rsi
  callq *112(%rcx)
  jmp .LBB4_3
.LBB4_9:
GCC_except_table4:

constant0:

constant1:

constant2:

DW.ref.wasm_personality:
