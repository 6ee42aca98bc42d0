# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  43 0f 10 4c 0c 10                               movups 0x10(%r12,%r9,1),%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc                                           int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 40                                     sub $0x40,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  0f 28 e8                                        movaps %xmm0,%xmm5
  43 0f 11 6c 0c 10                               movups %xmm5,0x10(%r12,%r9,1)
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc                                           int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  f3 43 0f 7e 4c 0c 00                            movq 0x0(%r12,%r9,1),%xmm1
  66 0f ef c0                                     pxor %xmm0,%xmm0
  66 0f 60 c8                                     punpcklbw %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  f3 43 0f 7e 4c 0c 00                            movq 0x0(%r12,%r9,1),%xmm1
  66 0f ef c0                                     pxor %xmm0,%xmm0
  66 0f 66 c1                                     pcmpgtd %xmm1,%xmm0
  66 0f 62 c8                                     punpckldq %xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc                                  int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  43 0f b6 44 0c 00                               movzbl 0x0(%r12,%r9,1),%eax
  66 0f 6e c0                                     movd %eax,%xmm0
  66 0f 60 c0                                     punpcklbw %xmm0,%xmm0
  f2 0f 70 c0 00                                  pshuflw $0x0,%xmm0,%xmm0
  66 0f 70 c8 44                                  pshufd $0x44,%xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  f3 43 0f 7e 44 0c 00                            movq 0x0(%r12,%r9,1),%xmm0
  66 0f 70 c8 44                                  pshufd $0x44,%xmm0,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc             int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  43 8b 44 0c 00                                  mov 0x0(%r12,%r9,1),%eax
  66 0f 6e c8                                     movd %eax,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 40                                     sub $0x40,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 d5                                        movaps %xmm5,%xmm2
  66 43 0f c4 54 0c 04 03                         pinsrw $0x3,0x4(%r12,%r9,1),%xmm2
  0f 28 ca                                        movaps %xmm2,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 40                                     sub $0x40,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  0f 28 e8                                        movaps %xmm0,%xmm5
  4c 89 c8                                        mov %r9,%rax
  4c 89 e1                                        mov %r12,%rcx
  66 0f c5 d5 07                                  pextrw $0x7,%xmm5,%edx
  88 b4 01 04 00 00 00                            mov %dh,0x4(%rcx,%rax,1)
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc                               int3

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 56                                           push %r14
  41 55                                           push %r13
  41 54                                           push %r12
  53                                              push %rbx
  48 83 ec 70                                     sub $0x70,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  8b de                                           mov %esi,%ebx
  4c 8b da                                        mov %rdx,%r11
  44 8b f1                                        mov %ecx,%r14d
  44 0f 28 e8                                     movaps %xmm0,%xmm13
  45 8b cb                                        mov %r11d,%r9d
  41 0f 28 ed                                     movaps %xmm13,%xmm5
  41 0f 10 5c 1c 00                               movups 0x0(%r12,%rbx,1),%xmm3
  0f 28 d5                                        movaps %xmm5,%xmm2
  0f 59 d3                                        mulps %xmm3,%xmm2
  43 0f 10 5c 0c 00                               movups 0x0(%r12,%r9,1),%xmm3
  0f 58 d3                                        addps %xmm3,%xmm2
  43 0f 11 54 0c 00                               movups %xmm2,0x0(%r12,%r9,1)
  83 c3 10                                        add $0x10,%ebx
  41 83 c1 10                                     add $0x10,%r9d
  41 83 ee 01                                     sub $0x1,%r14d
  45 85 f6                                        test %r14d,%r14d
  0f 85 d1 ff ff ff                               jne <f9+0x2e>
  48 8d 65 e0                                     lea -0x20(%rbp),%rsp
  5b                                              pop %rbx
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  41 5e                                           pop %r14
  5d                                              pop %rbp
  c3                                              ret
