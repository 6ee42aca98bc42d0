"""The native subset: Python functions with machine types, compiled to LLVM IR text (docs/native-subset.md)."""

from wasihost.layout import (
    Array, Ptr, Scalar, Struct, bool_, f32, f64, i8, i16, i32, i64, noreturn, ptr, sizeof, u8, u16, u32, u64, u128, void,
)  # fmt: skip

from .builtins import (
    addr, asm, atomic_add, atomic_cas, atomic_load, atomic_store, bitcast, clz, ctz, frame_address, memcpy, memset, new,
    popcnt, return_address, sdiv, select, srem, stack_address, static_assert, syscall, tail, unreachable, volatile_load,
    volatile_store,
)  # fmt: skip
from .compiler import Module
from .source import CompileError
from .types import Extern, Fn, Global, Native, native

__all__ = [
    "Array", "CompileError", "Extern", "Fn", "Global", "Module", "Native", "Ptr", "Scalar", "Struct", "addr", "asm",
    "atomic_add", "atomic_cas", "atomic_load", "atomic_store", "bitcast", "bool_", "clz", "ctz", "f32", "f64",
    "frame_address", "i16", "i32", "i64", "i8", "memcpy", "memset", "native", "new", "noreturn", "popcnt", "ptr",
    "return_address", "sdiv", "select", "sizeof", "srem", "stack_address", "static_assert", "syscall", "tail", "u128",
    "u16", "u32", "u64", "u8", "unreachable", "void", "volatile_load", "volatile_store",
]  # fmt: skip
