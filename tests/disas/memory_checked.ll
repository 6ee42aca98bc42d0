target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = zext i32 %0 to i64
%17 = add i64 %16, 12
%18 = load i64, ptr %memory0.length, align 8
%19 = icmp ugt i64 %17, %18
br i1 %19, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 8
%64 = load volatile i32, ptr %48, align 1
ret i32 %64
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
}

define hidden void @f1(ptr %vm, i32 %0, i64 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = zext i32 %0 to i64
%17 = add i64 %16, 4294967303
%18 = load i64, ptr %memory0.length, align 8
%19 = icmp ugt i64 %17, %18
br i1 %19, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 4294967295
store volatile i64 %1, ptr %48, align 1
ret void
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
