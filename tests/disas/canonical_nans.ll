target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
@constant0 = internal constant double 0x0000000000000000
@constant1 = internal constant float 0x7FF4000000000000
@constant2 = internal constant float 0x3FF0000000000000
@constant3 = internal constant double 0x7FF0000000000001
define hidden double @f0(ptr %vm, double %0, double %1) #0 {
entry:
%16 = fadd double %0, %1
%17 = fcmp uno double %16, %16
%18 = select i1 %17, double 0x7FF8000000000000, double %16
ret double %18
}

define hidden %v128 @f1(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %16)
%19 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %17)
%20 = fadd <4 x float> %18, %19
%21 = bitcast <4 x float> %20 to %v128
%22 = bitcast %v128 %21 to <4 x float>
%23 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> splat (float 0x7FF8000000000000))
%24 = fcmp uno <4 x float> %22, %22
%25 = select <4 x i1> %24, <4 x float> %23, <4 x float> %22
%26 = bitcast <4 x float> %25 to %v128
ret %v128 %26
}

define hidden i32 @f2(ptr %vm, double %0, double %1) #0 {
entry:
%16 = fmul double %0, %1
%17 = fcmp uno double %16, %16
%18 = select i1 %17, double 0x7FF8000000000000, double %16
%32 = call double @llvm.sqrt.f64(double %16)
%33 = fcmp uno double %32, %32
%34 = select i1 %33, double 0x7FF8000000000000, double %32
%48 = fsub double %32, %0
%49 = fcmp uno double %48, %48
%50 = select i1 %49, double 0x7FF8000000000000, double %48
%64 = fcmp olt double %48, %1
%65 = zext i1 %64 to i32
ret i32 %65
}

define hidden float @f3(ptr %vm, float %0, float %1) #0 {
entry:
%16 = fcmp ogt float %0, %1
%17 = select i1 %16, float %0, float %1
%18 = fcmp ogt float %1, %0
%19 = select i1 %18, float %1, float %0
%20 = bitcast float %17 to i32
%21 = bitcast float %19 to i32
%22 = and i32 %20, %21
%23 = bitcast i32 %22 to float
%24 = fcmp uno float %0, %1
%25 = fadd float %0, %1
%26 = select i1 %24, float %25, float %23
%27 = fcmp uno float %26, %26
%28 = select i1 %27, float 0x7FF8000000000000, float %26
ret float %28
}

define hidden float @f4(ptr %vm, float %0) #0 {
entry:
%16 = call float @llvm.roundeven.f32(float %0)
%17 = fcmp uno float %16, %16
%18 = select i1 %17, float 0x7FF8000000000000, float %16
ret float %18
}

define hidden double @f5(ptr %vm, float %0) #0 {
entry:
%16 = fpext float %0 to double
%17 = fcmp uno double %16, %16
%18 = select i1 %17, double 0x7FF8000000000000, double %16
ret double %18
}

define hidden double @f6(ptr %vm) #0 {
entry:
%16 = load volatile double, ptr @constant0
%32 = fdiv double %16, %16
%33 = fcmp uno double %32, %32
%34 = select i1 %33, double 0x7FF8000000000000, double %32
ret double %34
}

define hidden float @f7(ptr %vm) #0 {
entry:
%16 = load volatile float, ptr @constant1
%32 = load volatile float, ptr @constant2
%48 = fmul float %16, %32
%49 = fcmp uno float %48, %48
%50 = select i1 %49, float 0x7FF8000000000000, float %48
ret float %50
}

define hidden double @f8(ptr %vm, double %0) #0 {
entry:
%16 = load volatile double, ptr @constant3
%32 = call double @llvm.copysign.f64(double %0, double %16)
%48 = fneg double %32
ret double %48
}

define hidden %v128 @f9(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x double>
%17 = bitcast %v128 %1 to <2 x double>
%18 = fcmp olt <2 x double> %17, %16
%19 = select <2 x i1> %18, <2 x double> %17, <2 x double> %16
%20 = bitcast <2 x double> %19 to %v128
ret %v128 %20
}

define hidden void @f10(ptr %vm, i32 %0, i32 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
br label %b16
b16:
%32 = phi i32 [ %0, %entry ], [ %128, %b16 ]
%48 = zext i32 %32 to i64
%64 = getelementptr i8, ptr %memory0, i64 %48
%80 = load volatile float, ptr %64, align 1
%96 = call float @llvm.sqrt.f32(float %80)
%97 = fcmp uno float %96, %96
%98 = select i1 %97, float 0x7FF8000000000000, float %96
store volatile float %98, ptr %64, align 1
%128 = add i32 %32, 4
%144 = icmp ne i32 %128, %1
br i1 %144, label %b16, label %b160
b160:
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
