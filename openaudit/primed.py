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
from collections.abc import Mapping

from openaudit import stored
from openaudit.typed import Any, Final

# Every release of Python may compile in its own way.
NAME: Final = f"expressions-{sys.hexversion:x}"
_PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
# Modules with expressions that an audit needs, whichever text and report it is.
_OURS: Final = (
    *("characters", "comments", "document", "encoding", "han", "identify", "inline", "labels", "language", "lexicon"),
    *("lines", "markup", "pattern", "segment", "sentences", "spans", "terms", "titles", "tolerance", "tree"),
    *(
        "waivers",
        "words",
        "render/json_report",
        "render/layout",
        "render/safe",
        "render/select",
        "render/words",
        "sources/__init__",
    ),
)
_OTHERS: Final = ("json.decoder", "json.encoder", "json.scanner")


def prime() -> None:
    """Give `re` the expressions that are kept."""
    try:
        import _sre  # type: ignore[import-not-found]

        made = stored.sections(NAME, sources(), compiled)["all"]
        known = re._cache  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other place for them
        for flags, given in made:
            known[type(given[0]), given[0], flags] = _sre.compile(*given)
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return  # this Python keeps its expressions in another way


def sources() -> list[str]:
    """The files that the expressions stand in."""
    return [os.path.join(_PACKAGE, *f"{name}.py".split("/")) for name in _OURS]


def compiled() -> Mapping[str, Any]:
    """Every expression of the modules: the flags it is asked for with, and what `_sre.compile` is given for it."""
    from importlib import import_module

    names = [f"openaudit.{name}".replace("/", ".").removesuffix(".__init__") for name in _OURS]
    found: dict[tuple[str | bytes, int], tuple[Any, ...]] = {}
    for name in (*names, *_OTHERS):
        for value in vars(import_module(name)).values():
            if isinstance(value, re.Pattern):
                flags, given = _parts(value)
                found[value.pattern, flags] = given
    return {"all": [(flags, given) for (_, flags), given in found.items()]}


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
