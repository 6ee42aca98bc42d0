target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
%v128 = type <2 x i64>
define hidden void @f0(ptr %vm) #0 !dbg !8 {
entry:
ret void
}

define hidden i32 @f1(ptr %vm, i32 %0) #0 !dbg !9 {
entry:
%memory0.at = getelementptr i8, ptr %vm, i64 32
%memory0 = load ptr, ptr %memory0.at, align 8, !invariant.load !0
call void @f0(ptr %vm), !dbg !DILocation(line: 37, scope: !9)
%32 = zext i32 %0 to i64
%48 = getelementptr i8, ptr %memory0, i64 %32
%64 = load volatile i32, ptr %48, align 1, !dbg !DILocation(line: 41, scope: !9)
%80 = icmp eq i32 %0, 0
br i1 %80, label %trap80.1, label %b80.1
b80.1:
%81 = udiv i32 %64, %0
ret i32 %81
trap80.1:
call void @llvm.ubsantrap(i8 7) nomerge, !dbg !DILocation(line: 46, scope: !9)
unreachable
}

attributes #0 = { nounwind noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #1 = { noinline null_pointer_is_valid "no-builtins" "disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm" }
attributes #2 = { nounwind }
!0 = !{}
!llvm.module.flags = !{!1}
!llvm.dbg.cu = !{!2}
!1 = !{i32 2, !"Debug Info Version", i32 3}
!2 = distinct !DICompileUnit(language: DW_LANG_C, file: !3, emissionKind: LineTablesOnly)
!3 = !DIFile(filename: "wasm", directory: "")
!4 = !DISubroutineType(types: !0)
!8 = distinct !DISubprogram(file: !3, type: !4, unit: !2, spFlags: DISPFlagDefinition)
!9 = distinct !DISubprogram(file: !3, type: !4, unit: !2, spFlags: DISPFlagDefinition)
