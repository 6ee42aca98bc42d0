target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden void @f1(ptr %vm) #0 {
entry:
ret void
}

define hidden ptr @f2(ptr %vm, i32 %0) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 56
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = icmp uge i32 %0, 4
br i1 %48, label %trap.TABLE_OUT_OF_BOUNDS, label %b48.1
b48.1:
%49 = zext i32 %0 to i64
%50 = getelementptr ptr, ptr %32, i64 %49
%51 = load volatile ptr, ptr %50, align 8
%64 = zext i32 %0 to i64
%80 = getelementptr i8, ptr %vm, i64 8
%81 = load ptr, ptr %80, align 8, !invariant.load !0
%82 = getelementptr i8, ptr %81, i64 80
%83 = load ptr, ptr %82, align 8, !invariant.load !0
%96 = call preserve_mostcc ptr %83(ptr %vm, i32 0, i64 %64)
ret ptr %96
trap.TABLE_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 3) nomerge
unreachable
}

define hidden void @f3(ptr %vm, i32 %0, ptr %1) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 72
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %vm, i64 80
%64 = load ptr, ptr %48, align 8, !invariant.load !0
%80 = getelementptr i8, ptr %64, i64 8
%81 = load i64, ptr %80, align 8
%82 = trunc i64 %81 to i32
%96 = icmp uge i32 %0, %82
br i1 %96, label %trap.TABLE_OUT_OF_BOUNDS, label %b96.1
b96.1:
%97 = zext i32 %0 to i64
%98 = getelementptr ptr, ptr %32, i64 %97
store volatile ptr %1, ptr %98, align 8
ret void
trap.TABLE_OUT_OF_BOUNDS:
call void @llvm.ubsantrap(i8 3) nomerge
unreachable
}

define hidden i32 @f4(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 56
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = add i32 4, 0
%64 = getelementptr i8, ptr %vm, i64 72
%80 = load ptr, ptr %64, align 8, !invariant.load !0
%96 = getelementptr i8, ptr %vm, i64 80
%112 = load ptr, ptr %96, align 8, !invariant.load !0
%128 = getelementptr i8, ptr %112, i64 8
%129 = load i64, ptr %128, align 8
%130 = trunc i64 %129 to i32
%144 = add i32 %130, 0
%160 = add i32 %48, %144
ret i32 %160
}

define hidden i32 @f5(ptr %vm, ptr %0) #0 {
entry:
%16 = zext i32 2 to i64
%17 = getelementptr i8, ptr %vm, i64 8
%18 = load ptr, ptr %17, align 8, !invariant.load !0
%19 = getelementptr i8, ptr %18, i64 40
%20 = load ptr, ptr %19, align 8, !invariant.load !0
%21 = call i64 %20(ptr %vm, i32 1, ptr %0, i64 %16)
%22 = trunc i64 %21 to i32
ret i32 %22
}

define hidden void @f6(ptr %vm, ptr %0) #0 {
entry:
%16 = zext i32 0 to i64
%17 = zext i32 2 to i64
%18 = getelementptr i8, ptr %vm, i64 8
%19 = load ptr, ptr %18, align 8, !invariant.load !0
%20 = getelementptr i8, ptr %19, i64 56
%21 = load ptr, ptr %20, align 8, !invariant.load !0
call void %21(ptr %vm, i32 1, i64 %16, ptr %0, i64 %17)
ret void
}

define hidden void @f7(ptr %vm) #0 {
entry:
%16 = zext i32 0 to i64
%17 = zext i32 1 to i64
%18 = zext i32 2 to i64
%19 = getelementptr i8, ptr %vm, i64 8
%20 = load ptr, ptr %19, align 8, !invariant.load !0
%21 = getelementptr i8, ptr %20, i64 48
%22 = load ptr, ptr %21, align 8, !invariant.load !0
call void %22(ptr %vm, i32 0, i32 0, i64 %16, i64 %17, i64 %18)
ret void
}

define hidden ptr @f8(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 8
%17 = load ptr, ptr %16, align 8, !invariant.load !0
%18 = getelementptr i8, ptr %17, i64 88
%19 = load ptr, ptr %18, align 8, !invariant.load !0
%32 = call ptr %19(ptr %vm, i32 1)
ret ptr %32
}

define hidden ptr @f9(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 48
%32 = load ptr, ptr %16, align 8, !invariant.load !0
ret ptr %32
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
