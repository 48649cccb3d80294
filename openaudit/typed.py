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

    # How a tuple of so many fields is made, by their number. A class takes one with its own names of the fields.
    _new = tuple.__new__
    _MAKERS = (
        None,
        lambda cls, a: _new(cls, (a,)),
        lambda cls, a, b: _new(cls, (a, b)),
        lambda cls, a, b, c: _new(cls, (a, b, c)),
        lambda cls, a, b, c, d: _new(cls, (a, b, c, d)),
        lambda cls, a, b, c, d, e: _new(cls, (a, b, c, d, e)),
        lambda cls, a, b, c, d, e, f: _new(cls, (a, b, c, d, e, f)),
        lambda cls, a, b, c, d, e, f, g: _new(cls, (a, b, c, d, e, f, g)),
        lambda cls, a, b, c, d, e, f, g, h: _new(cls, (a, b, c, d, e, f, g, h)),
        lambda cls, a, b, c, d, e, f, g, h, i: _new(cls, (a, b, c, d, e, f, g, h, i)),
        lambda cls, a, b, c, d, e, f, g, h, i, j: _new(cls, (a, b, c, d, e, f, g, h, i, j)),
    )

    def _maker(name, fields, defaults):
        """The function that makes a tuple of the class from its fields, in order or by name, with their defaults."""
        if len(fields) < len(_MAKERS):
            made = _MAKERS[len(fields)]
        else:
            arguments = ", ".join(f"a{at}" for at in range(len(fields)))
            made = eval(f"lambda cls, {arguments}: _new(cls, ({arguments}))")  # noqa: S307 - of numbers alone
        code = made.__code__.replace(co_varnames=("cls", *fields), co_name="__new__", co_qualname=f"{name}.__new__")
        return type(made)(code, globals(), "__new__", tuple(defaults.values()))

    class _NamedTupleMeta(type):
        """Makes of the body of a class a class like those of `collections.namedtuple`."""

        def __new__(mcs, name, bases, body):
            fields = tuple(body["__annotations__"])
            defaults = {field: body.pop(field) for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one that has it")
            getters = {field: _tuplegetter(at, f"Field number {at}") for at, field in enumerate(fields)}
            made = {"__new__": _maker(name, fields, defaults), "__slots__": (), "__match_args__": fields}
            return type(name, (_Fields,), {**made, "_fields": fields, **getters, **body, "_field_defaults": defaults})

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
