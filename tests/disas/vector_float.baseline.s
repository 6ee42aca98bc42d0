# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 58 ce                                        addps %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc                                        int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 30                                     sub $0x30,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 10 15 19 00 00 00                            movups 0x19(%rip),%xmm2 # <f1+0x30>
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 59 ca                                        mulps %xmm2,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3
  00 00                                           add %al,(%rax)
  80 3f 00                                        cmpb $0x0,(%rdi)
  00 80 3f 00 00 80                               add %al,-0x7fffffc1(%rax)
  3f                                              (bad)
  00 00                                           add %al,(%rax)
  80 3f 0f                                        cmpb $0xf,(%rdi)
  1f                                              (bad)
  44 00 00                                        add %r8b,(%rax)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 d5                                        movaps %xmm5,%xmm2
  0f 57 d5                                        xorps %xmm5,%xmm2
  66 0f 28 cd                                     movapd %xmm5,%xmm1
  66 0f 5c ca                                     subpd %xmm2,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
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
  0f 5d c6                                        minps %xmm6,%xmm0
  0f 28 fe                                        movaps %xmm6,%xmm7
  0f 5d f9                                        minps %xmm1,%xmm7
  0f 56 f8                                        orps %xmm0,%xmm7
  0f 28 c1                                        movaps %xmm1,%xmm0
  0f c2 c6 03                                     cmpunordps %xmm6,%xmm0
  0f 58 ce                                        addps %xmm6,%xmm1
  0f 54 c8                                        andps %xmm0,%xmm1
  0f 55 c7                                        andnps %xmm7,%xmm0
  0f 56 c1                                        orps %xmm1,%xmm0
  0f 28 c8                                        movaps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 28 ce                                     movapd %xmm6,%xmm1
  66 0f 5f cd                                     maxpd %xmm5,%xmm1
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
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 28 05 d5 fa ff ff                         movapd -0x52b(%rip),%xmm0 # <f14+0xfffffffffffff8d8>
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 54 f8                                     andpd %xmm0,%xmm7
  66 44 0f 28 05 34 fe ff ff                      movapd -0x1cc(%rip),%xmm8 # <f14+0xfffffffffffffc48>
  66 41 0f c2 f8 01                               cmpltpd %xmm8,%xmm7
  66 41 0f 54 f8                                  andpd %xmm8,%xmm7
  66 44 0f 28 05 c0 fa ff ff                      movapd -0x540(%rip),%xmm8 # <f14+0xfffffffffffff8e8>
  66 44 0f 54 c1                                  andpd %xmm1,%xmm8
  66 44 0f 56 c7                                  orpd %xmm7,%xmm8
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 41 0f 58 f8                                  addpd %xmm8,%xmm7
  66 41 0f 5c f8                                  subpd %xmm8,%xmm7
  66 0f 54 f8                                     andpd %xmm0,%xmm7
  66 0f 55 c1                                     andnpd %xmm1,%xmm0
  66 0f 56 c7                                     orpd %xmm7,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc                                     int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f c2 ce 01                                     cmpltps %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc                                           int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 5a cd                                        cvtps2pd %xmm5,%xmm1
  66 0f 5a c9                                     cvtpd2ps %xmm1,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc                                  int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f 05 d5 fd ff ff                         movdqa -0x22b(%rip),%xmm0 # <f14+0xfffffffffffffc88>
  66 0f db c1                                     pand %xmm1,%xmm0
  66 0f eb 05 59 fd ff ff                         por -0x2a7(%rip),%xmm0 # <f14+0xfffffffffffffc18>
  66 0f 72 d1 10                                  psrld $0x10,%xmm1
  66 0f eb 0d fc fd ff ff                         por -0x204(%rip),%xmm1 # <f14+0xfffffffffffffcc8>
  0f 5c 0d 05 fe ff ff                            subps -0x1fb(%rip),%xmm1 # <f14+0xfffffffffffffcd8>
  0f 58 c8                                        addps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  0f c2 c1 07                                     cmpordps %xmm1,%xmm0
  0f 54 c1                                        andps %xmm1,%xmm0
  f3 0f 5b f8                                     cvttps2dq %xmm0,%xmm7
  0f 28 0d a8 fd ff ff                            movaps -0x258(%rip),%xmm1 # <f14+0xfffffffffffffcb8>
  0f c2 c8 02                                     cmpleps %xmm0,%xmm1
  0f 57 cf                                        xorps %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc          int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 70 c1 ee                                  pshufd $0xee,%xmm1,%xmm0
  66 0f 57 ff                                     xorpd %xmm7,%xmm7
  66 45 0f 57 c0                                  xorpd %xmm8,%xmm8
  f2 44 0f 5f c0                                  maxsd %xmm0,%xmm8
  f2 0f 10 05 12 fb ff ff                         movsd -0x4ee(%rip),%xmm0 # <f14+0xfffffffffffffa68>
  66 44 0f 28 c8                                  movapd %xmm0,%xmm9
  f2 45 0f 5d c8                                  minsd %xmm8,%xmm9
  f2 49 0f 2c c1                                  cvttsd2si %xmm9,%rax
  f2 0f 5f f9                                     maxsd %xmm1,%xmm7
  f2 0f 5d c7                                     minsd %xmm7,%xmm0
  f2 48 0f 2c c8                                  cvttsd2si %xmm0,%rcx
  66 0f 6e c1                                     movd %ecx,%xmm0
  66 0f 6e c8                                     movd %eax,%xmm1
  66 0f 62 c1                                     punpckldq %xmm1,%xmm0
  f3 0f 7e c8                                     movq %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc                                           int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f11:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  f3 0f 5b cd                                     cvttps2dq %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3

f12:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 60                                     sub $0x60,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 11 55 d0                                     movups %xmm2,-0x30(%rbp)
  0f 10 5d d0                                     movups -0x30(%rbp),%xmm3
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 59 ce                                        mulps %xmm6,%xmm1
  0f 58 cb                                        addps %xmm3,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc                                        int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f13:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 5d ce                                        minps %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc                                        int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f14:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 70 cd ee                                  pshufd $0xee,%xmm5,%xmm1
  f3 0f 59 ce                                     mulss %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
