"""Chinese clause by clause: what one clause says of itself says nothing of the others of its sentence.

Chinese strings statements together with commas. "..., 与授权无关" takes back what stands just before it, and nothing
behind a "但" or "且".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.typed import Final

_ENDS: Final = frozenset(",;。!?")
_STOPS: Final = frozenset(";。!?")
# A statement of its own begins with one of these, unless a pronoun behind it points back ("但这只是愿望").
_JOINING: Final = (
    *("但是", "但", "而且", "并且", "且", "惟", "另外", "同时", "此外", "不过", "并", "亦"),
    *("若", "如", "凡", "被许可", "获许可", "使用者", "用户", "您", "任何"),
)
_POINTING: Final = frozenset("这此那该它其只与")
# So many clauses before its own are taken back.
_REACH: Final = 2
_RESTRAINING: Final = ("cue.forbid", "cue.limit", "cue.require", "cue.lapse", "sig.ask")


def clauses(reading: Reading) -> list[Range]:
    """The clauses of the sentence's own words, without their marks."""
    found: list[Range] = []
    words, start = reading.words.words, reading.own
    for i in range(reading.own, len(words) + 1):
        if i == len(words) or words[i] in _ENDS:
            if i > start:
                found.append((start, i))
            start = i + 1
    return found


def set_aside(reading: Reading) -> list[Range]:
    """The stretches that the sentence itself says to be about something else than the licence, or to bind nobody."""
    said = [place for place in reading.stretch.hits.get("sig.elsewhere", ()) if place[1] > reading.own]
    if not said:
        return []
    parts = clauses(reading)
    zones: list[Range] = []
    for start, end in said:
        own = [number for number, (low, high) in enumerate(parts) if low < end and start < high]
        if own:
            first = own[0]
            while first and own[0] - first < _REACH and not _begins(parts, first, reading.words.words):
                first -= 1
            zones.append((parts[first][0], parts[own[-1]][1]))
    return zones


def _begins(parts: Sequence[Range], number: int, words: Sequence[str]) -> bool:
    start = parts[number][0]
    if words[start - 1] in _STOPS:
        return True
    said = "".join(words[start : start + 3])
    joint = next((word for word in _JOINING if said.startswith(word)), "")
    return bool(joint) and words[start + len(joint)] not in _POINTING


def inside(position: int, zones: Iterable[Range]) -> bool:
    """Whether the word at `position` stands in one of the stretches."""
    return any(start <= position < end for start, end in zones)


def all_set_aside(reading: Reading) -> bool:
    """Whether the sentence sets something aside, and nothing else in it restrains."""
    zones = set_aside(reading)
    return bool(zones) and not any(
        s >= reading.own and not inside(s, zones)
        for name in _RESTRAINING
        for s, _ in reading.stretch.hits.get(name, ())
    )
