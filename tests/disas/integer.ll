target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = add i32 %0, %1
ret i32 %16
}

define hidden i32 @f1(ptr %vm, i32 %0) #0 {
entry:
%16 = shl i32 %0, 3
ret i32 %16
}

define hidden i64 @f2(ptr %vm, i64 %0, i64 %1) #0 {
entry:
%16 = and i64 %1, 63
%17 = lshr i64 %0, %16
ret i64 %17
}

define hidden i32 @f3(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = icmp eq i32 %1, 0
br i1 %16, label %trap.INTEGER_DIVIDE_BY_ZERO, label %b16.1
b16.1:
%17 = icmp eq i32 %0, -2147483648
%18 = icmp eq i32 %1, -1
%19 = and i1 %17, %18
br i1 %19, label %trap.INTEGER_OVERFLOW, label %b16.2
b16.2:
%20 = sdiv i32 %0, %1
ret i32 %20
trap.INTEGER_DIVIDE_BY_ZERO:
call void @llvm.ubsantrap(i8 7) nomerge
unreachable
trap.INTEGER_OVERFLOW:
call void @llvm.ubsantrap(i8 8) nomerge
unreachable
}

define hidden i32 @f4(ptr %vm, i32 %0) #0 {
entry:
%16 = sdiv i32 %0, 10
ret i32 %16
}

define hidden i32 @f5(ptr %vm, i32 %0) #0 {
entry:
%16 = icmp eq i32 -1, 0
br i1 %16, label %trap.INTEGER_DIVIDE_BY_ZERO, label %b16.1
b16.1:
%17 = icmp eq i32 %0, -2147483648
%18 = icmp eq i32 -1, -1
%19 = and i1 %17, %18
br i1 %19, label %trap.INTEGER_OVERFLOW, label %b16.2
b16.2:
%20 = sdiv i32 %0, -1
ret i32 %20
trap.INTEGER_DIVIDE_BY_ZERO:
call void @llvm.ubsantrap(i8 7) nomerge
unreachable
trap.INTEGER_OVERFLOW:
call void @llvm.ubsantrap(i8 8) nomerge
unreachable
}

define hidden i64 @f6(ptr %vm, i64 %0, i64 %1) #0 {
entry:
%16 = icmp eq i64 %1, 0
br i1 %16, label %trap.INTEGER_DIVIDE_BY_ZERO, label %b16.1
b16.1:
%17 = icmp eq i64 %1, -1
%18 = select i1 %17, i64 1, i64 %1
%19 = srem i64 %0, %18
ret i64 %19
trap.INTEGER_DIVIDE_BY_ZERO:
call void @llvm.ubsantrap(i8 7) nomerge
unreachable
}

define hidden i32 @f7(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%16 = call i32 @llvm.fshl.i32(i32 %0, i32 %0, i32 %1)
ret i32 %16
}

define hidden i64 @f8(ptr %vm, i64 %0) #0 {
entry:
%16 = call i64 @llvm.ctlz.i64(i64 %0, i1 false)
ret i64 %16
}

define hidden i32 @f9(ptr %vm, i32 %0) #0 {
entry:
%16 = trunc i32 %0 to i8
%17 = sext i8 %16 to i32
ret i32 %17
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
