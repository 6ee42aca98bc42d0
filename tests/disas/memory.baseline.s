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
  44 8b ce                                        mov %esi,%r9d
  43 8b 74 0c 08                                  mov 0x8(%r12,%r9,1),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 10                                     sub $0x10,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  4b 0f bf 74 0c 02                               movswq 0x2(%r12,%r9,1),%rsi
  48 8b c6                                        mov %rsi,%rax
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
  48 89 55 e0                                     mov %rdx,-0x20(%rbp)
  48 8b 7d e0                                     mov -0x20(%rbp),%rdi
  43 89 7c 0c 00                                  mov %edi,0x0(%r12,%r9,1)
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
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
  be f8 ff ff ff                                  mov $0xfffffff8,%esi
  f2 41 0f 10 4c 34 10                            movsd 0x10(%r12,%rsi,1),%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

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
  43 8b 7c 0c 04                                  mov 0x4(%r12,%r9,1),%edi
  83 c7 01                                        add $0x1,%edi
  43 89 7c 0c 04                                  mov %edi,0x4(%r12,%r9,1)
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3

f5:
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

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  33 f6                                           xor %esi,%esi
  8b 55 f0                                        mov -0x10(%rbp),%edx
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 00                                        call *0x0(%rax)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  89 55 e8                                        mov %edx,-0x18(%rbp)
  89 4d e0                                        mov %ecx,-0x20(%rbp)
  33 f6                                           xor %esi,%esi
  33 d2                                           xor %edx,%edx
  8b 4d f0                                        mov -0x10(%rbp),%ecx
  44 8b 45 e8                                     mov -0x18(%rbp),%r8d
  44 8b 4d e0                                     mov -0x20(%rbp),%r9d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 08                                        call *0x8(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  89 55 e8                                        mov %edx,-0x18(%rbp)
  89 4d e0                                        mov %ecx,-0x20(%rbp)
  33 f6                                           xor %esi,%esi
  8b 55 f0                                        mov -0x10(%rbp),%edx
  8b 4d e8                                        mov -0x18(%rbp),%ecx
  44 8b 45 e0                                     mov -0x20(%rbp),%r8d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 10                                        call *0x10(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  33 f6                                           xor %esi,%esi
  33 d2                                           xor %edx,%edx
  8b 4d f0                                        mov -0x10(%rbp),%ecx
  45 33 c0                                        xor %r8d,%r8d
  41 b9 02 00 00 00                               mov $0x2,%r9d
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 18                                        call *0x18(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 08                                     sub $0x8,%rsp
  4c 8b ef                                        mov %rdi,%r13
  33 f6                                           xor %esi,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 20                                        call *0x20(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
