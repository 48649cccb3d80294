"""The names of `typing` that the project uses, without the time that `typing` takes.

Type checkers see `typing` itself. A running program needs `NamedTuple` and little else: annotations are never
evaluated. Importing `typing` takes a third of the time of `python -c pass`, and its `NamedTuple` compiles the
annotation of every field and a function for every class, which for the project's values takes as long as all of that
(docs/decisions/0001-argparse.md).
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
    from collections import _tuplegetter

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

    class _Fields(tuple):
        """What named tuples share."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{self.__class__.__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    def _completed(cls, values, named):
        """The values of all fields, where some were given by name or not at all."""
        values = dict(zip(cls._fields, values, strict=False)) if len(values) <= len(cls._fields) else None
        if values is None or not values.keys().isdisjoint(named) or not named.keys() <= set(cls._fields):
            raise TypeError(f"{cls.__name__} takes each of its fields once: {', '.join(cls._fields)}")
        values = cls._field_defaults | values | named
        missing = [name for name in cls._fields if name not in values]
        if missing:
            raise TypeError(f"{cls.__name__} lacks {', '.join(missing)}")
        return tuple(map(values.__getitem__, cls._fields))

    class _NamedTupleMeta(type):
        """Makes of the body of a class a class like those of `collections.namedtuple`."""

        def __new__(mcs, name, bases, body):
            fields = tuple(body["__annotations__"])
            size, make = len(fields), tuple.__new__

            def __new__(cls, *values, **named):  # noqa: N807
                if named or len(values) != size:
                    values = _completed(cls, values, named)
                return make(cls, values)

            defaults = {field: body.pop(field) for field in fields if field in body}
            getters = {field: _tuplegetter(at, f"Field number {at}") for at, field in enumerate(fields)}
            own = {"__slots__": (), "__new__": __new__, "__match_args__": fields, "_fields": fields}
            return type(name, (_Fields,), {**own, **getters, **body, "_field_defaults": defaults})

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
