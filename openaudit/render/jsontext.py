"""Plain data as indented JSON: what `json.dumps(data, ensure_ascii=False, indent=2)` gives, in a quarter of its time.

With an indent the standard library writes JSON in Python, piece by piece through generators. Here objects with the same
keys share a frame that is filled in, and only the outermost levels, which may be long, come in pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from json.encoder import encode_basestring as quoted
else:
    try:
        from _json import encode_basestring as quoted  # alone: the rest of `json` is not needed
    except ImportError:
        from json.encoder import encode_basestring as quoted

# A report, its results, a result and its findings come in pieces, of so many findings; and so does any longer list.
_OUTER_LEVELS: Final = 4
_TOGETHER: Final = 64


def indented(data: object) -> str:
    """The JSON of dicts with texts as keys, named tuples (as dicts), lists, tuples, texts, numbers, booleans and None.

    Raises TypeError for anything else and ValueError for a number that JSON has not.
    """
    return "".join(pieces(data))


def pieces(data: object) -> Iterator[str]:
    """What `indented` gives, in pieces."""
    return _pieces(data, "\n", _OUTER_LEVELS)


def _pieces(value: Any, line: str, levels: int) -> Iterator[str]:
    """The JSON of `value`; `line` is a line end and the indentation reached."""
    inner = f"{line}  "
    parts = isinstance(value, (dict, list, tuple)) and not hasattr(value, "_asdict") and value
    if not parts or (not levels and (isinstance(value, dict) or len(value) <= _TOGETHER)):
        yield _text(value, line)
    elif isinstance(value, dict):
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{inner}{_key(key)}: "
            yield from _pieces(item, inner, levels - 1)
        yield f"{line}}}"
    elif levels > 1:
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{inner}"
            yield from _pieces(item, inner, levels - 1)
        yield f"{line}]"
    else:
        for first in range(0, len(value), _TOGETHER):
            yield f"{',' if first else '['}{inner}"
            yield f",{inner}".join([_text(item, inner) for item in value[first : first + _TOGETHER]])
        yield f"{line}]"


def _text(value: Any, line: str) -> str:
    """As `_pieces`, in one."""
    made = _SCALARS.get(value.__class__)
    if made is not None:
        return made(value)
    inner = f"{line}  "
    if hasattr(value, "_asdict"):
        return _frame(value._fields, line) % tuple(
            [quoted(v) if v.__class__ is str else _text(v, inner) for v in value]
        )
    if isinstance(value, Mapping):
        values = [quoted(v) if v.__class__ is str else _text(v, inner) for v in value.values()]
        return _frame(tuple(value), line) % tuple(values)
    if isinstance(value, (list, tuple)):
        return f"[{inner}{f',{inner}'.join([_text(v, inner) for v in value])}{line}]" if value else "[]"
    for kind, known in _SCALARS.items():
        if isinstance(value, kind):
            return known(value)
    raise TypeError(f"no JSON for {value!r}")


@lru_cache(maxsize=256)
def _frame(keys: tuple[str, ...], line: str) -> str:
    """The JSON of an object with these keys, with `%s` for each value."""
    shown = [_key(key).replace("%", "%%") for key in keys]
    return f"{{{','.join(f'{line}  {key}: %s' for key in shown)}{line}}}" if keys else "{}"


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of JSON is a text, not {key!r}")
    return quoted(key)


def _float(value: float) -> str:
    if value - value != 0:
        raise ValueError(f"JSON has no number {value!r}")
    return float.__repr__(value)


# In this order: a truth value is a number, too.
_SCALARS: Final[dict[type, Callable[[Any], str]]] = {
    str: quoted,
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    float: _float,
    type(None): lambda value: "null",  # noqa: ARG005 - as the others
}
