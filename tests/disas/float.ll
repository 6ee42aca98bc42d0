target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
@constant0 = internal constant double 0x3FF0000000000000
@constant1 = internal constant double 0x4008000000000000
@constant2 = internal constant float 0.0
@constant3 = internal constant float 0xFFF4000020000000
define hidden double @f0(ptr %vm, double %0) #0 {
entry:
%16 = load volatile double, ptr @constant0
%32 = fmul double %0, %16
ret double %32
}

define hidden double @f1(ptr %vm, double %0) #0 {
entry:
%16 = load volatile double, ptr @constant1
%32 = fmul double %0, %16
ret double %32
}

define hidden float @f2(ptr %vm, float %0) #0 {
entry:
%zero.f32 = load volatile float, ptr @constant2
%16 = fsub float %0, %zero.f32
ret float %16
}

define hidden float @f3(ptr %vm, float %0, float %1) #0 {
entry:
%16 = fcmp olt float %0, %1
%17 = select i1 %16, float %0, float %1
%18 = fcmp olt float %1, %0
%19 = select i1 %18, float %1, float %0
%20 = bitcast float %17 to i32
%21 = bitcast float %19 to i32
%22 = or i32 %20, %21
%23 = bitcast i32 %22 to float
%24 = fcmp uno float %0, %1
%25 = fadd float %0, %1
%26 = select i1 %24, float %25, float %23
ret float %26
}

define hidden float @f4(ptr %vm, float %0) #0 {
entry:
%16 = fpext float %0 to double
%32 = call double @llvm.arithmetic.fence.f64(double %16)
%48 = fptrunc double %32 to float
ret float %48
}

define hidden double @f5(ptr %vm, double %0) #0 {
entry:
%16 = sitofp i32 1 to double
%17 = call double @llvm.arithmetic.fence.f64(double %16)
%32 = fmul double %0, %17
ret double %32
}

define hidden double @f6(ptr %vm, i64 %0) #0 {
entry:
%16 = bitcast i64 %0 to double
ret double %16
}

define hidden float @f7(ptr %vm) #0 {
entry:
%16 = load volatile float, ptr @constant3
ret float %16
}

define hidden double @f8(ptr %vm, double %0) #0 {
entry:
%16 = call double @llvm.roundeven.f64(double %0)
ret double %16
}

define hidden float @f9(ptr %vm, float %0, float %1) #0 {
entry:
%16 = call float @llvm.copysign.f32(float %0, float %1)
ret float %16
}

define hidden i32 @f10(ptr %vm, double %0) #0 {
entry:
%16 = fcmp uno double %0, %0
br i1 %16, label %trap.INVALID_CONVERSION, label %b16.1
b16.1:
%17 = fcmp ogt double %0, 0xBFF0000000000000
%18 = fcmp olt double %0, 0x41F0000000000000
%19 = and i1 %17, %18
%20 = xor i1 %19, true
br i1 %20, label %trap.INTEGER_OVERFLOW, label %b16.2
b16.2:
%21 = fptoui double %0 to i32
ret i32 %21
trap.INVALID_CONVERSION:
call void @llvm.ubsantrap(i8 9) nomerge
unreachable
trap.INTEGER_OVERFLOW:
call void @llvm.ubsantrap(i8 8) nomerge
unreachable
}

define hidden i64 @f11(ptr %vm, float %0) #0 {
entry:
%16 = call i64 @llvm.fptosi.sat.i64.f32(float %0)
ret i64 %16
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
