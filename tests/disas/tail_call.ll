target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden { i64, i64, %v128, %v128 } @f1(ptr %vm, i64 %in0, i64 %in1, i64 %in2, i64 %in3, i64 %in4, %v128 %in5, %v128 %in6, %v128 %in7, %v128 %in8, %v128 %in9, %v128 %in10, %v128 %in11, %v128 %in12) #0 {
entry:
%parameter0 = trunc i64 %in0 to i32
%passed16 = zext i32 %parameter0 to i64
%32 = insertvalue { i64, i64, %v128, %v128 } poison, i64 %passed16, 0
ret { i64, i64, %v128, %v128 } %32
}

define hidden i32 @entry1(ptr %vm, i32 %0) #0 {
entry:
%passed16 = zext i32 %0 to i64
%32 = call { i64, i64, %v128, %v128 } @f1(ptr %vm, i64 %passed16, i64 poison, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
%48 = extractvalue { i64, i64, %v128, %v128 } %32, 0
%result48 = trunc i64 %48 to i32
ret i32 %result48
}

define hidden { i64, i64, %v128, %v128 } @f2(ptr %vm, i64 %in0, i64 %in1, i64 %in2, i64 %in3, i64 %in4, %v128 %in5, %v128 %in6, %v128 %in7, %v128 %in8, %v128 %in9, %v128 %in10, %v128 %in11, %v128 %in12) #1 {
entry:
%parameter0 = trunc i64 %in0 to i32
%passed16 = zext i32 %parameter0 to i64
%48 = musttail call { i64, i64, %v128, %v128 } @f3(ptr %vm, i64 %passed16, i64 1, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
ret { i64, i64, %v128, %v128 } %48
}

define hidden i32 @entry2(ptr %vm, i32 %0) #1 {
entry:
%passed16 = zext i32 %0 to i64
%32 = call { i64, i64, %v128, %v128 } @f2(ptr %vm, i64 %passed16, i64 poison, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
%48 = extractvalue { i64, i64, %v128, %v128 } %32, 0
%result48 = trunc i64 %48 to i32
ret i32 %result48
}

define hidden { i64, i64, %v128, %v128 } @f3(ptr %vm, i64 %in0, i64 %in1, i64 %in2, i64 %in3, i64 %in4, %v128 %in5, %v128 %in6, %v128 %in7, %v128 %in8, %v128 %in9, %v128 %in10, %v128 %in11, %v128 %in12) #1 {
entry:
%parameter0 = trunc i64 %in0 to i32
%parameter1 = bitcast i64 %in1 to i64
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
%passed240 = zext i32 %16 to i64
%256 = musttail call { i64, i64, %v128, %v128 } %209(ptr %193, i64 %passed240, i64 poison, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
ret { i64, i64, %v128, %v128 } %256
b224.1:
%272 = getelementptr i8, ptr %vm, i64 0
%288 = load ptr, ptr %272, align 8, !invariant.load !0
%304 = getelementptr i8, ptr %288, i64 0
%305 = load i64, ptr %304, align 8
%306 = call ptr @llvm.stackaddress.p0()
%307 = ptrtoint ptr %306 to i64
%308 = icmp ult i64 %307, %305
br i1 %308, label %trap.STACK_EXHAUSTED, label %b320.1
b320.1:
%336 = call i32 %177(ptr %193, i32 %16)
%passed352 = zext i32 %336 to i64
%368 = insertvalue { i64, i64, %v128, %v128 } poison, i64 %passed352, 0
ret { i64, i64, %v128, %v128 } %368
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

define hidden { i64, i64, %v128, %v128 } @f4(ptr %vm, i64 %in0, i64 %in1, i64 %in2, i64 %in3, i64 %in4, %v128 %in5, %v128 %in6, %v128 %in7, %v128 %in8, %v128 %in9, %v128 %in10, %v128 %in11, %v128 %in12) #1 {
entry:
%parameter0 = trunc i64 %in0 to i32
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
%passed112 = zext i32 %parameter0 to i64
%128 = musttail call { i64, i64, %v128, %v128 } %81(ptr %65, i64 %passed112, i64 poison, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
ret { i64, i64, %v128, %v128 } %128
b96.1:
%144 = getelementptr i8, ptr %vm, i64 0
%160 = load ptr, ptr %144, align 8, !invariant.load !0
%176 = getelementptr i8, ptr %160, i64 0
%177 = load i64, ptr %176, align 8
%178 = call ptr @llvm.stackaddress.p0()
%179 = ptrtoint ptr %178 to i64
%180 = icmp ult i64 %179, %177
br i1 %180, label %trap.STACK_EXHAUSTED, label %b192.1
b192.1:
%208 = call i32 %49(ptr %65, i32 %parameter0)
%passed224 = zext i32 %208 to i64
%240 = insertvalue { i64, i64, %v128, %v128 } poison, i64 %passed224, 0
ret { i64, i64, %v128, %v128 } %240
trap.STACK_EXHAUSTED:
call void @llvm.ubsantrap(i8 10) nomerge
unreachable
}

define hidden { i64, i64, %v128, %v128 } @f5(ptr %vm, i64 %in0, i64 %in1, i64 %in2, i64 %in3, i64 %in4, %v128 %in5, %v128 %in6, %v128 %in7, %v128 %in8, %v128 %in9, %v128 %in10, %v128 %in11, %v128 %in12) #1 {
entry:
%store.at = getelementptr i8, ptr %vm, i64 0
%store = load ptr, ptr %store.at, align 8
%parameter5.at = getelementptr i8, ptr %store, i64 136
%parameter5 = load i32, ptr %parameter5.at, align 8
%parameter0 = trunc i64 %in0 to i32
%parameter1 = trunc i64 %in1 to i32
%parameter2 = trunc i64 %in2 to i32
%parameter3 = trunc i64 %in3 to i32
%parameter4 = trunc i64 %in4 to i32
%passed16 = zext i32 %parameter5 to i64
%32 = musttail call { i64, i64, %v128, %v128 } @f2(ptr %vm, i64 %passed16, i64 poison, i64 poison, i64 poison, i64 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
ret { i64, i64, %v128, %v128 } %32
}

define hidden i32 @f6(ptr %vm, i32 %0) #1 {
entry:
%16 = getelementptr i8, ptr %vm, i64 0
%32 = load ptr, ptr %16, align 8, !invariant.load !0
%48 = getelementptr i8, ptr %32, i64 136
store i32 %0, ptr %48, align 8
%passed64 = zext i32 1 to i64
%passed80 = zext i32 2 to i64
%passed96 = zext i32 3 to i64
%passed112 = zext i32 4 to i64
%passed128 = zext i32 5 to i64
%144 = call { i64, i64, %v128, %v128 } @f5(ptr %vm, i64 %passed64, i64 %passed80, i64 %passed96, i64 %passed112, i64 %passed128, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison, %v128 poison)
%160 = extractvalue { i64, i64, %v128, %v128 } %144, 0
%result160 = trunc i64 %160 to i32
ret i32 %result160
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
