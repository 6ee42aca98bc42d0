target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden i32 @f0(ptr %vm) #0 {
entry:
%fuel.store.at = getelementptr i8, ptr %vm, i64 0
%fuel.store = load ptr, ptr %fuel.store.at, align 8, !invariant.load !0
%fuel = getelementptr i8, ptr %fuel.store, i64 16056
%16 = load i64, ptr %fuel, align 8
%17 = icmp ult i64 %16, 1
%18 = sub i64 %16, 1
br i1 %17, label %trap.OUT_OF_FUEL, label %b32.1
b32.1:
store i64 %18, ptr %fuel, align 8
ret i32 1
trap.OUT_OF_FUEL:
call void @llvm.ubsantrap(i8 19) nomerge
unreachable
}

define hidden i32 @f1(ptr %vm, i32 %0) #0 {
entry:
%fuel.store.at = getelementptr i8, ptr %vm, i64 0
%fuel.store = load ptr, ptr %fuel.store.at, align 8, !invariant.load !0
%fuel = getelementptr i8, ptr %fuel.store, i64 16056
%16 = load i64, ptr %fuel, align 8
%17 = icmp ult i64 %16, 3
%18 = sub i64 %16, 3
br i1 %17, label %trap.OUT_OF_FUEL, label %b32.1
b32.1:
store i64 %18, ptr %fuel, align 8
%48 = add i32 %0, 1
ret i32 %48
trap.OUT_OF_FUEL:
call void @llvm.ubsantrap(i8 19) nomerge
unreachable
}

define hidden i32 @f2(ptr %vm, i32 %0) #0 {
entry:
%fuel.store.at = getelementptr i8, ptr %vm, i64 0
%fuel.store = load ptr, ptr %fuel.store.at, align 8, !invariant.load !0
%fuel = getelementptr i8, ptr %fuel.store, i64 16056
br label %b16
b16:
%32 = phi i32 [ %0, %entry ], [ %160, %b128.1 ]
%48 = phi i32 [ 0, %entry ], [ %144, %b128.1 ]
%64 = load i64, ptr %fuel, align 8
%65 = icmp ult i64 %64, 2
%66 = sub i64 %64, 2
br i1 %65, label %trap.OUT_OF_FUEL, label %b80.1
b80.1:
store i64 %66, ptr %fuel, align 8
%96 = call i32 @f0(ptr %vm)
%112 = load i64, ptr %fuel, align 8
%113 = icmp ult i64 %112, 7
%114 = sub i64 %112, 7
br i1 %113, label %trap.OUT_OF_FUEL, label %b128.1
b128.1:
store i64 %114, ptr %fuel, align 8
%144 = add i32 %48, %96
%160 = sub i32 %32, 1
%176 = icmp ne i32 %160, 0
br i1 %176, label %b16, label %b192
b192:
%208 = load i64, ptr %fuel, align 8
%209 = icmp ult i64 %208, 1
%210 = sub i64 %208, 1
br i1 %209, label %trap.OUT_OF_FUEL, label %b224.1
b224.1:
store i64 %210, ptr %fuel, align 8
ret i32 %144
trap.OUT_OF_FUEL:
call void @llvm.ubsantrap(i8 19) nomerge
unreachable
}

define hidden i32 @f3(ptr %vm, i32 %0) #0 {
entry:
%fuel.store.at = getelementptr i8, ptr %vm, i64 0
%fuel.store = load ptr, ptr %fuel.store.at, align 8, !invariant.load !0
%fuel = getelementptr i8, ptr %fuel.store, i64 16056
%16 = load i64, ptr %fuel, align 8
%17 = icmp ult i64 %16, 2
%18 = sub i64 %16, 2
br i1 %17, label %trap.OUT_OF_FUEL, label %b32.1
b32.1:
store i64 %18, ptr %fuel, align 8
%48 = icmp ne i32 %0, 0
br i1 %48, label %b80, label %b96
b80:
%112 = load i64, ptr %fuel, align 8
%113 = icmp ult i64 %112, 1
%114 = sub i64 %112, 1
br i1 %113, label %trap.OUT_OF_FUEL, label %b128.1
b128.1:
store i64 %114, ptr %fuel, align 8
br label %b64
b96:
%144 = load i64, ptr %fuel, align 8
%145 = icmp ult i64 %144, 1
%146 = sub i64 %144, 1
br i1 %145, label %trap.OUT_OF_FUEL, label %b160.1
b160.1:
store i64 %146, ptr %fuel, align 8
br label %b64
b64:
%176 = phi i32 [ 1, %b128.1 ], [ 2, %b160.1 ]
ret i32 %176
trap.OUT_OF_FUEL:
call void @llvm.ubsantrap(i8 19) nomerge
unreachable
}

define hidden void @f4(ptr %vm, i32 %0) #0 {
entry:
%fuel.store.at = getelementptr i8, ptr %vm, i64 0
%fuel.store = load ptr, ptr %fuel.store.at, align 8, !invariant.load !0
%fuel = getelementptr i8, ptr %fuel.store, i64 16056
%16 = load i64, ptr %fuel, align 8
%17 = icmp ult i64 %16, 4
%18 = sub i64 %16, 4
br i1 %17, label %trap.OUT_OF_FUEL, label %b32.1
b32.1:
store i64 %18, ptr %fuel, align 8
%48 = zext i32 %0 to i64
%49 = lshr i64 %48, 6
%64 = load i64, ptr %fuel, align 8
%65 = icmp ult i64 %64, %49
%66 = sub i64 %64, %49
br i1 %65, label %trap.OUT_OF_FUEL, label %b80.1
b80.1:
store i64 %66, ptr %fuel, align 8
%96 = zext i32 0 to i64
%97 = zext i32 %0 to i64
%98 = getelementptr i8, ptr %vm, i64 8
%99 = load ptr, ptr %98, align 8, !invariant.load !0
%100 = getelementptr i8, ptr %99, i64 16
%101 = load ptr, ptr %100, align 8, !invariant.load !0
call void %101(ptr %vm, i32 0, i64 %96, i32 1, i64 %97)
ret void
trap.OUT_OF_FUEL:
call void @llvm.ubsantrap(i8 19) nomerge
unreachable
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
