target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden %v128 @f0(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 16
%48 = load volatile %v128, ptr %32, align 1
ret %v128 %48
}

define hidden void @f1(ptr %vm, i32 %0, %v128 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 16
store volatile %v128 %1, ptr %32, align 1
ret void
}

define hidden %v128 @f2(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i64, ptr %32, align 1
%49 = bitcast i64 %48 to <8 x i8>
%50 = zext <8 x i8> %49 to <8 x i16>
%51 = bitcast <8 x i16> %50 to %v128
ret %v128 %51
}

define hidden %v128 @f3(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i64, ptr %32, align 1
%49 = bitcast i64 %48 to <2 x i32>
%50 = sext <2 x i32> %49 to <2 x i64>
%51 = bitcast <2 x i64> %50 to %v128
ret %v128 %51
}

define hidden %v128 @f4(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i8, ptr %32, align 1
%49 = insertelement <16 x i8> poison, i8 %48, i64 0
%50 = shufflevector <16 x i8> %49, <16 x i8> poison, <16 x i32> zeroinitializer
%51 = bitcast <16 x i8> %50 to %v128
ret %v128 %51
}

define hidden %v128 @f5(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i64, ptr %32, align 1
%49 = insertelement <2 x i64> poison, i64 %48, i64 0
%50 = shufflevector <2 x i64> %49, <2 x i64> poison, <2 x i32> zeroinitializer
%51 = bitcast <2 x i64> %50 to %v128
ret %v128 %51
}

define hidden %v128 @f6(ptr %vm, i32 %0) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr i8, ptr %memory0, i64 %16
%48 = load volatile i32, ptr %32, align 1
%49 = insertelement <4 x i32> zeroinitializer, i32 %48, i64 0
%50 = bitcast <4 x i32> %49 to %v128
ret %v128 %50
}

define hidden %v128 @f7(ptr %vm, i32 %0, %v128 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 4
%48 = load volatile i16, ptr %32, align 1
%49 = bitcast %v128 %1 to <8 x i16>
%50 = insertelement <8 x i16> %49, i16 %48, i64 3
%51 = bitcast <8 x i16> %50 to %v128
ret %v128 %51
}

define hidden void @f8(ptr %vm, i32 %0, %v128 %1) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
%16 = zext i32 %0 to i64
%32 = getelementptr [1 x i8], ptr %memory0, i64 %16, i64 4
%48 = bitcast %v128 %1 to <16 x i8>
%49 = extractelement <16 x i8> %48, i64 15
store volatile i8 %49, ptr %32, align 1
ret void
}

define hidden void @f9(ptr %vm, i32 %0, i32 %1, i32 %2, %v128 %3) #0 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
br label %b16
b16:
%32 = phi i32 [ %0, %entry ], [ %224, %b16 ]
%48 = phi i32 [ %1, %entry ], [ %240, %b16 ]
%64 = phi i32 [ %2, %entry ], [ %256, %b16 ]
%80 = zext i32 %32 to i64
%96 = getelementptr i8, ptr %memory0, i64 %80
%112 = load volatile %v128, ptr %96, align 1
%128 = bitcast %v128 %3 to <4 x float>
%129 = bitcast %v128 %112 to <4 x float>
%130 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %128)
%131 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %129)
%132 = fmul <4 x float> %130, %131
%133 = bitcast <4 x float> %132 to %v128
%144 = zext i32 %48 to i64
%160 = getelementptr i8, ptr %memory0, i64 %144
%176 = load volatile %v128, ptr %160, align 1
%192 = bitcast %v128 %133 to <4 x float>
%193 = bitcast %v128 %176 to <4 x float>
%194 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %192)
%195 = call <4 x float> @llvm.arithmetic.fence.v4f32(<4 x float> %193)
%196 = fadd <4 x float> %194, %195
%197 = bitcast <4 x float> %196 to %v128
store volatile %v128 %197, ptr %160, align 1
%224 = add i32 %32, 16
%240 = add i32 %48, 16
%256 = sub i32 %64, 1
%272 = icmp ne i32 %256, 0
br i1 %272, label %b16, label %b288
b288:
ret void
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
