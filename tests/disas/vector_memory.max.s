# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovups 16(%rax,%rcx), %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovups %xmm0, 16(%rax,%rcx)
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpmovzxbw (%rax,%rcx), %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpmovsxdq (%rax,%rcx), %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpbroadcastb  (%rax,%rcx), %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovddup  (%rax,%rcx), %xmm0
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  movl  (%rax,%rcx), %eax
  vmovd %eax, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpinsrw $3, 4(%rax,%rcx), %xmm0, %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpextrb $15, %xmm0, 4(%rax,%rcx)
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movq  40(%rdi), %rdi
  leal  -1(%rcx), %r9d
  movq  8(%rdi), %r10
  movq  %r9, %r11
  shlq  $4, %r11
  movl  %edx, %edi
  leaq  (%r11,%rdi), %r8
  addq  $16, %r8
  cmpq  %r10, %r8
  jg  .LBB9_3
  leal  -65(%rcx), %r8d
  cmpl  $2147483583, %r8d
  ja  .LBB9_3
  movl  %esi, %r8d
  addq  %r8, %r11
  addq  $16, %r11
  cmpq  %r10, %r11
  jg  .LBB9_3
  leaq  1(%r9), %rsi
  movl  %esi, %ecx
  andl  $3, %ecx
  cmpl  $3, %r9d
  jae .LBB9_12
  xorl  %edx, %edx
  jmp .LBB9_15
.LBB9_3:
  movl  %ecx, %edi
  andl  $3, %edi
  je  .LBB9_7
  xorl  %r8d, %r8d
.LBB9_5:
  movl  %esi, %r10d
  vmovups (%rax,%r10), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  movl  %edx, %r10d
  vmovups (%rax,%r10), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rax,%r10)
  addl  $16, %esi
  addl  $16, %edx
  incl  %r8d
  cmpl  %r8d, %edi
  jne .LBB9_5
  subl  %r8d, %ecx
.LBB9_7:
  cmpl  $3, %r9d
  jb  .LBB9_17
  xorl  %edi, %edi
.LBB9_9:
  leal  (%rsi,%rdi), %r8d
  leal  (%rdx,%rdi), %r9d
  vmovups (%rax,%r8), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  vmovups (%rax,%r9), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rax,%r9)
  leal  16(%rsi,%rdi), %r8d
  leal  16(%rdx,%rdi), %r9d
  vmovups (%rax,%r8), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  vmovups (%rax,%r9), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rax,%r9)
  leal  32(%rsi,%rdi), %r8d
  leal  32(%rdx,%rdi), %r9d
  vmovups (%rax,%r8), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  vmovups (%rax,%r9), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rax,%r9)
  leal  48(%rsi,%rdi), %r8d
  leal  48(%rdx,%rdi), %r9d
  vmovups (%rax,%r8), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  vmovups (%rax,%r9), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rax,%r9)
  addl  $64, %edi
  addl  $-4, %ecx
  jne .LBB9_9
  jmp .LBB9_17
.LBB9_12:
  andq  $-4, %rsi
  leaq  48(%rax), %r9
  xorl  %edx, %edx
.LBB9_13:
  vmovups -48(%r9,%r8), %xmm1
  vmulps  %xmm1, %xmm0, %xmm2
  vmovups -48(%r9,%rdi), %xmm3
  vmovups -32(%r9,%rdi), %xmm4
  vmovups -16(%r9,%rdi), %xmm5
  vmovups (%r9,%rdi), %xmm1
  vaddps  %xmm2, %xmm3, %xmm2
  vmovups %xmm2, -48(%r9,%rdi)
  vmovups -32(%r9,%r8), %xmm2
  vmulps  %xmm2, %xmm0, %xmm2
  vaddps  %xmm2, %xmm4, %xmm2
  vmovups %xmm2, -32(%r9,%rdi)
  vmovups -16(%r9,%r8), %xmm2
  vmulps  %xmm2, %xmm0, %xmm2
  vaddps  %xmm2, %xmm5, %xmm2
  vmovups %xmm2, -16(%r9,%rdi)
  vmovups (%r9,%r8), %xmm2
  vmulps  %xmm2, %xmm0, %xmm2
  vaddps  %xmm2, %xmm1, %xmm1
  vmovups %xmm1, (%r9,%rdi)
  addq  $4, %rdx
  addq  $64, %r9
  cmpq  %rdx, %rsi
  jne .LBB9_13
  testq %rcx, %rcx
  je  .LBB9_17
.LBB9_15:
  shlq  $4, %rdx
  addq  %rdx, %rdi
  addq  %rax, %rdi
  addq  %r8, %rdx
  addq  %rax, %rdx
  shll  $4, %ecx
  xorl  %eax, %eax
.LBB9_16:
  vmovups (%rdx,%rax), %xmm1
  vmulps  %xmm1, %xmm0, %xmm1
  vmovups (%rdi,%rax), %xmm2
  vaddps  %xmm1, %xmm2, %xmm1
  vmovups %xmm1, (%rdi,%rax)
  addq  $16, %rax
  cmpq  %rax, %rcx
  jne .LBB9_16
.LBB9_17:
  popq  %rbp
  retq

