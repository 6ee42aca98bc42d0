# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  40 8b 75 f0                                     rex mov -0x10(%rbp),%esi
  44 01 ce                                        add %r9d,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  44 89 ce                                        mov %r9d,%esi
  40 c1 e6 03                                     rex shl $0x3,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc                               int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ce                                        mov %rsi,%r9
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  0f b6 4d f0                                     movzbl -0x10(%rbp),%ecx
  4c 89 ce                                        mov %r9,%rsi
  48 d3 ee                                        shr %cl,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  8b 7d f0                                        mov -0x10(%rbp),%edi
  41 8b f1                                        mov %r9d,%esi
  40 85 ff                                        rex test %edi,%edi
  0f 84 26 00 00 00                               je <f3+0x48>
  40 8d 86 00 00 00 80                            rex lea -0x80000000(%rsi),%eax
  40 89 f9                                        rex mov %edi,%ecx
  f7 d1                                           not %ecx
  09 c1                                           or %eax,%ecx
  0f 84 17 00 00 00                               je <f3+0x4d>
  40 89 f0                                        rex mov %esi,%eax
  99                                              cltd
  40 f7 ff                                        rex idiv %edi
  48 89 c6                                        mov %rax,%rsi
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 07                                  ud1 0x7(%eax),%eax
  67 0f b9 40 08                                  ud1 0x8(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  b9 0a 00 00 00                                  mov $0xa,%ecx
  44 89 c8                                        mov %r9d,%eax
  99                                              cltd
  f7 f9                                           idiv %ecx
  48 89 c6                                        mov %rax,%rsi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  bf ff ff ff ff                                  mov $0xffffffff,%edi
  41 8b f1                                        mov %r9d,%esi
  40 85 ff                                        rex test %edi,%edi
  0f 84 26 00 00 00                               je <f5+0x47>
  40 8d 86 00 00 00 80                            rex lea -0x80000000(%rsi),%eax
  40 89 f9                                        rex mov %edi,%ecx
  f7 d1                                           not %ecx
  09 c1                                           or %eax,%ecx
  0f 84 17 00 00 00                               je <f5+0x4c>
  40 89 f0                                        rex mov %esi,%eax
  99                                              cltd
  40 f7 ff                                        rex idiv %edi
  48 89 c6                                        mov %rax,%rsi
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 07                                  ud1 0x7(%eax),%eax
  67 0f b9 40 08                                  ud1 0x8(%eax),%eax
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ce                                        mov %rsi,%r9
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  48 8b 7d f0                                     mov -0x10(%rbp),%rdi
  49 8b f1                                        mov %r9,%rsi
  48 85 ff                                        test %rdi,%rdi
  0f 84 21 00 00 00                               je <f6+0x45>
  48 83 ff ff                                     cmp $0xffffffffffffffff,%rdi
  b9 01 00 00 00                                  mov $0x1,%ecx
  48 0f 45 cf                                     cmovne %rdi,%rcx
  48 89 f0                                        mov %rsi,%rax
  48 99                                           cqto
  48 f7 f9                                        idiv %rcx
  48 89 d6                                        mov %rdx,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 07                                  ud1 0x7(%eax),%eax
  cc cc cc cc cc cc                               int3

f7:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  0f b6 4d f0                                     movzbl -0x10(%rbp),%ecx
  44 89 ce                                        mov %r9d,%esi
  40 d3 c6                                        rex rol %cl,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc                int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f8:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  4c 8b ce                                        mov %rsi,%r9
  40 be 7f 00 00 00                               rex mov $0x7f,%esi
  49 0f bd f1                                     bsr %r9,%rsi
  48 83 f6 3f                                     xor $0x3f,%rsi
  48 8b c6                                        mov %rsi,%rax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f9:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  41 0f be f1                                     movsbl %r9b,%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3

f10:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 40                                     sub $0x40,%rsp
  4c 8b de                                        mov %rsi,%r11
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  48 89 4d e8                                     mov %rcx,-0x18(%rbp)
  4c 89 45 e0                                     mov %r8,-0x20(%rbp)
  4d 8b cb                                        mov %r11,%r9
  49 8b c1                                        mov %r9,%rax
  48 8b f0                                        mov %rax,%rsi
  48 8b 7d f0                                     mov -0x10(%rbp),%rdi
  4c 8b 45 e8                                     mov -0x18(%rbp),%r8
  4c 89 4d f8                                     mov %r9,-0x8(%rbp)
  4c 8b 4d e0                                     mov -0x20(%rbp),%r9
  4c 01 c6                                        add %r8,%rsi
  4c 11 cf                                        adc %r9,%rdi
  4c 8b 4d f8                                     mov -0x8(%rbp),%r9
  48 8b c6                                        mov %rsi,%rax
  48 8b d7                                        mov %rdi,%rdx
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc                                  int3

f11:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 30                                     sub $0x30,%rsp
  4c 8b ce                                        mov %rsi,%r9
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  49 8b d1                                        mov %r9,%rdx
  33 f6                                           xor %esi,%esi
  33 ff                                           xor %edi,%edi
  4c 8b c2                                        mov %rdx,%r8
  4c 89 4d f8                                     mov %r9,-0x8(%rbp)
  4c 8b 4d f0                                     mov -0x10(%rbp),%r9
  4c 29 c6                                        sub %r8,%rsi
  4c 19 cf                                        sbb %r9,%rdi
  4c 8b 4d f8                                     mov -0x8(%rbp),%r9
  48 8b c6                                        mov %rsi,%rax
  48 8b d7                                        mov %rdi,%rdx
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f12:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  4c 8b ce                                        mov %rsi,%r9
  48 89 55 f0                                     mov %rdx,-0x10(%rbp)
  49 8b c1                                        mov %r9,%rax
  48 8b f0                                        mov %rax,%rsi
  48 8b 7d f0                                     mov -0x10(%rbp),%rdi
  48 89 f0                                        mov %rsi,%rax
  48 f7 ef                                        imul %rdi
  48 89 d7                                        mov %rdx,%rdi
  48 89 c6                                        mov %rax,%rsi
  48 8b c6                                        mov %rsi,%rax
  48 8b d7                                        mov %rdi,%rdx
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3

f13:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  53                                              push %rbx
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ce                                        mov %rsi,%r9
  33 db                                           xor %ebx,%ebx
  49 8b c1                                        mov %r9,%rax
  49 8b c9                                        mov %r9,%rcx
  48 8b f0                                        mov %rax,%rsi
  48 8b f9                                        mov %rcx,%rdi
  48 89 f0                                        mov %rsi,%rax
  48 f7 e7                                        mul %rdi
  48 89 d7                                        mov %rdx,%rdi
  48 89 c6                                        mov %rax,%rsi
  48 8b df                                        mov %rdi,%rbx
  48 8b c3                                        mov %rbx,%rax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  5b                                              pop %rbx
  5d                                              pop %rbp
  c3                                              ret
