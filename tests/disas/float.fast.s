# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  constant0(%rip), %xmm1
  vmulsd  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  constant1(%rip), %xmm1
  vmulsd  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vmovss  constant2(%rip), %xmm1
  vsubss  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vcmpltss  %xmm1, %xmm0, %xmm2
  vblendvps %xmm2, %xmm0, %xmm1, %xmm2
  vcmpltss  %xmm0, %xmm1, %xmm3
  vblendvps %xmm3, %xmm1, %xmm0, %xmm3
  vmovd %xmm2, %eax
  vmovd %xmm3, %ecx
  orl %ecx, %eax
  vmovd %eax, %xmm2
  vaddss  %xmm1, %xmm0, %xmm3
  vcmpunordss %xmm1, %xmm0, %xmm0
  vblendvps %xmm0, %xmm3, %xmm2, %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  vcvtss2sd %xmm0, %xmm0, %xmm0
  vcvtsd2ss %xmm0, %xmm0, %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $1, %eax
  vcvtsi2sd %eax, %xmm0, %xmm1
  vmulsd  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  vmovq %rsi, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  vmovss  constant3(%rip), %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  vroundsd  $8, %xmm0, %xmm0, %xmm0
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  vpbroadcastd  .LCPI9_0(%rip), %xmm2
  vpand %xmm2, %xmm1, %xmm1
  vpbroadcastd  .LCPI9_1(%rip), %xmm2
  vpand %xmm2, %xmm0, %xmm0
  vpor  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  vucomisd  %xmm0, %xmm0
  jp  .LBB10_3
  vmovsd  .LCPI10_1(%rip), %xmm1
  vucomisd  %xmm1, %xmm0
  seta  %al
  vmovsd  .LCPI10_0(%rip), %xmm1
  vucomisd  %xmm0, %xmm1
  seta  %cl
  andb  %cl, %al
  xorb  $-1, %al
  testb $1, %al
  jne .LBB10_4
  vcvttsd2si  %xmm0, %rax
  popq  %rbp
  retq
.LBB10_3:
  ud1l  9(%eax), %eax
.LBB10_4:
  ud1l  8(%eax), %eax

f11:
  pushq %rbp
  movq  %rsp, %rbp
  vcvttss2si  %xmm0, %rax
  vmovss  .LCPI11_0(%rip), %xmm1
  vucomiss  %xmm1, %xmm0
  movabsq $9223372036854775807, %rcx
  cmovaq  %rcx, %rax
  xorl  %ecx, %ecx
  vucomiss  %xmm0, %xmm0
  cmovpq  %rcx, %rax
  popq  %rbp
  retq

constant0:

constant1:

constant2:

constant3:

