# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  40 31 f6                                        rex xor %esi,%esi
  44 3b 4d f0                                     cmp -0x10(%rbp),%r9d
  40 0f 9c c6                                     setl %sil
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ce                                        mov %rsi,%r9
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  4c 3b 4d f0                                     cmp -0x10(%rbp),%r9
  0f 83 05 00 00 00                               jae <f1+0x23>
  67 0f b9 40 01                                  ud1 0x1(%eax),%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  0f 28 e8                                        movaps %xmm0,%xmm5
  0f 28 f1                                        movaps %xmm1,%xmm6
  66 0f 2e f5                                     ucomisd %xmm5,%xmm6
  0f 87 0a 00 00 00                               ja <f2+0x1f>
  be 01 00 00 00                                  mov $0x1,%esi
  e9 05 00 00 00                                  jmp <f2+0x24>
  be 02 00 00 00                                  mov $0x2,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc                                              int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 30                                     sub $0x30,%rsp
  44 8b ce                                        mov %esi,%r9d
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  48 89 4d e8                                     mov %rcx,-0x18(%rbp)
  48 8b 7d e8                                     mov -0x18(%rbp),%rdi
  48 8b 75 f0                                     mov -0x10(%rbp),%rsi
  45 85 c9                                        test %r9d,%r9d
  48 0f 45 f7                                     cmovne %rdi,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  45 85 c9                                        test %r9d,%r9d
  0f 84 0a 00 00 00                               je <f4+0x1b>
  be 01 00 00 00                                  mov $0x1,%esi
  e9 05 00 00 00                                  jmp <f4+0x20>
  be 02 00 00 00                                  mov $0x2,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc                                  int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  4c 8b ce                                        mov %rsi,%r9
  40 31 f6                                        rex xor %esi,%esi
  4d 85 c9                                        test %r9,%r9
  40 0f 94 c6                                     sete %sil
  8b c6                                           mov %esi,%eax
  c3                                              ret
