target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden void @f0(ptr %vm, i32 %0, i32 %1, i32 %2, double %3) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
br label %b16
b16:
%32 = phi i32 [ 0, %entry ], [ %272, %b16 ]
%48 = add i32 %1, %32
%64 = add i32 %1, %32
%80 = zext i32 %64 to i64
%96 = getelementptr i8, ptr %memory0, i64 %80
%112 = load volatile double, ptr %96, align 1
%128 = add i32 %0, %32
%144 = zext i32 %128 to i64
%160 = getelementptr i8, ptr %memory0, i64 %144
%176 = load volatile double, ptr %160, align 1
%192 = fmul double %3, %176
%208 = fadd double %112, %192
%224 = zext i32 %48 to i64
%240 = getelementptr i8, ptr %memory0, i64 %224
store volatile double %208, ptr %240, align 1
%272 = add i32 %32, 8
%288 = icmp ne i32 %272, %2
br i1 %288, label %b16, label %b304
b304:
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
