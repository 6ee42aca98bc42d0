target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
@constant0 = internal constant double 0x4000000000000000
define hidden i32 @f2(ptr %vm, double %0, i64 %1) #0 {
entry:
ret i32 1
}

define hidden { i32, i64 } @f3(ptr %vm) #0 {
entry:
%16 = insertvalue { i32, i64 } poison, i32 1, 0
%32 = insertvalue { i32, i64 } %16, i64 2, 1
ret { i32, i64 } %32
}

define hidden i32 @f4(ptr %vm) #0 {
entry:
%16 = load volatile double, ptr @constant0
%32 = call i32 @f2(ptr %vm, double %16, i64 3)
ret i32 %32
}

define hidden i32 @f5(ptr %vm, i32 %0) #0 {
entry:
%16 = getelementptr i8, ptr %vm, i64 0
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %32, i64 0
%49 = load i64, ptr %48, align 8
%50 = call ptr @llvm.stackaddress.p0()
%51 = ptrtoint ptr %50 to i64
%52 = icmp ult i64 %51, %49
br i1 %52, label %trap.STACK_EXHAUSTED, label %b64.1
b64.1:
%80 = getelementptr i8, ptr %vm, i64 32
%96 = load ptr, ptr %80, align 8, !invariant.load !0
%112 = getelementptr i8, ptr %vm, i64 40
%128 = load ptr, ptr %112, align 8, !invariant.load !0
%144 = call i32 %96(ptr %128, i32 %0)
ret i32 %144
trap.STACK_EXHAUSTED:
call void @llvm.ubsantrap(i8 10) nomerge
unreachable
}

define hidden i32 @f6(ptr %vm, i32 %0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 0
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %32, i64 0
%49 = load i64, ptr %48, align 8
%50 = call ptr @llvm.stackaddress.p0()
%51 = ptrtoint ptr %50 to i64
%52 = icmp ult i64 %51, %49
br i1 %52, label %trap.STACK_EXHAUSTED, label %b64.1
b64.1:
%80 = getelementptr i8, ptr %vm, i64 56
%96 = load ptr, ptr %80, align 8, !invariant.load !0
%112 = getelementptr i8, ptr %vm, i64 64
%128 = load ptr, ptr %112, align 8, !invariant.load !0
%144 = call i32 %96(ptr %128, i32 %0)
ret i32 %144
trap.STACK_EXHAUSTED:
call void @llvm.ubsantrap(i8 10) nomerge
unreachable
}

define hidden i64 @f7(ptr %vm) #0 {
entry:
%16 = call { i32, i64 } @f3(ptr %vm)
%32 = extractvalue { i32, i64 } %16, 0
%48 = extractvalue { i32, i64 } %16, 1
ret i64 0
}

define hidden i32 @f8(ptr %vm, i32 %0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 80
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = icmp uge i32 %0, 4
br i1 %48, label %trap.UNDEFINED_ELEMENT, label %b64.1
b64.1:
%80 = getelementptr i8, ptr %vm, i64 112
%96 = load i32, ptr %80, align 4, !invariant.load !0
%112 = zext i32 %0 to i64
%129 = getelementptr ptr, ptr %32, i64 %112
%130 = load i64, ptr %129, align 8
%131 = getelementptr i8, ptr %32, i64 %130
%132 = getelementptr i8, ptr %131, i64 -32
%133 = load volatile i32, ptr %132, align 8
%134 = icmp eq i32 %133, %96
br i1 %134, label %b128.1, label %b128.2
b128.1:
%144 = phi ptr [ %131, %b64.1 ], [ %1073741856, %b128.2 ]
%160 = getelementptr i8, ptr %144, i64 -48
%161 = load ptr, ptr %160, align 8
%176 = getelementptr i8, ptr %144, i64 -40
%177 = load ptr, ptr %176, align 8
%192 = call i32 %161(ptr %177, i32 7)
ret i32 %192
b128.2:
%1073741824 = getelementptr i8, ptr %vm, i64 8
%1073741825 = load ptr, ptr %1073741824, align 8, !invariant.load !0
%1073741826 = getelementptr i8, ptr %1073741825, i64 80
%1073741827 = load ptr, ptr %1073741826, align 8, !invariant.load !0
%1073741840 = call preserve_mostcc ptr %1073741827(ptr %vm, i32 0, i64 %112)
%1073741856 = getelementptr i8, ptr %1073741840, i64 48
%1073741857 = getelementptr i8, ptr %1073741840, i64 16
%1073741858 = load volatile i32, ptr %1073741857, align 8
%1073741859 = icmp eq i32 %1073741858, %96
br i1 %1073741859, label %b128.1, label %trap.INDIRECT_CALL_TYPE_MISMATCH
trap.UNDEFINED_ELEMENT:
call void @llvm.ubsantrap(i8 4) nomerge
unreachable
trap.INDIRECT_CALL_TYPE_MISMATCH:
call void @llvm.ubsantrap(i8 6) nomerge
unreachable
}

define hidden i32 @f9(ptr %vm, i32 %0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 96
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %vm, i64 104
%64 = load ptr, ptr %48, align 8, !invariant.load !0
%80 = getelementptr i8, ptr %64, i64 8
%81 = load i64, ptr %80, align 8
%82 = trunc i64 %81 to i32
%96 = icmp uge i32 %0, %82
br i1 %96, label %trap.UNDEFINED_ELEMENT, label %b112.1
b112.1:
%128 = getelementptr i8, ptr %vm, i64 112
%144 = load i32, ptr %128, align 4, !invariant.load !0
%160 = zext i32 %0 to i64
%177 = getelementptr ptr, ptr %32, i64 %160
%178 = load i64, ptr %177, align 8
%179 = getelementptr i8, ptr %32, i64 %178
%180 = getelementptr i8, ptr %179, i64 -32
%181 = load volatile i32, ptr %180, align 8
%182 = icmp eq i32 %181, %144
br i1 %182, label %b176.1, label %b176.2
b176.1:
%192 = phi ptr [ %179, %b112.1 ], [ %1073741856, %b176.2 ]
%208 = getelementptr i8, ptr %192, i64 -48
%209 = load ptr, ptr %208, align 8
%224 = getelementptr i8, ptr %192, i64 -40
%225 = load ptr, ptr %224, align 8
%240 = call i32 %209(ptr %225, i32 7)
ret i32 %240
b176.2:
%1073741824 = getelementptr i8, ptr %vm, i64 8
%1073741825 = load ptr, ptr %1073741824, align 8, !invariant.load !0
%1073741826 = getelementptr i8, ptr %1073741825, i64 80
%1073741827 = load ptr, ptr %1073741826, align 8, !invariant.load !0
%1073741840 = call preserve_mostcc ptr %1073741827(ptr %vm, i32 1, i64 %160)
%1073741856 = getelementptr i8, ptr %1073741840, i64 48
%1073741857 = getelementptr i8, ptr %1073741840, i64 16
%1073741858 = load volatile i32, ptr %1073741857, align 8
%1073741859 = icmp eq i32 %1073741858, %144
br i1 %1073741859, label %b176.1, label %trap.INDIRECT_CALL_TYPE_MISMATCH
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
