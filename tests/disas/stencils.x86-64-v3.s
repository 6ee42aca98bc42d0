# LLVM 22.1.0

# i32.load guarded R r offset:offset
# 41 8b 44 04 offset

# i32.load guarded R r offset:far offset
  movl  1513889405(%r12,%rsi), %edi
  jmp next
# 41 8b 84 04 offset offset offset offset

# i32.load guarded L r la:slot offset:offset
# 8b 45 la 41 8b 44 04 offset

# i32.load guarded L r la:far slot offset:offset
# 8b 85 la la la la 41 8b 44 04 offset

# i32.load guarded L r la:slot offset:far offset
# 8b 45 la 41 8b 84 04 offset offset offset offset

# i32.load guarded L r la:far slot offset:far offset
  movl  -1513889408(%rbp), %eax
  movl  748089693(%r12,%rax), %esi
  jmp next
# 8b 85 la la la la 41 8b 84 04 offset offset offset offset

# i32.load guarded K r offset:offset
# 41 8b 44 24 offset

# i32.load guarded K r offset:far offset
  movl  1513889405(%r12), %esi
  jmp next
# 41 8b 84 24 offset offset offset offset

# i32.load guarded R a offset:offset
# 41 8b 44 04 offset

# i32.load guarded R a offset:far offset
  movl  1513889405(%r12,%rsi), %esi
  jmp next
# 41 8b 84 04 offset offset offset offset

# i32.load wide R r slot:field reach:far reach offset:far offset
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  movq  8(%rcx), %rcx
  leaq  747306174(%rsi), %rdx
  cmpq  %rsi, %rdx
  jb  trap.2
  cmpq  %rcx, %rdx
  ja  trap.2
  movl  1829512637(%rax,%rsi), %edi
  jmp next
# 49 8b 8d slot slot slot slot 48 8b 01 48 8b 49 08 48 8d 90 reach reach reach reach 48 39 c2 0f 82 trap.2 trap.2 trap.2 trap.2 48 39 ca 0f 87 trap.2 trap.2 trap.2 trap.2 40 8b 84 00 offset offset offset offset

# i32.load wide R a slot:field reach:far reach offset:far offset
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  movq  8(%rcx), %rcx
  leaq  747306174(%rsi), %rdx
  cmpq  %rsi, %rdx
  jb  trap.2
  cmpq  %rcx, %rdx
  ja  trap.2
  movl  1829512637(%rax,%rsi), %esi
  jmp next
# 49 8b 8d slot slot slot slot 48 8b 01 48 8b 49 08 48 8d 90 reach reach reach reach 48 39 c2 0f 82 trap.2 trap.2 trap.2 trap.2 48 39 ca 0f 87 trap.2 trap.2 trap.2 trap.2 40 8b 84 00 offset offset offset offset

# f64.load checked R r slot:field reach:far reach offset:far offset
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  movq  8(%rcx), %rcx
  leaq  747306174(%rsi), %rdx
  cmpq  %rcx, %rdx
  ja  trap.2
  vmovsd  1829512637(%rax,%rsi), %xmm1
  jmp next
# 49 8b 8d slot slot slot slot 48 8b 01 48 8b 49 08 49 8d 90 reach reach reach reach 48 39 ca 0f 87 trap.2 trap.2 trap.2 trap.2 c4 a1 7b 10 84 00 offset offset offset offset

# i64.load8_s based R r slot:field offset:far offset
  movq  1513889392(%r13), %rax
  movsbq  748089693(%rax,%rsi), %rdi
  jmp next
# 49 8b 85 slot slot slot slot 48 0f be 84 00 offset offset offset offset

# i64.load8_s based R a slot:field offset:far offset
  movq  1513889392(%r13), %rax
  movsbq  748089693(%rax,%rsi), %rsi
  jmp next
# 49 8b 85 slot slot slot slot 48 0f be 84 00 offset offset offset offset

# i32.store guarded RR offset:offset
# 41 89 44 04 offset

# i32.store guarded RR offset:far offset
  movl  %edi, 1513889405(%r12,%rsi)
  jmp next
# 41 89 84 04 offset offset offset offset

# i32.store guarded LR la:slot offset:offset
# 8b 45 la 41 89 44 04 offset

# i32.store guarded LR la:far slot offset:offset
# 8b 85 la la la la 41 89 44 04 offset

# i32.store guarded LR la:slot offset:far offset
# 8b 45 la 41 89 84 04 offset offset offset offset

# i32.store guarded LR la:far slot offset:far offset
  movl  -1513889408(%rbp), %eax
  movl  %esi, 748089693(%r12,%rax)
  jmp next
# 8b 85 la la la la 41 89 84 04 offset offset offset offset

# i32.store guarded KR offset:offset
# 41 89 44 24 offset

# i32.store guarded KR offset:far offset
  movl  %esi, 1513889405(%r12)
  jmp next
# 41 89 84 24 offset offset offset offset

# i32.store guarded RK k:far offset:offset
# 41 c7 44 04 offset k k k k

# i32.store guarded RK k:far offset:far offset
  movl  $-1513889400, 748089693(%r12,%rsi)
  jmp next
# 41 c7 84 04 offset offset offset offset k k k k

# i32.store guarded LK la:slot k:far offset:offset
# 8b 45 la 41 c7 44 04 offset k k k k

# i32.store guarded LK la:far slot k:far offset:offset
# 8b 85 la la la la 41 c7 44 04 offset k k k k

# i32.store guarded LK la:slot k:far offset:far offset
# 8b 45 la 41 c7 84 04 offset offset offset offset k k k k

# i32.store guarded LK la:far slot k:far offset:far offset
  movl  -1513889408(%rbp), %eax
  movl  $748089688, 1829512637(%r12,%rax)
  jmp next
# 8b 85 la la la la 41 c7 84 04 offset offset offset offset k k k k

# f32.store based RR slot:field offset:far offset
  movq  1513889392(%r13), %rax
  vmovss  %xmm1, 748089693(%rax,%rsi)
  jmp next
# 49 8b 85 slot slot slot slot c4 a1 7a 11 84 00 offset offset offset offset

# i32.store8 guarded RR offset:offset
# 41 88 44 04 offset

# i32.store8 guarded RR offset:far offset
  movb  %dil, 1513889405(%r12,%rsi)
  jmp next
# 41 88 84 04 offset offset offset offset

# i32.store8 guarded LR la:slot offset:offset
# 8b 45 la 41 88 44 04 offset

# i32.store8 guarded LR la:far slot offset:offset
# 8b 85 la la la la 41 88 44 04 offset

# i32.store8 guarded LR la:slot offset:far offset
# 8b 45 la 41 88 84 04 offset offset offset offset

# i32.store8 guarded LR la:far slot offset:far offset
  movl  -1513889408(%rbp), %eax
  movb  %sil, 748089693(%r12,%rax)
  jmp next
# 8b 85 la la la la 41 88 84 04 offset offset offset offset

# i32.store8 guarded KR offset:offset
# 41 88 44 24 offset

# i32.store8 guarded KR offset:far offset
  movb  %sil, 1513889405(%r12)
  jmp next
# 41 88 84 24 offset offset offset offset

# i32.store8 guarded RK k:byte offset:offset
# 41 c6 44 04 offset k

# i32.store8 guarded RK k:byte offset:far offset
  movb  $-93, 748089693(%r12,%rsi)
  jmp next
# 41 c6 84 04 offset offset offset offset k

# i32.store8 guarded LK la:slot k:byte offset:offset
# 8b 45 la 41 c6 44 04 offset k

# i32.store8 guarded LK la:far slot k:byte offset:offset
# 8b 85 la la la la 41 c6 44 04 offset k

# i32.store8 guarded LK la:slot k:byte offset:far offset
# 8b 45 la 41 c6 84 04 offset offset offset offset k

# i32.store8 guarded LK la:far slot k:byte offset:far offset
  movl  -1513889408(%rbp), %eax
  movb  $55, 1829512637(%r12,%rax)
  jmp next
# 8b 85 la la la la 41 c6 84 04 offset offset offset offset k

# i32.eqz R a
  xorl  %eax, %eax
  testl %esi, %esi
  sete  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 85 c0 0f 94 c0 48 89 c0

# i32.eqz R r
  xorl  %edi, %edi
  testl %esi, %esi
  sete  %dil
  jmp next
# 40 31 c0 40 85 c0 40 0f 94 c0

# i32.eqz L r la:slot
# 40 31 c0 83 7d la 00 40 0f 94 c0

# i32.eqz L r la:far slot
  xorl  %esi, %esi
  cmpl  $0, -1513889408(%rbp)
  sete  %sil
  jmp next
# 40 31 c0 83 bd la la la la 00 40 0f 94 c0

# i32.lt_s RR a
  xorl  %eax, %eax
  cmpl  %edi, %esi
  setl  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 39 c0 0f 9c c0 48 89 c0

# i32.lt_s RR r
  xorl  %r8d, %r8d
  cmpl  %edi, %esi
  setl  %r8b
  jmp next
# 40 31 c0 40 39 c0 40 0f 9c c0

# i32.lt_s RR b
  xorl  %eax, %eax
  cmpl  %edi, %esi
  setl  %al
  movq  %rax, %rdi
  jmp next
# 31 c0 40 39 c0 0f 9c c0 48 89 c0

# i32.lt_s RR all
  xorl  %esi, %esi
  jmp next
# 40 31 c0

# i32.lt_s RL a lb:slot
# 31 c0 40 3b 45 lb 0f 9c c0 48 89 c0

# i32.lt_s RL a lb:far slot
  xorl  %eax, %eax
  cmpl  -1513889408(%rbp), %esi
  setl  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 3b 85 lb lb lb lb 0f 9c c0 48 89 c0

# i32.lt_s RL r lb:slot
# 40 31 c0 40 3b 45 lb 40 0f 9c c0

# i32.lt_s RL r lb:far slot
  xorl  %edi, %edi
  cmpl  -1513889408(%rbp), %esi
  setl  %dil
  jmp next
# 40 31 c0 40 3b 85 lb lb lb lb 40 0f 9c c0

# i32.lt_s LR b la:slot
# 31 c0 40 39 45 la 0f 9c c0 48 89 c0

# i32.lt_s LR b la:far slot
  xorl  %eax, %eax
  cmpl  %esi, -1513889408(%rbp)
  setl  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 39 85 la la la la 0f 9c c0 48 89 c0

# i32.lt_s LR r la:slot
# 40 31 c0 40 39 45 la 40 0f 9c c0

# i32.lt_s LR r la:far slot
  xorl  %edi, %edi
  cmpl  %esi, -1513889408(%rbp)
  setl  %dil
  jmp next
# 40 31 c0 40 39 85 la la la la 40 0f 9c c0

# i32.lt_s LL r la:slot lb:slot
# 8b 45 la 40 31 c0 3b 45 lb 40 0f 9c c0

# i32.lt_s LL r la:far slot lb:far slot
  movl  -1513889408(%rbp), %eax
  xorl  %esi, %esi
  cmpl  748089680(%rbp), %eax
  setl  %sil
  jmp next
# 8b 85 la la la la 40 31 c0 3b 85 lb lb lb lb 40 0f 9c c0

# i32.lt_s RK a k:near
  xorl  %eax, %eax
  cmpl  $-93, %esi
  setl  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 83 f8 k 0f 9c c0 48 89 c0

# i32.lt_s RK a k:far
  xorl  %eax, %eax
  cmpl  $-1513889400, %esi
  setl  %al
  movq  %rax, %rsi
  jmp next
# 31 c0 40 81 f8 k k k k 0f 9c c0 48 89 c0

# i32.lt_s RK r k:near
  xorl  %edi, %edi
  cmpl  $-93, %esi
  setl  %dil
  jmp next
# 40 31 c0 40 83 f8 k 40 0f 9c c0

# i32.lt_s RK r k:far
  xorl  %edi, %edi
  cmpl  $-1513889400, %esi
  setl  %dil
  jmp next
# 40 31 c0 40 81 f8 k k k k 40 0f 9c c0

# i32.lt_s LK r la:slot k:near
# 40 31 c0 83 7d la k 40 0f 9c c0

# i32.lt_s LK r la:far slot k:near
  xorl  %esi, %esi
  cmpl  $55, -1513889408(%rbp)
  setl  %sil
  jmp next
# 40 31 c0 83 bd la la la la k 40 0f 9c c0

# i32.lt_s LK r la:slot k:far
# 40 31 c0 81 7d la k k k k 40 0f 9c c0

# i32.lt_s LK r la:far slot k:far
  xorl  %esi, %esi
  cmpl  $748089688, -1513889408(%rbp)
  setl  %sil
  jmp next
# 40 31 c0 81 bd la la la la k k k k 40 0f 9c c0

# if i32.lt_s RR
  cmpl  %edi, %esi
  jl  target
  jmp next
# 40 39 c0 0f 8c target target target target

# if i32.lt_s RL lb:slot
# 40 3b 45 lb 0f 8c target target target target

# if i32.lt_s RL lb:far slot
  cmpl  -1513889408(%rbp), %esi
  jl  target
  jmp next
# 40 3b 85 lb lb lb lb 0f 8c target target target target

# if i32.lt_s LR la:slot
# 40 39 45 la 0f 8c target target target target

# if i32.lt_s LR la:far slot
  cmpl  %esi, -1513889408(%rbp)
  jl  target
  jmp next
# 40 39 85 la la la la 0f 8c target target target target

# if i32.lt_s LL la:slot lb:slot
# 8b 45 la 3b 45 lb 0f 8c target target target target

# if i32.lt_s LL la:far slot lb:far slot
  movl  -1513889408(%rbp), %eax
  cmpl  748089680(%rbp), %eax
  jl  target
  jmp next
# 8b 85 la la la la 3b 85 lb lb lb lb 0f 8c target target target target

# if i32.lt_s RK k:near
  cmpl  $-93, %esi
  jl  target
  jmp next
# 40 83 f8 k 0f 8c target target target target

# if i32.lt_s RK k:far
  cmpl  $-1513889400, %esi
  jl  target
  jmp next
# 40 81 f8 k k k k 0f 8c target target target target

# if i32.lt_s LK la:slot k:near
# 83 7d la k 0f 8c target target target target

# if i32.lt_s LK la:far slot k:near
  cmpl  $55, -1513889408(%rbp)
  jl  target
  jmp next
# 83 bd la la la la k 0f 8c target target target target

# if i32.lt_s LK la:slot k:far
# 81 7d la k k k k 0f 8c target target target target

# if i32.lt_s LK la:far slot k:far
  cmpl  $748089688, -1513889408(%rbp)
  jl  target
  jmp next
# 81 bd la la la la k k k k 0f 8c target target target target

# unless i64.gt_u RR
  cmpq  %rdi, %rsi
  ja  next
  jmp target
# 48 39 c0 0f 86 target target target target

# unless i64.gt_u RL lb:slot
# 48 3b 45 lb 0f 86 target target target target

# unless i64.gt_u RL lb:far slot
  cmpq  -1513889408(%rbp), %rsi
  ja  next
  jmp target
# 48 3b 85 lb lb lb lb 0f 86 target target target target

# unless i64.gt_u LR la:slot
# 48 39 45 la 0f 86 target target target target

# unless i64.gt_u LR la:far slot
  cmpq  %rsi, -1513889408(%rbp)
  ja  next
  jmp target
# 48 39 85 la la la la 0f 86 target target target target

# unless i64.gt_u LL la:slot lb:slot
# 48 8b 45 la 48 3b 45 lb 0f 86 target target target target

# unless i64.gt_u LL la:far slot lb:far slot
  movq  -1513889408(%rbp), %rax
  cmpq  748089680(%rbp), %rax
  ja  next
  jmp target
# 48 8b 85 la la la la 48 3b 85 lb lb lb lb 0f 86 target target target target

# unless i64.gt_u RK k:near
  cmpq  $-93, %rsi
  ja  next
  jmp target
# 48 83 f8 k 0f 86 target target target target

# unless i64.gt_u RK k:far
  cmpq  $-1513889400, %rsi
  ja  next
  jmp target
# 48 81 f8 k k k k 0f 86 target target target target

# unless i64.gt_u LK la:slot k:near
# 48 83 7d la k 0f 86 target target target target

# unless i64.gt_u LK la:far slot k:near
  cmpq  $55, -1513889408(%rbp)
  ja  next
  jmp target
# 48 83 bd la la la la k 0f 86 target target target target

# unless i64.gt_u LK la:slot k:far
# 48 81 7d la k k k k 0f 86 target target target target

# unless i64.gt_u LK la:far slot k:far
  cmpq  $748089688, -1513889408(%rbp)
  ja  next
  jmp target
# 48 81 bd la la la la k k k k 0f 86 target target target target

# if f64.lt RR
  vucomisd  %xmm1, %xmm2
  ja  target
  jmp next
# c5 f9 2e c0 0f 87 target target target target

# if f64.lt RL lb:slot
# c5 fb 10 45 lb c5 f9 2e c0 0f 87 target target target target

# if f64.lt RL lb:far slot
  vmovsd  -1513889408(%rbp), %xmm0
  vucomisd  %xmm1, %xmm0
  ja  target
  jmp next
# c5 fb 10 85 lb lb lb lb c5 f9 2e c0 0f 87 target target target target

# if f64.lt LR la:slot
# c5 f9 2e 45 la 0f 87 target target target target

# if f64.lt LR la:far slot
  vucomisd  -1513889408(%rbp), %xmm1
  ja  target
  jmp next
# c5 f9 2e 85 la la la la 0f 87 target target target target

# if f64.lt LL la:slot lb:slot
# c5 fb 10 45 lb c5 f9 2e 45 la 0f 87 target target target target

# if f64.lt LL la:far slot lb:far slot
  vmovsd  748089680(%rbp), %xmm0
  vucomisd  -1513889408(%rbp), %xmm0
  ja  target
  jmp next
# c5 fb 10 85 lb lb lb lb c5 f9 2e 85 la la la la 0f 87 target target target target

# i32.add RR a
  addl  %edi, %esi
  jmp next
# 40 01 c0

# i32.add RR r
  leal  (%rdi,%rsi), %r8d
  jmp next
# 40 8d 04 00

# i32.add RR b
  addl  %esi, %edi
  jmp next
# 40 01 c0

# i32.add RR all
  addl  %esi, %esi
  jmp next
# 40 01 c0

# i32.add RL a lb:slot
# 40 03 45 lb

# i32.add RL a lb:far slot
  addl  -1513889408(%rbp), %esi
  jmp next
# 40 03 85 lb lb lb lb

# i32.add RL r lb:slot
# 40 8b 45 lb 40 01 c0

# i32.add RL r lb:far slot
  movl  -1513889408(%rbp), %edi
  addl  %esi, %edi
  jmp next
# 40 8b 85 lb lb lb lb 40 01 c0

# i32.add LR b la:slot
# 40 03 45 la

# i32.add LR b la:far slot
  addl  -1513889408(%rbp), %esi
  jmp next
# 40 03 85 la la la la

# i32.add LR r la:slot
# 40 8b 45 la 40 01 c0

# i32.add LR r la:far slot
  movl  -1513889408(%rbp), %edi
  addl  %esi, %edi
  jmp next
# 40 8b 85 la la la la 40 01 c0

# i32.add LL r la:slot lb:slot
# 40 8b 45 la 40 03 45 lb

# i32.add LL r la:far slot lb:far slot
  movl  -1513889408(%rbp), %esi
  addl  748089680(%rbp), %esi
  jmp next
# 40 8b 85 la la la la 40 03 85 lb lb lb lb

# i32.add RK a k:near
  addl  $-93, %esi
  jmp next
# 40 83 c0 k

# i32.add RK a k:far
  addl  $-1513889400, %esi
  jmp next
# 40 81 c0 k k k k

# i32.add RK r k:near
  leal  -93(%rsi), %edi
  jmp next
# 40 8d 40 k

# i32.add RK r k:far
  leal  -1513889400(%rsi), %edi
  jmp next
# 40 8d 80 k k k k

# i32.add LK r la:slot k:near
# 40 8b 45 la 40 83 c0 k

# i32.add LK r la:far slot k:near
  movl  -1513889408(%rbp), %esi
  addl  $55, %esi
  jmp next
# 40 8b 85 la la la la 40 83 c0 k

# i32.add LK r la:slot k:far
# 40 b8 k k k k 40 03 45 la

# i32.add LK r la:far slot k:far
  movl  $748089688, %esi
  addl  -1513889408(%rbp), %esi
  jmp next
# 40 b8 k k k k 40 03 85 la la la la

# i32.mul RR a
  imull %edi, %esi
  jmp next
# 40 0f af c0

# i32.mul RR r
  movl  %edi, %r8d
  imull %esi, %r8d
  jmp next
# 40 89 c0 40 0f af c0

# i32.mul RR b
  imull %esi, %edi
  jmp next
# 40 0f af c0

# i32.mul RR all
  imull %esi, %esi
  jmp next
# 40 0f af c0

# i32.mul RL a lb:slot
# 40 0f af 45 lb

# i32.mul RL a lb:far slot
  imull -1513889408(%rbp), %esi
  jmp next
# 40 0f af 85 lb lb lb lb

# i32.mul RL r lb:slot
# 40 8b 45 lb 40 0f af c0

# i32.mul RL r lb:far slot
  movl  -1513889408(%rbp), %edi
  imull %esi, %edi
  jmp next
# 40 8b 85 lb lb lb lb 40 0f af c0

# i32.mul LR b la:slot
# 40 0f af 45 la

# i32.mul LR b la:far slot
  imull -1513889408(%rbp), %esi
  jmp next
# 40 0f af 85 la la la la

# i32.mul LR r la:slot
# 40 8b 45 la 40 0f af c0

# i32.mul LR r la:far slot
  movl  -1513889408(%rbp), %edi
  imull %esi, %edi
  jmp next
# 40 8b 85 la la la la 40 0f af c0

# i32.mul LL r la:slot lb:slot
# 40 8b 45 la 40 0f af 45 lb

# i32.mul LL r la:far slot lb:far slot
  movl  -1513889408(%rbp), %esi
  imull 748089680(%rbp), %esi
  jmp next
# 40 8b 85 la la la la 40 0f af 85 lb lb lb lb

# i32.mul RK a k:near
  imull $-93, %esi, %esi
  jmp next
# 40 69 c0 k k k k

# i32.mul RK a k:far
  imull $-1513889400, %esi, %esi
  jmp next
# 40 69 c0 k k k k

# i32.mul RK r k:near
  imull $-93, %esi, %edi
  jmp next
# 40 69 c0 k k k k

# i32.mul RK r k:far
  imull $-1513889400, %esi, %edi
  jmp next
# 40 69 c0 k k k k

# i32.mul LK r la:slot k:near
# 40 69 85 la la la la k k k k

# i32.mul LK r la:far slot k:near
  imull $55, -1513889408(%rbp), %esi
  jmp next
# 40 69 85 la la la la k k k k

# i32.mul LK r la:slot k:far
# 40 69 45 la k k k k

# i32.mul LK r la:far slot k:far
  imull $748089688, -1513889408(%rbp), %esi
  jmp next
# 40 69 85 la la la la k k k k

# i32.shl RR a
  shlxl %edi, %esi, %esi
  jmp next
# c4 e2 79 f7 c0

# i32.shl RR r
  shlxl %edi, %esi, %r8d
  jmp next
# c4 e2 79 f7 c0

# i32.shl RR b
  shlxl %edi, %esi, %edi
  jmp next
# c4 e2 79 f7 c0

# i32.shl RR all
  shlxl %esi, %esi, %esi
  jmp next
# c4 e2 79 f7 c0

# i32.shl RL a lb:slot
# 0f b6 45 lb c4 e2 79 f7 c0

# i32.shl RL a lb:far slot
  movzbl  -1513889408(%rbp), %eax
  shlxl %eax, %esi, %esi
  jmp next
# 0f b6 85 lb lb lb lb c4 e2 79 f7 c0

# i32.shl RL r lb:slot
# 0f b6 45 lb c4 e2 79 f7 c0

# i32.shl RL r lb:far slot
  movzbl  -1513889408(%rbp), %eax
  shlxl %eax, %esi, %edi
  jmp next
# 0f b6 85 lb lb lb lb c4 e2 79 f7 c0

# i32.shl LR b la:slot
# c4 e2 79 f7 45 la

# i32.shl LR b la:far slot
  shlxl %esi, -1513889408(%rbp), %esi
  jmp next
# c4 e2 79 f7 85 la la la la

# i32.shl LR r la:slot
# c4 e2 79 f7 45 la

# i32.shl LR r la:far slot
  shlxl %esi, -1513889408(%rbp), %edi
  jmp next
# c4 e2 79 f7 85 la la la la

# i32.shl LL r la:slot lb:slot
# 0f b6 45 lb c4 e2 79 f7 45 la

# i32.shl LL r la:far slot lb:far slot
  movzbl  748089680(%rbp), %eax
  shlxl %eax, -1513889408(%rbp), %esi
  jmp next
# 0f b6 85 lb lb lb lb c4 e2 79 f7 85 la la la la

# i32.shl RK a k:count32
  shll  $13, %esi
  jmp next
# 40 c1 e0 k

# i32.shl RK r k:count32
  movl  %esi, %edi
  shll  $13, %edi
  jmp next
# 40 89 c0 40 c1 e0 k

# i32.shl LK r la:slot k:count32
# 40 8b 45 la 40 c1 e0 k

# i32.shl LK r la:far slot k:count32
  movl  -1513889408(%rbp), %esi
  shll  $23, %esi
  jmp next
# 40 8b 85 la la la la 40 c1 e0 k

# i64.popcnt R a
  popcntq %rsi, %rsi
  jmp next
# f3 48 0f b8 c0

# i64.popcnt R r
  popcntq %rsi, %rdi
  jmp next
# 40 31 c0 f3 48 0f b8 c0

# i64.popcnt L r la:slot
# 40 31 c0 f3 48 0f b8 45 la

# i64.popcnt L r la:far slot
  popcntq -1513889408(%rbp), %rsi
  jmp next
# 40 31 c0 f3 48 0f b8 85 la la la la

# i64.sub RR a
  subq  %rdi, %rsi
  jmp next
# 48 29 c0

# i64.sub RR r
  movq  %rsi, %r8
  subq  %rdi, %r8
  jmp next
# 48 89 c0 48 29 c0

# i64.sub RR b
  movq  %rsi, %rax
  subq  %rdi, %rax
  movq  %rax, %rdi
  jmp next
# 48 89 c0 48 29 c0 48 89 c0

# i64.sub RR all
  xorl  %esi, %esi
  jmp next
# 40 31 c0

# i64.sub RL a lb:slot
# 48 2b 45 lb

# i64.sub RL a lb:far slot
  subq  -1513889408(%rbp), %rsi
  jmp next
# 48 2b 85 lb lb lb lb

# i64.sub RL r lb:slot
# 48 89 c0 48 2b 45 lb

# i64.sub RL r lb:far slot
  movq  %rsi, %rdi
  subq  -1513889408(%rbp), %rdi
  jmp next
# 48 89 c0 48 2b 85 lb lb lb lb

# i64.sub LR b la:slot
# 48 8b 45 la 48 29 c0 48 89 c0

# i64.sub LR b la:far slot
  movq  -1513889408(%rbp), %rax
  subq  %rsi, %rax
  movq  %rax, %rsi
  jmp next
# 48 8b 85 la la la la 48 29 c0 48 89 c0

# i64.sub LR r la:slot
# 48 8b 45 la 48 29 c0

# i64.sub LR r la:far slot
  movq  -1513889408(%rbp), %rdi
  subq  %rsi, %rdi
  jmp next
# 48 8b 85 la la la la 48 29 c0

# i64.sub LL r la:slot lb:slot
# 48 8b 45 la 48 2b 45 lb

# i64.sub LL r la:far slot lb:far slot
  movq  -1513889408(%rbp), %rsi
  subq  748089680(%rbp), %rsi
  jmp next
# 48 8b 85 la la la la 48 2b 85 lb lb lb lb

# i64.sub RK a k:near
  subq  $-93, %rsi
  jmp next
# 48 83 e8 k

# i64.sub RK a k:far
  subq  $-1513889400, %rsi
  jmp next
# 48 81 e8 k k k k

# i64.sub RK r k:near
  leaq  93(%rsi), %rdi
  jmp next
# 48 8d 40 -k

# i64.sub RK r k:far
  leaq  1513889400(%rsi), %rdi
  jmp next
# 48 8d 80 -k -k -k -k

# i64.sub LK r la:slot k:near
# 48 8b 45 la 48 83 e8 k

# i64.sub LK r la:far slot k:near
  movq  -1513889408(%rbp), %rsi
  subq  $55, %rsi
  jmp next
# 48 8b 85 la la la la 48 83 e8 k

# i64.sub LK r la:slot k:far
# 48 8b 45 la 48 81 e8 k k k k

# i64.sub LK r la:far slot k:far
  movq  -1513889408(%rbp), %rsi
  subq  $748089688, %rsi
  jmp next
# 48 8b 85 la la la la 48 81 e8 k k k k

# i64.div_s RR a
  testq %rdi, %rdi
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rdi, %rcx
  notq  %rcx
  orq %rax, %rcx
  je  trap.8
  movq  %rsi, %rax
  cqto
  idivq %rdi
  movq  %rax, %rsi
  jmp next
# 48 85 c0 0f 84 trap.7 trap.7 trap.7 trap.7 48 b8 00 00 00 00 00 00 00 80 48 31 c0 48 89 c1 48 f7 d1 48 09 c1 0f 84 trap.8 trap.8 trap.8 trap.8 48 89 c0 48 99 48 f7 f8 48 89 c0

# i64.div_s RR r
  testq %rdi, %rdi
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rdi, %rcx
  notq  %rcx
  orq %rax, %rcx
  je  trap.8
  movq  %rsi, %rax
  cqto
  idivq %rdi
  movq  %rax, %r8
  jmp next
# absent

# i64.div_s RR b
  testq %rdi, %rdi
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rdi, %rcx
  notq  %rcx
  orq %rax, %rcx
  je  trap.8
  movq  %rsi, %rax
  cqto
  idivq %rdi
  movq  %rax, %rdi
  jmp next
# absent

# i64.div_s RR all
  testq %rsi, %rsi
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rsi, %rcx
  notq  %rcx
  orq %rax, %rcx
  je  trap.8
  movl  $1, %esi
  jmp next
# absent

# i64.div_s RL a lb:slot
# absent

# i64.div_s RL a lb:far slot
  movq  -1513889408(%rbp), %rcx
  testq %rcx, %rcx
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rcx, %rdx
  notq  %rdx
  orq %rax, %rdx
  je  trap.8
  movq  %rsi, %rax
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# absent

# i64.div_s RL r lb:slot
# absent

# i64.div_s RL r lb:far slot
  movq  -1513889408(%rbp), %rcx
  testq %rcx, %rcx
  je  trap.7
  movabsq $-9223372036854775808, %rax
  xorq  %rsi, %rax
  movq  %rcx, %rdx
  notq  %rdx
  orq %rax, %rdx
  je  trap.8
  movq  %rsi, %rax
  cqto
  idivq %rcx
  movq  %rax, %rdi
  jmp next
# absent

# i64.div_s LR b la:slot
# absent

# i64.div_s LR b la:far slot
  movq  -1513889408(%rbp), %rax
  testq %rsi, %rsi
  je  trap.7
  movabsq $-9223372036854775808, %rcx
  xorq  %rax, %rcx
  movq  %rsi, %rdx
  notq  %rdx
  orq %rcx, %rdx
  je  trap.8
  cqto
  idivq %rsi
  movq  %rax, %rsi
  jmp next
# absent

# i64.div_s LR r la:slot
# absent

# i64.div_s LR r la:far slot
  movq  -1513889408(%rbp), %rax
  testq %rsi, %rsi
  je  trap.7
  movabsq $-9223372036854775808, %rcx
  xorq  %rax, %rcx
  movq  %rsi, %rdx
  notq  %rdx
  orq %rcx, %rdx
  je  trap.8
  cqto
  idivq %rsi
  movq  %rax, %rdi
  jmp next
# absent

# i64.div_s LL r la:slot lb:slot
# absent

# i64.div_s LL r la:far slot lb:far slot
  movq  -1513889408(%rbp), %rax
  movq  748089680(%rbp), %rcx
  testq %rcx, %rcx
  je  trap.7
  movabsq $-9223372036854775808, %rdx
  xorq  %rax, %rdx
  movq  %rcx, %r10
  notq  %r10
  orq %rdx, %r10
  je  trap.8
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# absent

# i64.div_s RK a k:near
  movq  %rsi, %rax
  movq  $-93, %rcx
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# 48 c7 c1 k k k k 48 89 c0 48 99 48 f7 f9 48 89 c0

# i64.div_s RK a k:far
  movq  %rsi, %rax
  movq  $-1513889400, %rcx
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# 48 c7 c1 k k k k 48 89 c0 48 99 48 f7 f9 48 89 c0

# i64.div_s RK r k:near
  movq  $-93, %rcx
  movq  %rsi, %rax
  cqto
  idivq %rcx
  movq  %rax, %rdi
  jmp next
# 48 c7 c1 k k k k 48 89 c0 48 99 48 f7 f9 48 89 c0

# i64.div_s RK r k:far
  movq  $-1513889400, %rcx
  movq  %rsi, %rax
  cqto
  idivq %rcx
  movq  %rax, %rdi
  jmp next
# 48 c7 c1 k k k k 48 89 c0 48 99 48 f7 f9 48 89 c0

# i64.div_s LK r la:slot k:near
# 48 8b 85 la la la la 48 c7 c1 k k k k 48 99 48 f7 f9 48 89 c0

# i64.div_s LK r la:far slot k:near
  movq  -1513889408(%rbp), %rax
  movq  $55, %rcx
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# 48 8b 85 la la la la 48 c7 c1 k k k k 48 99 48 f7 f9 48 89 c0

# i64.div_s LK r la:slot k:far
# 48 8b 45 la 48 c7 c1 k k k k 48 99 48 f7 f9 48 89 c0

# i64.div_s LK r la:far slot k:far
  movq  -1513889408(%rbp), %rax
  movq  $748089688, %rcx
  cqto
  idivq %rcx
  movq  %rax, %rsi
  jmp next
# 48 8b 85 la la la la 48 c7 c1 k k k k 48 99 48 f7 f9 48 89 c0

# canonical f32.sqrt R a
  vsqrtss %xmm1, %xmm1, %xmm0
  vcmpunordss %xmm0, %xmm0, %xmm1
  vbroadcastss  .LCPI213_0(%rip), %xmm7
  vblendvps %xmm1, %xmm7, %xmm0, %xmm1
  jmp next
# c5 fa 51 c0 c5 fa c2 c0 03 c4 e2 79 18 3d pool.000 pool.000 pool.000 pool.000 c4 e3 79 4a c7 00

# canonical f32.sqrt R r
  vsqrtss %xmm1, %xmm1, %xmm0
  vcmpunordss %xmm0, %xmm0, %xmm2
  vbroadcastss  .LCPI214_0(%rip), %xmm7
  vblendvps %xmm2, %xmm7, %xmm0, %xmm2
  jmp next
# c5 fa 51 c0 c5 fa c2 c0 03 c4 e2 79 18 3d pool.000 pool.000 pool.000 pool.000 c4 e3 79 4a c7 00

# f32.min RR a
  vminss  %xmm2, %xmm1, %xmm0
  vminss  %xmm1, %xmm2, %xmm7
  vorps %xmm7, %xmm0, %xmm0
  vaddss  %xmm2, %xmm1, %xmm7
  vcmpunordss %xmm2, %xmm1, %xmm1
  vblendvps %xmm1, %xmm7, %xmm0, %xmm1
  jmp next
# c5 fa 5d c0 c5 fa 5d f8 c5 f8 56 c7 c5 fa 58 f8 c5 fa c2 c0 03 c4 e3 79 4a c7 00

# f32.min RR r
  vminss  %xmm2, %xmm1, %xmm0
  vminss  %xmm1, %xmm2, %xmm3
  vorps %xmm3, %xmm0, %xmm0
  vaddss  %xmm2, %xmm1, %xmm3
  vcmpunordss %xmm2, %xmm1, %xmm7
  vblendvps %xmm7, %xmm3, %xmm0, %xmm3
  jmp next
# absent

# f32.min RR b
  vminss  %xmm2, %xmm1, %xmm0
  vminss  %xmm1, %xmm2, %xmm7
  vorps %xmm7, %xmm0, %xmm0
  vaddss  %xmm2, %xmm1, %xmm7
  vcmpunordss %xmm2, %xmm1, %xmm2
  vblendvps %xmm2, %xmm7, %xmm0, %xmm2
  jmp next
# absent

# f32.min RR all
  vaddss  %xmm1, %xmm1, %xmm0
  vcmpunordss %xmm1, %xmm1, %xmm7
  vblendvps %xmm7, %xmm0, %xmm1, %xmm1
  jmp next
# c5 fa 58 c0 c5 fa c2 f8 03 c4 e3 79 4a c0 70

# f32.min RL a lb:slot
# absent

# f32.min RL a lb:far slot
  vmovss  -1513889408(%rbp), %xmm0
  vminss  %xmm0, %xmm1, %xmm7
  vminss  %xmm1, %xmm0, %xmm8
  vorps %xmm7, %xmm8, %xmm7
  vaddss  %xmm0, %xmm1, %xmm8
  vcmpunordss %xmm0, %xmm1, %xmm0
  vblendvps %xmm0, %xmm8, %xmm7, %xmm1
  jmp next
# absent

# f32.min RL r lb:slot
# absent

# f32.min RL r lb:far slot
  vmovss  -1513889408(%rbp), %xmm0
  vminss  %xmm0, %xmm1, %xmm2
  vminss  %xmm1, %xmm0, %xmm7
  vorps %xmm7, %xmm2, %xmm2
  vaddss  %xmm0, %xmm1, %xmm7
  vcmpunordss %xmm0, %xmm1, %xmm0
  vblendvps %xmm0, %xmm7, %xmm2, %xmm2
  jmp next
# absent

# f32.min LR b la:slot
# absent

# f32.min LR b la:far slot
  vmovss  -1513889408(%rbp), %xmm0
  vminss  %xmm1, %xmm0, %xmm7
  vminss  %xmm0, %xmm1, %xmm8
  vorps %xmm7, %xmm8, %xmm7
  vaddss  %xmm1, %xmm0, %xmm8
  vcmpunordss %xmm1, %xmm0, %xmm0
  vblendvps %xmm0, %xmm8, %xmm7, %xmm1
  jmp next
# absent

# f32.min LR r la:slot
# absent

# f32.min LR r la:far slot
  vmovss  -1513889408(%rbp), %xmm0
  vminss  %xmm1, %xmm0, %xmm2
  vminss  %xmm0, %xmm1, %xmm7
  vorps %xmm7, %xmm2, %xmm2
  vaddss  %xmm1, %xmm0, %xmm7
  vcmpunordss %xmm1, %xmm0, %xmm0
  vblendvps %xmm0, %xmm7, %xmm2, %xmm2
  jmp next
# absent

# f32.min LL r la:slot lb:slot
# absent

# f32.min LL r la:far slot lb:far slot
  vmovss  -1513889408(%rbp), %xmm0
  vmovss  748089680(%rbp), %xmm1
  vminss  %xmm1, %xmm0, %xmm7
  vminss  %xmm0, %xmm1, %xmm8
  vorps %xmm7, %xmm8, %xmm7
  vaddss  %xmm1, %xmm0, %xmm8
  vcmpunordss %xmm1, %xmm0, %xmm0
  vblendvps %xmm0, %xmm8, %xmm7, %xmm1
  jmp next
# absent

# f64.nearest R a
  vroundsd  $8, %xmm1, %xmm1, %xmm1
  jmp next
# c4 e3 79 0b c0 08

# f64.nearest R r
  vroundsd  $8, %xmm1, %xmm1, %xmm2
  jmp next
# c4 e3 79 0b c0 08

# f64.nearest L r la:slot
# c5 fb 10 45 la c4 e3 79 0b c0 08

# f64.nearest L r la:far slot
  vmovsd  -1513889408(%rbp), %xmm0
  vroundsd  $8, %xmm0, %xmm0, %xmm1
  jmp next
# c5 fb 10 85 la la la la c4 e3 79 0b c0 08

# f64.add RR a
  vaddsd  %xmm2, %xmm1, %xmm1
  jmp next
# c5 fb 58 c0

# f64.add RR r
  vaddsd  %xmm2, %xmm1, %xmm3
  jmp next
# c5 fb 58 c0

# f64.add RR b
  vaddsd  %xmm2, %xmm1, %xmm2
  jmp next
# c5 fb 58 c0

# f64.add RR all
  vaddsd  %xmm1, %xmm1, %xmm1
  jmp next
# c5 fb 58 c0

# f64.add RL a lb:slot
# c5 fb 58 45 lb

# f64.add RL a lb:far slot
  vaddsd  -1513889408(%rbp), %xmm1, %xmm1
  jmp next
# c5 fb 58 85 lb lb lb lb

# f64.add RL r lb:slot
# c5 fb 58 45 lb

# f64.add RL r lb:far slot
  vaddsd  -1513889408(%rbp), %xmm1, %xmm2
  jmp next
# c5 fb 58 85 lb lb lb lb

# f64.add LR b la:slot
# c5 fb 58 45 la

# f64.add LR b la:far slot
  vaddsd  -1513889408(%rbp), %xmm1, %xmm1
  jmp next
# c5 fb 58 85 la la la la

# f64.add LR r la:slot
# c5 fb 58 45 la

# f64.add LR r la:far slot
  vaddsd  -1513889408(%rbp), %xmm1, %xmm2
  jmp next
# c5 fb 58 85 la la la la

# f64.add LL r la:slot lb:slot
# c5 fb 10 45 la c5 fb 58 45 lb

# f64.add LL r la:far slot lb:far slot
  vmovsd  -1513889408(%rbp), %xmm0
  vaddsd  748089680(%rbp), %xmm0, %xmm1
  jmp next
# c5 fb 10 85 la la la la c5 fb 58 85 lb lb lb lb

# i32.trunc_f64_s R r
  vucomisd  %xmm1, %xmm1
  jp  trap.9
  vmovsd  .LCPI247_0(%rip), %xmm0
  vcmpnltsd %xmm1, %xmm0, %xmm0
  vcmpnltsd .LCPI247_1(%rip), %xmm1, %xmm7
  vorpd %xmm7, %xmm0, %xmm0
  vmovd %xmm0, %eax
  testb $1, %al
  jne trap.8
  vcvttsd2si  %xmm1, %esi
  jmp next
# c5 f9 2e c0 0f 8a trap.9 trap.9 trap.9 trap.9 c5 fb 10 05 pool.000 pool.000 pool.000 pool.000 c5 fb c2 c0 05 c5 fb c2 3d pool.000 pool.000 pool.000 pool.000 05 c5 f9 56 c7 c5 f9 7e c0 a8 01 0f 85 trap.8 trap.8 trap.8 trap.8 c5 fb 2c c0

# i32.trunc_f64_s L r la:slot
# absent

# i32.trunc_f64_s L r la:far slot
  vmovsd  -1513889408(%rbp), %xmm0
  vucomisd  %xmm0, %xmm0
  jp  trap.9
  vmovsd  .LCPI249_0(%rip), %xmm7
  vcmpnltsd %xmm0, %xmm7, %xmm7
  vcmpnltsd .LCPI249_1(%rip), %xmm0, %xmm8
  vorpd %xmm7, %xmm8, %xmm7
  vmovd %xmm7, %eax
  testb $1, %al
  jne trap.8
  vcvttsd2si  %xmm0, %esi
  jmp next
# absent

# f64.convert_i64_u R r
  vmovq %rsi, %xmm0
  vpunpckldq  .LCPI250_0(%rip), %xmm0, %xmm0
  vsubpd  .LCPI250_1(%rip), %xmm0, %xmm0
  vshufpd $1, %xmm0, %xmm0, %xmm1
  vaddsd  %xmm0, %xmm1, %xmm1
  jmp next
# c4 e1 f9 6e c0 c5 f9 62 05 pool.000 pool.000 pool.000 pool.000 c5 f9 5c 05 pool.000 pool.000 pool.000 pool.000 c5 f9 c6 c0 01 c5 fb 58 c0

# f64.convert_i64_u L r la:slot
# absent

# f64.convert_i64_u L r la:far slot
  vmovsd  -1513889408(%rbp), %xmm0
  vunpcklps .LCPI252_0(%rip), %xmm0, %xmm0
  vsubpd  .LCPI252_1(%rip), %xmm0, %xmm0
  vshufpd $1, %xmm0, %xmm0, %xmm1
  vaddsd  %xmm0, %xmm1, %xmm1
  jmp next
# absent

# i32.extend8_s R a
  movsbl  %sil, %esi
  jmp next
# 40 0f be c0

# i32.extend8_s R r
  movsbl  %sil, %edi
  jmp next
# 40 0f be c0

# i32.extend8_s L r la:slot
# 40 0f be 45 la

# i32.extend8_s L r la:far slot
  movsbl  -1513889408(%rbp), %esi
  jmp next
# 40 0f be 85 la la la la

# if ref.is_null R
  testq %rsi, %rsi
  je  target
  jmp next
# 48 85 c0 0f 84 target target target target

# if ref.is_null L la:slot
# 48 83 7d la 00 0f 84 target target target target

# if ref.is_null L la:far slot
  cmpq  $0, -1513889408(%rbp)
  je  target
  jmp next
# 48 83 bd la la la la 00 0f 84 target target target target

# i64.add128 RRRR ab
  addq  %r8, %rsi
  adcq  %r9, %rdi
  jmp next
# fixed: 4c 01 c6 4c 11 cf

# i64.mul_wide_s RR ab
  movq  %rsi, %rax
  imulq %rdi
  movq  %rdx, %rdi
  movq  %rax, %rsi
  jmp next
# fixed: 48 89 f0 48 f7 ef 48 89 d7 48 89 c6

# v128.load guarded R r offset:offset
# c4 c1 78 10 44 04 offset

# v128.load guarded R r offset:far offset
  vmovups 1513889405(%r12,%rsi), %xmm1
  jmp next
# c4 c1 78 10 84 04 offset offset offset offset

# v128.load guarded L r la:slot offset:offset
# 8b 45 la c4 c1 78 10 44 04 offset

# v128.load guarded L r la:far slot offset:offset
# 8b 85 la la la la c4 c1 78 10 44 04 offset

# v128.load guarded L r la:slot offset:far offset
# 8b 45 la c4 c1 78 10 84 04 offset offset offset offset

# v128.load guarded L r la:far slot offset:far offset
  movl  -1513889408(%rbp), %eax
  vmovups 748089693(%r12,%rax), %xmm1
  jmp next
# 8b 85 la la la la c4 c1 78 10 84 04 offset offset offset offset

# v128.load guarded K r offset:offset
# c4 c1 78 10 44 24 offset

# v128.load guarded K r offset:far offset
  vmovups 1513889405(%r12), %xmm1
  jmp next
# c4 c1 78 10 84 24 offset offset offset offset

# v128.store wide RR slot:field reach:far reach offset:far offset
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  movq  8(%rcx), %rcx
  leaq  747306174(%rsi), %rdx
  cmpq  %rsi, %rdx
  jb  trap.2
  cmpq  %rcx, %rdx
  ja  trap.2
  vmovups %xmm1, 1829512637(%rax,%rsi)
  jmp next
# 49 8b 8d slot slot slot slot 48 8b 01 48 8b 49 08 49 8d 90 reach reach reach reach 4c 39 c2 0f 82 trap.2 trap.2 trap.2 trap.2 48 39 ca 0f 87 trap.2 trap.2 trap.2 trap.2 c4 a1 78 11 84 00 offset offset offset offset

# i16x8.extract_lane_s 3 R r
  vpextrw $3, %xmm1, %eax
  movswl  %ax, %esi
  jmp next
# c5 f9 c5 c0 03 40 0f bf c0

# i32x4.replace_lane 1 RR a
  vpinsrd $1, %esi, %xmm1, %xmm1
  jmp next
# c4 e3 79 22 c0 01

# i32x4.replace_lane 1 RR r
  vpinsrd $1, %esi, %xmm1, %xmm2
  jmp next
# c4 e3 79 22 c0 01

# i32x4.replace_lane 1 RL a lb:far slot
  vpinsrd $1, -1513889408(%rbp), %xmm1, %xmm1
  jmp next
# c4 e3 79 22 85 lb lb lb lb 01

# i32x4.replace_lane 1 LR r la:far slot
  vmovdqa -1513889408(%rbp), %xmm0
  vpinsrd $1, %esi, %xmm0, %xmm1
  jmp next
# c5 f9 6f 85 la la la la c4 e3 79 22 c0 01

# v128.any_true R r
  xorl  %esi, %esi
  vptest  %xmm1, %xmm1
  setne %sil
  jmp next
# 40 31 c0 c4 e2 79 17 c0 40 0f 95 c0

# v128.any_true L r la:far slot
  vmovdqa -1513889408(%rbp), %xmm0
  xorl  %esi, %esi
  vptest  %xmm0, %xmm0
  setne %sil
  jmp next
# c5 f9 6f 85 la la la la 40 31 c0 c4 e2 79 17 c0 40 0f 95 c0

# v128.load16_lane 2 guarded RR b offset:offset
# c4 c1 79 c4 44 04 offset 02

# v128.load16_lane 2 guarded RR b offset:far offset
  vpinsrw $2, 1513889405(%r12,%rsi), %xmm1, %xmm1
  jmp next
# c4 c1 79 c4 84 04 offset offset offset offset 02

# i8x16.add RR a
  vpaddb  %xmm2, %xmm1, %xmm1
  jmp next
# c5 f9 fc c0

# i8x16.add RR r
  vpaddb  %xmm2, %xmm1, %xmm3
  jmp next
# c5 f9 fc c0

# i8x16.add RL a lb:far slot
  vpaddb  -1513889408(%rbp), %xmm1, %xmm1
  jmp next
# c5 f9 fc 85 lb lb lb lb

# i8x16.add LR r la:far slot
  vpaddb  -1513889408(%rbp), %xmm1, %xmm2
  jmp next
# c5 f9 fc 85 la la la la

# i64x2.mul RR a
  vpsrlq  $32, %xmm1, %xmm0
  vpmuludq  %xmm2, %xmm0, %xmm0
  vpsrlq  $32, %xmm2, %xmm7
  vpmuludq  %xmm7, %xmm1, %xmm7
  vpaddq  %xmm0, %xmm7, %xmm0
  vpsllq  $32, %xmm0, %xmm0
  vpmuludq  %xmm2, %xmm1, %xmm1
  vpaddq  %xmm0, %xmm1, %xmm1
  jmp next
# c5 f9 73 d0 20 c5 f9 f4 c0 c5 c1 73 d0 20 c5 f9 f4 ff c5 c1 d4 c0 c5 f9 73 f0 20 c5 f9 f4 c0 c5 f9 d4 c0

# i64x2.mul RR r
  vpsrlq  $32, %xmm1, %xmm0
  vpmuludq  %xmm2, %xmm0, %xmm0
  vpsrlq  $32, %xmm2, %xmm3
  vpmuludq  %xmm3, %xmm1, %xmm3
  vpaddq  %xmm0, %xmm3, %xmm0
  vpsllq  $32, %xmm0, %xmm0
  vpmuludq  %xmm2, %xmm1, %xmm3
  vpaddq  %xmm0, %xmm3, %xmm3
  jmp next
# absent

# i64x2.mul RL a lb:far slot
  vmovdqa -1513889408(%rbp), %xmm0
  vpsrlq  $32, %xmm1, %xmm7
  vpmuludq  %xmm0, %xmm7, %xmm7
  vpsrlq  $32, %xmm0, %xmm8
  vpmuludq  %xmm1, %xmm8, %xmm8
  vpaddq  %xmm7, %xmm8, %xmm7
  vpsllq  $32, %xmm7, %xmm7
  vpmuludq  %xmm0, %xmm1, %xmm0
  vpaddq  %xmm7, %xmm0, %xmm1
  jmp next
# absent

# i64x2.mul LR r la:far slot
  vmovdqa -1513889408(%rbp), %xmm0
  vpsrlq  $32, %xmm1, %xmm2
  vpmuludq  %xmm2, %xmm0, %xmm2
  vpsrlq  $32, %xmm0, %xmm7
  vpmuludq  %xmm1, %xmm7, %xmm7
  vpaddq  %xmm7, %xmm2, %xmm2
  vpsllq  $32, %xmm2, %xmm2
  vpmuludq  %xmm1, %xmm0, %xmm0
  vpaddq  %xmm2, %xmm0, %xmm2
  jmp next
# absent

# f32x4.pmin RR a
  vminps  %xmm1, %xmm2, %xmm1
  jmp next
# c5 f8 5d c0

# f32x4.pmin RR r
  vminps  %xmm1, %xmm2, %xmm3
  jmp next
# c5 f8 5d c0

# f32x4.pmin RL a lb:far slot
  vmovaps -1513889408(%rbp), %xmm0
  vminps  %xmm1, %xmm0, %xmm1
  jmp next
# c5 f8 28 85 lb lb lb lb c5 f8 5d c0

# f32x4.pmin LR r la:far slot
  vminps  -1513889408(%rbp), %xmm1, %xmm2
  jmp next
# c5 f8 5d 85 la la la la

# memory.atomic.wait64 guarded R r offset:far offset
  leaq  (%r12,%rsi), %rax
  addq  $1513889405, %rax
  testb $7, %al
  jne trap.15
  movq  (%rax), %rcx
  movq  %rax, %rdi
  jmp next
# 49 8d 04 04 48 05 offset offset offset offset a8 07 0f 85 trap.15 trap.15 trap.15 trap.15 48 8b 08 48 89 c0

# i64.atomic.rmw.add guarded RR a offset:far offset
  leaq  (%r12,%rsi), %rax
  addq  $1513889405, %rax
  testb $7, %al
  jne trap.15
  movq  %rdi, %rsi
  lock    xaddq %rsi, (%rax)
  jmp next
# 49 8d 04 04 48 05 offset offset offset offset a8 07 0f 85 trap.15 trap.15 trap.15 trap.15 48 89 c0 f0 48 0f c1 00

# i32.atomic.rmw16.cmpxchg_u checked RRR a slot:field reach:far reach offset:far offset
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  movq  8(%rcx), %rcx
  leaq  747306174(%rsi), %rdx
  cmpq  %rcx, %rdx
  ja  trap.2
  leaq  (%rax,%rsi), %rcx
  addq  $1829512637, %rcx
  testb $1, %cl
  jne trap.15
  testl $-65536, %edi
  movl  %r8d, %edx
  cmovnel %edi, %edx
  movl  %edi, %eax
  lock    cmpxchgw  %dx, (%rcx)
  movzwl  %ax, %esi
  jmp next
# fixed: 49 8b 8d slot slot slot slot 48 8b 01 48 8b 49 08 48 8d 96 reach reach reach reach 48 39 ca 0f 87 trap.2 trap.2 trap.2 trap.2 48 8d 0c 30 48 81 c1 offset offset offset offset f6 c1 01 0f 85 trap.15 trap.15 trap.15 trap.15 f7 c7 00 00 ff ff 44 89 c2 0f 45 d7 89 f8 66 f0 0f b1 11 0f b7 f0

# global.get i32 r slot:field
  movl  1513889392(%r13), %esi
  jmp next
# 41 8b 85 slot slot slot slot

# global.set f64 imported R slot:field
  movq  1513889392(%r13), %rax
  vmovlps %xmm1, (%rax)
  jmp next
# 49 8b 85 slot slot slot slot c5 f8 13 00

# select integer RRR a
  testl %r8d, %r8d
  cmoveq  %rdi, %rsi
  jmp next
# 40 85 c0 48 0f 44 c0

# select integer RRL a lc:slot
# 83 7d lc 00 48 0f 44 c0

# select integer RRL a lc:far slot
  cmpl  $0, -1513889408(%rbp)
  cmoveq  %rdi, %rsi
  jmp next
# 83 bd lc lc lc lc 00 48 0f 44 c0

# select float RRR a
  testl %esi, %esi
  jne next
  vmovaps %xmm2, %xmm1
  jmp next
# 40 85 c0 0f 85 next next next next c5 f8 28 c0

# select float RRL a lc:slot
# 83 7d lc 00 0f 85 next next next next c5 f8 28 c0

# select float RRL a lc:far slot
  cmpl  $0, -1513889408(%rbp)
  jne next
  vmovaps %xmm2, %xmm1
  jmp next
# 83 bd lc lc lc lc 00 0f 85 next next next next c5 f8 28 c0

# add offset R a wide:wide
  movabsq $-3251052730011451832, %rax
  addq  %rsi, %rax
  cmpq  %rsi, %rax
  jb  trap.2
  movq  %rax, %rsi
  jmp next
# 48 b8 wide wide wide wide wide wide wide wide 48 01 c0 48 39 c0 0f 82 trap.2 trap.2 trap.2 trap.2 48 89 c0

# add offset R r wide:wide
  movabsq $-3251052730011451832, %rax
  addq  %rsi, %rax
  cmpq  %rsi, %rax
  jb  trap.2
  movq  %rax, %rdi
  jmp next
# 48 b8 wide wide wide wide wide wide wide wide 48 01 c0 48 39 c0 0f 82 trap.2 trap.2 trap.2 trap.2 48 89 c0

# table.get i32 R a slot:field
  movq  1513889392(%r13), %rcx
  movq  (%rcx), %rax
  cmpl  8(%rcx), %esi
  jae trap.3
  movl  %esi, %ecx
  movq  (%rax,%rcx,8), %rsi
  jmp next
# 49 8b 8d slot slot slot slot 48 8b 01 40 3b 41 08 0f 83 trap.3 trap.3 trap.3 trap.3 40 89 c1 48 8b 04 c8

# table.set i64 functions RR slot:field
  movq  1513889392(%r13), %rdx
  movq  (%rdx), %rax
  movq  %rdi, %rcx
  subq  %rax, %rcx
  addq  $48, %rcx
  cmpq  8(%rdx), %rsi
  jae trap.3
  movq  %rcx, (%rax,%rsi,8)
  jmp next
# 49 8b 95 slot slot slot slot 48 8b 02 48 89 c1 48 29 c1 48 83 c1 30 48 3b 42 08 0f 83 trap.3 trap.3 trap.3 trap.3 48 89 0c c0

# pay K k:far offset
  movq  (%r13), %rax
  movq  16056(%rax), %rcx
  addq  $16056, %rax
  movq  $1513889405, %rdx
  cmpq  %rdx, %rcx
  jb  trap.19
  subq  %rdx, %rcx
  movq  %rcx, (%rax)
  jmp next
# 49 8b 45 00 48 8b 88 b8 3e 00 00 48 05 b8 3e 00 00 48 c7 c2 k k k k 48 39 d1 0f 82 trap.19 trap.19 trap.19 trap.19 48 29 d1 48 89 08

# pay bytes i32 R
  movq  (%r13), %rax
  movq  16056(%rax), %rcx
  addq  $16056, %rax
  movl  %esi, %edx
  shrl  $6, %edx
  cmpq  %rdx, %rcx
  jb  trap.19
  subq  %rdx, %rcx
  movq  %rcx, (%rax)
  jmp next
# 49 8b 45 00 48 8b 88 b8 3e 00 00 48 05 b8 3e 00 00 40 89 c2 c1 ea 06 48 39 d1 0f 82 trap.19 trap.19 trap.19 trap.19 48 29 d1 48 89 08

# atomic.fence
  lock    orl $0, -64(%rsp)
  jmp next
# f0 83 4c 24 c0 00

# memory.size i32 r k:count32 slot:field
  movq  748089680(%r13), %rax
  movq  8(%rax), %rax
  shrq  $13, %rax
  movl  %eax, %esi
  jmp next
# 49 8b 85 slot slot slot slot 48 8b 40 08 48 c1 e8 k 40 89 c0
