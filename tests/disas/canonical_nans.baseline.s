# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  f2 0f 58 ce                                     addsd %xmm6,%xmm1
  66 0f 28 c1                                     movapd %xmm1,%xmm0
  f2 0f c2 c9 03                                  cmpunordsd %xmm1,%xmm1
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 55 f8                                     andnpd %xmm0,%xmm7
  f2 0f 10 05 ed fb ff ff                         movsd -0x413(%rip),%xmm0 # <f10+0xfffffffffffff8d0>
  66 0f 54 c1                                     andpd %xmm1,%xmm0
  66 0f 56 c7                                     orpd %xmm7,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc          int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 58 ce                                        addps %xmm6,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  0f c2 c1 03                                     cmpunordps %xmm1,%xmm0
  0f 28 f8                                        movaps %xmm0,%xmm7
  0f 55 f9                                        andnps %xmm1,%xmm7
  0f 54 05 63 fe ff ff                            andps -0x19d(%rip),%xmm0 # <f10+0xfffffffffffffb90>
  0f 56 c7                                        orps %xmm7,%xmm0
  0f 28 c8                                        movaps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  0f 28 cd                                        movaps %xmm5,%xmm1
  f2 0f 59 ce                                     mulsd %xmm6,%xmm1
  66 0f 28 c1                                     movapd %xmm1,%xmm0
  f2 0f c2 c9 03                                  cmpunordsd %xmm1,%xmm1
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 55 f8                                     andnpd %xmm0,%xmm7
  f2 0f 10 05 5d fb ff ff                         movsd -0x4a3(%rip),%xmm0 # <f10+0xfffffffffffff8d0>
  66 0f 54 c1                                     andpd %xmm1,%xmm0
  66 0f 56 c7                                     orpd %xmm7,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  f2 0f 51 c1                                     sqrtsd %xmm1,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  f2 0f c2 c8 03                                  cmpunordsd %xmm0,%xmm1
  f2 0f 10 3d 3c fb ff ff                         movsd -0x4c4(%rip),%xmm7 # <f10+0xfffffffffffff8d0>
  66 0f 54 f9                                     andpd %xmm1,%xmm7
  66 0f 55 c8                                     andnpd %xmm0,%xmm1
  66 0f 56 cf                                     orpd %xmm7,%xmm1
  f2 0f 5c cd                                     subsd %xmm5,%xmm1
  66 0f 28 c1                                     movapd %xmm1,%xmm0
  f2 0f c2 c9 03                                  cmpunordsd %xmm1,%xmm1
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 55 f8                                     andnpd %xmm0,%xmm7
  f2 0f 10 05 13 fb ff ff                         movsd -0x4ed(%rip),%xmm0 # <f10+0xfffffffffffff8d0>
  66 0f 54 c1                                     andpd %xmm1,%xmm0
  66 0f 56 c7                                     orpd %xmm7,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  31 f6                                           xor %esi,%esi
  66 0f 2e f1                                     ucomisd %xmm1,%xmm6
  40 0f 97 c6                                     seta %sil
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3
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
  f3 0f 5f c6                                     maxss %xmm6,%xmm0
  0f 28 fe                                        movaps %xmm6,%xmm7
  f3 0f 5f f9                                     maxss %xmm1,%xmm7
  0f 54 c7                                        andps %xmm7,%xmm0
  0f 28 f9                                        movaps %xmm1,%xmm7
  f3 0f 58 fe                                     addss %xmm6,%xmm7
  f3 0f c2 ce 03                                  cmpunordss %xmm6,%xmm1
  0f 54 f9                                        andps %xmm1,%xmm7
  0f 55 c8                                        andnps %xmm0,%xmm1
  0f 56 cf                                        orps %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  f3 0f c2 c9 03                                  cmpunordss %xmm1,%xmm1
  0f 28 f9                                        movaps %xmm1,%xmm7
  0f 55 f8                                        andnps %xmm0,%xmm7
  f3 0f 10 05 4e fa ff ff                         movss -0x5b2(%rip),%xmm0 # <f10+0xfffffffffffff880>
  0f 54 c1                                        andps %xmm1,%xmm0
  0f 56 c7                                        orps %xmm7,%xmm0
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
  0f 28 cd                                        movaps %xmm5,%xmm1
  0f 28 05 e6 f9 ff ff                            movaps -0x61a(%rip),%xmm0 # <f10+0xfffffffffffff840>
  0f 28 f9                                        movaps %xmm1,%xmm7
  0f 54 f8                                        andps %xmm0,%xmm7
  f3 44 0f 10 05 f7 f9 ff ff                      movss -0x609(%rip),%xmm8 # <f10+0xfffffffffffff860>
  f3 41 0f c2 f8 01                               cmpltss %xmm8,%xmm7
  44 0f 54 c7                                     andps %xmm7,%xmm8
  44 0f 54 c0                                     andps %xmm0,%xmm8
  0f 28 f8                                        movaps %xmm0,%xmm7
  0f 55 f9                                        andnps %xmm1,%xmm7
  44 0f 56 c7                                     orps %xmm7,%xmm8
  f3 41 0f 58 c8                                  addss %xmm8,%xmm1
  f3 41 0f 5c c8                                  subss %xmm8,%xmm1
  0f 54 c8                                        andps %xmm0,%xmm1
  0f 56 cf                                        orps %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  f3 0f c2 c1 03                                  cmpunordss %xmm1,%xmm0
  0f 28 f8                                        movaps %xmm0,%xmm7
  0f 55 f9                                        andnps %xmm1,%xmm7
  f3 0f 10 0d d9 f9 ff ff                         movss -0x627(%rip),%xmm1 # <f10+0xfffffffffffff880>
  0f 54 c8                                        andps %xmm0,%xmm1
  0f 56 cf                                        orps %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 cd                                        movaps %xmm5,%xmm1
  f3 0f 5a c1                                     cvtss2sd %xmm1,%xmm0
  0f 28 c8                                        movaps %xmm0,%xmm1
  f2 0f c2 c8 03                                  cmpunordsd %xmm0,%xmm1
  f2 0f 10 3d e9 f9 ff ff                         movsd -0x617(%rip),%xmm7 # <f10+0xfffffffffffff8d0>
  66 0f 54 f9                                     andpd %xmm1,%xmm7
  66 0f 55 c8                                     andnpd %xmm0,%xmm1
  66 0f 56 cf                                     orpd %xmm7,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 57 c9                                        xorps %xmm1,%xmm1
  0f 57 d2                                        xorps %xmm2,%xmm2
  f2 0f 5e ca                                     divsd %xmm2,%xmm1
  66 0f 28 c1                                     movapd %xmm1,%xmm0
  f2 0f c2 c9 03                                  cmpunordsd %xmm1,%xmm1
  66 0f 28 f9                                     movapd %xmm1,%xmm7
  66 0f 55 f8                                     andnpd %xmm0,%xmm7
  f2 0f 10 05 a0 f9 ff ff                         movsd -0x660(%rip),%xmm0 # <f10+0xfffffffffffff8d0>
  66 0f 54 c1                                     andpd %xmm1,%xmm0
  66 0f 56 c7                                     orpd %xmm7,%xmm0
  66 0f 28 c8                                     movapd %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  b8 00 00 a0 7f                                  mov $0x7fa00000,%eax
  66 0f 6e c8                                     movd %eax,%xmm1
  b8 00 00 80 3f                                  mov $0x3f800000,%eax
  66 0f 6e d0                                     movd %eax,%xmm2
  f3 0f 59 ca                                     mulss %xmm2,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  f3 0f c2 c9 03                                  cmpunordss %xmm1,%xmm1
  0f 28 f9                                        movaps %xmm1,%xmm7
  0f 55 f8                                        andnps %xmm0,%xmm7
  f3 0f 10 05 07 f9 ff ff                         movss -0x6f9(%rip),%xmm0 # <f10+0xfffffffffffff880>
  0f 54 c1                                        andps %xmm1,%xmm0
  0f 56 c7                                        orps %xmm7,%xmm0
  0f 28 c8                                        movaps %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  48 b8 01 00 00 00 00 00 f0 7f                   movabs $0x7ff0000000000001,%rax
  66 48 0f 6e d0                                  movq %rax,%xmm2
  0f 28 05 ea f8 ff ff                            movaps -0x716(%rip),%xmm0 # <f10+0xfffffffffffff8a0>
  0f 54 c2                                        andps %xmm2,%xmm0
  0f 28 0d d0 f8 ff ff                            movaps -0x730(%rip),%xmm1 # <f10+0xfffffffffffff890>
  0f 54 cd                                        andps %xmm5,%xmm1
  0f 56 c8                                        orps %xmm0,%xmm1
  0f 57 0d d3 f8 ff ff                            xorps -0x72d(%rip),%xmm1 # <f10+0xfffffffffffff8a0>
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 28 ce                                     movapd %xmm6,%xmm1
  66 0f 5d cd                                     minpd %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  c3                                              ret
  cc                                              int3

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 54                                           push %r12
  53                                              push %rbx
  48 83 ec 40                                     sub $0x40,%rsp
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  8b da                                           mov %edx,%ebx
  f3 43 0f 10 54 0c 00                            movss 0x0(%r12,%r9,1),%xmm2
  f3 0f 51 c2                                     sqrtss %xmm2,%xmm0
  0f 28 d0                                        movaps %xmm0,%xmm2
  f3 0f c2 d0 03                                  cmpunordss %xmm0,%xmm2
  f3 0f 10 3d 4c f8 ff ff                         movss -0x7b4(%rip),%xmm7 # <f10+0xfffffffffffff880>
  0f 54 fa                                        andps %xmm2,%xmm7
  0f 55 d0                                        andnps %xmm0,%xmm2
  0f 56 d7                                        orps %xmm7,%xmm2
  f3 43 0f 11 54 0c 00                            movss %xmm2,0x0(%r12,%r9,1)
  41 83 c1 04                                     add $0x4,%r9d
  41 39 d9                                        cmp %ebx,%r9d
  0f 85 c8 ff ff ff                               jne <f10+0x19>
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  5b                                              pop %rbx
  41 5c                                           pop %r12
  5d                                              pop %rbp
  c3                                              ret
