"""Regular expressions compiled once for all starts (IO).

Compiling the expressions of the modules that an audit loads takes longer than Python itself needs to start. What `re`
makes of each, numbers that its matcher checks again, is kept like the other prepared data (see `openaudit.stored`) and
put where `re` keeps what it compiled before. Modules call `re.compile` as ever: an expression that is not kept, or a
Python that works in another way, only takes the time it always took.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from openaudit import stored
from openaudit.typed import Any, Final

# Every release of Python may compile in its own way.
NAME: Final = f"expressions-{sys.hexversion:x}"
_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
# Modules with expressions that many audits need.
_OURS: Final = (
    *(
        "captures",
        "characters",
        "comments",
        "denials_zh",
        "document",
        "encoding",
        "explaining",
        "han",
        "identify",
        "inline",
        "labels",
    ),
    *("language", "lexicon", "lines", "markup", "numerals", "pattern", "segment", "sentences", "spans", "terms"),
    *("titles", "tolerance", "tree", "waivers", "withheld", "words", "annotating", "sources/__init__"),
    *("apart_zh", "bearing", "context", "happening_zh", "laws_zh", "takenback", "titled"),
    *(f"render/{name}" for name in ("json_report", "layout", "safe", "select", "words")),
)
# And those that `repo`, `card` and `claims` need beside them.
_REPOSITORY: Final = (
    *("claims/blanks", "claims/chinese", "claims/clauses", "claims/english", "claims/judging", "claims/phrases"),
    *("claims/prose", "claims/reading", "forms/frontmatter", "incorporated", "modelcard", "repo/ignores"),
    *("repo/kinds", "repo/known", "repo/lineage", "repo/manifests", "repo/naming", "sources/filenames"),
)
_OTHERS: Final = ("json.decoder", "json.encoder", "json.scanner")


def prime(section: str = "all") -> None:
    """Give `re` the expressions that are kept: those of every audit, or those of the "repository"."""
    try:
        import _sre  # type: ignore[import-not-found]

        made = stored.sections(NAME, sources(), compiled)[section]
        known = re._cache  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other place for them
        for flags, given in made:
            known[type(given[0]), given[0], flags] = _sre.compile(*given)
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return  # this Python keeps its expressions in another way


def sources() -> list[str]:
    """The files that the expressions stand in."""
    return [os.path.join(_PACKAGE, *f"{name}.py".split("/")) for name in (*_OURS, *_REPOSITORY)]


def compiled() -> Mapping[str, Any]:
    """Every expression of the modules, by section: its flags as asked for, and what `_sre.compile` is given for it."""
    ours = [f"openaudit.{name}".replace("/", ".").removesuffix(".__init__") for name in _OURS]
    return {
        "all": _of([*ours, *_OTHERS]),
        "repository": _of([f"openaudit.{name}".replace("/", ".") for name in _REPOSITORY]),
    }


def _of(modules: Iterable[str]) -> list[tuple[int, tuple[Any, ...]]]:
    from importlib import import_module

    found: dict[tuple[str | bytes, int], tuple[Any, ...]] = {}
    for name in modules:
        for value in vars(import_module(name)).values():
            for expression in _expressions(value):
                flags, given = _parts(expression)
                found[expression.pattern, flags] = given
    return [(flags, given) for (_, flags), given in found.items()]


def _expressions(value: Any) -> Iterator[re.Pattern[Any]]:
    """The value itself, those in a table of tuples, or the one that a function makes when a text needs it."""
    if isinstance(value, re.Pattern):
        yield value
    elif type(value) is tuple:
        for part in value:
            yield from _expressions(part)
    elif hasattr(value, "cache_info"):
        made = value.__wrapped__
        if made.__annotations__.get("return", "").startswith("re.Pattern[") and not made.__code__.co_argcount:
            yield value()


def _parts(expression: re.Pattern[Any]) -> tuple[int, tuple[Any, ...]]:
    """The flags that the expression is asked for with, and what `re` makes of it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    asked = expression.flags & ~int(re.UNICODE)
    if _parser.parse(expression.pattern, 0).state.flags == expression.flags:
        asked = 0  # the expression itself says how it is meant
    parsed = _parser.parse(expression.pattern, asked)
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in parsed.state.groupdict.items():
        names[number] = name
    code = [int(word) for word in _compiler._code(parsed, asked)]  # noqa: SLF001 - nothing else gives them
    flags = asked | parsed.state.flags
    given = (expression.pattern, flags, code, parsed.state.groups - 1, dict(parsed.state.groupdict), tuple(names))
    return asked, given
