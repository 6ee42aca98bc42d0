# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  f2 0f 10 0d 18 00 00 00                         movsd 0x18(%rip),%xmm1 # <f0+0x30>
  f2 0f 59 cd                                     mulsd %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc                int3
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  f0 3f                                           lock (bad)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  f2 0f 10 0d 18 00 00 00                         movsd 0x18(%rip),%xmm1 # <f1+0x30>
  f2 0f 59 cd                                     mulsd %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc                int3
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  08 40 00                                        or %al,0x0(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 00                                           add %al,(%rax)
  00 0f                                           add %cl,(%rdi)
  1f                                              (bad)
  44 00 00                                        add %r8b,(%rax)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 57 f6                                        xorps %xmm6,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  f3 0f 5c ce                                     subss %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc                                           int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  f3 0f 5d c6                                     minss %xmm6,%xmm0
  0f 28 fe                                        movaps %xmm6,%xmm7
  f3 0f 5d f9                                     minss %xmm1,%xmm7
  0f 56 c7                                        orps %xmm7,%xmm0
  0f 28 f9                                        movaps %xmm1,%xmm7
  f3 0f 58 fe                                     addss %xmm6,%xmm7
  f3 0f c2 ce 03                                  cmpunordss %xmm6,%xmm1
  0f 54 f9                                        andps %xmm1,%xmm7
  0f 55 c8                                        andnps %xmm0,%xmm1
  0f 56 cf                                        orps %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 57 c9                                        xorps %xmm1,%xmm1
  f3 0f 5a cd                                     cvtss2sd %xmm5,%xmm1
  f2 0f 5a c9                                     cvtsd2ss %xmm1,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  bf 01 00 00 00                                  mov $0x1,%edi
  0f 57 d2                                        xorps %xmm2,%xmm2
  f2 0f 2a d7                                     cvtsi2sd %edi,%xmm2
  66 0f 28 ca                                     movapd %xmm2,%xmm1
  f2 0f 59 cd                                     mulsd %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  4c 8b ce                                        mov %rsi,%r9
  66 49 0f 6e c9                                  movq %r9,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc                            int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  b8 01 00 a0 ff                                  mov $0xffa00001,%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 28 05 55 fa ff ff                         movapd -0x5ab(%rip),%xmm0 # <f11+0xfffffffffffff978>
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 54 f8                                     andpd %xmm0,%xmm7
  f2 44 0f 10 05 64 fa ff ff                      movsd -0x59c(%rip),%xmm8 # <f11+0xfffffffffffff998>
  f2 41 0f c2 f8 01                               cmpltsd %xmm8,%xmm7
  66 44 0f 54 c7                                  andpd %xmm7,%xmm8
  66 44 0f 54 c0                                  andpd %xmm0,%xmm8
  66 0f 28 f8                                     movapd %xmm0,%xmm7
  66 0f 55 f9                                     andnpd %xmm1,%xmm7
  66 44 0f 56 c7                                  orpd %xmm7,%xmm8
  f2 41 0f 58 c8                                  addsd %xmm8,%xmm1
  f2 41 0f 5c c8                                  subsd %xmm8,%xmm1
  66 0f 54 c8                                     andpd %xmm0,%xmm1
  66 0f 56 cf                                     orpd %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 05 b6 f9 ff ff                            movaps -0x64a(%rip),%xmm0 # <f11+0xfffffffffffff938>
  0f 54 c6                                        andps %xmm6,%xmm0
  0f 28 0d 9c f9 ff ff                            movaps -0x664(%rip),%xmm1 # <f11+0xfffffffffffff928>
  0f 54 cd                                        andps %xmm5,%xmm1
  0f 56 c8                                        orps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc                                           int3

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 10                                     sub $0x10,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  66 0f 2e ed                                     ucomisd %xmm5,%xmm5
  0f 8a 3a 00 00 00                               jp <f10+0x54>
  f2 0f 10 05 6e fa ff ff                         movsd -0x592(%rip),%xmm0 # <f11+0xfffffffffffffa28>
  f2 0f c2 c5 05                                  cmpnltsd %xmm5,%xmm0
  66 0f 28 fd                                     movapd %xmm5,%xmm7
  f2 0f c2 3d 6c fa ff ff 05                      cmpnltsd -0x594(%rip),%xmm7 # <f11+0xfffffffffffffa38>
  66 0f 56 f8                                     orpd %xmm0,%xmm7
  66 0f 7e f8                                     movd %xmm7,%eax
  a8 01                                           test $0x1,%al
  0f 85 15 00 00 00                               jne <f10+0x59>
  f2 48 0f 2c c5                                  cvttsd2si %xmm5,%rax
  40 89 c6                                        rex mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 09                                  ud1 0x9(%eax),%eax
  67 0f b9 40 08                                  ud1 0x8(%eax),%eax
  cc cc                                           int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f11:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  f3 48 0f 2c c5                                  cvttss2si %xmm5,%rax
  0f 2e 2d 04 fb ff ff                            ucomiss -0x4fc(%rip),%xmm5 # <f11+0xfffffffffffffb18>
  48 b9 ff ff ff ff ff ff ff 7f                   movabs $0x7fffffffffffffff,%rcx
  48 0f 46 c8                                     cmovbe %rax,%rcx
  40 31 f6                                        rex xor %esi,%esi
  0f 2e ed                                        ucomiss %xmm5,%xmm5
  48 0f 4b f1                                     cmovnp %rcx,%rsi
  48 8b c6                                        mov %rsi,%rax
  c3                                              ret
