# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vpaddb  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  vpaddusw  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  vpsrlq  $32, %xmm1, %xmm2
  vpmuludq  %xmm0, %xmm2, %xmm2
  vpsrlq  $32, %xmm0, %xmm3
  vpmuludq  %xmm3, %xmm1, %xmm3
  vpaddq  %xmm2, %xmm3, %xmm2
  vpsllq  $32, %xmm2, %xmm2
  vpmuludq  %xmm0, %xmm1, %xmm0
  vpaddq  %xmm2, %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vpor  %xmm0, %xmm1, %xmm2
  vpxor %xmm0, %xmm1, %xmm0
  vpsrlw  $1, %xmm0, %xmm0
  vpand .LCPI3_0(%rip), %xmm0, %xmm0
  vpsubb  %xmm0, %xmm2, %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  andl  $7, %esi
  vmovd %esi, %xmm1
  vpsrlw  %xmm1, %xmm0, %xmm0
  vpcmpeqd  %xmm2, %xmm2, %xmm2
  vpsrlw  %xmm1, %xmm2, %xmm1
  vpshufb .LCPI4_0(%rip), %xmm1, %xmm1
  vpand %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  vpsllw  $3, %xmm0, %xmm0
  vpand .LCPI5_0(%rip), %xmm0, %xmm0
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  vpcmpgtw  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f7:
  pushq %rbp
  movq  %rsp, %rbp
  vpmaddwd  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  vpackuswb %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  vpshufd $238, %xmm0, %xmm0
  vpmovsxwd %xmm0, %xmm0
  popq  %rbp
  retq

f10:
  pushq %rbp
  movq  %rsp, %rbp
  vpbroadcastd  .LCPI10_1(%rip), %xmm1
  vpmaddubsw  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f11:
  pushq %rbp
  movq  %rsp, %rbp
  vpmulhrsw %xmm1, %xmm0, %xmm0
  vpcmpeqw  .LCPI11_0(%rip), %xmm0, %xmm1
  vpxor %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f12:
  pushq %rbp
  movq  %rsp, %rbp
  vpbroadcastd  .LCPI12_2(%rip), %xmm1
  vpand %xmm1, %xmm0, %xmm2
  vmovdqa .LCPI12_1(%rip), %xmm3
  vpshufb %xmm2, %xmm3, %xmm2
  vpsrlw  $4, %xmm0, %xmm0
  vpand %xmm1, %xmm0, %xmm0
  vpshufb %xmm0, %xmm3, %xmm0
  vpaddb  %xmm2, %xmm0, %xmm0
  popq  %rbp
  retq

f13:
  pushq %rbp
  movq  %rsp, %rbp
  vandnps %xmm1, %xmm2, %xmm1
  vandps  %xmm2, %xmm0, %xmm0
  vorps %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f14:
  pushq %rbp
  movq  %rsp, %rbp
  xorl  %eax, %eax
  vptest  %xmm0, %xmm0
  sete  %al
  addl  $3, %eax
  popq  %rbp
  retq

f15:
  pushq %rbp
  movq  %rsp, %rbp
  vpxor %xmm1, %xmm1, %xmm1
  vpcmpeqb  %xmm1, %xmm0, %xmm0
  vpmovmskb %xmm0, %eax
  cmpl  $1, %eax
  movl  $4, %eax
  sbbl  $0, %eax
  popq  %rbp
  retq

f16:
  pushq %rbp
  movq  %rsp, %rbp
  vpmovmskb %xmm0, %eax
  popq  %rbp
  retq

f17:
  pushq %rbp
  movq  %rsp, %rbp
  vpunpcklbw  %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f18:
  pushq %rbp
  movq  %rsp, %rbp
  vpaddusb  .LCPI18_0(%rip), %xmm1, %xmm1
  vpshufb %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f19:
  pushq %rbp
  movq  %rsp, %rbp
  vpshufb %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f20:
  pushq %rbp
  movq  %rsp, %rbp
  vpmaddubsw  %xmm0, %xmm1, %xmm0
  vpmaddwd  .LCPI20_0(%rip), %xmm0, %xmm0
  vpaddd  %xmm2, %xmm0, %xmm0
  popq  %rbp
  retq

f21:
  pushq %rbp
  movq  %rsp, %rbp
  vmovd %esi, %xmm0
  vpbroadcastb  %xmm0, %xmm0
  popq  %rbp
  retq

f22:
  pushq %rbp
  movq  %rsp, %rbp
  vpextrb $5, %xmm0, %eax
  movsbl  %al, %eax
  popq  %rbp
  retq

f23:
  pushq %rbp
  movq  %rsp, %rbp
  vpinsrq $1, %rsi, %xmm0, %xmm0
  popq  %rbp
  retq

f24:
  pushq %rbp
  movq  %rsp, %rbp
  testl %esi, %esi
  je  .LBB24_2
  vmovaps %xmm0, %xmm1
.LBB24_2:
  vmovaps %xmm1, %xmm0
  popq  %rbp
  retq

f25:
  pushq %rbp
  movq  %rsp, %rbp
  vmovups 32(%rdi), %xmm1
  vmovups %xmm0, 32(%rdi)
  vmovaps %xmm1, %xmm0
  popq  %rbp
  retq

f26:
  pushq %rbp
  movq  %rsp, %rbp
  vmovaps %xmm0, %xmm2
  vmovaps %xmm1, %xmm0
  vmovaps %xmm2, %xmm1
  popq  %rbp
  retq

