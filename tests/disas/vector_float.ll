target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden %v128 @f0(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %16)
%19 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %17)
%20 = fadd <4 x float> %18, %19
%21 = bitcast <4 x float> %20 to %v128
ret %v128 %21
}

define hidden %v128 @f1(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 <i64 4575657222473777152, i64 4575657222473777152> to <4 x float>
%18 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %16)
%19 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %17)
%20 = fmul <4 x float> %18, %19
%21 = bitcast <4 x float> %20 to %v128
ret %v128 %21
}

define hidden %v128 @f2(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x i64>
%17 = bitcast %v128 %0 to <2 x i64>
%18 = xor <2 x i64> %16, %17
%19 = bitcast <2 x i64> %18 to %v128
%32 = bitcast %v128 %0 to <2 x double>
%33 = bitcast %v128 %19 to <2 x double>
%34 = call <2 x double> @llvm.arithmetic.fence.v2f64(<2 x double> %32)
%35 = call <2 x double> @llvm.arithmetic.fence.v2f64(<2 x double> %33)
%36 = fsub <2 x double> %34, %35
%37 = bitcast <2 x double> %36 to %v128
ret %v128 %37
}

define hidden %v128 @f3(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %16)
%19 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %17)
%20 = fcmp olt <4 x float> %18, %19
%21 = select <4 x i1> %20, <4 x float> %18, <4 x float> %19
%22 = fcmp olt <4 x float> %19, %18
%23 = select <4 x i1> %22, <4 x float> %19, <4 x float> %18
%24 = bitcast <4 x float> %21 to <4 x i32>
%25 = bitcast <4 x float> %23 to <4 x i32>
%26 = or <4 x i32> %24, %25
%27 = bitcast <4 x i32> %26 to <4 x float>
%28 = fcmp uno <4 x float> %18, %19
%29 = fadd <4 x float> %18, %19
%30 = select <4 x i1> %28, <4 x float> %29, <4 x float> %27
%31 = bitcast <4 x float> %30 to %v128
ret %v128 %31
}

define hidden %v128 @f4(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x double>
%17 = bitcast %v128 %1 to <2 x double>
%18 = fcmp olt <2 x double> %16, %17
%19 = select <2 x i1> %18, <2 x double> %17, <2 x double> %16
%20 = bitcast <2 x double> %19 to %v128
ret %v128 %20
}

define hidden %v128 @f5(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x double>
%17 = call <2 x double> @llvm.roundeven.v2f64(<2 x double> %16)
%18 = bitcast <2 x double> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f6(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = fcmp olt <4 x float> %16, %17
%19 = sext <4 x i1> %18 to <4 x i32>
%20 = bitcast <4 x i32> %19 to %v128
ret %v128 %20
}

define hidden %v128 @f7(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = shufflevector <4 x float> %16, <4 x float> poison, <2 x i32> <i32 0, i32 1>
%18 = fpext <2 x float> %17 to <2 x double>
%19 = bitcast <2 x double> %18 to %v128
%32 = bitcast %v128 %19 to <2 x double>
%33 = call <2 x double> @llvm.arithmetic.fence.v2f64(<2 x double> %32)
%34 = fptrunc <2 x double> %33 to <2 x float>
%35 = shufflevector <2 x float> %34, <2 x float> zeroinitializer, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
%36 = bitcast <4 x float> %35 to %v128
ret %v128 %36
}

define hidden %v128 @f8(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x i32>
%17 = uitofp <4 x i32> %16 to <4 x float>
%18 = bitcast <4 x float> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f9(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = fcmp ord <4 x float> %16, %16
%18 = select <4 x i1> %17, <4 x float> %16, <4 x float> zeroinitializer
%19 = call <4 x i32> @llvm.x86.sse2.cvttps2dq(<4 x float> %18)
%20 = fcmp oge <4 x float> %18, splat (float 0x41E0000000000000)
%21 = sext <4 x i1> %20 to <4 x i32>
%22 = xor <4 x i32> %19, %21
%23 = bitcast <4 x i32> %22 to %v128
ret %v128 %23
}

define hidden %v128 @f10(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x double>
%17 = fcmp ogt <2 x double> %16, zeroinitializer
%18 = select <2 x i1> %17, <2 x double> %16, <2 x double> zeroinitializer
%19 = fcmp olt <2 x double> %18, splat (double 4294967295.0)
%20 = select <2 x i1> %19, <2 x double> %18, <2 x double> splat (double 4294967295.0)
%21 = call <2 x double> @llvm.trunc.v2f64(<2 x double> %20)
%22 = fadd <2 x double> %21, splat (double 4503599627370496.0)
%23 = bitcast <2 x double> %22 to <4 x i32>
%24 = shufflevector <4 x i32> %23, <4 x i32> zeroinitializer, <4 x i32> <i32 0, i32 2, i32 4, i32 5>
%25 = bitcast <4 x i32> %24 to %v128
ret %v128 %25
}

define hidden %v128 @f11(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = call <4 x i32> @llvm.x86.sse2.cvttps2dq(<4 x float> %16)
%18 = bitcast <4 x i32> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f12(ptr %vm, %v128 %0, %v128 %1, %v128 %2) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = bitcast %v128 %2 to <4 x float>
%19 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %16)
%20 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %17)
%21 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %18)
%22 = fmul <4 x float> %19, %20
%23 = fadd <4 x float> %21, %22
%24 = bitcast <4 x float> %23 to %v128
ret %v128 %24
}

define hidden %v128 @f13(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = bitcast %v128 %1 to <4 x float>
%18 = fcmp olt <4 x float> %16, %17
%19 = select <4 x i1> %18, <4 x float> %16, <4 x float> %17
%20 = bitcast <4 x float> %19 to %v128
ret %v128 %20
}

define hidden float @f14(ptr %vm, %v128 %0, float %1) #0 {
entry:
%16 = bitcast %v128 %0 to <4 x float>
%17 = extractelement <4 x float> %16, i64 2
%18 = call float @llvm.arithmetic.fence.f32(float %17)
%32 = fmul float %18, %1
ret float %32
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
