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
  vcmpunordps %xmm0, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vmulsd  %xmm1, %xmm0, %xmm2
  vsqrtsd %xmm2, %xmm0, %xmm2
  vsubsd  %xmm0, %xmm2, %xmm0
  vucomisd  %xmm0, %xmm1
  seta  %al
  andb  $1, %al
  movzbl  %al, %eax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vcmpltss  %xmm0, %xmm1, %xmm2
  vblendvps %xmm2, %xmm0, %xmm1, %xmm2
  vcmpltss  %xmm1, %xmm0, %xmm3
  vblendvps %xmm3, %xmm1, %xmm0, %xmm3
  vmovd %xmm2, %eax
  vmovd %xmm3, %ecx
  andl  %ecx, %eax
  vmovd %eax, %xmm2
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
  vmovsd  constant0(%rip), %xmm0
  vdivsd  %xmm0, %xmm0, %xmm0
  vmovsd  .LCPI6_0(%rip), %xmm1
  vcmpunordsd %xmm0, %xmm0, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  vmovss  constant1(%rip), %xmm0
  vmovss  constant2(%rip), %xmm1
  vmulss  %xmm1, %xmm0, %xmm0
  vmovss  .LCPI7_0(%rip), %xmm1
  vcmpunordss %xmm0, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  constant3(%rip), %xmm1
  vmovdqa .LCPI8_0(%rip), %xmm2
  vpand %xmm2, %xmm1, %xmm1
  vmovdqa .LCPI8_1(%rip), %xmm2
  vpand %xmm2, %xmm0, %xmm0
  vpor  %xmm1, %xmm0, %xmm0
  vmovq %xmm0, %rax
  movabsq $-9223372036854775808, %rcx
  xorq  %rcx, %rax
  vmovq %rax, %xmm0
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  vminpd  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
.LBB10_1:
  movl  %esi, %ecx
  vmovss  (%rax,%rcx), %xmm0
  vsqrtss %xmm0, %xmm0, %xmm0
  vmovss  .LCPI10_0(%rip), %xmm1
  vcmpunordss %xmm0, %xmm0, %xmm2
  vblendvps %xmm2, %xmm1, %xmm0, %xmm0
  vmovss  %xmm0, (%rax,%rcx)
  addl  $4, %esi
  cmpl  %edx, %esi
  jne .LBB10_1
  popq  %rbp
  retq

constant0:

constant1:

constant2:

constant3:

