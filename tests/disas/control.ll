target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0) #0 {
entry:
br label %b16
b16:
%32 = phi i32 [ 0, %entry ], [ %96, %b16 ]
%48 = phi i32 [ 0, %entry ], [ %80, %b16 ]
%64 = mul i32 %32, %32
%80 = add i32 %48, %64
%96 = add i32 %32, 1
%112 = icmp ult i32 %96, %0
br i1 %112, label %b16, label %b128
b128:
ret i32 %80
}

define hidden i32 @f1(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = icmp ne i32 %0, 0
br i1 %16, label %b48, label %b32
b48:
br label %b32
b32:
%64 = phi i32 [ %1, %entry ], [ 7, %b48 ]
ret i32 %64
}

define hidden i32 @f2(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = icmp ne i32 %0, 0
br i1 %16, label %b48, label %b32
b48:
br label %b32
b32:
ret i32 %0
}

define hidden i32 @f3(ptr %vm, i32 %0) #0 {
entry:
%32 = add i32 %0, 1
ret i32 %32
}

define hidden i32 @f4(ptr %vm, i32 %0) #0 {
entry:
br label %b16
b16:
ret i32 %0
}

define hidden i32 @f5(ptr %vm, i32 %0) #0 {
entry:
switch i32 %0, label %b16 [ i32 0, label %b64 i32 1, label %b32 i32 2, label %b64 ]
b64:
br label %b48
b48:
ret i32 1
b32:
ret i32 2
b16:
ret i32 3
}

define hidden { i32, i32 } @f6(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = icmp ne i32 %0, 0
br i1 %16, label %b48, label %b64
b48:
%80 = add i32 %0, 1
br label %b32
b64:
br label %b32
b32:
%96 = phi i32 [ %80, %b48 ], [ 5, %b64 ]
%112 = insertvalue { i32, i32 } poison, i32 %1, 0
%128 = insertvalue { i32, i32 } %112, i32 %96, 1
ret { i32, i32 } %128
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
