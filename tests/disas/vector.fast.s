# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  vpaddb  %xmm1, %xmm0, %xmm0
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
  vpsrlq  $32, %xmm0, %xmm2
  vpmuludq  %xmm1, %xmm2, %xmm2
  vpsrlq  $32, %xmm1, %xmm3
  vpmuludq  %xmm3, %xmm0, %xmm3
  vpaddq  %xmm2, %xmm3, %xmm2
  vpsllq  $32, %xmm2, %xmm2
  vpmuludq  %xmm1, %xmm0, %xmm0
  vpaddq  %xmm2, %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  vpor  %xmm1, %xmm0, %xmm2
  vpxor %xmm1, %xmm0, %xmm0
  vpsrlw  $1, %xmm0, %xmm0
  vmovdqa .LCPI3_0(%rip), %xmm1
  vpand %xmm1, %xmm0, %xmm0
  vpsubb  %xmm0, %xmm2, %xmm0
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movb  %sil, %al
  andb  $7, %al
  vmovd %eax, %xmm1
  vpbroadcastb  %xmm1, %xmm1
  andl  $7, %esi
  vmovd %esi, %xmm1
  vpsrlw  %xmm1, %xmm0, %xmm0
  vpcmpeqd  %xmm2, %xmm2, %xmm2
  vpsrlw  %xmm1, %xmm2, %xmm1
  vmovdqa .LCPI4_0(%rip), %xmm2
  vpshufb %xmm2, %xmm1, %xmm1
  vpand %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  vmovdqa .LCPI5_0(%rip), %xmm1
  vpsllw  $3, %xmm0, %xmm0
  vmovdqa .LCPI5_1(%rip), %xmm1
  vpand %xmm1, %xmm0, %xmm0
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
  vmovdqa .LCPI10_0(%rip), %xmm1
  vpmaddubsw  %xmm0, %xmm1, %xmm0
  popq  %rbp
  retq

f11:
  pushq %rbp
  movq  %rsp, %rbp
  vpmulhrsw %xmm1, %xmm0, %xmm0
  vmovdqa .LCPI11_0(%rip), %xmm1
  vpcmpeqw  %xmm1, %xmm0, %xmm1
  vpxor %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f12:
  pushq %rbp
  movq  %rsp, %rbp
  vmovdqa .LCPI12_0(%rip), %xmm1
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
  vpxor %xmm1, %xmm0, %xmm0
  vpand %xmm2, %xmm0, %xmm0
  vpxor %xmm1, %xmm0, %xmm0
  popq  %rbp
  retq

f14:
  pushq %rbp
  movq  %rsp, %rbp
  vptest  %xmm0, %xmm0
  je  .LBB14_2
  jmp .LBB14_1
.LBB14_1:
  movl  $3, %eax
  jmp .LBB14_3
.LBB14_2:
  movl  $4, %eax
  jmp .LBB14_3
.LBB14_3:
  popq  %rbp
  retq

f15:
  pushq %rbp
  movq  %rsp, %rbp
  vxorps  %xmm1, %xmm1, %xmm1
  vpcmpeqb  %xmm1, %xmm0, %xmm0
  vpmovmskb %xmm0, %eax
  cmpw  $0, %ax
  jne .LBB15_2
  movl  $3, %eax
  jmp .LBB15_3
.LBB15_2:
  movl  $4, %eax
  jmp .LBB15_3
.LBB15_3:
  popq  %rbp
  retq

f16:
  pushq %rbp
  movq  %rsp, %rbp
  vpmovmskb %xmm0, %eax
  movzwl  %ax, %eax
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
  vmovdqa .LCPI18_0(%rip), %xmm2
  vpaddusb  %xmm2, %xmm1, %xmm1
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
  vmovdqa .LCPI20_0(%rip), %xmm1
  vpmaddwd  %xmm1, %xmm0, %xmm0
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
  jne .LBB24_2
  vmovaps %xmm1, %xmm0
.LBB24_2:
  popq  %rbp
  retq

f25:
  pushq %rbp
  movq  %rsp, %rbp
  vmovdqu 32(%rdi), %xmm1
  vmovdqu %xmm0, 32(%rdi)
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

