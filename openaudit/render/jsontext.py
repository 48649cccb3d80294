"""Plain data as indented JSON: what `json.dumps(data, ensure_ascii=False, indent=2)` gives, in half of its time.

With an indent the standard library writes JSON in Python, piece by piece through generators.
"""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from json.encoder import encode_basestring as quoted
else:
    try:
        from _json import encode_basestring as quoted  # alone: the rest of `json` is not needed
    except ImportError:
        from json.encoder import encode_basestring as quoted


def indented(data: object) -> str:
    """The JSON of dicts with texts as keys, lists, tuples, texts, finite numbers, booleans and None.

    Raises TypeError for anything else and ValueError for a number that JSON has not.
    """
    parts: list[str] = []
    _write(data, "\n", parts.append)
    return "".join(parts)


def _write(value: Any, line: str, put: Any) -> None:
    """Hand the JSON of `value` to `put`, piece by piece; `line` is a line end and the indentation reached."""
    if isinstance(value, str):
        put(quoted(value))
    elif value is None:
        put("null")
    elif isinstance(value, bool):
        put("true" if value else "false")
    elif isinstance(value, int):
        put(int.__repr__(value))
    elif isinstance(value, Mapping):
        inner = f"{line}  "
        separator = "{" + inner
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of JSON is a text, not {key!r}")
            put(f"{separator}{quoted(key)}: ")
            separator = "," + inner
            _write(item, inner, put)
        put(f"{line}}}" if value else "{}")
    elif isinstance(value, (list, tuple)):
        inner = f"{line}  "
        separator = "[" + inner
        for item in value:
            put(separator)
            separator = "," + inner
            _write(item, inner, put)
        put(f"{line}]" if value else "[]")
    elif isinstance(value, float):
        if value - value != 0:
            raise ValueError(f"JSON has no number {value!r}")
        put(float.__repr__(value))
    else:
        raise TypeError(f"no JSON for {value!r}")
