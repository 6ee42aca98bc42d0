# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 57                                           push %r15
  41 56                                           push %r14
  53                                              push %rbx
  48 83 ec 38                                     sub $0x38,%rsp
  44 8b fe                                        mov %esi,%r15d
  45 33 c9                                        xor %r9d,%r9d
  33 db                                           xor %ebx,%ebx
  45 33 f6                                        xor %r14d,%r14d
  45 89 ce                                        mov %r9d,%r14d
  45 0f af f1                                     imul %r9d,%r14d
  44 01 f3                                        add %r14d,%ebx
  41 83 c1 01                                     add $0x1,%r9d
  45 39 f9                                        cmp %r15d,%r9d
  0f 82 e9 ff ff ff                               jb <f0+0x1d>
  8b c3                                           mov %ebx,%eax
  48 8d 65 e8                                     lea -0x18(%rbp),%rsp
  5b                                              pop %rbx
  41 5e                                           pop %r14
  41 5f                                           pop %r15
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc    int3

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  89 75 f8                                        mov %esi,-0x8(%rbp)
  44 8b ca                                        mov %edx,%r9d
  83 7d f8 00                                     cmpl $0x0,-0x8(%rbp)
  0f 84 06 00 00 00                               je <f1+0x23>
  41 b9 07 00 00 00                               mov $0x7,%r9d
  41 8b c1                                        mov %r9d,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 20                                     sub $0x20,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  45 85 c9                                        test %r9d,%r9d
  0f 84 07 00 00 00                               je <f2+0x23>
  c7 45 f0 07 00 00 00                            movl $0x7,-0x10(%rbp)
  41 8b c1                                        mov %r9d,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc                                     int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  41 8d 71 01                                     lea 0x1(%r9),%esi
  8b c6                                           mov %esi,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc                      int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  e9 00 00 00 00                                  jmp <f4+0xd>
  41 8b c1                                        mov %r9d,%eax
  e9 00 00 00 00                                  jmp <f4+0x15>
  c3                                              ret
  cc cc                                           int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 10                                     sub $0x10,%rsp
  44 8b ce                                        mov %esi,%r9d
  41 8b c1                                        mov %r9d,%eax
  b9 03 00 00 00                                  mov $0x3,%ecx
  3b c1                                           cmp %ecx,%eax
  0f 43 c1                                        cmovae %ecx,%eax
  48 8d 0d 09 00 00 00                            lea 0x9(%rip),%rcx # <f5+0x2d>
  48 63 04 81                                     movslq (%rcx,%rax,4),%rax
  48 01 c8                                        add %rcx,%rax
  ff e0                                           jmp *%rax
  1f                                              (bad)
  00 00                                           add %al,(%rax)
  00 29                                           add %ch,(%rcx)
  00 00                                           add %al,(%rax)
  00 1f                                           add %bl,(%rdi)
  00 00                                           add %al,(%rax)
  00 33                                           add %dh,(%rbx)
  00 00                                           add %al,(%rax)
  00 e9                                           add %ch,%cl
  0a 00                                           or (%rax),%al
  00 00                                           add %al,(%rax)
  e9 0f 00 00 00                                  jmp <f5+0x56>
  e9 14 00 00 00                                  jmp <f5+0x60>
  b8 01 00 00 00                                  mov $0x1,%eax
  e9 0f 00 00 00                                  jmp <f5+0x65>
  b8 02 00 00 00                                  mov $0x2,%eax
  e9 05 00 00 00                                  jmp <f5+0x65>
  b8 03 00 00 00                                  mov $0x3,%eax
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc                                  int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  48 83 ec 30                                     sub $0x30,%rsp
  44 8b ce                                        mov %esi,%r9d
  89 55 f0                                        mov %edx,-0x10(%rbp)
  8b 45 f0                                        mov -0x10(%rbp),%eax
  89 45 e8                                        mov %eax,-0x18(%rbp)
  44 89 4d e0                                     mov %r9d,-0x20(%rbp)
  45 85 c9                                        test %r9d,%r9d
  0f 84 0b 00 00 00                               je <f6+0x31>
  8b 7d e0                                        mov -0x20(%rbp),%edi
  83 c7 01                                        add $0x1,%edi
  e9 05 00 00 00                                  jmp <f6+0x36>
  bf 05 00 00 00                                  mov $0x5,%edi
  8b 45 e8                                        mov -0x18(%rbp),%eax
  8b d7                                           mov %edi,%edx
  48 8d 65 00                                     lea 0x0(%rbp),%rsp
  5d                                              pop %rbp
  c3                                              ret
