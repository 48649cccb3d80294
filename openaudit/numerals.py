"""Numbers as English texts write them: 1,000,000 - 1.5M - $2 bn - half a million - two hundred and fifty thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.typed import Final, NamedTuple

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mm": 1_000_000,
    "mio": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_GROUPS: Final = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
_PARTS: Final = {"half": 0.5, "quarter": 0.25, "quarters": 0.25}
_NAMES: Final = (*_UNITS, *_GROUPS, *_PARTS, *(s for s in _SCALES if len(s) > 2))
_WORD: Final = "|".join(sorted(_NAMES, key=len, reverse=True))
_CURRENCY: Final = r"us\s?\$|usd|u\.s\. dollars|\$|eur|€|gbp|£|rmb|cny|¥|chf|jpy|krw|inr|₹"
_DIGITS: Final = r"\d{1,3}(?:[\u00a0\u202f '’]\d{3})+(?![\d.,])|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d[\d,]*(?:\.\d+)?"
_SCALE: Final = r"thousand|million|billion|trillion|hundred|mio|mm|mn|bn|k|m|b"
NUMBER: Final = re.compile(
    rf"(?<![\w.])(?:(?P<cur>{_CURRENCY})\s*)?(?:"
    rf"(?P<num>(?>{_DIGITS}))(?:\s*-?\s*(?P<scale>{_SCALE})\b)?(?![\w%])"
    rf"|(?P<words>(?:(?:a|an|{_WORD})\b[\s-]+(?:and[\s-]+)?(?:of[\s-]+)?)*(?:{_WORD})\b))"
    # the same number again, in brackets
    r"(?:\s*\((?:[^()]{0,6}\d[\d,. ]*[^()\d]{0,8}|[a-z -]{3,40})\))?"
)


class Numeral(NamedTuple):
    """A number in a text: `text[start:end]`, its value and the currency as written ("" without one)."""

    start: int
    end: int
    value: int
    currency: str


def numerals(text: str) -> Iterator[Numeral]:
    """The whole numbers of a case-folded text, in order."""
    for m in NUMBER.finditer(text):
        value = _digits(m["num"], m["scale"]) if m["num"] else _spelled(m["words"])
        if value is not None and value == int(value) and value > 0:
            yield Numeral(m.start(), m.end(), int(value), m["cur"] or "")


def _digits(number: str, scale: str | None) -> float | None:
    plain = re.sub(r"[\u00a0\u202f '’,]", "", number)
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        return round(float(plain) * _SCALES.get(scale or "", 1), 6)
    except ValueError:
        return None


def _spelled(words: str) -> float | None:
    """The value of number words: each scale multiplies what stands before it, a part what follows it."""
    total = group = 0.0
    part = 0.0
    seen = False
    for word in re.findall(r"[a-z]+", words):
        if word in _UNITS:
            group += _UNITS[word]
        elif word in _GROUPS:
            group = (group or 1) * _GROUPS[word]
        elif word in _PARTS:
            if word == "quarters":
                part, group = part + _PARTS[word] * group, 0
            else:
                part += _PARTS[word]
        elif word == "hundred":
            group = (group + part or 1) * 100
            part = 0
        elif word in _SCALES:
            total += (group + part or 1) * _SCALES[word]
            group = part = 0
        else:
            continue
        seen = True
    return total + group + part if seen else None
