"""A property that is computed once."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

T = TypeVar("T")


class cached_property(functools.cached_property[T]):  # noqa: TID251
    """Has no lock, like that of Python 3.12 and later.

    The lock of earlier versions is shared by all objects.  A worker that was forked (`pool`) while another thread
    held it would wait forever.
    """

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[str(self.attrname)] = self.func(instance)  # where later reads find it
        return value
