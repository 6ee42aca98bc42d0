target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm, i64 %0) #0 {
entry:
%memory1.at = getelementptr i8, ptr %vm, i64 48
%memory1 = load ptr, ptr %memory1.at, align 8, !invariant.load !0
%memory1.object.at = getelementptr i8, ptr %vm, i64 56
%memory1.object = load ptr, ptr %memory1.object.at, align 8, !invariant.load !0
%memory1.length = getelementptr i8, ptr %memory1.object, i64 8
%16 = load i64, ptr %memory1.length, align 8
%17 = sub i64 %16, 12
%18 = icmp ult i64 %16, 12
%19 = icmp ult i64 %17, %0
%20 = or i1 %18, %19
br i1 %20, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr i8, ptr %memory1, i64 %0
%49 = getelementptr i8, ptr %48, i64 8
%64 = load volatile i32, ptr %49, align 1
ret i32 %64
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
}

define hidden void @f1(ptr %vm, i64 %0, double %1) #0 {
entry:
%memory1.at = getelementptr i8, ptr %vm, i64 48
%memory1 = load ptr, ptr %memory1.at, align 8, !invariant.load !0
%memory1.object.at = getelementptr i8, ptr %vm, i64 56
%memory1.object = load ptr, ptr %memory1.object.at, align 8, !invariant.load !0
%memory1.length = getelementptr i8, ptr %memory1.object, i64 8
%16 = load i64, ptr %memory1.length, align 8
%17 = sub i64 %16, 4294967304
%18 = icmp ult i64 %16, 4294967304
%19 = icmp ult i64 %17, %0
%20 = or i1 %18, %19
br i1 %20, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr i8, ptr %memory1, i64 %0
%49 = getelementptr i8, ptr %48, i64 4294967296
store volatile double %1, ptr %49, align 1
ret void
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
}

define hidden i32 @f2(ptr %vm, i64 %0) #0 {
entry:
%memory1.at = getelementptr i8, ptr %vm, i64 48
%memory1 = load ptr, ptr %memory1.at, align 8, !invariant.load !0
%memory1.object.at = getelementptr i8, ptr %vm, i64 56
%memory1.object = load ptr, ptr %memory1.object.at, align 8, !invariant.load !0
%memory1.length = getelementptr i8, ptr %memory1.object, i64 8
%16 = load i64, ptr %memory1.length, align 8
%17 = sub i64 %16, 18446744073709551615
%18 = icmp ult i64 %16, 18446744073709551615
%19 = icmp ult i64 %17, %0
%20 = or i1 %18, %19
br i1 %20, label %trap.MEMORY_OUT_OF_BOUNDS, label %b32.1
b32.1:
%48 = getelementptr i8, ptr %memory1, i64 %0
%49 = getelementptr i8, ptr %48, i64 18446744073709551615
%64 = load volatile i8, ptr %49, align 1
%65 = zext i8 %64 to i32
ret i32 %65
trap.MEMORY_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 2) nomerge
unreachable
}

define hidden i32 @f3(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i32, ptr %32, align 1
ret i32 %48
}

define hidden i64 @f4(ptr %vm) #0 {
entry:
%memory1.object.at = getelementptr i8, ptr %vm, i64 56
%memory1.object = load ptr, ptr %memory1.object.at, align 8, !invariant.load !0
%memory1.length = getelementptr i8, ptr %memory1.object, i64 8
%16 = load i64, ptr %memory1.length, align 8
%17 = lshr i64 %16, 16
ret i64 %17
}

define hidden void @f5(ptr %vm, i64 %0, i32 %1, i32 %2) #0 {
entry:
%16 = zext i32 %1 to i64
%17 = zext i32 %2 to i64
%18 = getelementptr i8, ptr %vm, i64 8
%19 = load ptr, ptr %18, align 8, !invariant.load !0
%20 = getelementptr i8, ptr %19, i64 8
%21 = load ptr, ptr %20, align 8, !invariant.load !0
call void %21(ptr %vm, i32 1, i32 0, i64 %0, i64 %16, i64 %17)
ret void
}

define hidden i32 @f6(ptr %vm, i64 %0) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 64
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %vm, i64 72
%64 = load ptr, ptr %48, align 8, !invariant.load !0
%80 = getelementptr i8, ptr %64, i64 8
%81 = load i64, ptr %80, align 8
%96 = icmp uge i64 %0, %81
br i1 %96, label %trap.UNDEFINED_ELEMENT, label %b112.1
b112.1:
%128 = getelementptr i8, ptr %vm, i64 80
%144 = load i32, ptr %128, align 4, !invariant.load !0
%161 = getelementptr ptr, ptr %32, i64 %0
%162 = load i64, ptr %161, align 8
%163 = getelementptr i8, ptr %32, i64 %162
%164 = getelementptr i8, ptr %163, i64 -32
%165 = load volatile i32, ptr %164, align 8
%166 = icmp eq i32 %165, %144
br i1 %166, label %b160.1, label %b160.2
b160.1:
%176 = phi ptr [ %163, %b112.1 ], [ %1073741856, %b160.2 ]
%192 = getelementptr i8, ptr %176, i64 -48
%193 = load ptr, ptr %192, align 8
%208 = getelementptr i8, ptr %176, i64 -40
%209 = load ptr, ptr %208, align 8
%224 = call i32 %193(ptr %209)
ret i32 %224
b160.2:
%1073741824 = getelementptr i8, ptr %vm, i64 8
%1073741825 = load ptr, ptr %1073741824, align 8, !invariant.load !0
%1073741826 = getelementptr i8, ptr %1073741825, i64 80
%1073741827 = load ptr, ptr %1073741826, align 8, !invariant.load !0
%1073741840 = call preserve_mostcc ptr %1073741827(ptr %vm, i32 0, i64 %0)
%1073741856 = getelementptr i8, ptr %1073741840, i64 48
%1073741857 = getelementptr i8, ptr %1073741840, i64 16
%1073741858 = load volatile i32, ptr %1073741857, align 8
%1073741859 = icmp eq i32 %1073741858, %144
br i1 %1073741859, label %b160.1, label %trap.INDIRECT_CALL_TYPE_MISMATCH
trap.UNDEFINED_ELEMENT:
call void @llvm.ubsantrap(i8 4) nomerge
unreachable
trap.INDIRECT_CALL_TYPE_MISMATCH:
call void @llvm.ubsantrap(i8 6) nomerge
unreachable
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
