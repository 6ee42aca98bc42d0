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

define hidden { i64, i64 } @f10(ptr %vm, i64 %0, i64 %1, i64 %2, i64 %3) #0 {
entry:
%16 = zext i64 %0 to i128
%17 = zext i64 %1 to i128
%18 = shl i128 %17, 64
%19 = or i128 %16, %18
%20 = zext i64 %2 to i128
%21 = zext i64 %3 to i128
%22 = shl i128 %21, 64
%23 = or i128 %20, %22
%24 = add i128 %19, %23
%25 = lshr i128 %24, 64
%26 = trunc i128 %24 to i64
%27 = trunc i128 %25 to i64
%32 = insertvalue { i64, i64 } poison, i64 %26, 0
%48 = insertvalue { i64, i64 } %32, i64 %27, 1
ret { i64, i64 } %48
}

define hidden { i64, i64 } @f11(ptr %vm, i64 %0, i64 %1) #0 {
entry:
%16 = zext i64 0 to i128
%17 = zext i64 0 to i128
%18 = shl i128 %17, 64
%19 = or i128 %16, %18
%20 = zext i64 %0 to i128
%21 = zext i64 %1 to i128
%22 = shl i128 %21, 64
%23 = or i128 %20, %22
%24 = sub i128 %19, %23
%25 = lshr i128 %24, 64
%26 = trunc i128 %24 to i64
%27 = trunc i128 %25 to i64
%32 = insertvalue { i64, i64 } poison, i64 %26, 0
%48 = insertvalue { i64, i64 } %32, i64 %27, 1
ret { i64, i64 } %48
}

define hidden { i64, i64 } @f12(ptr %vm, i64 %0, i64 %1) #0 {
entry:
%16 = sext i64 %0 to i128
%17 = sext i64 %1 to i128
%18 = mul i128 %16, %17
%19 = lshr i128 %18, 64
%20 = trunc i128 %18 to i64
%21 = trunc i128 %19 to i64
%32 = insertvalue { i64, i64 } poison, i64 %20, 0
%48 = insertvalue { i64, i64 } %32, i64 %21, 1
ret { i64, i64 } %48
}

define hidden i64 @f13(ptr %vm, i64 %0) #0 {
entry:
%16 = zext i64 %0 to i128
%17 = zext i64 %0 to i128
%18 = mul i128 %16, %17
%19 = lshr i128 %18, 64
%20 = trunc i128 %18 to i64
%21 = trunc i128 %19 to i64
ret i64 %21
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
