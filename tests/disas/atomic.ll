target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 4
%48 = ptrtoint ptr %32 to i64
%49 = and i64 %48, 3
%50 = icmp ne i64 %49, 0
br i1 %50, label %trap.UNALIGNED_ATOMIC, label %b48.1
b48.1:
%51 = load atomic volatile i32, ptr %32 seq_cst, align 4
ret i32 %51
trap.UNALIGNED_ATOMIC:
call void @llvm.ubsantrap(i8 15) nomerge
unreachable
}

define hidden i64 @f1(ptr %vm, i32 %0, i64 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = trunc i64 %1 to i8
%49 = atomicrmw volatile add ptr %32, i8 %48 seq_cst
%50 = zext i8 %49 to i64
ret i64 %50
}

define hidden i32 @f2(ptr %vm, i32 %0, i32 %1, i32 %2) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = ptrtoint ptr %32 to i64
%49 = and i64 %48, 3
%50 = icmp ne i64 %49, 0
br i1 %50, label %trap.UNALIGNED_ATOMIC, label %b48.1
b48.1:
%51 = cmpxchg volatile ptr %32, i32 %1, i32 %2 seq_cst seq_cst
%52 = extractvalue { i32, i1 } %51, 0
ret i32 %52
trap.UNALIGNED_ATOMIC:
call void @llvm.ubsantrap(i8 15) nomerge
unreachable
}

define hidden void @f3(ptr %vm) #0 {
entry:
fence seq_cst
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
