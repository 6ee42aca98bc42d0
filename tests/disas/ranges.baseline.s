# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 57                                           push %r15
  41 56                                           push %r14
  41 54                                           push %r12
  53                                              push %rbx
  48 83 ec 50                                     sub $0x50,%rsp
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b f6                                        mov %esi,%r14d
  8b da                                           mov %edx,%ebx
  44 8b f9                                        mov %ecx,%r15d
  44 0f 28 e8                                     movaps %xmm0,%xmm13
  41 0f 28 ed                                     movaps %xmm13,%xmm5
  45 33 c9                                        xor %r9d,%r9d
  41 8d 34 19                                     lea (%r9,%rbx,1),%esi
  41 8d 3c 19                                     lea (%r9,%rbx,1),%edi
  f2 41 0f 10 54 3c 00                            movsd 0x0(%r12,%rdi,1),%xmm2
  89 75 b0                                        mov %esi,-0x50(%rbp)
  43 8d 34 31                                     lea (%r9,%r14,1),%esi
  f2 41 0f 10 64 34 00                            movsd 0x0(%r12,%rsi,1),%xmm4
  66 0f 28 dc                                     movapd %xmm4,%xmm3
  f2 0f 59 dd                                     mulsd %xmm5,%xmm3
  f2 0f 58 d3                                     addsd %xmm3,%xmm2
  8b 45 b0                                        mov -0x50(%rbp),%eax
  41 0f 13 54 04 00                               movlps %xmm2,0x0(%r12,%rax,1)
  41 83 c1 08                                     add $0x8,%r9d
  45 39 f9                                        cmp %r15d,%r9d
  0f 85 c1 ff ff ff                               jne <f0+0x2b>
  48 8d 65 e0                                     lea -0x20(%rbp),%rsp
  5b                                              pop %rbx
  41 5c                                           pop %r12
  41 5e                                           pop %r14
  41 5f                                           pop %r15
  5d                                              pop %rbp
  c3                                              ret
