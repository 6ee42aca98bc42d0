# LLVM 22.1.0
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
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  8b 75 f0                                        mov -0x10(%rbp),%esi
  ba 01 00 00 00                                  mov $0x1,%edx
  49 8b fd                                        mov %r13,%rdi
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  e9 04 00 00 00                                  jmp <f3>
  cc cc cc cc                                     int3

f3:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 28                                     sub $0x28,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  48 89 55 e8                                     mov %rdx,-0x18(%rbp)
  8b 75 e8                                        mov -0x18(%rbp),%esi
  8b 45 f0                                        mov -0x10(%rbp),%eax
  48 81 f8 02 00 00 00                            cmp $0x2,%rax
  0f 83 60 00 00 00                               jae <f3+0x8c>
  49 8b 4d 38                                     mov 0x38(%r13),%rcx
  4c 8b 14 c1                                     mov (%rcx,%rax,8),%r10
  4c 03 d1                                        add %rcx,%r10
  41 8b 8d b0 00 00 00                            mov 0xb0(%r13),%ecx
  41 3b 4a e0                                     cmp -0x20(%r10),%ecx
  0f 85 49 00 00 00                               jne <f3+0x91>
  49 83 7a e8 00                                  cmpq $0x0,-0x18(%r10)
  0f 84 12 00 00 00                               je <f3+0x65>
  49 8b 7a d8                                     mov -0x28(%r10),%rdi
  4d 8b 52 e8                                     mov -0x18(%r10),%r10
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  41 ff e2                                        jmp *%r10
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 3b 60 00                                     cmp 0x0(%rax),%rsp
  0f 82 48 00 00 00                               jb <f3+0xbb>
  49 8b 7a d8                                     mov -0x28(%r10),%rdi
  41 ff 52 d0                                     call *-0x30(%r10)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  e9 00 00 00 00                                  jmp <f3+0x84>
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
  0f 84 92 ff ff ff                               je <f3+0x48>
  67 0f b9 40 06                                  ud1 0x6(%eax),%eax
  67 0f b9 40 0a                                  ud1 0xa(%eax),%eax

f4:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 18                                     sub $0x18,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  4d 8b 55 30                                     mov 0x30(%r13),%r10
  49 83 7a 18 00                                  cmpq $0x0,0x18(%r10)
  0f 84 15 00 00 00                               je <f4+0x39>
  8b 75 f0                                        mov -0x10(%rbp),%esi
  49 8b 7a 08                                     mov 0x8(%r10),%rdi
  4d 8b 52 18                                     mov 0x18(%r10),%r10
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  41 ff e2                                        jmp *%r10
  49 8b 45 00                                     mov 0x0(%r13),%rax
  48 3b 60 00                                     cmp 0x0(%rax),%rsp
  0f 82 1c 00 00 00                               jb <f4+0x63>
  8b 75 f0                                        mov -0x10(%rbp),%esi
  49 8b 7a 08                                     mov 0x8(%r10),%rdi
  41 ff 52 00                                     call *0x0(%r10)
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  e9 00 00 00 00                                  jmp <f4+0x5b>
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
  67 0f b9 40 0a                                  ud1 0xa(%eax),%eax
  cc cc cc cc cc cc cc cc                         int3

f5:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 38                                     sub $0x38,%rsp
  4c 8b ef                                        mov %rdi,%r13
  4d 8b 5d 00                                     mov 0x0(%r13),%r11
  41 8b 83 88 00 00 00                            mov 0x88(%r11),%eax
  89 45 c8                                        mov %eax,-0x38(%rbp)
  8b 75 c8                                        mov -0x38(%rbp),%esi
  49 8b fd                                        mov %r13,%rdi
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  e9 6e fe ff ff                                  jmp <f2>
  cc cc cc cc cc cc cc cc cc cc cc cc cc cc       int3

f6:
  0f 1f 44 00 00                                  nopl 0x0(%rax,%rax,1)
  55                                              push %rbp
  48 8b ec                                        mov %rsp,%rbp
  41 55                                           push %r13
  48 83 ec 68                                     sub $0x68,%rsp
  4c 8b ef                                        mov %rdi,%r13
  89 75 f0                                        mov %esi,-0x10(%rbp)
  4d 8b 5d 00                                     mov 0x0(%r13),%r11
  8b 45 f0                                        mov -0x10(%rbp),%eax
  41 89 83 88 00 00 00                            mov %eax,0x88(%r11)
  be 01 00 00 00                                  mov $0x1,%esi
  ba 02 00 00 00                                  mov $0x2,%edx
  b9 03 00 00 00                                  mov $0x3,%ecx
  41 b8 04 00 00 00                               mov $0x4,%r8d
  41 b9 05 00 00 00                               mov $0x5,%r9d
  49 8b fd                                        mov %r13,%rdi
  e8 7a ff ff ff                                  call <f5>
  8b f0                                           mov %eax,%esi
  8b c6                                           mov %esi,%eax
  48 8d 65 f8                                     lea -0x8(%rbp),%rsp
  41 5d                                           pop %r13
  5d                                              pop %rbp
  c3                                              ret
