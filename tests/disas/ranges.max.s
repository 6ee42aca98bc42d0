# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  pushq %r14
  pushq %rbx
  movq  32(%rdi), %rax
  movq  40(%rdi), %rdi
  leal  -8(%rcx), %r9d
  movq  8(%rdi), %r11
  movl  %r9d, %ebx
  andl  $-8, %ebx
  movl  %esi, %edi
  leaq  (%rbx,%rdi), %r10
  addq  $8, %r10
  cmpq  %r11, %r10
  jg  .LBB0_21
  movl  %ecx, %r8d
  andl  $7, %r8d
  jne .LBB0_21
  cmpl  $512, %r9d
  jb  .LBB0_21
  movl  %edx, %r8d
  addq  %r8, %rbx
  addq  $8, %rbx
  cmpq  %r11, %rbx
  jg  .LBB0_21
  movl  %r9d, %ecx
  shrl  $3, %ecx
  leaq  (%rax,%r8), %rdx
  leaq  (%rax,%rdi), %rsi
  addq  %rax, %rbx
  addq  %rax, %r10
  cmpq  %r10, %rdx
  setb  %r10b
  cmpq  %rbx, %rsi
  setb  %r11b
  testb %r11b, %r10b
  je  .LBB0_6
  xorl  %r9d, %r9d
  jmp .LBB0_15
.LBB0_21:
  movl  %edx, %edi
  vmovsd  (%rax,%rdi), %xmm1
  movl  %esi, %r8d
  vmulsd  (%rax,%r8), %xmm0, %xmm2
  vaddsd  %xmm2, %xmm1, %xmm1
  vmovsd  %xmm1, (%rax,%rdi)
  addl  $8, %esi
  addl  $8, %edx
  addl  $-8, %ecx
  jne .LBB0_21
  jmp .LBB0_22
.LBB0_6:
  leaq  1(%rcx), %r10
  cmpl  $120, %r9d
  jae .LBB0_8
  xorl  %r9d, %r9d
  jmp .LBB0_12
.LBB0_8:
  movl  %r10d, %r9d
  andl  $-16, %r9d
  vbroadcastsd  %xmm0, %ymm1
  leaq  (%rdi,%rax), %r11
  addq  $96, %r11
  leaq  (%r8,%rax), %rbx
  addq  $96, %rbx
  xorl  %r14d, %r14d
.LBB0_9:
  vmulpd  -96(%r11,%r14,8), %ymm1, %ymm2
  vmulpd  -64(%r11,%r14,8), %ymm1, %ymm3
  vmulpd  -32(%r11,%r14,8), %ymm1, %ymm4
  vmulpd  (%r11,%r14,8), %ymm1, %ymm5
  vaddpd  -96(%rbx,%r14,8), %ymm2, %ymm2
  vaddpd  -64(%rbx,%r14,8), %ymm3, %ymm3
  vaddpd  -32(%rbx,%r14,8), %ymm4, %ymm4
  vaddpd  (%rbx,%r14,8), %ymm5, %ymm5
  vmovupd %ymm2, -96(%rbx,%r14,8)
  vmovupd %ymm3, -64(%rbx,%r14,8)
  vmovupd %ymm4, -32(%rbx,%r14,8)
  vmovupd %ymm5, (%rbx,%r14,8)
  addq  $16, %r14
  cmpq  %r14, %r9
  jne .LBB0_9
  cmpl  %r9d, %r10d
  je  .LBB0_22
  testb $12, %r10b
  je  .LBB0_15
.LBB0_12:
  movq  %r9, %r11
  movl  %r10d, %r9d
  andl  $-4, %r9d
  vbroadcastsd  %xmm0, %ymm1
.LBB0_13:
  vmulpd  (%rsi,%r11,8), %ymm1, %ymm2
  vaddpd  (%rdx,%r11,8), %ymm2, %ymm2
  vmovupd %ymm2, (%rdx,%r11,8)
  addq  $4, %r11
  cmpq  %r11, %r9
  jne .LBB0_13
  cmpl  %r9d, %r10d
  je  .LBB0_22
.LBB0_15:
  movq  %rcx, %r10
  subq  %r9, %r10
  movl  %ecx, %r11d
  notl  %r11d
  testb $3, %r11b
  je  .LBB0_18
  leal  1(%rcx), %r11d
  andl  $3, %r11d
  negq  %r11
.LBB0_17:
  vmulsd  (%rsi,%r9,8), %xmm0, %xmm1
  vaddsd  (%rdx,%r9,8), %xmm1, %xmm1
  vmovsd  %xmm1, (%rdx,%r9,8)
  incq  %r9
  incq  %r11
  jne .LBB0_17
.LBB0_18:
  cmpl  $3, %r10d
  jb  .LBB0_22
  leaq  (%r8,%r9,8), %rdx
  addq  %rax, %rdx
  addq  $24, %rdx
  leaq  (%rdi,%r9,8), %rsi
  addq  %rsi, %rax
  addq  $24, %rax
  subq  %r9, %rcx
  movq  $-1, %rsi
.LBB0_20:
  vmulsd  -16(%rax,%rsi,8), %xmm0, %xmm1
  vaddsd  -16(%rdx,%rsi,8), %xmm1, %xmm1
  vmovsd  %xmm1, -16(%rdx,%rsi,8)
  vmulsd  -8(%rax,%rsi,8), %xmm0, %xmm1
  vaddsd  -8(%rdx,%rsi,8), %xmm1, %xmm1
  vmovsd  %xmm1, -8(%rdx,%rsi,8)
  vmulsd  (%rax,%rsi,8), %xmm0, %xmm1
  vaddsd  (%rdx,%rsi,8), %xmm1, %xmm1
  vmovsd  %xmm1, (%rdx,%rsi,8)
  vmulsd  8(%rax,%rsi,8), %xmm0, %xmm1
  vaddsd  8(%rdx,%rsi,8), %xmm1, %xmm1
  vmovsd  %xmm1, 8(%rdx,%rsi,8)
  addq  $4, %rsi
  cmpq  %rsi, %rcx
  jne .LBB0_20
.LBB0_22:
  popq  %rbx
  popq  %r14
  popq  %rbp
  vzeroupper
  retq

