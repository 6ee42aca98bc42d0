target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
@constant0 = internal constant double 0x4000000000000000
@constant1 = internal constant double 0x4008000000000000
@constant2 = internal constant double 0x3FF0000000000000
define hidden void @f0(ptr %vm, i32 %0) #1 {
entry:
%16 = load volatile double, ptr @constant0
%32 = getelementptr i8, ptr %vm, i64 8
%33 = load ptr, ptr %32, align 8, !invariant.load !0
%34 = getelementptr i8, ptr %33, i64 96
%35 = load ptr, ptr %34, align 8, !invariant.load !0
%48 = call ptr %35(ptr %vm, i32 0)
%64 = getelementptr i8, ptr %48, i64 16
store i32 %0, ptr %64, align 8
%80 = getelementptr i8, ptr %48, i64 32
store double %16, ptr %80, align 8
%96 = getelementptr i8, ptr %vm, i64 8
%97 = load ptr, ptr %96, align 8, !invariant.load !0
%98 = getelementptr i8, ptr %97, i64 104
%99 = load ptr, ptr %98, align 8, !invariant.load !0
call void %99(ptr %vm, ptr %48)
unreachable
}

define hidden i32 @f1(ptr %vm, i32 %0) #0 {
entry:
ret i32 %0
}

define hidden { i32, double } @f2(ptr %vm, i32 %0) #1 "no-realign-stack" personality ptr @wasm_personality {
entry:
%48 = call i32 @f1(ptr %vm, i32 %0)
br label %b80
b80:
invoke void @f0(ptr %vm, i32 %0) to label %b96 unwind label %pad.b32
b96:
%112 = load volatile double, ptr @constant1
br label %b16
b16:
%128 = phi i32 [ %1073741905, %b1073741888.1 ], [ %48, %b96 ]
%144 = phi double [ %1073741921, %b1073741888.1 ], [ %112, %b96 ]
%160 = insertvalue { i32, double } poison, i32 %128, 0
%176 = insertvalue { i32, double } %160, double %144, 1
ret { i32, double } %176
pad.b32:
%1073741824 = landingpad { ptr, i32 } cleanup
%1073741825 = extractvalue { ptr, i32 } %1073741824, 0
%1073741840 = load ptr, ptr %1073741825, align 8
%1073741856 = getelementptr i8, ptr %vm, i64 32
%1073741872 = load ptr, ptr %1073741856, align 8, !invariant.load !0
%1073741888 = icmp eq ptr %1073741840, %1073741872
br i1 %1073741888, label %b1073741888.1, label %b1073741888.2
b1073741888.1:
%1073741904 = getelementptr i8, ptr %1073741825, i64 16
%1073741905 = load i32, ptr %1073741904, align 8
%1073741920 = getelementptr i8, ptr %1073741825, i64 32
%1073741921 = load double, ptr %1073741920, align 8
%1073741936 = getelementptr i8, ptr %vm, i64 8
%1073741937 = load ptr, ptr %1073741936, align 8, !invariant.load !0
%1073741938 = getelementptr i8, ptr %1073741937, i64 112
%1073741939 = load ptr, ptr %1073741938, align 8, !invariant.load !0
call void %1073741939(ptr %vm, ptr %1073741825)
br label %b16
b1073741888.2:
%1073741968 = getelementptr i8, ptr %vm, i64 8
%1073741969 = load ptr, ptr %1073741968, align 8, !invariant.load !0
%1073741970 = getelementptr i8, ptr %1073741969, i64 104
%1073741971 = load ptr, ptr %1073741970, align 8, !invariant.load !0
call void %1073741971(ptr %vm, ptr %1073741825)
unreachable
}

define hidden void @f3(ptr %vm, i32 %0) #1 "no-realign-stack" personality ptr @wasm_personality {
entry:
br label %b64
b64:
invoke void @f0(ptr %vm, i32 %0) to label %b80 unwind label %pad.b32
b80:
br label %b112
b112:
invoke void @f0(ptr %vm, i32 %0) to label %b128 unwind label %pad.b32
b128:
ret void
b16:
%144 = call i32 @f1(ptr %vm, i32 %1073741824)
%160 = getelementptr i8, ptr %vm, i64 8
%161 = load ptr, ptr %160, align 8, !invariant.load !0
%162 = getelementptr i8, ptr %161, i64 104
%163 = load ptr, ptr %162, align 8, !invariant.load !0
call void %163(ptr %vm, ptr %1073741841)
unreachable
pad.b32:
%1073741824 = phi i32 [ 1, %b64 ], [ 2, %b112 ]
%1073741840 = landingpad { ptr, i32 } cleanup
%1073741841 = extractvalue { ptr, i32 } %1073741840, 0
%1073741856 = getelementptr i8, ptr %1073741841, i64 8
store i32 2, ptr %1073741856, align 8
br label %b16
}

define hidden i32 @f4(ptr %vm, i32 %0) #1 "no-realign-stack" personality ptr @wasm_personality {
entry:
%80 = load volatile double, ptr @constant2
%96 = getelementptr i8, ptr %vm, i64 8
%97 = load ptr, ptr %96, align 8, !invariant.load !0
%98 = getelementptr i8, ptr %97, i64 96
%99 = load ptr, ptr %98, align 8, !invariant.load !0
%112 = call ptr %99(ptr %vm, i32 0)
%128 = getelementptr i8, ptr %112, i64 16
store i32 1, ptr %128, align 8
%144 = getelementptr i8, ptr %112, i64 32
store double %80, ptr %144, align 8
%160 = getelementptr i8, ptr %vm, i64 8
%161 = load ptr, ptr %160, align 8, !invariant.load !0
%162 = getelementptr i8, ptr %161, i64 104
%163 = load ptr, ptr %162, align 8, !invariant.load !0
br label %b176
b176:
invoke void %163(ptr %vm, ptr %112) to label %never unwind label %pad.b64
b48:
ret i32 1
b16:
ret i32 2
pad.b64:
%1073741824 = landingpad { ptr, i32 } cleanup
%1073741825 = extractvalue { ptr, i32 } %1073741824, 0
%1073741840 = load ptr, ptr %1073741825, align 8
%1073741856 = getelementptr i8, ptr %vm, i64 40
%1073741872 = load ptr, ptr %1073741856, align 8, !invariant.load !0
%1073741888 = icmp eq ptr %1073741840, %1073741872
br i1 %1073741888, label %b1073741888.1, label %b1073741888.2
b1073741888.1:
%1073741904 = getelementptr i8, ptr %vm, i64 8
%1073741905 = load ptr, ptr %1073741904, align 8, !invariant.load !0
%1073741906 = getelementptr i8, ptr %1073741905, i64 112
%1073741907 = load ptr, ptr %1073741906, align 8, !invariant.load !0
call void %1073741907(ptr %vm, ptr %1073741825)
br label %b48
b1073741888.2:
%1073741936 = getelementptr i8, ptr %vm, i64 8
%1073741937 = load ptr, ptr %1073741936, align 8, !invariant.load !0
%1073741938 = getelementptr i8, ptr %1073741937, i64 104
%1073741939 = load ptr, ptr %1073741938, align 8, !invariant.load !0
br label %b1073741952
b1073741952:
invoke void %1073741939(ptr %vm, ptr %1073741825) to label %never unwind label %pad.b32
pad.b32:
%1073741968 = landingpad { ptr, i32 } cleanup
%1073741969 = extractvalue { ptr, i32 } %1073741968, 0
%1073741984 = getelementptr i8, ptr %vm, i64 8
%1073741985 = load ptr, ptr %1073741984, align 8, !invariant.load !0
%1073741986 = getelementptr i8, ptr %1073741985, i64 112
%1073741987 = load ptr, ptr %1073741986, align 8, !invariant.load !0
call void %1073741987(ptr %vm, ptr %1073741969)
br label %b16
never:
unreachable
}

declare hidden i32 @wasm_personality(...)
attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
