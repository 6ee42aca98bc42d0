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
  41 8b f1                                        mov %r9d,%esi
  49 8d 04 34                                     lea (%r12,%rsi,1),%rax
  48 05 04 00 00 00                               add $0x4,%rax
  a8 03                                           test $0x3,%al
  0f 85 0f 00 00 00                               jne <f0+0x3f>
  40 8b 30                                        rex mov (%rax),%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 0f                                  ud1 0xf(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc             int3

f1:
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
  41 8b f1                                        mov %r9d,%esi
  49 8d 04 34                                     lea (%r12,%rsi,1),%rax
  48 05 00 00 00 00                               add $0x0,%rax
  40 89 f9                                        rex mov %edi,%ecx
  f0 0f c0 08                                     lock xadd %cl,(%rax)
  40 0f b6 f1                                     rex movzbl %cl,%esi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc                         int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  48 83 ec 30                                     sub $0x30,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  44 8b ce                                        mov %esi,%r9d
  89 55 e0                                        mov %edx,-0x20(%rbp)
  89 4d d8                                        mov %ecx,-0x28(%rbp)
  8b 7d e0                                        mov -0x20(%rbp),%edi
  44 8b 45 d8                                     mov -0x28(%rbp),%r8d
  41 8b f1                                        mov %r9d,%esi
  49 8d 0c 34                                     lea (%r12,%rsi,1),%rcx
  48 81 c1 00 00 00 00                            add $0x0,%rcx
  f6 c1 03                                        test $0x3,%cl
  0f 85 17 00 00 00                               jne <f2+0x56>
  40 89 f8                                        rex mov %edi,%eax
  f0 44 0f b1 01                                  lock cmpxchg %r8d,(%rcx)
  40 89 c6                                        rex mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f0                                     lea -0x10(%rbp),%rsp
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 0f                                  ud1 0xf(%eax),%eax
  cc cc cc cc cc                                  int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  f0 83 4c 24 c0 00                               lock orl $0x0,-0x40(%rsp)
  c3                                              ret
