# LLVM 22.1.0
f0:
  pushq %rbp
  movq  %rsp, %rbp
  cmpl  $1, %esi
  adcl  $0, %esi
  leal  -1(%rsi), %eax
  leal  -2(%rsi), %ecx
  imulq %rax, %rcx
  leal  -3(%rsi), %eax
  imull %ecx, %eax
  shrl  %eax
  imull $1431655766, %eax, %eax
  addl  %esi, %eax
  shrq  %rcx
  leal  (%rcx,%rcx,2), %ecx
  addl  %ecx, %eax
  decl  %eax
  popq  %rbp
  retq

f1:
  pushq %rbp
  movq  %rsp, %rbp
  testl %esi, %esi
  movl  $7, %eax
  cmovel  %edx, %eax
  popq  %rbp
  retq

f2:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  popq  %rbp
  retq

f3:
  pushq %rbp
  movq  %rsp, %rbp
  leal  1(%rsi), %eax
  popq  %rbp
  retq

f4:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %esi, %eax
  popq  %rbp
  retq

f5:
  pushq %rbp
  movq  %rsp, %rbp
  movl  $3, %eax
  cmpl  $2, %esi
  ja  .LBB5_2
  movl  %esi, %eax
  leaq  .Lswitch.table.f5(%rip), %rcx
  movl  (%rcx,%rax,4), %eax
.LBB5_2:
  popq  %rbp
  retq

f6:
  pushq %rbp
  movq  %rsp, %rbp
  movl  %edx, %eax
  leal  1(%rsi), %ecx
  testl %esi, %esi
  movl  $5, %edx
  cmovnel %ecx, %edx
  popq  %rbp
  retq


