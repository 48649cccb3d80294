"""The names of `typing` that the project uses, without the time that `typing` takes.

Type checkers see `typing` itself. A running program needs `NamedTuple` and little else: annotations are never
evaluated. Importing `typing` takes a third of the time of `python -c pass`, and its `NamedTuple` compiles the
annotation of every field, which for the project's values takes two thirds (docs/decisions/0001-argparse.md).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import (
        IO,
        Any,
        BinaryIO,
        Final,
        Generic,
        Literal,
        NamedTuple,
        NoReturn,
        Protocol,
        Self,
        TypeGuard,
        TypeVar,
        cast,
        overload,
    )
else:
    from collections import namedtuple

    class _Any:
        """Stands where only a type checker looks: `Literal["a", "b"]`, `class Box(Generic[T])`."""

        __slots__ = ()

        def __class_getitem__(cls, parameters):
            return cls

    IO = Any = BinaryIO = Final = Generic = Literal = NoReturn = Protocol = Self = TypeGuard = _Any

    def TypeVar(name, **_):  # noqa: N802 - the name of typing
        return name

    def cast(_, value):
        return value

    def overload(function):
        return function

    _OF_THE_CLASS = frozenset(("__module__", "__qualname__", "__annotations__", "__orig_bases__"))

    class _NamedTupleMeta(type):
        """Makes of the body of a class a class of `collections.namedtuple`, as `typing` does."""

        def __new__(mcs, name, bases, body):
            fields = body["__annotations__"]
            made = namedtuple(name, fields, defaults=[body[f] for f in fields if f in body], module=body["__module__"])
            made.__annotations__ = fields
            made.__qualname__ = body["__qualname__"]
            for key, value in body.items():
                if key not in fields and key not in _OF_THE_CLASS:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})

__all__ = [
    "IO",
    "TYPE_CHECKING",
    "Any",
    "BinaryIO",
    "Final",
    "Generic",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "Self",
    "TypeGuard",
    "TypeVar",
    "cast",
    "overload",
]
