"""IntEnum without `enum`: importing that one takes as long as all the rest of a warm run's imports together.

For classes whose body is nothing but names and numbers.  Members are integers with `name` and `value`; the class can be
called with a value, indexed with a name, and iterated over.  Type checkers are told that it is `enum.IntEnum`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum as IntEnum
else:

    class Members(type):
        """The class as a collection of its members."""

        def __new__(metaclass, name, bases, body):
            numbers = {key: value for key, value in body.items() if not key.startswith("_")}
            cls = super().__new__(metaclass, name, bases, {k: v for k, v in body.items() if k not in numbers})
            cls.__members__ = {}
            for key, value in numbers.items():
                member = int.__new__(cls, value)
                member.name, member.value = key, value
                cls.__members__[key] = member
                setattr(cls, key, member)
            return cls

        def __call__(cls, value):
            for member in cls:
                if member == value:
                    return member
            raise ValueError(f"{value!r} is not a valid {cls.__name__}")

        def __getitem__(cls, name):
            return cls.__members__[name]

        def __iter__(cls):
            return iter(cls.__members__.values())

        def __len__(cls):
            return len(cls.__members__)

    class IntEnum(int, metaclass=Members):
        def __repr__(self):
            return f"<{type(self).__name__}.{self.name}: {self.value}>"

        def __str__(self):
            return str(self.value)

        def __reduce__(self):
            return type(self), (self.value,)
