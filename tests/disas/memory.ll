target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 8
%48 = load volatile i32, ptr %32, align 1
ret i32 %48
}

define hidden i64 @f1(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 2
%48 = load volatile i16, ptr %32, align 1
%49 = sext i16 %48 to i64
ret i64 %49
}

define hidden void @f2(ptr %vm, i32 %0, i64 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = trunc i64 %1 to i32
store volatile i32 %48, ptr %32, align 1
ret void
}

define hidden double @f3(ptr %vm) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = getelementptr i8, ptr %memory0, i64 4294967304
%32 = load volatile double, ptr %16, align 1
ret double %32
}

define hidden void @f4(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 4
%48 = load volatile i32, ptr %32, align 1
%64 = add i32 %48, 1
store volatile i32 %64, ptr %32, align 1
ret void
}

define hidden i32 @f5(ptr %vm) #0 {
entry:
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = load i64, ptr %memory0.length, align 8
%17 = lshr i64 %16, 16
%18 = trunc i64 %17 to i32
ret i32 %18
}

define hidden i32 @f6(ptr %vm, i32 %0) #0 {
entry:
%16 = zext i32 %0 to i64
%17 = getelementptr i8, ptr %vm, i64 8
%18 = load ptr, ptr %17, align 8, !invariant.load !0
%19 = getelementptr i8, ptr %18, i64 0
%20 = load ptr, ptr %19, align 8, !invariant.load !0
%21 = call i64 %20(ptr %vm, i32 0, i64 %16)
%22 = trunc i64 %21 to i32
ret i32 %22
}

define hidden void @f7(ptr %vm, i32 %0, i32 %1, i32 %2) #0 {
entry:
%16 = zext i32 %0 to i64
%17 = zext i32 %1 to i64
%18 = zext i32 %2 to i64
%19 = getelementptr i8, ptr %vm, i64 8
%20 = load ptr, ptr %19, align 8, !invariant.load !0
%21 = getelementptr i8, ptr %20, i64 8
%22 = load ptr, ptr %21, align 8, !invariant.load !0
call void %22(ptr %vm, i32 0, i32 0, i64 %16, i64 %17, i64 %18)
ret void
}

define hidden void @f8(ptr %vm, i32 %0, i32 %1, i32 %2) #0 {
entry:
%16 = zext i32 %0 to i64
%17 = zext i32 %2 to i64
%18 = getelementptr i8, ptr %vm, i64 8
%19 = load ptr, ptr %18, align 8, !invariant.load !0
%20 = getelementptr i8, ptr %19, i64 16
%21 = load ptr, ptr %20, align 8, !invariant.load !0
call void %21(ptr %vm, i32 0, i64 %16, i32 %1, i64 %17)
ret void
}

define hidden void @f9(ptr %vm, i32 %0) #0 {
entry:
%16 = zext i32 %0 to i64
%17 = getelementptr i8, ptr %vm, i64 8
%18 = load ptr, ptr %17, align 8, !invariant.load !0
%19 = getelementptr i8, ptr %18, i64 24
%20 = load ptr, ptr %19, align 8, !invariant.load !0
call void %20(ptr %vm, i32 0, i32 0, i64 %16, i32 0, i32 2)
ret void
}

define hidden void @f10(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 8
%17 = load ptr, ptr %16, align 8, !invariant.load !0
%18 = getelementptr i8, ptr %17, i64 32
%19 = load ptr, ptr %18, align 8, !invariant.load !0
call void %19(ptr %vm, i32 0)
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
