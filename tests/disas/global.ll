target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
@constant0 = internal constant float 0x3FF0000000000000
define hidden i32 @f0(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 80
%32 = load i32, ptr %16, align 8
%48 = add i32 42, %32
ret i32 %48
}

define hidden float @f1(ptr %vm, float %0) #0 {
entry:
%16 = load volatile float, ptr @constant0
%32 = fmul float %0, %16
ret float %32
}

define hidden void @f2(ptr %vm, i32 %0) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 80
store volatile i32 %0, ptr %16, align 8
ret void
}

define hidden void @f3(ptr %vm) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 32
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = load i64, ptr %32, align 8
%64 = add i64 %48, 1
store volatile i64 %64, ptr %32, align 8
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
