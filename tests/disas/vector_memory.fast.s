# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovdqu 16(%rax,%rcx), %xmm0
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovdqu %xmm0, 16(%rax,%rcx)
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovq (%rax,%rcx), %xmm0
  vpmovzxbw %xmm0, %xmm0
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vmovq (%rax,%rcx), %xmm0
  vpmovsxdq %xmm0, %xmm0
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
  vpbroadcastq  (%rax,%rcx), %xmm0
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
  movzwl  4(%rax,%rcx), %eax
  vpinsrw $3, %eax, %xmm0, %xmm0
  popq  %rbp
  retq

f8:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
  movl  %esi, %ecx
  vpextrb $15, %xmm0, %edx
  movb  %dl, 4(%rax,%rcx)
  popq  %rbp
  retq

f9:
  pushq %rbp
  movq  %rsp, %rbp
  movq  32(%rdi), %rax
.LBB9_1:
  movl  %esi, %edi
  vmovdqu (%rax,%rdi), %xmm1
  vmovaps %xmm0, %xmm2
  vmulps  %xmm1, %xmm2, %xmm1
  movl  %edx, %edi
  vmovdqu (%rax,%rdi), %xmm2
  vaddps  %xmm2, %xmm1, %xmm1
  vmovdqu %xmm1, (%rax,%rdi)
  addl  $16, %esi
  addl  $16, %edx
  subl  $1, %ecx
  cmpl  $0, %ecx
  jne .LBB9_1
  popq  %rbp
  retq

