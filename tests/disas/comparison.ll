target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = icmp slt i32 %0, %1
%17 = zext i1 %16 to i32
ret i32 %17
}

define hidden void @f1(ptr %vm, i64 %0, i64 %1) #0 {
entry:
%32 = icmp uge i64 %0, %1
br i1 %32, label %b16, label %b48
b48:
call void @llvm.ubsantrap(i8 1) nomerge
unreachable
b16:
ret void
}

define hidden i32 @f2(ptr %vm, double %0, double %1) #0 {
entry:
%16 = fcmp uge double %0, %1
br i1 %16, label %b48, label %b64
b48:
br label %b32
b64:
br label %b32
b32:
%80 = phi i32 [ 1, %b48 ], [ 2, %b64 ]
ret i32 %80
}

define hidden i64 @f3(ptr %vm, i32 %0, i64 %1, i64 %2) #0 {
entry:
%16 = icmp eq i32 %0, 0
%32 = select i1 %16, i64 %1, i64 %2
ret i64 %32
}

define hidden i32 @f4(ptr %vm, i32 %0) #0 {
entry:
%16 = icmp ne i32 %0, 0
br i1 %16, label %b48, label %b64
b48:
br label %b32
b64:
br label %b32
b32:
%80 = phi i32 [ 1, %b48 ], [ 2, %b64 ]
ret i32 %80
}

define hidden i32 @f5(ptr %vm, ptr %0) #0 {
entry:
%16 = icmp eq ptr %0, null
%17 = zext i1 %16 to i32
ret i32 %17
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
