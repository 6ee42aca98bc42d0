# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  41 8b b5 30 00 00 00                            mov 0x30(%r13),%esi
  41 8b bd 50 00 00 00                            mov 0x50(%r13),%edi
  01 fe                                           add %edi,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  0f 28 e8                                        movaps %xmm0,%xmm5
  f3 41 0f 10 95 40 00 00 00                      movss 0x40(%r13),%xmm2
  0f 28 ca                                        movaps %xmm2,%xmm1
  f3 0f 59 cd                                     mulss %xmm5,%xmm1
  0f 28 c1                                        movaps %xmm1,%xmm0
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b ce                                        mov %esi,%r9d
  45 89 8d 50 00 00 00                            mov %r9d,0x50(%r13)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc             int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  49 8b 85 20 00 00 00                            mov 0x20(%r13),%rax
  48 8b 30                                        mov (%rax),%rsi
  48 83 c6 01                                     add $0x1,%rsi
  49 8b 85 20 00 00 00                            mov 0x20(%r13),%rax
  48 89 30                                        mov %rsi,(%rax)
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
