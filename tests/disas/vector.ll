target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden %v128 @f0(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = add <16 x i8> %16, %17
%19 = bitcast <16 x i8> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f1(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = bitcast %v128 %1 to <8 x i16>
%18 = call <8 x i16> @llvm.uadd.sat.v8i16(<8 x i16> %16, <8 x i16> %17)
%19 = bitcast <8 x i16> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f2(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x i64>
%17 = bitcast %v128 %1 to <2 x i64>
%18 = mul <2 x i64> %16, %17
%19 = bitcast <2 x i64> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f3(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = or <16 x i8> %16, %17
%19 = xor <16 x i8> %16, %17
%20 = lshr <16 x i8> %19, splat (i8 1)
%21 = sub <16 x i8> %18, %20
%22 = bitcast <16 x i8> %21 to %v128
ret %v128 %22
}

define hidden %v128 @f4(ptr %vm, %v128 %0, i32 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = and i32 %1, 7
%18 = trunc i32 %17 to i8
%19 = insertelement <16 x i8> poison, i8 %18, i64 0
%20 = shufflevector <16 x i8> %19, <16 x i8> poison, <16 x i32> zeroinitializer
%21 = lshr <16 x i8> %16, %20
%22 = bitcast <16 x i8> %21 to %v128
ret %v128 %22
}

define hidden %v128 @f5(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = and i32 3, 7
%18 = trunc i32 %17 to i8
%19 = insertelement <16 x i8> poison, i8 %18, i64 0
%20 = shufflevector <16 x i8> %19, <16 x i8> poison, <16 x i32> zeroinitializer
%21 = shl <16 x i8> %16, %20
%22 = bitcast <16 x i8> %21 to %v128
ret %v128 %22
}

define hidden %v128 @f6(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = bitcast %v128 %1 to <8 x i16>
%18 = icmp sgt <8 x i16> %16, %17
%19 = sext <8 x i1> %18 to <8 x i16>
%20 = bitcast <8 x i16> %19 to %v128
ret %v128 %20
}

define hidden %v128 @f7(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = bitcast %v128 %1 to <8 x i16>
%18 = call <4 x i32> @llvm.x86.sse2.pmadd.wd(<8 x i16> %16, <8 x i16> %17)
%19 = bitcast <4 x i32> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f8(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = bitcast %v128 %1 to <8 x i16>
%18 = call <16 x i8> @llvm.x86.sse2.packuswb.128(<8 x i16> %16, <8 x i16> %17)
%19 = bitcast <16 x i8> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f9(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = shufflevector <8 x i16> %16, <8 x i16> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
%18 = sext <4 x i16> %17 to <4 x i32>
%19 = bitcast <4 x i32> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f10(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = call <8 x i16> @llvm.x86.ssse3.pmadd.ub.sw.128(<16 x i8> splat (i8 1), <16 x i8> %16)
%18 = bitcast <8 x i16> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f11(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <8 x i16>
%17 = bitcast %v128 %1 to <8 x i16>
%18 = call <8 x i16> @llvm.x86.ssse3.pmul.hr.sw.128(<8 x i16> %16, <8 x i16> %17)
%19 = icmp eq <8 x i16> %18, splat (i16 -32768)
%20 = sext <8 x i1> %19 to <8 x i16>
%21 = xor <8 x i16> %18, %20
%22 = bitcast <8 x i16> %21 to %v128
ret %v128 %22
}

define hidden %v128 @f12(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = call <16 x i8> @llvm.ctpop.v16i8(<16 x i8> %16)
%18 = bitcast <16 x i8> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f13(ptr %vm, %v128 %0, %v128 %1, %v128 %2) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x i64>
%17 = bitcast %v128 %1 to <2 x i64>
%18 = bitcast %v128 %2 to <2 x i64>
%19 = xor <2 x i64> %16, %17
%20 = and <2 x i64> %19, %18
%21 = xor <2 x i64> %20, %17
%22 = bitcast <2 x i64> %21 to %v128
ret %v128 %22
}

define hidden i32 @f14(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x i64>
%17 = bitcast <2 x i64> %16 to i128
%18 = icmp ne i128 %17, 0
br i1 %18, label %b48, label %b64
b48:
br label %b32
b64:
br label %b32
b32:
%80 = phi i32 [ 3, %b48 ], [ 4, %b64 ]
ret i32 %80
}

define hidden i32 @f15(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = icmp eq <16 x i8> %16, zeroinitializer
%18 = bitcast <16 x i1> %17 to i16
%19 = icmp eq i16 %18, 0
br i1 %19, label %b48, label %b64
b48:
br label %b32
b64:
br label %b32
b32:
%80 = phi i32 [ 3, %b48 ], [ 4, %b64 ]
ret i32 %80
}

define hidden i32 @f16(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = icmp slt <16 x i8> %16, zeroinitializer
%18 = bitcast <16 x i1> %17 to i16
%19 = zext i16 %18 to i32
ret i32 %19
}

define hidden %v128 @f17(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = shufflevector <16 x i8> %16, <16 x i8> %17, <16 x i32> <i32 0, i32 16, i32 1, i32 17, i32 2, i32 18, i32 3, i32 19, i32 4, i32 20, i32 5, i32 21, i32 6, i32 22, i32 7, i32 23>
%19 = bitcast <16 x i8> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f18(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = call <16 x i8> @llvm.uadd.sat.v16i8(<16 x i8> %17, <16 x i8> splat (i8 112))
%19 = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %16, <16 x i8> %18)
%20 = bitcast <16 x i8> %19 to %v128
ret %v128 %20
}

define hidden %v128 @f19(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %16, <16 x i8> %17)
%19 = bitcast <16 x i8> %18 to %v128
ret %v128 %19
}

define hidden %v128 @f20(ptr %vm, %v128 %0, %v128 %1, %v128 %2) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = bitcast %v128 %1 to <16 x i8>
%18 = bitcast %v128 %2 to <4 x i32>
%19 = call <8 x i16> @llvm.x86.ssse3.pmadd.ub.sw.128(<16 x i8> %17, <16 x i8> %16)
%20 = call <4 x i32> @llvm.x86.sse2.pmadd.wd(<8 x i16> %19, <8 x i16> splat (i16 1))
%21 = add <4 x i32> %20, %18
%22 = bitcast <4 x i32> %21 to %v128
ret %v128 %22
}

define hidden %v128 @f21(ptr %vm, i32 %0) #0 {
entry:
%16 = trunc i32 %0 to i8
%17 = insertelement <16 x i8> poison, i8 %16, i64 0
%18 = shufflevector <16 x i8> %17, <16 x i8> poison, <16 x i32> zeroinitializer
%19 = bitcast <16 x i8> %18 to %v128
ret %v128 %19
}

define hidden i32 @f22(ptr %vm, %v128 %0) #0 {
entry:
%16 = bitcast %v128 %0 to <16 x i8>
%17 = extractelement <16 x i8> %16, i64 5
%18 = sext i8 %17 to i32
ret i32 %18
}

define hidden %v128 @f23(ptr %vm, %v128 %0, i64 %1) #0 {
entry:
%16 = bitcast %v128 %0 to <2 x i64>
%17 = insertelement <2 x i64> %16, i64 %1, i64 1
%18 = bitcast <2 x i64> %17 to %v128
ret %v128 %18
}

define hidden %v128 @f24(ptr %vm, %v128 %0, %v128 %1, i32 %2) #0 {
entry:
%16 = icmp ne i32 %2, 0
%32 = select i1 %16, %v128 %0, %v128 %1
ret %v128 %32
}

define hidden %v128 @f25(ptr %vm, %v128 %0) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 32
%32 = load %v128, ptr %16, align 8
store volatile %v128 %0, ptr %16, align 8
ret %v128 %32
}

define hidden { %v128, %v128 } @f26(ptr %vm, %v128 %0, %v128 %1) #0 {
entry:
%16 = insertvalue { %v128, %v128 } poison, %v128 %1, 0
%32 = insertvalue { %v128, %v128 } %16, %v128 %0, 1
ret { %v128, %v128 } %32
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
