# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vaddsd  %xmm1, %xmm0, %xmm0
  vmovsd  .LCPI0_0(%rip), %xmm1
  vcmpunordsd %xmm0, %xmm0, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vaddps  %xmm1, %xmm0, %xmm0
  vbroadcastss  .LCPI1_0(%rip), %xmm1
  vxorps  %xmm2, %xmm2, %xmm2
  vcmpunordps %xmm2, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vmulsd  %xmm1, %xmm0, %xmm2
  vsqrtsd %xmm2, %xmm2, %xmm2
  vsubsd  %xmm0, %xmm2, %xmm0
  xorl  %eax, %eax
  vucomisd  %xmm0, %xmm1
  seta  %al
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vmaxss  %xmm1, %xmm0, %xmm2
  vmaxss  %xmm0, %xmm1, %xmm3
  vandps  %xmm3, %xmm2, %xmm2
  vaddss  %xmm1, %xmm0, %xmm3
  vcmpunordss %xmm1, %xmm0, %xmm0
  vblendvps %xmm0, %xmm3, %xmm2, %xmm0
  vmovss  .LCPI3_0(%rip), %xmm1
  vcmpunordss %xmm0, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  vroundss  $8, %xmm0, %xmm0, %xmm0
  vmovss  .LCPI4_0(%rip), %xmm1
  vcmpunordss %xmm0, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  vcvtss2sd %xmm0, %xmm0, %xmm0
  vmovsd  .LCPI5_0(%rip), %xmm1
  vcmpunordsd %xmm0, %xmm0, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  vxorps  %xmm0, %xmm0, %xmm0
  vdivsd  %xmm0, %xmm0, %xmm0
  vmovsd  .LCPI6_0(%rip), %xmm1
  vcmpunordsd %xmm0, %xmm0, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  vmovss  .LCPI7_0(%rip), %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  vorps .LCPI8_0(%rip), %xmm0, %xmm0
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  vcmpltpd  %xmm0, %xmm1, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %edx, %r8d
  subl  %esi, %r8d
  leal  -4(%r8), %ecx
  cmpl  $256, %ecx
  jb  .LBB10_3
  andl  $3, %r8d
  jne .LBB10_3
  movq  40(%rdi), %r8
  movl  %ecx, %r9d
  andl  $-4, %r9d
  movl  %esi, %edi
  addq  %rdi, %r9
  addq  $4, %r9
  cmpq  8(%r8), %r9
  jg  .LBB10_3
  shrl  $2, %ecx
  addq  %rdi, %rax
  vmovss  .LCPI10_0(%rip), %xmm0
  incq  %rcx
  movl  %ecx, %edx
  andl  $-8, %edx
  vbroadcastss  %xmm0, %ymm1
  xorl  %esi, %esi
  vxorps  %xmm2, %xmm2, %xmm2
.LBB10_6:
  vmovups (%rax,%rsi,4), %ymm3
  vsqrtps %ymm3, %ymm4
  vcmpnleps %ymm3, %ymm2, %ymm3
  vblendvps %ymm3, %ymm1, %ymm4, %ymm3
  vmovups %ymm3, (%rax,%rsi,4)
  addq  $8, %rsi
  cmpq  %rsi, %rdx
  jne .LBB10_6
  cmpl  %edx, %ecx
  je  .LBB10_10
  vxorps  %xmm1, %xmm1, %xmm1
.LBB10_9:
  vmovss  (%rax,%rdx,4), %xmm2
  vsqrtss %xmm2, %xmm2, %xmm3
  vcmpnless %xmm2, %xmm1, %xmm2
  vblendvps %xmm2, %xmm0, %xmm3, %xmm2
  vmovss  %xmm2, (%rax,%rdx,4)
  incq  %rdx
  cmpq  %rdx, %rcx
  jne .LBB10_9
  jmp .LBB10_10
.LBB10_3:
  vmovss  .LCPI10_0(%rip), %xmm0
  vxorps  %xmm1, %xmm1, %xmm1
.LBB10_4:
  movl  %esi, %ecx
  vmovss  (%rax,%rcx), %xmm2
  vsqrtss %xmm2, %xmm2, %xmm3
  vcmpnless %xmm2, %xmm1, %xmm2
  vblendvps %xmm2, %xmm0, %xmm3, %xmm2
  vmovss  %xmm2, (%rax,%rcx)
  addl  $4, %esi
  cmpl  %esi, %edx
  jne .LBB10_4
.LBB10_10:
  popq  %rbp
  vzeroupper
  retq

