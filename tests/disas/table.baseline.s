# LLVM 22.1.0
f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  c3                                              ret
  cc cc                                           int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  8b 45 f0                                        mov -0x10(%rbp),%eax
  48 81 f8 04 00 00 00                            cmp $0x4,%rax
  0f 83 1d 00 00 00                               jae <f2+0x42>
  48 8b d0                                        mov %rax,%rdx
  33 f6                                           xor %esi,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 50                                        call *0x50(%rax)
  48 8b f0                                        mov %rax,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 03                                  ud1 0x3(%eax),%eax
  cc cc cc cc cc cc cc cc cc                      int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  48 89 55 e8                                     mov %rdx,-0x18(%rbp)
  48 8b 7d e8                                     mov -0x18(%rbp),%rdi
  8b 75 f0                                        mov -0x10(%rbp),%esi
  49 8b 8d 50 00 00 00                            mov 0x50(%r13),%rcx
  48 8b 01                                        mov (%rcx),%rax
  40 3b 71 08                                     rex cmp 0x8(%rcx),%esi
  0f 83 0f 00 00 00                               jae <f3+0x43>
  40 89 f1                                        rex mov %esi,%ecx
  48 89 3c c8                                     mov %rdi,(%rax,%rcx,8)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 03                                  ud1 0x3(%eax),%eax
  cc cc cc cc cc cc cc cc                         int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 85 40 00 00 00                            mov 0x40(%r13),%rax
  8b 70 08                                        mov 0x8(%rax),%esi
  49 8b 85 50 00 00 00                            mov 0x50(%r13),%rax
  8b 78 08                                        mov 0x8(%rax),%edi
  01 fe                                           add %edi,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  48 89 75 f0                                     mov %rsi,-0x10(%rbp)
  be 01 00 00 00                                  mov $0x1,%esi
  48 8b 55 f0                                     mov -0x10(%rbp),%rdx
  b9 02 00 00 00                                  mov $0x2,%ecx
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 28                                        call *0x28(%rax)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc                               int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  48 89 75 f0                                     mov %rsi,-0x10(%rbp)
  be 01 00 00 00                                  mov $0x1,%esi
  33 d2                                           xor %edx,%edx
  48 8b 4d f0                                     mov -0x10(%rbp),%rcx
  41 b8 02 00 00 00                               mov $0x2,%r8d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 38                                        call *0x38(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  33 f6                                           xor %esi,%esi
  33 d2                                           xor %edx,%edx
  33 c9                                           xor %ecx,%ecx
  41 b8 01 00 00 00                               mov $0x1,%r8d
  41 b9 02 00 00 00                               mov $0x2,%r9d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 30                                        call *0x30(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  be 01 00 00 00                                  mov $0x1,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 58                                        call *0x58(%rax)
  48 8b f0                                        mov %rax,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc                                              int3

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 45 30                                     mov 0x30(%r13),%rax
  48 8b f0                                        mov %rax,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
