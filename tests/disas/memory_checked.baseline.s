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
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b ce                                        mov %esi,%r9d
  48 89 55 e8                                     mov %rdx,-0x18(%rbp)
  41 8b f1                                        mov %r9d,%esi
  48 b8 ff ff ff ff 00 00 00 00                   movabs $0xffffffff,%rax
  48 01 f0                                        add %rsi,%rax
  48 39 f0                                        cmp %rsi,%rax
  0f 82 3e 00 00 00                               jb <f1+0x70>
  48 89 c6                                        mov %rax,%rsi
  48 8b 7d e8                                     mov -0x18(%rbp),%rdi
  49 8b 8d 28 00 00 00                            mov 0x28(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  48 8d 96 08 00 00 00                            lea 0x8(%rsi),%rdx
  48 39 f2                                        cmp %rsi,%rdx
  0f 82 1e 00 00 00                               jb <f1+0x75>
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 1a 00 00 00                               ja <f1+0x7a>
  48 89 bc 30 00 00 00 00                         mov %rdi,0x0(%rax,%rsi,1)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
