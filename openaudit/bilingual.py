"""Whether the halves of a bilingual text say the same, and whether a clause names the one that prevails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from openaudit.judge import judge
from openaudit.report import Agreement, Finding
from openaudit.ruleset import Definition
from openaudit.typed import Final

# Below this share of the text's characters a language is a quotation, not a half.
_HALF: Final = 0.2
_SERIOUS: Final = ("restriction", "caution")
_PREVAILS: Final = (
    r"\b(?:english|chinese)\s+(?:language\s+)?(?:version|text|translation)\b[^.;]{0,120}"
    r"\b(?:prevail|control|govern|authoritative|binding)"
    r"|\b(?:prevail|control|govern)\w*[^.;]{0,80}\b(?:english|chinese)\b"
    r"|以\s*+(?:其)?\s*+(?:本协议|本许可|该)?[^。;；]{0,12}(?:中文|英文|汉语|英语)[^。;；]{0,16}为准"
    r"|(?:中文|英文)(?:版本|版|文本)?[^。;；]{0,30}(?:优先|效力|为准)"
)


def agreement(
    text: str, sizes: Mapping[str, int], findings: Sequence[Finding], definition: Definition
) -> Agreement | None:
    """How the halves of a bilingual text compare; None for a text in one language.

    `sizes` are the characters of its sentences by language, `differing` provisions (restrictions, cautions) that only
    one half has.
    """
    total = sum(sizes.values())
    halves = [language for language in ("en", "zh") if total and _weight(sizes, language) >= _HALF]
    if len(halves) < 2:
        return None
    outcomes: dict[str, Mapping[str, str]] = {}
    provisions: dict[str, set[str]] = {}
    for language in halves:
        own = [f for f in findings if f.language == language]
        provisions[language] = {f.provision for f in own if f.kind in _SERIOUS and f.provision != "unexplained"}
        outcomes[language] = {c.id: c.outcome for c in judge(own, definition).criteria}
    first, second = halves
    criteria = tuple((c.id, outcomes[first][c.id], outcomes[second][c.id]) for c in definition.criteria)
    prevails = re.search(_PREVAILS, text, re.IGNORECASE) is not None
    return Agreement(tuple(halves), criteria, tuple(sorted(provisions[first] ^ provisions[second])), prevails)


def _weight(sizes: Mapping[str, int], language: str) -> float:
    """The language's share; one Chinese character says about as much as three Latin letters."""
    weights = {"zh": 3.0}
    total = sum(size * weights.get(name, 1.0) for name, size in sizes.items())
    return sizes.get(language, 0) * weights.get(language, 1.0) / total
