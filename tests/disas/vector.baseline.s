# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f fc ce                                     paddb %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f dd ce                                     paddusw %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f 73 d0 20                                  psrlq $0x20,%xmm0
  66 0f f4 c6                                     pmuludq %xmm6,%xmm0
  66 0f 6f fe                                     movdqa %xmm6,%xmm7
  66 0f 73 d7 20                                  psrlq $0x20,%xmm7
  66 0f f4 f9                                     pmuludq %xmm1,%xmm7
  66 0f d4 f8                                     paddq %xmm0,%xmm7
  66 0f 73 f7 20                                  psllq $0x20,%xmm7
  66 0f f4 ce                                     pmuludq %xmm6,%xmm1
  66 0f d4 cf                                     paddq %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc                int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f e0 ce                                     pavgb %xmm6,%xmm1
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
  44 8b ce                                        mov %esi,%r9d
  0f 28 cd                                        movaps %xmm5,%xmm1
  44 89 c8                                        mov %r9d,%eax
  83 e0 07                                        and $0x7,%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  66 0f d1 c8                                     psrlw %xmm0,%xmm1
  66 0f 76 ff                                     pcmpeqd %xmm7,%xmm7
  66 0f d1 f8                                     psrlw %xmm0,%xmm7
  66 0f 71 d7 08                                  psrlw $0x8,%xmm7
  66 0f 60 ff                                     punpcklbw %xmm7,%xmm7
  f2 0f 70 c7 00                                  pshuflw $0x0,%xmm7,%xmm0
  66 0f 70 c0 44                                  pshufd $0x44,%xmm0,%xmm0
  66 0f db c1                                     pand %xmm1,%xmm0
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc                                  int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  bf 03 00 00 00                                  mov $0x3,%edi
  0f 28 cd                                        movaps %xmm5,%xmm1
  40 89 f8                                        rex mov %edi,%eax
  83 e0 07                                        and $0x7,%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  66 0f f1 c8                                     psllw %xmm0,%xmm1
  66 0f 76 ff                                     pcmpeqd %xmm7,%xmm7
  66 0f f1 f8                                     psllw %xmm0,%xmm7
  66 0f 60 ff                                     punpcklbw %xmm7,%xmm7
  f2 0f 70 c7 00                                  pshuflw $0x0,%xmm7,%xmm0
  66 0f 70 c0 44                                  pshufd $0x44,%xmm0,%xmm0
  66 0f db c1                                     pand %xmm1,%xmm0
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f 65 ce                                     pcmpgtw %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f f5 ce                                     pmaddwd %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f 67 ce                                     packuswb %xmm6,%xmm1
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
  66 0f 69 cd                                     punpckhwd %xmm5,%xmm1
  66 0f 72 e1 10                                  psrad $0x10,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc                                        int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f 71 f0 08                                  psllw $0x8,%xmm0
  66 0f 71 e0 08                                  psraw $0x8,%xmm0
  66 0f 71 e1 08                                  psraw $0x8,%xmm1
  66 0f fd c8                                     paddw %xmm0,%xmm1
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
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f e5 c6                                     pmulhw %xmm6,%xmm0
  66 0f d5 ce                                     pmullw %xmm6,%xmm1
  66 0f 6f f9                                     movdqa %xmm1,%xmm7
  66 0f 69 f8                                     punpckhwd %xmm0,%xmm7
  66 0f 61 c8                                     punpcklwd %xmm0,%xmm1
  66 0f 6f 05 6a fd ff ff                         movdqa -0x296(%rip),%xmm0 # <f26+0xffffffffffffec28>
  66 0f fe c8                                     paddd %xmm0,%xmm1
  66 0f fe f8                                     paddd %xmm0,%xmm7
  66 0f fe ff                                     paddd %xmm7,%xmm7
  66 0f 72 e7 10                                  psrad $0x10,%xmm7
  66 0f fe c9                                     paddd %xmm1,%xmm1
  66 0f 72 e1 10                                  psrad $0x10,%xmm1
  66 0f 6b cf                                     packssdw %xmm7,%xmm1
  66 0f 6f 05 74 fc ff ff                         movdqa -0x38c(%rip),%xmm0 # <f26+0xffffffffffffeb58>
  66 0f 75 c1                                     pcmpeqw %xmm1,%xmm0
  66 0f ef c1                                     pxor %xmm1,%xmm0
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc                                     int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f12:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f 71 d0 01                                  psrlw $0x1,%xmm0
  66 0f db 05 6c fc ff ff                         pand -0x394(%rip),%xmm0 # <f26+0xffffffffffffeb88>
  66 0f f8 c8                                     psubb %xmm0,%xmm1
  66 0f 6f 05 70 fc ff ff                         movdqa -0x390(%rip),%xmm0 # <f26+0xffffffffffffeb98>
  66 0f 6f f9                                     movdqa %xmm1,%xmm7
  66 0f db f8                                     pand %xmm0,%xmm7
  66 0f 71 d1 02                                  psrlw $0x2,%xmm1
  66 0f db c8                                     pand %xmm0,%xmm1
  66 0f fc cf                                     paddb %xmm7,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f 71 d0 04                                  psrlw $0x4,%xmm0
  66 0f fc c1                                     paddb %xmm1,%xmm0
  66 0f db 05 f6 fa ff ff                         pand -0x50a(%rip),%xmm0 # <f26+0xffffffffffffea48>
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3

f13:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 60                                     sub $0x60,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 11 55 d0                                     movups %xmm2,-0x30(%rbp)
  0f 10 5d d0                                     movups -0x30(%rbp),%xmm3
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 28 c3                                        movaps %xmm3,%xmm0
  0f 55 c6                                        andnps %xmm6,%xmm0
  0f 54 cb                                        andps %xmm3,%xmm1
  0f 56 c8                                        orps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc          int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f14:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  66 0f ef c0                                     pxor %xmm0,%xmm0
  66 0f 76 c5                                     pcmpeqd %xmm5,%xmm0
  0f 50 c0                                        movmskps %xmm0,%eax
  40 31 f6                                        rex xor %esi,%esi
  83 f0 0f                                        xor $0xf,%eax
  40 0f 95 c6                                     setne %sil
  85 f6                                           test %esi,%esi
  0f 84 0a 00 00 00                               je <f14+0x2f>
  be 03 00 00 00                                  mov $0x3,%esi
  e9 05 00 00 00                                  jmp <f14+0x34>
  be 04 00 00 00                                  mov $0x4,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f15:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  66 0f ef c0                                     pxor %xmm0,%xmm0
  66 0f 74 c5                                     pcmpeqb %xmm5,%xmm0
  66 0f d7 c0                                     pmovmskb %xmm0,%eax
  40 31 f6                                        rex xor %esi,%esi
  85 c0                                           test %eax,%eax
  40 0f 94 c6                                     sete %sil
  85 f6                                           test %esi,%esi
  0f 84 0a 00 00 00                               je <f15+0x2f>
  be 03 00 00 00                                  mov $0x3,%esi
  e9 05 00 00 00                                  jmp <f15+0x34>
  be 04 00 00 00                                  mov $0x4,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc                                              int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f16:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  66 0f d7 f5                                     pmovmskb %xmm5,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3

f17:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 40                                     sub $0x40,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  48 81 ec a0 01 00 00                            sub $0x1a0,%rsp
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 05 19 07 00 00                            lea 0x719(%rip),%rax # <f17+0x740>
  66 0f 6f 08                                     movdqa (%rax),%xmm1
  66 0f 6f 3d cd f9 ff ff                         movdqa -0x633(%rip),%xmm7 # <f26+0xffffffffffffea48>
  66 0f db f9                                     pand %xmm1,%xmm7
  f3 0f 7f bc 24 80 01 00 00                      movdqu %xmm7,0x180(%rsp)
  0f 11 84 24 90 01 00 00                         movups %xmm0,0x190(%rsp)
  0f b6 8c 24 80 01 00 00                         movzbl 0x180(%rsp),%ecx
  83 e1 0f                                        and $0xf,%ecx
  0f b6 8c 0c 90 01 00 00                         movzbl 0x190(%rsp,%rcx,1),%ecx
  66 44 0f 6e c9                                  movd %ecx,%xmm9
  66 0f 7e f9                                     movd %xmm7,%ecx
  0f 11 84 24 70 01 00 00                         movups %xmm0,0x170(%rsp)
  0f b6 cd                                        movzbl %ch,%ecx
  66 44 0f 6f 05 98 f9 ff ff                      movdqa -0x668(%rip),%xmm8 # <f26+0xffffffffffffea58>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c 70 01 00 00                         movzbl 0x170(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 71 f2 08                               psllw $0x8,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f 7e f9                                     movd %xmm7,%ecx
  c1 e9 10                                        shr $0x10,%ecx
  0f 11 84 24 60 01 00 00                         movups %xmm0,0x160(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d 6b f9 ff ff                      movdqa -0x695(%rip),%xmm9 # <f26+0xffffffffffffea68>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c 60 01 00 00                         movzbl 0x160(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 72 f2 10                               pslld $0x10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f 7e f9                                     movd %xmm7,%ecx
  c1 e9 18                                        shr $0x18,%ecx
  0f 11 84 24 50 01 00 00                         movups %xmm0,0x150(%rsp)
  66 44 0f 6f 05 41 f9 ff ff                      movdqa -0x6bf(%rip),%xmm8 # <f26+0xffffffffffffea78>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c 50 01 00 00                         movzbl 0x150(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 72 f2 18                               pslld $0x18,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 02                                  pextrw $0x2,%xmm7,%ecx
  0f 11 84 24 40 01 00 00                         movups %xmm0,0x140(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d 16 f9 ff ff                      movdqa -0x6ea(%rip),%xmm9 # <f26+0xffffffffffffea88>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c 40 01 00 00                         movzbl 0x140(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 45 0f 70 d2 50                               pshufd $0x50,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 02                                  pextrw $0x2,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 30 01 00 00                         movups %xmm0,0x130(%rsp)
  66 44 0f 6f 05 eb f8 ff ff                      movdqa -0x715(%rip),%xmm8 # <f26+0xffffffffffffea98>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c 30 01 00 00                         movzbl 0x130(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 f2 28                               psllq $0x28,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 03                                  pextrw $0x3,%xmm7,%ecx
  0f 11 84 24 20 01 00 00                         movups %xmm0,0x120(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d c0 f8 ff ff                      movdqa -0x740(%rip),%xmm9 # <f26+0xffffffffffffeaa8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c 20 01 00 00                         movzbl 0x120(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 f2 30                               psllq $0x30,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 03                                  pextrw $0x3,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 10 01 00 00                         movups %xmm0,0x110(%rsp)
  66 44 0f 6f 05 95 f8 ff ff                      movdqa -0x76b(%rip),%xmm8 # <f26+0xffffffffffffeab8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c 10 01 00 00                         movzbl 0x110(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 f2 38                               psllq $0x38,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 04                                  pextrw $0x4,%xmm7,%ecx
  0f 11 84 24 00 01 00 00                         movups %xmm0,0x100(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d 6a f8 ff ff                      movdqa -0x796(%rip),%xmm9 # <f26+0xffffffffffffeac8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c 00 01 00 00                         movzbl 0x100(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 45 0f 70 d2 44                               pshufd $0x44,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 04                                  pextrw $0x4,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 f0 00 00 00                         movups %xmm0,0xf0(%rsp)
  66 44 0f 6f 05 3f f8 ff ff                      movdqa -0x7c1(%rip),%xmm8 # <f26+0xffffffffffffead8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c f0 00 00 00                         movzbl 0xf0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 fa 09                               pslldq $0x9,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 05                                  pextrw $0x5,%xmm7,%ecx
  0f 11 84 24 e0 00 00 00                         movups %xmm0,0xe0(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d 14 f8 ff ff                      movdqa -0x7ec(%rip),%xmm9 # <f26+0xffffffffffffeae8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c e0 00 00 00                         movzbl 0xe0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 fa 0a                               pslldq $0xa,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 05                                  pextrw $0x5,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 d0 00 00 00                         movups %xmm0,0xd0(%rsp)
  66 44 0f 6f 05 e9 f7 ff ff                      movdqa -0x817(%rip),%xmm8 # <f26+0xffffffffffffeaf8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c d0 00 00 00                         movzbl 0xd0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 fa 0b                               pslldq $0xb,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 06                                  pextrw $0x6,%xmm7,%ecx
  0f 11 84 24 c0 00 00 00                         movups %xmm0,0xc0(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d be f7 ff ff                      movdqa -0x842(%rip),%xmm9 # <f26+0xffffffffffffeb08>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c c0 00 00 00                         movzbl 0xc0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 45 0f 70 d2 00                               pshufd $0x0,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 06                                  pextrw $0x6,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 b0 00 00 00                         movups %xmm0,0xb0(%rsp)
  66 44 0f 6f 05 93 f7 ff ff                      movdqa -0x86d(%rip),%xmm8 # <f26+0xffffffffffffeb18>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 8c 0c b0 00 00 00                         movzbl 0xb0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 fa 0d                               pslldq $0xd,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 cf 07                                  pextrw $0x7,%xmm7,%ecx
  0f 11 84 24 a0 00 00 00                         movups %xmm0,0xa0(%rsp)
  0f b6 c9                                        movzbl %cl,%ecx
  66 44 0f 6f 0d 68 f7 ff ff                      movdqa -0x898(%rip),%xmm9 # <f26+0xffffffffffffeb28>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 8c 0c a0 00 00 00                         movzbl 0xa0(%rsp,%rcx,1),%ecx
  66 44 0f 6e d1                                  movd %ecx,%xmm10
  66 41 0f 73 fa 0e                               pslldq $0xe,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 cf 07                                  pextrw $0x7,%xmm7,%ecx
  c1 e9 08                                        shr $0x8,%ecx
  0f 11 84 24 90 00 00 00                         movups %xmm0,0x90(%rsp)
  66 44 0f db 0d 3d f7 ff ff                      pand -0x8c3(%rip),%xmm9 # <f26+0xffffffffffffeb38>
  0f b6 8c 0c 90 00 00 00                         movzbl 0x90(%rsp,%rcx,1),%ecx
  66 0f 6e c1                                     movd %ecx,%xmm0
  66 0f 73 f8 0f                                  pslldq $0xf,%xmm0
  66 41 0f eb c1                                  por %xmm9,%xmm0
  66 0f 76 ff                                     pcmpeqd %xmm7,%xmm7
  66 0f 64 cf                                     pcmpgtb %xmm7,%xmm1
  66 0f db c8                                     pand %xmm0,%xmm1
  66 0f 6f 40 10                                  movdqa 0x10(%rax),%xmm0
  66 0f 6f 3d 1e f6 ff ff                         movdqa -0x9e2(%rip),%xmm7 # <f26+0xffffffffffffea48>
  66 0f db f8                                     pand %xmm0,%xmm7
  f3 0f 7f 7c 24 70                               movdqu %xmm7,0x70(%rsp)
  0f 11 b4 24 80 00 00 00                         movups %xmm6,0x80(%rsp)
  0f b6 44 24 70                                  movzbl 0x70(%rsp),%eax
  83 e0 0f                                        and $0xf,%eax
  0f b6 84 04 80 00 00 00                         movzbl 0x80(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 0f 7e f8                                     movd %xmm7,%eax
  0f 11 74 24 60                                  movups %xmm6,0x60(%rsp)
  0f b6 c4                                        movzbl %ah,%eax
  66 44 0f 6f 05 f2 f5 ff ff                      movdqa -0xa0e(%rip),%xmm8 # <f26+0xffffffffffffea58>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 60                                  movzbl 0x60(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 71 f2 08                               psllw $0x8,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f 7e f8                                     movd %xmm7,%eax
  c1 e8 10                                        shr $0x10,%eax
  0f 11 74 24 50                                  movups %xmm6,0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d cb f5 ff ff                      movdqa -0xa35(%rip),%xmm9 # <f26+0xffffffffffffea68>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 50                                  movzbl 0x50(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 72 f2 10                               pslld $0x10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f 7e f8                                     movd %xmm7,%eax
  c1 e8 18                                        shr $0x18,%eax
  0f 11 74 24 40                                  movups %xmm6,0x40(%rsp)
  66 44 0f 6f 05 a7 f5 ff ff                      movdqa -0xa59(%rip),%xmm8 # <f26+0xffffffffffffea78>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 40                                  movzbl 0x40(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 72 f2 18                               pslld $0x18,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 02                                  pextrw $0x2,%xmm7,%eax
  0f 11 74 24 30                                  movups %xmm6,0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d 82 f5 ff ff                      movdqa -0xa7e(%rip),%xmm9 # <f26+0xffffffffffffea88>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 30                                  movzbl 0x30(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 45 0f 70 d2 50                               pshufd $0x50,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 02                                  pextrw $0x2,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 74 24 20                                  movups %xmm6,0x20(%rsp)
  66 44 0f 6f 05 5d f5 ff ff                      movdqa -0xaa3(%rip),%xmm8 # <f26+0xffffffffffffea98>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 20                                  movzbl 0x20(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 f2 28                               psllq $0x28,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 03                                  pextrw $0x3,%xmm7,%eax
  0f 11 74 24 10                                  movups %xmm6,0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d 38 f5 ff ff                      movdqa -0xac8(%rip),%xmm9 # <f26+0xffffffffffffeaa8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 10                                  movzbl 0x10(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 f2 30                               psllq $0x30,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 03                                  pextrw $0x3,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 34 24                                     movups %xmm6,(%rsp)
  66 44 0f 6f 05 14 f5 ff ff                      movdqa -0xaec(%rip),%xmm8 # <f26+0xffffffffffffeab8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 04 04                                     movzbl (%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 f2 38                               psllq $0x38,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 04                                  pextrw $0x4,%xmm7,%eax
  0f 11 74 24 f0                                  movups %xmm6,-0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d f0 f4 ff ff                      movdqa -0xb10(%rip),%xmm9 # <f26+0xffffffffffffeac8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 f0                                  movzbl -0x10(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 45 0f 70 d2 44                               pshufd $0x44,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 04                                  pextrw $0x4,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 74 24 e0                                  movups %xmm6,-0x20(%rsp)
  66 44 0f 6f 05 cb f4 ff ff                      movdqa -0xb35(%rip),%xmm8 # <f26+0xffffffffffffead8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 e0                                  movzbl -0x20(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 fa 09                               pslldq $0x9,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 05                                  pextrw $0x5,%xmm7,%eax
  0f 11 74 24 d0                                  movups %xmm6,-0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d a6 f4 ff ff                      movdqa -0xb5a(%rip),%xmm9 # <f26+0xffffffffffffeae8>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 d0                                  movzbl -0x30(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 fa 0a                               pslldq $0xa,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 05                                  pextrw $0x5,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 74 24 c0                                  movups %xmm6,-0x40(%rsp)
  66 44 0f 6f 05 81 f4 ff ff                      movdqa -0xb7f(%rip),%xmm8 # <f26+0xffffffffffffeaf8>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 c0                                  movzbl -0x40(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 fa 0b                               pslldq $0xb,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 06                                  pextrw $0x6,%xmm7,%eax
  0f 11 74 24 b0                                  movups %xmm6,-0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d 5c f4 ff ff                      movdqa -0xba4(%rip),%xmm9 # <f26+0xffffffffffffeb08>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 b0                                  movzbl -0x50(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 45 0f 70 d2 00                               pshufd $0x0,%xmm10,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 06                                  pextrw $0x6,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 74 24 a0                                  movups %xmm6,-0x60(%rsp)
  66 44 0f 6f 05 37 f4 ff ff                      movdqa -0xbc9(%rip),%xmm8 # <f26+0xffffffffffffeb18>
  66 45 0f db c8                                  pand %xmm8,%xmm9
  0f b6 44 04 a0                                  movzbl -0x60(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 fa 0d                               pslldq $0xd,%xmm10
  66 45 0f df c2                                  pandn %xmm10,%xmm8
  66 45 0f eb c1                                  por %xmm9,%xmm8
  66 0f c5 c7 07                                  pextrw $0x7,%xmm7,%eax
  0f 11 74 24 90                                  movups %xmm6,-0x70(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 0d 12 f4 ff ff                      movdqa -0xbee(%rip),%xmm9 # <f26+0xffffffffffffeb28>
  66 45 0f db c1                                  pand %xmm9,%xmm8
  0f b6 44 04 90                                  movzbl -0x70(%rsp,%rax,1),%eax
  66 44 0f 6e d0                                  movd %eax,%xmm10
  66 41 0f 73 fa 0e                               pslldq $0xe,%xmm10
  66 45 0f df ca                                  pandn %xmm10,%xmm9
  66 45 0f eb c8                                  por %xmm8,%xmm9
  66 0f c5 c7 07                                  pextrw $0x7,%xmm7,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 74 24 80                                  movups %xmm6,-0x80(%rsp)
  66 44 0f db 0d ed f3 ff ff                      pand -0xc13(%rip),%xmm9 # <f26+0xffffffffffffeb38>
  0f b6 44 04 80                                  movzbl -0x80(%rsp,%rax,1),%eax
  66 0f 6e f8                                     movd %eax,%xmm7
  66 0f 73 ff 0f                                  pslldq $0xf,%xmm7
  66 41 0f eb f9                                  por %xmm9,%xmm7
  66 45 0f 76 c0                                  pcmpeqd %xmm8,%xmm8
  66 41 0f 64 c0                                  pcmpgtb %xmm8,%xmm0
  66 0f db c7                                     pand %xmm7,%xmm0
  66 0f eb c8                                     por %xmm0,%xmm1
  48 81 c4 a0 01 00 00                            add $0x1a0,%rsp
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3
  00 90 01 91 02 92                               add %dl,-0x6dfd6eff(%rax)
  03 93 04 94 05 95                               add -0x6afa6bfc(%rbx),%edx
  06                                              (bad)
  96                                              xchg %eax,%esi
  07                                              (bad)
  97                                              xchg %eax,%edi
  f0 00 f1                                        lock add %dh,%cl
  01 f2                                           add %esi,%edx
  02 f3                                           add %bl,%dh
  03 f4                                           add %esp,%esi
  04 f5                                           add $0xf5,%al
  05 f6 06 f7 07                                  add $0x7f706f6,%eax
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f18:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  48 81 ec 90 00 00 00                            sub $0x90,%rsp
  66 0f 6f 05 7b f2 ff ff                         movdqa -0xd85(%rip),%xmm0 # <f26+0xffffffffffffea48>
  66 0f db c6                                     pand %xmm6,%xmm0
  f3 0f 7f 44 24 70                               movdqu %xmm0,0x70(%rsp)
  0f 11 8c 24 80 00 00 00                         movups %xmm1,0x80(%rsp)
  0f b6 44 24 70                                  movzbl 0x70(%rsp),%eax
  83 e0 0f                                        and $0xf,%eax
  0f b6 84 04 80 00 00 00                         movzbl 0x80(%rsp,%rax,1),%eax
  66 44 0f 6e c0                                  movd %eax,%xmm8
  66 0f 7e c0                                     movd %xmm0,%eax
  0f 11 4c 24 60                                  movups %xmm1,0x60(%rsp)
  0f b6 c4                                        movzbl %ah,%eax
  66 0f 6f 3d 50 f2 ff ff                         movdqa -0xdb0(%rip),%xmm7 # <f26+0xffffffffffffea58>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 60                                  movzbl 0x60(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 71 f1 08                               psllw $0x8,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f 7e c0                                     movd %xmm0,%eax
  c1 e8 10                                        shr $0x10,%eax
  0f 11 4c 24 50                                  movups %xmm1,0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 29 f2 ff ff                      movdqa -0xdd7(%rip),%xmm8 # <f26+0xffffffffffffea68>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 50                                  movzbl 0x50(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 72 f1 10                               pslld $0x10,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f 7e c0                                     movd %xmm0,%eax
  c1 e8 18                                        shr $0x18,%eax
  0f 11 4c 24 40                                  movups %xmm1,0x40(%rsp)
  66 0f 6f 3d 06 f2 ff ff                         movdqa -0xdfa(%rip),%xmm7 # <f26+0xffffffffffffea78>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 40                                  movzbl 0x40(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 72 f1 18                               pslld $0x18,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 02                                  pextrw $0x2,%xmm0,%eax
  0f 11 4c 24 30                                  movups %xmm1,0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 e1 f1 ff ff                      movdqa -0xe1f(%rip),%xmm8 # <f26+0xffffffffffffea88>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 30                                  movzbl 0x30(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 50                               pshufd $0x50,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 02                                  pextrw $0x2,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 20                                  movups %xmm1,0x20(%rsp)
  66 0f 6f 3d bd f1 ff ff                         movdqa -0xe43(%rip),%xmm7 # <f26+0xffffffffffffea98>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 20                                  movzbl 0x20(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 28                               psllq $0x28,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 03                                  pextrw $0x3,%xmm0,%eax
  0f 11 4c 24 10                                  movups %xmm1,0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 98 f1 ff ff                      movdqa -0xe68(%rip),%xmm8 # <f26+0xffffffffffffeaa8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 10                                  movzbl 0x10(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 30                               psllq $0x30,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 03                                  pextrw $0x3,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 0c 24                                     movups %xmm1,(%rsp)
  66 0f 6f 3d 75 f1 ff ff                         movdqa -0xe8b(%rip),%xmm7 # <f26+0xffffffffffffeab8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 04 04                                     movzbl (%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 38                               psllq $0x38,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 04                                  pextrw $0x4,%xmm0,%eax
  0f 11 4c 24 f0                                  movups %xmm1,-0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 51 f1 ff ff                      movdqa -0xeaf(%rip),%xmm8 # <f26+0xffffffffffffeac8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 f0                                  movzbl -0x10(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 44                               pshufd $0x44,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 04                                  pextrw $0x4,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 e0                                  movups %xmm1,-0x20(%rsp)
  66 0f 6f 3d 2d f1 ff ff                         movdqa -0xed3(%rip),%xmm7 # <f26+0xffffffffffffead8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 e0                                  movzbl -0x20(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 09                               pslldq $0x9,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 05                                  pextrw $0x5,%xmm0,%eax
  0f 11 4c 24 d0                                  movups %xmm1,-0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 08 f1 ff ff                      movdqa -0xef8(%rip),%xmm8 # <f26+0xffffffffffffeae8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 d0                                  movzbl -0x30(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0a                               pslldq $0xa,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 05                                  pextrw $0x5,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 c0                                  movups %xmm1,-0x40(%rsp)
  66 0f 6f 3d e4 f0 ff ff                         movdqa -0xf1c(%rip),%xmm7 # <f26+0xffffffffffffeaf8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 c0                                  movzbl -0x40(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0b                               pslldq $0xb,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 06                                  pextrw $0x6,%xmm0,%eax
  0f 11 4c 24 b0                                  movups %xmm1,-0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 bf f0 ff ff                      movdqa -0xf41(%rip),%xmm8 # <f26+0xffffffffffffeb08>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 b0                                  movzbl -0x50(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 00                               pshufd $0x0,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 06                                  pextrw $0x6,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 a0                                  movups %xmm1,-0x60(%rsp)
  66 0f 6f 3d 9b f0 ff ff                         movdqa -0xf65(%rip),%xmm7 # <f26+0xffffffffffffeb18>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 a0                                  movzbl -0x60(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0d                               pslldq $0xd,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 07                                  pextrw $0x7,%xmm0,%eax
  0f 11 4c 24 90                                  movups %xmm1,-0x70(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 76 f0 ff ff                      movdqa -0xf8a(%rip),%xmm8 # <f26+0xffffffffffffeb28>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 90                                  movzbl -0x70(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0e                               pslldq $0xe,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 07                                  pextrw $0x7,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 80                                  movups %xmm1,-0x80(%rsp)
  66 44 0f db 05 51 f0 ff ff                      pand -0xfaf(%rip),%xmm8 # <f26+0xffffffffffffeb38>
  0f b6 44 04 80                                  movzbl -0x80(%rsp,%rax,1),%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  66 0f 73 f8 0f                                  pslldq $0xf,%xmm0
  66 41 0f eb c0                                  por %xmm8,%xmm0
  66 0f 6f 0d 46 ef ff ff                         movdqa -0x10ba(%rip),%xmm1 # <f26+0xffffffffffffea48>
  66 0f da ce                                     pminub %xmm6,%xmm1
  66 0f 74 ce                                     pcmpeqb %xmm6,%xmm1
  66 0f db c8                                     pand %xmm0,%xmm1
  48 81 c4 90 00 00 00                            add $0x90,%rsp
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f19:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  48 81 ec 90 00 00 00                            sub $0x90,%rsp
  66 0f 6f 05 fb ee ff ff                         movdqa -0x1105(%rip),%xmm0 # <f26+0xffffffffffffea48>
  66 0f db c6                                     pand %xmm6,%xmm0
  f3 0f 7f 44 24 70                               movdqu %xmm0,0x70(%rsp)
  0f 11 8c 24 80 00 00 00                         movups %xmm1,0x80(%rsp)
  0f b6 44 24 70                                  movzbl 0x70(%rsp),%eax
  83 e0 0f                                        and $0xf,%eax
  0f b6 84 04 80 00 00 00                         movzbl 0x80(%rsp,%rax,1),%eax
  66 44 0f 6e c0                                  movd %eax,%xmm8
  66 0f 7e c0                                     movd %xmm0,%eax
  0f 11 4c 24 60                                  movups %xmm1,0x60(%rsp)
  0f b6 c4                                        movzbl %ah,%eax
  66 0f 6f 3d d0 ee ff ff                         movdqa -0x1130(%rip),%xmm7 # <f26+0xffffffffffffea58>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 60                                  movzbl 0x60(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 71 f1 08                               psllw $0x8,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f 7e c0                                     movd %xmm0,%eax
  c1 e8 10                                        shr $0x10,%eax
  0f 11 4c 24 50                                  movups %xmm1,0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 a9 ee ff ff                      movdqa -0x1157(%rip),%xmm8 # <f26+0xffffffffffffea68>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 50                                  movzbl 0x50(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 72 f1 10                               pslld $0x10,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f 7e c0                                     movd %xmm0,%eax
  c1 e8 18                                        shr $0x18,%eax
  0f 11 4c 24 40                                  movups %xmm1,0x40(%rsp)
  66 0f 6f 3d 86 ee ff ff                         movdqa -0x117a(%rip),%xmm7 # <f26+0xffffffffffffea78>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 40                                  movzbl 0x40(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 72 f1 18                               pslld $0x18,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 02                                  pextrw $0x2,%xmm0,%eax
  0f 11 4c 24 30                                  movups %xmm1,0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 61 ee ff ff                      movdqa -0x119f(%rip),%xmm8 # <f26+0xffffffffffffea88>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 30                                  movzbl 0x30(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 50                               pshufd $0x50,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 02                                  pextrw $0x2,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 20                                  movups %xmm1,0x20(%rsp)
  66 0f 6f 3d 3d ee ff ff                         movdqa -0x11c3(%rip),%xmm7 # <f26+0xffffffffffffea98>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 20                                  movzbl 0x20(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 28                               psllq $0x28,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 03                                  pextrw $0x3,%xmm0,%eax
  0f 11 4c 24 10                                  movups %xmm1,0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 18 ee ff ff                      movdqa -0x11e8(%rip),%xmm8 # <f26+0xffffffffffffeaa8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 10                                  movzbl 0x10(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 30                               psllq $0x30,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 03                                  pextrw $0x3,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 0c 24                                     movups %xmm1,(%rsp)
  66 0f 6f 3d f5 ed ff ff                         movdqa -0x120b(%rip),%xmm7 # <f26+0xffffffffffffeab8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 04 04                                     movzbl (%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f1 38                               psllq $0x38,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 04                                  pextrw $0x4,%xmm0,%eax
  0f 11 4c 24 f0                                  movups %xmm1,-0x10(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 d1 ed ff ff                      movdqa -0x122f(%rip),%xmm8 # <f26+0xffffffffffffeac8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 f0                                  movzbl -0x10(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 44                               pshufd $0x44,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 04                                  pextrw $0x4,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 e0                                  movups %xmm1,-0x20(%rsp)
  66 0f 6f 3d ad ed ff ff                         movdqa -0x1253(%rip),%xmm7 # <f26+0xffffffffffffead8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 e0                                  movzbl -0x20(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 09                               pslldq $0x9,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 05                                  pextrw $0x5,%xmm0,%eax
  0f 11 4c 24 d0                                  movups %xmm1,-0x30(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 88 ed ff ff                      movdqa -0x1278(%rip),%xmm8 # <f26+0xffffffffffffeae8>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 d0                                  movzbl -0x30(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0a                               pslldq $0xa,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 05                                  pextrw $0x5,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 c0                                  movups %xmm1,-0x40(%rsp)
  66 0f 6f 3d 64 ed ff ff                         movdqa -0x129c(%rip),%xmm7 # <f26+0xffffffffffffeaf8>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 c0                                  movzbl -0x40(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0b                               pslldq $0xb,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 06                                  pextrw $0x6,%xmm0,%eax
  0f 11 4c 24 b0                                  movups %xmm1,-0x50(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 3f ed ff ff                      movdqa -0x12c1(%rip),%xmm8 # <f26+0xffffffffffffeb08>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 b0                                  movzbl -0x50(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 45 0f 70 c9 00                               pshufd $0x0,%xmm9,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 06                                  pextrw $0x6,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 a0                                  movups %xmm1,-0x60(%rsp)
  66 0f 6f 3d 1b ed ff ff                         movdqa -0x12e5(%rip),%xmm7 # <f26+0xffffffffffffeb18>
  66 44 0f db c7                                  pand %xmm7,%xmm8
  0f b6 44 04 a0                                  movzbl -0x60(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0d                               pslldq $0xd,%xmm9
  66 41 0f df f9                                  pandn %xmm9,%xmm7
  66 41 0f eb f8                                  por %xmm8,%xmm7
  66 0f c5 c0 07                                  pextrw $0x7,%xmm0,%eax
  0f 11 4c 24 90                                  movups %xmm1,-0x70(%rsp)
  0f b6 c0                                        movzbl %al,%eax
  66 44 0f 6f 05 f6 ec ff ff                      movdqa -0x130a(%rip),%xmm8 # <f26+0xffffffffffffeb28>
  66 41 0f db f8                                  pand %xmm8,%xmm7
  0f b6 44 04 90                                  movzbl -0x70(%rsp,%rax,1),%eax
  66 44 0f 6e c8                                  movd %eax,%xmm9
  66 41 0f 73 f9 0e                               pslldq $0xe,%xmm9
  66 45 0f df c1                                  pandn %xmm9,%xmm8
  66 44 0f eb c7                                  por %xmm7,%xmm8
  66 0f c5 c0 07                                  pextrw $0x7,%xmm0,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f 11 4c 24 80                                  movups %xmm1,-0x80(%rsp)
  66 44 0f db 05 d1 ec ff ff                      pand -0x132f(%rip),%xmm8 # <f26+0xffffffffffffeb38>
  0f b6 44 04 80                                  movzbl -0x80(%rsp,%rax,1),%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  66 0f 73 f8 0f                                  pslldq $0xf,%xmm0
  66 41 0f eb c0                                  por %xmm8,%xmm0
  66 0f 76 ff                                     pcmpeqd %xmm7,%xmm7
  66 0f 6f ce                                     movdqa %xmm6,%xmm1
  66 0f 64 cf                                     pcmpgtb %xmm7,%xmm1
  66 0f db c8                                     pand %xmm0,%xmm1
  48 81 c4 90 00 00 00                            add $0x90,%rsp
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc                                        int3

f20:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 60                                     sub $0x60,%rsp
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 11 55 d0                                     movups %xmm2,-0x30(%rbp)
  0f 10 5d d0                                     movups -0x30(%rbp),%xmm3
  0f 28 cd                                        movaps %xmm5,%xmm1
  66 0f 6f c1                                     movdqa %xmm1,%xmm0
  66 0f 71 f0 08                                  psllw $0x8,%xmm0
  66 0f 71 e0 08                                  psraw $0x8,%xmm0
  66 0f 6f 3d 2c ed ff ff                         movdqa -0x12d4(%rip),%xmm7 # <f26+0xffffffffffffebf8>
  66 0f db fe                                     pand %xmm6,%xmm7
  66 0f d5 f8                                     pmullw %xmm0,%xmm7
  66 0f 71 e1 08                                  psraw $0x8,%xmm1
  66 0f 6f c6                                     movdqa %xmm6,%xmm0
  66 0f 71 d0 08                                  psrlw $0x8,%xmm0
  66 0f d5 c1                                     pmullw %xmm1,%xmm0
  66 0f ed c7                                     paddsw %xmm7,%xmm0
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  66 0f 72 f1 10                                  pslld $0x10,%xmm1
  66 0f 72 e1 10                                  psrad $0x10,%xmm1
  66 0f 72 e0 10                                  psrad $0x10,%xmm0
  66 0f fe c3                                     paddd %xmm3,%xmm0
  66 0f fe c1                                     paddd %xmm1,%xmm0
  66 0f 6f c8                                     movdqa %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc                               int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f21:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  66 41 0f 6e c1                                  movd %r9d,%xmm0
  66 0f 60 c0                                     punpcklbw %xmm0,%xmm0
  f2 0f 70 c0 00                                  pshuflw $0x0,%xmm0,%xmm0
  66 0f 70 c8 44                                  pshufd $0x44,%xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f22:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  66 0f c5 c5 02                                  pextrw $0x2,%xmm5,%eax
  c1 e8 08                                        shr $0x8,%eax
  0f be f0                                        movsbl %al,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc                                           int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f23:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  4c 8b ce                                        mov %rsi,%r9
  66 49 0f 6e c1                                  movq %r9,%xmm0
  66 0f 6f cd                                     movdqa %xmm5,%xmm1
  66 0f 6c c8                                     punpcklqdq %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc             int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f24:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  44 8b ce                                        mov %esi,%r9d
  0f 28 cd                                        movaps %xmm5,%xmm1
  45 85 c9                                        test %r9d,%r9d
  0f 85 03 00 00 00                               jne <f24+0x1d>
  0f 28 ce                                        movaps %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f25:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  0f 28 e8                                        movaps %xmm0,%xmm5
  41 0f 10 8d 20 00 00 00                         movups 0x20(%r13),%xmm1
  41 0f 11 ad 20 00 00 00                         movups %xmm5,0x20(%r13)
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f26:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 c6                                        movaps %xmm6,%xmm0
  0f 28 cd                                        movaps %xmm5,%xmm1
  c3                                              ret
