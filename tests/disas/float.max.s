# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  .LCPI0_0(%rip), %xmm1
  vmulsd  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vmovsd  .LCPI1_0(%rip), %xmm1
  vmulsd  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vxorps  %xmm1, %xmm1, %xmm1
  vsubss  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vminss  %xmm1, %xmm0, %xmm2
  vminss  %xmm0, %xmm1, %xmm3
  vorps %xmm3, %xmm2, %xmm2
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
  vmovsd  .LCPI5_0(%rip), %xmm1
  vmulsd  %xmm0, %xmm1, %xmm0
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
  vmovss  .LCPI7_0(%rip), %xmm0
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
  vbroadcastss  .LCPI9_0(%rip), %xmm2
  vandps  %xmm2, %xmm1, %xmm1
  vbroadcastss  .LCPI9_1(%rip), %xmm2
  vandps  %xmm2, %xmm0, %xmm0
  vorps %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  vucomisd  %xmm0, %xmm0
  jp  .LBB10_4
  vucomisd  .LCPI10_0(%rip), %xmm0
  jbe .LBB10_5
  vmovsd  .LCPI10_1(%rip), %xmm1
  vucomisd  %xmm0, %xmm1
  jbe .LBB10_5
  vcvttsd2si  %xmm0, %rax
  popq  %rbp
  retq
.LBB10_4:
  ud1l  9(%eax), %eax
.LBB10_5:
  ud1l  8(%eax), %eax

f11:
  pushq %rbp
  movq  %rsp, %rbp
  vcvttss2si  %xmm0, %rax
  vucomiss  .LCPI11_0(%rip), %xmm0
  movabsq $9223372036854775807, %rcx
  cmovbeq %rax, %rcx
  xorl  %eax, %eax
  vucomiss  %xmm0, %xmm0
  cmovnpq %rcx, %rax
  popq  %rbp
  retq

