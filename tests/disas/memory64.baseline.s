# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 10                                     sub $0x10,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  4c 8b ce                                        mov %rsi,%r9
  49 8b 8d 38 00 00 00                            mov 0x38(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  49 8d 91 0c 00 00 00                            lea 0xc(%r9),%rdx
  4c 39 ca                                        cmp %r9,%rdx
  0f 82 1d 00 00 00                               jb <f0+0x56>
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 19 00 00 00                               ja <f0+0x5b>
  42 8b b4 08 08 00 00 00                         mov 0x8(%rax,%r9,1),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  4c 8b ce                                        mov %rsi,%r9
  0f 28 e8                                        movaps %xmm0,%xmm5
  49 8b f1                                        mov %r9,%rsi
  48 b8 00 00 00 00 01 00 00 00                   movabs $0x100000000,%rax
  48 01 f0                                        add %rsi,%rax
  48 39 f0                                        cmp %rsi,%rax
  0f 82 3d 00 00 00                               jb <f1+0x74>
  48 89 c6                                        mov %rax,%rsi
  49 8b 8d 38 00 00 00                            mov 0x38(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  48 8d 96 08 00 00 00                            lea 0x8(%rsi),%rdx
  48 39 f2                                        cmp %rsi,%rdx
  0f 82 21 00 00 00                               jb <f1+0x79>
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 1d 00 00 00                               ja <f1+0x7e>
  40 0f 13 ac 30 00 00 00 00                      rex movlps %xmm5,0x0(%rax,%rsi,1)
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc cc          int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 10                                     sub $0x10,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  4c 8b ce                                        mov %rsi,%r9
  49 8b f1                                        mov %r9,%rsi
  48 b8 ff ff ff ff ff ff ff ff                   movabs $0xffffffffffffffff,%rax
  48 01 f0                                        add %rsi,%rax
  48 39 f0                                        cmp %rsi,%rax
  0f 82 3f 00 00 00                               jb <f2+0x73>
  48 89 c6                                        mov %rax,%rsi
  49 8b 8d 38 00 00 00                            mov 0x38(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  48 8b 49 08                                     mov 0x8(%rcx),%rcx
  48 8d 96 01 00 00 00                            lea 0x1(%rsi),%rdx
  48 39 f2                                        cmp %rsi,%rdx
  0f 82 23 00 00 00                               jb <f2+0x78>
  48 39 ca                                        cmp %rcx,%rdx
  0f 87 1f 00 00 00                               ja <f2+0x7d>
  40 0f b6 b4 30 00 00 00 00                      rex movzbl 0x0(%rax,%rsi,1),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  67 0f b9 40 02                                  ud1 0x2(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 10                                     sub $0x10,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  43 8b 74 0c 00                                  mov 0x0(%r12,%r9,1),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 85 38 00 00 00                            mov 0x38(%r13),%rax
  48 8b 70 08                                     mov 0x8(%rax),%rsi
  48 c1 ee 10                                     shr $0x10,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  48 89 75 f0                                     mov %rsi,-0x10(%rbp)
  89 55 e8                                        mov %edx,-0x18(%rbp)
  89 4d e0                                        mov %ecx,-0x20(%rbp)
  be 01 00 00 00                                  mov $0x1,%esi
  33 d2                                           xor %edx,%edx
  48 8b 4d f0                                     mov -0x10(%rbp),%rcx
  44 8b 45 e8                                     mov -0x18(%rbp),%r8d
  44 8b 4d e0                                     mov -0x20(%rbp),%r9d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 08                                        call *0x8(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  48 89 75 f0                                     mov %rsi,-0x10(%rbp)
  48 8b 45 f0                                     mov -0x10(%rbp),%rax
  49 8b 4d 48                                     mov 0x48(%r13),%rcx
  48 3b 41 08                                     cmp 0x8(%rcx),%rax
  0f 83 2d 00 00 00                               jae <f6+0x55>
  49 8b 4d 40                                     mov 0x40(%r13),%rcx
  4c 8b 14 c1                                     mov (%rcx,%rax,8),%r10
  4c 03 d1                                        add %rcx,%r10
  41 8b 4d 50                                     mov 0x50(%r13),%ecx
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 85 19 00 00 00                               jne <f6+0x5a>
  49 8b 7a d8                                     mov -0x28(%r10),%rdi
  41 ff 52 d0                                     call *-0x30(%r10)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 04                                  ud1 0x4(%eax),%eax
  ff f6                                           push %rsi
  ff f7                                           push %rdi
  48 8b d0                                        mov %rax,%rdx
  33 f6                                           xor %esi,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 50                                        call *0x50(%rax)
  8f c7                                           pop %rdi
  8f c6                                           pop %rsi
  4c 8d 50 30                                     lea 0x30(%rax),%r10
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 84 c2 ff ff ff                               je <f6+0x41>
  67 0f b9 40 06                                  ud1 0x6(%eax),%eax
