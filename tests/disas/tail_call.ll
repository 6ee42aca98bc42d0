target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden tailcc i32 @f1(ptr %vm, i32 %parameter0) #0 {
entry:
ret i32 %parameter0
}

define hidden i32 @entry1(ptr %vm, i32 %0) #0 {
entry:
%16 = call tailcc i32 @f1(ptr %vm, i32 %0)
ret i32 %16
}

define hidden tailcc i32 @f2(ptr %vm, i32 %parameter0) #1 {
entry:
%16 = musttail call tailcc i32 @f3(ptr %vm, i32 %parameter0, i64 1)
ret i32 %16
}

define hidden i32 @entry2(ptr %vm, i32 %0) #1 {
entry:
%16 = call tailcc i32 @f2(ptr %vm, i32 %0)
ret i32 %16
}

define hidden tailcc i32 @f3(ptr %vm, i32 %parameter0, i64 %parameter1) #1 {
entry:
%16 = trunc i64 %parameter1 to i32
%32 = getelementptr i8, ptr %vm, i64 56
%48 = load ptr, ptr %32, align 8, !invariant.load !0
%64 = icmp uge i32 %parameter0, 2
br i1 %64, label %trap.UNDEFINED_ELEMENT, label %b80.1
b80.1:
%96 = getelementptr i8, ptr %vm, i64 176
%112 = load i32, ptr %96, align 4, !invariant.load !0
%128 = zext i32 %parameter0 to i64
%145 = getelementptr ptr, ptr %48, i64 %128
%146 = load i64, ptr %145, align 8
%147 = getelementptr i8, ptr %48, i64 %146
%148 = getelementptr i8, ptr %147, i64 -32
%149 = load volatile i32, ptr %148, align 8
%150 = icmp eq i32 %149, %112
br i1 %150, label %b144.1, label %b144.2
b144.1:
%160 = phi ptr [ %147, %b80.1 ], [ %1073741856, %b144.2 ]
%176 = getelementptr i8, ptr %160, i64 -48
%177 = load ptr, ptr %176, align 8
%192 = getelementptr i8, ptr %160, i64 -40
%193 = load ptr, ptr %192, align 8
%208 = getelementptr i8, ptr %160, i64 -24
%209 = load ptr, ptr %208, align 8
%224 = icmp eq ptr %209, null
br i1 %224, label %b224.1, label %b224.2
b224.2:
%240 = musttail call tailcc i32 %209(ptr %193, i32 %16)
ret i32 %240
b224.1:
%256 = getelementptr i8, ptr %vm, i64 0
%272 = load ptr, ptr %256, align 8, !invariant.load !0
%288 = getelementptr i8, ptr %272, i64 0
%289 = load i64, ptr %288, align 8
%290 = call ptr @llvm.stackaddress.p0()
%291 = ptrtoint ptr %290 to i64
%292 = icmp ult i64 %291, %289
br i1 %292, label %trap.STACK_EXHAUSTED, label %b304.1
b304.1:
%320 = call i32 %177(ptr %193, i32 %16)
ret i32 %320
b144.2:
%1073741824 = getelementptr i8, ptr %vm, i64 8
%1073741825 = load ptr, ptr %1073741824, align 8, !invariant.load !0
%1073741826 = getelementptr i8, ptr %1073741825, i64 80
%1073741827 = load ptr, ptr %1073741826, align 8, !invariant.load !0
%1073741840 = call preserve_mostcc ptr %1073741827(ptr %vm, i32 0, i64 %128)
%1073741856 = getelementptr i8, ptr %1073741840, i64 48
%1073741857 = getelementptr i8, ptr %1073741840, i64 16
%1073741858 = load volatile i32, ptr %1073741857, align 8
%1073741859 = icmp eq i32 %1073741858, %112
br i1 %1073741859, label %b144.1, label %trap.INDIRECT_CALL_TYPE_MISMATCH
trap.UNDEFINED_ELEMENT:
call void @llvm.ubsantrap(i8 4) nomerge
unreachable
trap.INDIRECT_CALL_TYPE_MISMATCH:
call void @llvm.ubsantrap(i8 6) nomerge
unreachable
trap.STACK_EXHAUSTED:
call void @llvm.ubsantrap(i8 10) nomerge
unreachable
}

define hidden tailcc i32 @f4(ptr %vm, i32 %parameter0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 48
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %32, i64 0
%49 = load ptr, ptr %48, align 8
%64 = getelementptr i8, ptr %32, i64 8
%65 = load ptr, ptr %64, align 8
%80 = getelementptr i8, ptr %32, i64 24
%81 = load ptr, ptr %80, align 8
%96 = icmp eq ptr %81, null
br i1 %96, label %b96.1, label %b96.2
b96.2:
%112 = musttail call tailcc i32 %81(ptr %65, i32 %parameter0)
ret i32 %112
b96.1:
%128 = getelementptr i8, ptr %vm, i64 0
%144 = load ptr, ptr %128, align 8, !invariant.load !0
%160 = getelementptr i8, ptr %144, i64 0
%161 = load i64, ptr %160, align 8
%162 = call ptr @llvm.stackaddress.p0()
%163 = ptrtoint ptr %162 to i64
%164 = icmp ult i64 %163, %161
br i1 %164, label %trap.STACK_EXHAUSTED, label %b176.1
b176.1:
%192 = call i32 %49(ptr %65, i32 %parameter0)
ret i32 %192
trap.STACK_EXHAUSTED:
call void @llvm.ubsantrap(i8 10) nomerge
unreachable
}

define hidden tailcc i32 @f5(ptr %vm, i32 %parameter0, i32 %parameter1, i32 %parameter2, i32 %parameter3, i32 %parameter4) #1 {
entry:
%store.at = getelementptr i8, ptr %vm, i64 0
%store = load ptr, ptr %store.at, align 8
%parameter5.at = getelementptr i8, ptr %store, i64 136
%parameter5 = load i32, ptr %parameter5.at, align 8
%16 = musttail call tailcc i32 @f2(ptr %vm, i32 %parameter5)
ret i32 %16
}

define hidden i32 @f6(ptr %vm, i32 %0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 0
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %32, i64 136
store i32 %0, ptr %48, align 8
%64 = call tailcc i32 @f5(ptr %vm, i32 1, i32 2, i32 3, i32 4, i32 5)
ret i32 %64
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
