# LLVM 22.1.0
f0:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  33 f6                                           xor %esi,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 60                                        call *0x60(%rax)
  48 8b f0                                        mov %rax,%rsi
  8b 45 f0                                        mov -0x10(%rbp),%eax
  89 46 10                                        mov %eax,0x10(%rsi)
  48 b8 00 00 00 00 00 00 00 40                   movabs $0x4000000000000000,%rax
  48 89 46 20                                     mov %rax,0x20(%rsi)
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 68                                        call *0x68(%rax)
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48                                              rex.W
  8b                                              .byte 0x8b

f1:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  44 8b ce                                        mov %esi,%r9d
  41 8b c1                                        mov %r9d,%eax
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc cc cc             int3

f2:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 56                                           push %r14
  41 55                                           push %r13
  53                                              push %rbx
  48 83 ec 48                                     sub $0x48,%rsp
  4c 8b ef                                        mov %rdi,%r13
  8b de                                           mov %esi,%ebx
  45 33 f6                                        xor %r14d,%r14d
  8b f3                                           mov %ebx,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 c4 ff ff ff                                  call <f1>
  44 8b f0                                        mov %eax,%r14d
  8b f3                                           mov %ebx,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 5f ff ff ff                                  call <f0>
  e9 5b 00 00 00                                  jmp <f2+0x91>
  48 89 45 d0                                     mov %rax,-0x30(%rbp)
  48 8b 45 d0                                     mov -0x30(%rbp),%rax
  48 8b 40 00                                     mov 0x0(%rax),%rax
  49 3b 45 20                                     cmp 0x20(%r13),%rax
  0f 85 37 00 00 00                               jne <f2+0x83>
  48 8b 75 d0                                     mov -0x30(%rbp),%rsi
  8b 46 10                                        mov 0x10(%rsi),%eax
  89 45 c8                                        mov %eax,-0x38(%rbp)
  f2 0f 10 46 20                                  movsd 0x20(%rsi),%xmm0
  f2 0f 11 45 c0                                  movsd %xmm0,-0x40(%rbp)
  48 8b 75 d0                                     mov -0x30(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 70                                        call *0x70(%rax)
  8b 45 c8                                        mov -0x38(%rbp),%eax
  89 45 d0                                        mov %eax,-0x30(%rbp)
  f2 0f 10 45 c0                                  movsd -0x40(%rbp),%xmm0
  f2 0f 11 45 c8                                  movsd %xmm0,-0x38(%rbp)
  e9 20 00 00 00                                  jmp <f2+0xa3>
  48 8b 75 d0                                     mov -0x30(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 68                                        call *0x68(%rax)
  44 89 75 d0                                     mov %r14d,-0x30(%rbp)
  48 b8 00 00 00 00 00 00 08 40                   movabs $0x4008000000000000,%rax
  48 89 45 c8                                     mov %rax,-0x38(%rbp)
  f2 0f 10 45 c8                                  movsd -0x38(%rbp),%xmm0
  8b 45 d0                                        mov -0x30(%rbp),%eax
  48 8d 65 e8                                     lea -0x18(%rbp),%rsp
  5b                                              pop %rbx
  41 5d                                           pop %r13
  41 5e                                           pop %r14
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc cc cc cc                   int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 56                                           push %r14
  41 55                                           push %r13
  53                                              push %rbx
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  44 8b f6                                        mov %esi,%r14d
  33 db                                           xor %ebx,%ebx
  bb 01 00 00 00                                  mov $0x1,%ebx
  41 8b f6                                        mov %r14d,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 a6 fe ff ff                                  call <f0>
  bb 02 00 00 00                                  mov $0x2,%ebx
  41 8b f6                                        mov %r14d,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 96 fe ff ff                                  call <f0>
  e9 1c 00 00 00                                  jmp <f3+0x5b>
  48 89 45 d0                                     mov %rax,-0x30(%rbp)
  48 8b 45 d0                                     mov -0x30(%rbp),%rax
  c7 40 08 02 00 00 00                            movl $0x2,0x8(%rax)
  48 89 45 c8                                     mov %rax,-0x38(%rbp)
  48 8b 75 c8                                     mov -0x38(%rbp),%rsi
  e9 05 00 00 00                                  jmp <f3+0x60>
  e9 1e 00 00 00                                  jmp <f3+0x7e>
  48 89 75 d0                                     mov %rsi,-0x30(%rbp)
  8b f3                                           mov %ebx,%esi
  49 8b fd                                        mov %r13,%rdi
  e8 ba fe ff ff                                  call <f1>
  8b f8                                           mov %eax,%edi
  48 8b 75 d0                                     mov -0x30(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 68                                        call *0x68(%rax)
  48 8d 65 e8                                     lea -0x18(%rbp),%rsp
  5b                                              pop %rbx
  41 5d                                           pop %r13
  41 5e                                           pop %r14
  5d                                              pop %rbp
  c3                                              ret
  cc cc cc cc cc cc cc                            int3

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  33 f6                                           xor %esi,%esi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 60                                        call *0x60(%rax)
  48 8b f0                                        mov %rax,%rsi
  c7 46 10 01 00 00 00                            movl $0x1,0x10(%rsi)
  48 b8 00 00 00 00 00 00 f0 3f                   movabs $0x3ff0000000000000,%rax
  48 89 46 20                                     mov %rax,0x20(%rsi)
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 68                                        call *0x68(%rax)
  48 89 45 e8                                     mov %rax,-0x18(%rbp)
  48 8b 45 e8                                     mov -0x18(%rbp),%rax
  48 8b 40 00                                     mov 0x0(%rax),%rax
  49 3b 45 28                                     cmp 0x28(%r13),%rax
  0f 85 17 00 00 00                               jne <f4+0x6d>
  48 8b 75 e8                                     mov -0x18(%rbp),%rsi
  48 8b 75 e8                                     mov -0x18(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 70                                        call *0x70(%rax)
  e9 0e 00 00 00                                  jmp <f4+0x7b>
  48 8b 75 e8                                     mov -0x18(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 68                                        call *0x68(%rax)
  b8 01 00 00 00                                  mov $0x1,%eax
  e9 1c 00 00 00                                  jmp <f4+0xa1>
  48 89 45 e8                                     mov %rax,-0x18(%rbp)
  48 8b 75 e8                                     mov -0x18(%rbp),%rsi
  49 8b fd                                        mov %r13,%rdi
  49 8b 45 08                                     mov 0x8(%r13),%rax
  ff 50 70                                        call *0x70(%rax)
  e9 00 00 00 00                                  jmp <f4+0x9c>
  b8 02 00 00 00                                  mov $0x2,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
