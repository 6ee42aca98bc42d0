# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vaddps  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vbroadcastss  .LCPI1_0(%rip), %xmm1
  vmulps  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vxorps  %xmm1, %xmm1, %xmm1
  vsubpd  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vminps  %xmm1, %xmm0, %xmm2
  vminps  %xmm0, %xmm1, %xmm3
  vorps %xmm3, %xmm2, %xmm2
  vcmpunordps %xmm1, %xmm0, %xmm3
  vaddps  %xmm1, %xmm0, %xmm0
  vblendvps %xmm3, %xmm0, %xmm2, %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  vcmpltpd  %xmm1, %xmm0, %xmm2
  vblendvpd %xmm2, %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  vroundpd  $8, %xmm0, %xmm0
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  vcmpltps  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  vcvtps2pd %xmm0, %xmm0
  vcvtpd2ps %xmm0, %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  vpbroadcastd  .LCPI8_0(%rip), %xmm1
  vpblendw  $170, %xmm1, %xmm0, %xmm1
  vpsrld  $16, %xmm0, %xmm0
  vpbroadcastd  .LCPI8_1(%rip), %xmm2
  vpblendw  $170, %xmm2, %xmm0, %xmm0
  vbroadcastss  .LCPI8_2(%rip), %xmm2
  vsubps  %xmm2, %xmm0, %xmm0
  vaddps  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  vxorps  %xmm1, %xmm1, %xmm1
  vcmpordps %xmm1, %xmm0, %xmm1
  vandps  %xmm0, %xmm1, %xmm0
  vcvttps2dq  %xmm0, %xmm1
  vbroadcastss  .LCPI9_0(%rip), %xmm2
  vcmpleps  %xmm0, %xmm2, %xmm0
  vxorps  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  vxorpd  %xmm1, %xmm1, %xmm1
  vmaxpd  %xmm1, %xmm0, %xmm0
  vminpd  .LCPI10_0(%rip), %xmm0, %xmm0
  vroundpd  $11, %xmm0, %xmm0
  vaddpd  .LCPI10_1(%rip), %xmm0, %xmm0
  vinsertps $156, %xmm0, %xmm0, %xmm0
  popq  %rbp
  retq

f11:
  pushq %rbp
  movq  %rsp, %rbp
  vcvttps2dq  %xmm0, %xmm0
  popq  %rbp
  retq

f12:
  pushq %rbp
  movq  %rsp, %rbp
  vmulps  %xmm1, %xmm0, %xmm0
  vaddps  %xmm0, %xmm2, %xmm0
  popq  %rbp
  retq

f13:
  pushq %rbp
  movq  %rsp, %rbp
  vminps  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f14:
  pushq %rbp
  movq  %rsp, %rbp
  vshufps $78, %xmm0, %xmm0, %xmm0
  vmulss  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

