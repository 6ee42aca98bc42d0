# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 01 00 00 00                            mov $0x1,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 13 00 00 00                               jb <f0+0x46>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  b8 01 00 00 00                                  mov $0x1,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  cc cc cc cc cc                                  int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b ce                                        mov %esi,%r9d
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 03 00 00 00                            mov $0x3,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 14 00 00 00                               jb <f1+0x4a>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  41 8d 71 01                                     lea 0x1(%r9),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  cc                                              int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 56                                           push %r14
  41 55                                           push %r13
  53                                              push %rbx
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b f6                                        mov %esi,%r14d
  33 db                                           xor %ebx,%ebx
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 00 00 00 00                            mov $0x0,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 c8 00 00 00                               jb <f2+0x103>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 02 00 00 00                            mov $0x2,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 a6 00 00 00                               jb <f2+0x108>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  49 8b fd                                        mov %r13,%rdi
  e8 f0 fe ff ff                                  call <f0>
  8b f8                                           mov %eax,%edi
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 07 00 00 00                            mov $0x7,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 7a 00 00 00                               jb <f2+0x10d>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  01 fb                                           add %edi,%ebx
  41 83 ee 01                                     sub $0x1,%r14d
  45 85 f6                                        test %r14d,%r14d
  0f 85 99 ff ff ff                               jne <f2+0x41>
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 00 00 00 00                            mov $0x0,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 49 00 00 00                               jb <f2+0x112>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 01 00 00 00                            mov $0x1,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 27 00 00 00                               jb <f2+0x117>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  8b c3                                           mov %ebx,%eax
  48 8d 65 e8                                     lea -0x18(%rbp),%rsp
  5b                                              pop %rbx
  41 5d                                           pop %r13
  41 5e                                           pop %r14
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  cc cc cc cc                                     int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b ce                                        mov %esi,%r9d
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 02 00 00 00                            mov $0x2,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 9d 00 00 00                               jb <f3+0xd3>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  45 85 c9                                        test %r9d,%r9d
  0f 84 31 00 00 00                               je <f3+0x76>
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 01 00 00 00                            mov $0x1,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 72 00 00 00                               jb <f3+0xd8>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  be 01 00 00 00                                  mov $0x1,%esi
  e9 2c 00 00 00                                  jmp <f3+0xa2>
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 01 00 00 00                            mov $0x1,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 46 00 00 00                               jb <f3+0xdd>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  be 02 00 00 00                                  mov $0x2,%esi
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 00 00 00 00                            mov $0x0,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 1f 00 00 00                               jb <f3+0xe2>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  cc cc cc cc cc cc cc cc cc                      int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  48 c7 c2 04 00 00 00                            mov $0x4,%rdx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 4b 00 00 00                               jb <f4+0x81>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  44 8b 45 f0                                     mov -0x10(%rbp),%r8d
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 8b 88 b8 3e 00 00                            mov 0x3eb8(%rax),%rcx
  48 05 b8 3e 00 00                               add $0x3eb8,%rax
  44 89 c2                                        mov %r8d,%edx
  c1 ea 06                                        shr $0x6,%edx
  48 39 d1                                        cmp %rdx,%rcx
  0f 82 26 00 00 00                               jb <f4+0x86>
  48 29 d1                                        sub %rdx,%rcx
  48 89 08                                        mov %rcx,(%rax)
  33 f6                                           xor %esi,%esi
  33 d2                                           xor %edx,%edx
  b9 01 00 00 00                                  mov $0x1,%ecx
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 10                                        call *0x10(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
  67 0f b9 40 13                                  ud1 0x13(%eax),%eax
