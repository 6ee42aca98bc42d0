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
%18 = load atomic i64, ptr %memory0.length monotonic, align 8
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

define hidden i32 @f1(ptr %vm) #0 {
entry:
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = load atomic i64, ptr %memory0.length seq_cst, align 8
%17 = lshr i64 %16, 16
%18 = trunc i64 %17 to i32
ret i32 %18
}

define hidden i32 @f2(ptr %vm, i32 %0, i32 %1, i64 %2) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = zext i32 %0 to i64
%17 = add i64 %16, 4
%18 = load atomic i64, ptr %memory0.length monotonic, align 8
%19 = icmp ugt i64 %17, %18
br i1 %19, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 0
%64 = ptrtoint ptr %48 to i64
%65 = and i64 %64, 3
%66 = icmp ne i64 %65, 0
br i1 %66, label %trap.UNALIGNED_ATOMIC, label %b64.1
b64.1:
%67 = load volatile i32, ptr %48, align 4
%68 = zext i32 %1 to i64
%69 = getelementptr i8, ptr %vm, i64 8
%70 = load ptr, ptr %69, align 8, !invariant.load !0
%71 = getelementptr i8, ptr %70, i64 120
%72 = load ptr, ptr %71, align 8, !invariant.load !0
%73 = call i32 %72(ptr %vm, ptr %48, i64 %68, i64 %2, i32 4)
ret i32 %73
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
trap.UNALIGNED_ATOMIC:
call void @llvm.ubsantrap(i8 15) nomerge
unreachable
}

define hidden i32 @f3(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%memory0.object.at = getelementptr i8, ptr %vm, i64 40
%memory0.object = load ptr, ptr %memory0.object.at, align 8, !invariant.load !0
%memory0.length = getelementptr i8, ptr %memory0.object, i64 8
%16 = zext i32 %0 to i64
%17 = add i64 %16, 4
%18 = load atomic i64, ptr %memory0.length monotonic, align 8
%19 = icmp ugt i64 %17, %18
br i1 %19, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 0
%64 = ptrtoint ptr %48 to i64
%65 = and i64 %64, 3
%66 = icmp ne i64 %65, 0
br i1 %66, label %trap.UNALIGNED_ATOMIC, label %b64.1
b64.1:
%67 = load volatile i32, ptr %48, align 4
%68 = getelementptr i8, ptr %vm, i64 8
%69 = load ptr, ptr %68, align 8, !invariant.load !0
%70 = getelementptr i8, ptr %69, i64 128
%71 = load ptr, ptr %70, align 8, !invariant.load !0
%72 = call i32 %71(ptr %vm, ptr %48, i32 %1)
ret i32 %72
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
trap.UNALIGNED_ATOMIC:
call void @llvm.ubsantrap(i8 15) nomerge
unreachable
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
