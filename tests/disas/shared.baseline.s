# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b ce                                        mov %esi,%r9d
  49 8b 8d 28 00 00 00                            mov 0x28(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  49 8d 91 0c 00 00 00                            lea 0xc(%r9),%rdx
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 12 00 00 00                               ja <f0+0x45>
  42 8b b4 08 08 00 00 00                         mov 0x8(%rax,%r9,1),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  cc cc cc cc cc cc                               int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 85 28 00 00 00                            mov 0x28(%r13),%rax
  48 8b 40 08                                     mov 0x8(%rax),%rax
  48 c1 e8 10                                     shr $0x10,%rax
  40 89 c6                                        rex mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc                                           int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  89 55 e8                                        mov %edx,-0x18(%rbp)
  48 89 4d e0                                     mov %rcx,-0x20(%rbp)
  8b 75 f0                                        mov -0x10(%rbp),%esi
  8b 45 e8                                        mov -0x18(%rbp),%eax
  89 45 d0                                        mov %eax,-0x30(%rbp)
  48 8b 45 e0                                     mov -0x20(%rbp),%rax
  48 89 45 c8                                     mov %rax,-0x38(%rbp)
  49 8b 8d 28 00 00 00                            mov 0x28(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  48 8d 96 04 00 00 00                            lea 0x4(%rsi),%rdx
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 3c 00 00 00                               ja <f2+0x87>
  48 01 f0                                        add %rsi,%rax
  48 05 00 00 00 00                               add $0x0,%rax
  a8 03                                           test $0x3,%al
  0f 85 30 00 00 00                               jne <f2+0x8c>
  8b 08                                           mov (%rax),%ecx
  48 89 c7                                        mov %rax,%rdi
  48 8b f7                                        mov %rdi,%rsi
  8b 55 d0                                        mov -0x30(%rbp),%edx
  48 8b 4d c8                                     mov -0x38(%rbp),%rcx
  41 b8 04 00 00 00                               mov $0x4,%r8d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 78                                        call *0x78(%rax)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 0f                                  ud1 0xf(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  89 55 e8                                        mov %edx,-0x18(%rbp)
  8b 75 f0                                        mov -0x10(%rbp),%esi
  8b 45 e8                                        mov -0x18(%rbp),%eax
  89 45 d8                                        mov %eax,-0x28(%rbp)
  49 8b 8d 28 00 00 00                            mov 0x28(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  48 8d 96 04 00 00 00                            lea 0x4(%rsi),%rdx
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 35 00 00 00                               ja <f3+0x74>
  48 01 f0                                        add %rsi,%rax
  48 05 00 00 00 00                               add $0x0,%rax
  a8 03                                           test $0x3,%al
  0f 85 29 00 00 00                               jne <f3+0x79>
  8b 08                                           mov (%rax),%ecx
  48 89 c7                                        mov %rax,%rdi
  48 8b f7                                        mov %rdi,%rsi
  8b 55 d8                                        mov -0x28(%rbp),%edx
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 90 80 00 00 00                               call *0x80(%rax)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 0f                                  ud1 0xf(%eax),%eax
