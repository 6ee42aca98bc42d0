"""Fixed layouts: scalars, pointers, arrays, structs with named fields; values ↔ little-endian bytes."""

from __future__ import annotations

from struct import pack, unpack_from

TYPE_CHECKING = False  # the first code of the single file imports this before anything else
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, ClassVar, TypeAlias

    Type: TypeAlias = "Scalar | Array | type[Struct]"
    Buffer: TypeAlias = bytes | bytearray | memoryview


class Scalar:
    """A number, a truth value, an address or nothing.  Kinds: int, float, bool, ptr, void."""

    __slots__ = ("align", "elem", "kind", "llvm", "name", "signed", "size")

    def __init__(
        self, name: str, llvm: str, size: int, kind: str, signed: bool = False, elem: Type | None = None
    ) -> None:
        self.name, self.llvm, self.size, self.kind, self.signed, self.elem = name, llvm, size, kind, signed, elem
        self.align = max(size, 1)

    def __repr__(self) -> str:
        return self.name

    def __call__(self, value: Any) -> Any:
        """The value converted to this type: integers wrap, as in a cast in native code."""
        if self.kind == "float":
            return float(value)
        if self.kind == "bool":
            return bool(value)
        wrapped = int(value) & (1 << 8 * self.size) - 1
        return wrapped - (1 << 8 * self.size) if self.signed and wrapped >> 8 * self.size - 1 else wrapped

    @property
    def limits(self) -> range:
        """All integers that the type can represent."""
        bits = 8 * self.size
        return range(-1 << bits - 1, 1 << bits - 1) if self.signed else range(1 << bits)

    def encode(self, value: Any) -> bytes:
        if self.kind == "float":
            return pack("<f" if self.size == 4 else "<d", value)
        return int(value).to_bytes(self.size, "little", signed=self.signed)

    def decode(self, data: Buffer, offset: int = 0) -> Any:
        if self.kind == "float":
            return unpack_from("<f" if self.size == 4 else "<d", data, offset)[0]
        value = int.from_bytes(data[offset : offset + self.size], "little", signed=self.signed)
        return value != 0 if self.kind == "bool" else value


u8, u16, u32, u64 = (Scalar(f"u{8 * n}", f"i{8 * n}", n, "int") for n in (1, 2, 4, 8))
i8, i16, i32, i64 = (Scalar(f"i{8 * n}", f"i{8 * n}", n, "int", signed=True) for n in (1, 2, 4, 8))
u128 = Scalar("u128", "i128", 16, "int")
f32, f64 = Scalar("f32", "float", 4, "float"), Scalar("f64", "double", 8, "float")
bool_ = Scalar("bool_", "i1", 1, "bool")
void = Scalar("void", "void", 0, "void")
noreturn = Scalar("noreturn", "void", 0, "void")  # the result type of a function that never returns
ptr = Scalar("ptr", "ptr", 8, "ptr")

_pointers: dict[Type, Scalar] = {}


def Ptr(elem: Type) -> Scalar:
    """The type of a pointer to `elem`; always the same object."""
    if elem not in _pointers:
        _pointers[elem] = Scalar(f"Ptr({type_name(elem)})", "ptr", 8, "ptr", elem=elem)
    return _pointers[elem]


def type_name(type_: Any) -> str:
    return type_.__name__ if isinstance(type_, type) else repr(type_)


def sizeof(type_: Type) -> int:
    return type_.size


class Array:
    """A field of a struct with `n` consecutive elements."""

    __slots__ = ("align", "elem", "n", "size")

    def __init__(self, elem: Type, n: int) -> None:
        self.elem, self.n = elem, n
        self.size: int = elem.size * n
        self.align: int = elem.align

    def __repr__(self) -> str:
        return f"Array({type_name(self.elem)}, {self.n})"

    def encode(self, value: Any) -> bytes:
        """Encode bytes, or a sequence of elements; missing elements are zero."""
        raw = isinstance(value, (bytes, bytearray, memoryview))
        data = bytes(value) if raw else b"".join([self.elem.encode(item) for item in value])
        if len(data) > self.size:
            raise OverflowError
        return data.ljust(self.size, b"\0")

    def decode(self, data: Buffer, offset: int = 0) -> Any:
        """Bytes for an array of u8, otherwise a list."""
        if self.elem is u8:
            return bytes(data[offset : offset + self.size])
        if self.elem is u32:
            return list(unpack_from(f"<{self.n}I", data, offset))
        return [self.elem.decode(data, offset + i * self.elem.size) for i in range(self.n)]


class Record:
    """The fields of an unpacked struct, as attributes."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.__dict__ == other.__dict__

    def __repr__(self) -> str:
        return f"Record({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


class _LaidOutWhenUsed(type):
    """Lays out a struct on first use, because a warm run defines many structs and uses few."""

    def __getattr__(cls, name: str) -> Any:
        if name not in ("size", "align", "fields") or not cls.__bases__[0].__bases__:
            raise AttributeError(name)
        offset, align = 0, 1
        fields: dict[str, tuple[int, Type]] = {}
        for field, type_ in cls.__annotations__.items():
            offset = -(-offset // type_.align) * type_.align
            fields[field] = offset, type_
            offset += type_.size
            align = max(align, type_.align)
        cls.size, cls.align, cls.fields = -(-offset // align) * align, align, fields
        return cls.__dict__[name]


class Struct(metaclass=_LaidOutWhenUsed):
    """A layout with the natural alignment of C: `class Iovec(Struct): base: ptr; len: u64`."""

    size: ClassVar[int]
    align: ClassVar[int]
    fields: ClassVar[dict[str, tuple[int, Type]]]  # name → (offset, type), in order

    def __init_subclass__(cls) -> None:
        for field, type_ in cls.__annotations__.items():
            if not isinstance(type_, _LaidOutWhenUsed) and not (isinstance(type_, (Scalar, Array)) and type_.size):
                raise TypeError(f"field {cls.__name__}.{field}: {type_!r} is not a type with a layout")

    def __init__(self, *_: object) -> None:
        raise TypeError(f"{type(self).__name__} is a layout: use pack() and unpack()")

    @classmethod
    def offset(cls, name: str) -> int:
        return cls.fields[name][0]

    @classmethod
    def pack(cls, **values: Any) -> bytes:
        """The bytes of the struct; missing fields are zero.

        ValueError: unknown field, or a value that does not fit.
        """
        data = bytearray(cls.size)
        for name, value in values.items():
            if name not in cls.fields:
                raise ValueError(f"{cls.__name__} has no field `{name}`")
            offset, type_ = cls.fields[name]
            try:
                data[offset : offset + type_.size] = type_.encode(value)
            except OverflowError:
                raise ValueError(f"{cls.__name__}.{name}: {value!r} does not fit {type_name(type_)}") from None
        return bytes(data)

    @classmethod
    def unpack(cls, data: Buffer, offset: int = 0) -> Any:
        """A Record of the fields at `offset`.  ValueError: too few bytes."""
        if not 0 <= offset <= len(data) - cls.size:
            raise ValueError(f"{cls.__name__} needs {cls.size} bytes at {offset}, the buffer has {len(data)}")
        return cls.decode(data, offset)

    @classmethod
    def encode(cls, value: Any) -> bytes:
        """Encode bytes, or a mapping or Record of fields."""
        if isinstance(value, (bytes, bytearray, memoryview)):
            if len(value) != cls.size:
                raise OverflowError
            return bytes(value)
        return cls.pack(**(value.__dict__ if isinstance(value, Record) else value))

    @classmethod
    def decode(cls, data: Buffer, offset: int = 0) -> Any:
        return Record({name: type_.decode(data, offset + at) for name, (at, type_) in cls.fields.items()})
