# LLVM 22.1.0
f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  b8 01 00 00 00                                  mov $0x1,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc          int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  b8 01 00 00 00                                  mov $0x1,%eax
  ba 02 00 00 00                                  mov $0x2,%edx
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  48 b8 00 00 00 00 00 00 00 40                   movabs $0x4000000000000000,%rax
  66 48 0f 6e c0                                  movq %rax,%xmm0
  be 03 00 00 00                                  mov $0x3,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 9a ff ff ff                                  call <f2>
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc                               int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 3b 60 00                                     cmp 0x0(%rax),%rsp
  0f 82 17 00 00 00                               jb <f5+0x3a>
  8b 75 f0                                        mov -0x10(%rbp),%esi
  49 8b 7d 28                                     mov 0x28(%r13),%rdi
  41 ff 55 20                                     call *0x20(%r13)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 0a                                  ud1 0xa(%eax),%eax
  cc                                              int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 3b 60 00                                     cmp 0x0(%rax),%rsp
  0f 82 17 00 00 00                               jb <f6+0x3a>
  8b 75 f0                                        mov -0x10(%rbp),%esi
  49 8b 7d 40                                     mov 0x40(%r13),%rdi
  41 ff 55 38                                     call *0x38(%r13)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 0a                                  ud1 0xa(%eax),%eax
  cc                                              int3

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b fd                                        mov %r13,%rdi
  e8 0e ff ff ff                                  call <f3>
  8b f0                                           mov %eax,%esi
  48 8b fa                                        mov %rdx,%rdi
  33 c0                                           xor %eax,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  8b 45 f0                                        mov -0x10(%rbp),%eax
  48 81 f8 04 00 00 00                            cmp $0x4,%rax
  0f 83 32 00 00 00                               jae <f8+0x57>
  49 8b 4d 50                                     mov 0x50(%r13),%rcx
  4c 8b 14 c1                                     mov (%rcx,%rax,8),%r10
  4c 03 d1                                        add %rcx,%r10
  41 8b 4d 70                                     mov 0x70(%r13),%ecx
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 85 1e 00 00 00                               jne <f8+0x5c>
  be 07 00 00 00                                  mov $0x7,%esi
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
  0f 84 bd ff ff ff                               je <f8+0x3e>
  67 0f b9 40 06                                  ud1 0x6(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc                   int3

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  8b 45 f0                                        mov -0x10(%rbp),%eax
  49 8b 4d 68                                     mov 0x68(%r13),%rcx
  48 3b 41 08                                     cmp 0x8(%rcx),%rax
  0f 83 32 00 00 00                               jae <f9+0x58>
  49 8b 4d 60                                     mov 0x60(%r13),%rcx
  4c 8b 14 c1                                     mov (%rcx,%rax,8),%r10
  4c 03 d1                                        add %rcx,%r10
  41 8b 4d 70                                     mov 0x70(%r13),%ecx
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 85 1e 00 00 00                               jne <f9+0x5d>
  be 07 00 00 00                                  mov $0x7,%esi
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
  be 01 00 00 00                                  mov $0x1,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 50                                        call *0x50(%rax)
  8f c7                                           pop %rdi
  8f c6                                           pop %rsi
  4c 8d 50 30                                     lea 0x30(%rax),%r10
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 84 ba ff ff ff                               je <f9+0x3f>
  67 0f b9 40 06                                  ud1 0x6(%eax),%eax
