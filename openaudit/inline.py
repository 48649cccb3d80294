"""Lists within a line: "... to: (i) use it; (ii) copy it", "... terms. a. Notices. ... b. Names. ...".

A mark within a line is a label only if others follow it in order and punctuation parts the items: a reference such as
"under (a) or (b)" is none, and a list within a sentence that goes on after it stays in that sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from openaudit.errors import TooLongError
from openaudit.labels import Label, label_at, written
from openaudit.lines import MAX_CLAUSES
from openaudit.sentences import first_stop
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.levels import Node

_MARK: Final = re.compile(
    r"\((?:[0-9]{1,2}|[a-zA-Z]|[ivx]{2,5}|[一二三四五六七八九十]{1,3})\)"
    r"|(?<=[\s:;,.。、])(?:[0-9]{1,2}|[a-zA-Z]|[ivx]{2,5})(?:\)|[.、](?:(?=[\s\"])|(?=[^\x00-\xff])))"
    r"|(?<=[:;。])\s*[一二三四五六七八九十]{1,2}、"
    r"|[①-⑳]"
)
# One of these stands in every line that has a list; looking for them is much cheaper than the pattern.
_FIRSTS: Final = (
    "(a)",
    "(i)",
    "(1)",
    "(A)",
    "(I)",
    "(一)",
    "a)",
    "1)",
    "i)",
    "a. ",
    "1. ",
    "i. ",
    "A. ",
    "1、",
    "一、",
    "①",
)
_SEPARATED: Final = re.compile(r"(?:[;.:。]|[;,.]\s*(?:and|or|and/or|以及|及|或|和))[\s\"')\]]*\Z")
_LOOSELY: Final = re.compile(r"(?:[;,.:。、]|\b(?:and|or|and/or)|[或和及])[\s\"')\]]*\Z")
_COLON: Final = re.compile(r":[\s\"'-]*\Z")
_REFERS: Final = re.compile(
    r"(?:\b(?:sections?|articles?|paragraphs?|clauses?|subsections?|items?|points?|parts?|exhibit|attachment|under|see|§)\s*"
    r"|\d|[第条款项]\s*|\b(?:v|no|vol|sec|art|p)\.\s*)\Z",
    re.IGNORECASE,
)
_BACK: Final = 24
_LEAST: Final = 2  # characters that an item has at least
_MAX_DEPTH: Final = 6
# What an item that stands in no other item stands in: the clause itself, or the list that the clause is an item of.
WITHIN: Final = -1
BESIDE: Final = -2


class _Mark(NamedTuple):
    start: int
    label: Label
    before: str


class _Item(NamedTuple):
    mark: _Mark
    family: str
    value: int
    parent: int  # position in the list of items, or WITHIN or BESIDE
    opener: int  # position of the first item of its list


Found = tuple[int, int, Label | None, int]


def openings(text: str) -> list[int]:
    """The places, in order, where a list could begin within a line of `text`; `enumerated` looks no further."""
    found = []
    for first in _FIRSTS:
        at = text.find(first)
        while at >= 0:
            found.append(at)
            at = text.find(first, at + 1)
    return sorted(found)


def enumerated(text: str, node: Node, open_list: tuple[str, int] | None, places: list[int]) -> list[Found]:
    """The items within the clause `node`, whose own end is set to where the first one begins.

    Each as (start, end, label, parent): parent is the position of another of these items, `WITHIN` for the clause
    itself, `BESIDE` for an item that is the next of the clause's own list, `open_list` (family, ordinal). An item
    without label is what follows the list in the same line. `places` are the text's `openings`.
    """
    start, end = node.labelled, node.end
    continued = open_list is not None and text.find(written(*open_list, slip=1), start, end) >= 0
    nearest = bisect_left(places, start)
    if not continued and (nearest == len(places) or places[nearest] >= end):
        return []
    items = _chained(_marks(text, start, end), open_list)
    if not items or items[0].mark.start == node.start:
        return []
    found: list[Found] = []
    for at, item in enumerate(items):
        stop = items[at + 1].mark.start if at + 1 < len(items) else end
        found.append((item.mark.start, _trimmed(text, item.mark.start, stop), item.mark.label, item.parent))
    node.end = _trimmed(text, node.start, items[0].mark.start)
    node.inline = items[0].parent == WITHIN
    return _with_rest(text, found, items)


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found: list[_Mark] = []
    for match in _MARK.finditer(text, start, end):
        at = match.end() - len(match[0].lstrip())
        before = text[max(start, at - _BACK) : at]
        label = label_at(text, at, end)
        if label is None or label.kind != "number" or label.absolute or _REFERS.search(before):
            continue
        if at > start and text[at - 1].isalnum() and text[at - 1].isascii():
            continue
        if len(found) >= MAX_CLAUSES:
            raise TooLongError(MAX_CLAUSES, "numbers in one clause")
        found.append(_Mark(at, label, before))
    return found


def _chained(marks: list[_Mark], open_list: tuple[str, int] | None) -> list[_Item]:
    """The marks that make lists, in order, each list with two items or more and its items parted by punctuation."""
    items: list[_Item] = []
    levels: list[int] = []  # positions in `items`, the open lists from outermost to innermost
    beside = open_list
    for mark in marks:
        depth = _continued(items, levels, mark)
        if depth >= 0:
            last = items[levels[depth]]
            value = next(value for family, value in mark.label.readings if family == last.family)
            del levels[depth + 1 :]
            levels[depth] = len(items)
            items.append(_Item(mark, last.family, value, last.parent, last.opener))
            continue
        if beside is not None and (beside[0], beside[1] + 1) in mark.label.readings and _SEPARATED.search(mark.before):
            beside = (beside[0], beside[1] + 1)
            items.append(_Item(mark, beside[0], beside[1], BESIDE, -1))
            levels = []
            continue
        first = next((reading for reading in reversed(mark.label.readings) if reading[1] == 1), None)
        if first is not None:
            items.append(_Item(mark, first[0], 1, levels[-1] if levels else WITHIN, len(items)))
            levels = [*levels[-_MAX_DEPTH:], len(items) - 1]
    return _sound(items)


def _continued(items: list[_Item], levels: list[int], mark: _Mark) -> int:
    """The depth of the open list that `mark` is the next of, -1 for none; a slip in counting is forgiven."""
    slipped = -1
    for depth in range(len(levels) - 1, -1, -1):
        last = items[levels[depth]]
        for family, value in mark.label.readings:
            if family == last.family:
                if value - last.value == 1:
                    return depth
                if slipped < 0 and value - last.value in (0, 2):
                    slipped = depth
    return slipped if slipped >= 0 and _SEPARATED.search(mark.before) else -1


def _sound(items: list[_Item]) -> list[_Item]:
    """`items` without the lists that are none: a single mark, or items that run into each other."""
    lists: dict[int, list[int]] = {}
    for at, item in enumerate(items):
        if item.parent != BESIDE:
            lists.setdefault(item.opener, []).append(at)
    dropped: set[int] = set()
    for members in lists.values():
        first, *others = (items[at].mark.before for at in members)
        tight = all(_SEPARATED.search(before) for before in others)
        loose = _COLON.search(first) is not None and all(_LOOSELY.search(before) for before in others)
        empty = any(
            at + 1 < len(items) and items[at + 1].mark.start - items[at].mark.label.end < _LEAST for at in members
        )
        if not others or empty or not (tight or loose):
            dropped.update(members)
    kept = [at for at in range(len(items)) if at not in dropped]
    position = {at: new for new, at in enumerate(kept)}

    # What an item stands in once the dropped ones are gone. An item's parent stands before it.
    parents: list[int] = []
    for item in items:
        parents.append(parents[item.parent] if item.parent in dropped else item.parent)
    return [items[at]._replace(parent=position.get(parents[at], parents[at])) for at in kept]


def _with_rest(text: str, found: list[Found], items: list[_Item]) -> list[Found]:
    """`found` with what follows the last item's own sentence as a paragraph of its own."""
    start, end, label, parent = found[-1]
    siblings = [one for one, item in zip(found, items, strict=True) if item.parent == parent]
    if label is None or parent == BESIDE or len(siblings) == 1:
        return found
    if any(0 < first_stop(text, one[0], one[1]) < one[1] for one in siblings[:-1]):
        return found
    stop = first_stop(text, start, end)
    if not 0 < stop < end:
        return found
    rest = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
    return [*found[:-1], (start, stop, label, parent), (rest, end, None, WITHIN)]


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
