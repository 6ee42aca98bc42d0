# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  c3                                              ret
  cc cc                                           int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  41 54                                           push %r12
  53                                              push %rbx
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4c 8b 67 20                                     mov 0x20(%rdi),%r12
  8b de                                           mov %esi,%ebx
  49 8b fd                                        mov %r13,%rdi
  e8 d5 ff ff ff                                  call <f0>
  41 8b 74 1c 00                                  mov 0x0(%r12,%rbx,1),%esi
  40 85 db                                        rex test %ebx,%ebx
  0f 84 18 00 00 00                               je <f1+0x49>
  40 89 f0                                        rex mov %esi,%eax
  31 d2                                           xor %edx,%edx
  40 f7 f3                                        rex div %ebx
  48 89 c6                                        mov %rax,%rsi
  8b c6                                           mov %esi,%eax
  48 8d 65 e8                                     lea -0x18(%rbp),%rsp
  5b                                              pop %rbx
  41 5c                                           pop %r12
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 07                                  ud1 0x7(%eax),%eax
