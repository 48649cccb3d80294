"""Comments that take an observation out of the count: `<!-- openaudit: ignore[CLAIM001] reason -->`.

They stand in Markdown and HTML only (in front matter as `# openaudit: ignore[CARD004] reason`): licence texts cannot
carry comments, for those there are waivers. What is ignored is still reported, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from openaudit.repo.values import Observation, Place, Suppressed, observation
from openaudit.spans import LineIndex
from openaudit.typed import Final, NamedTuple

_COMMENT: Final = re.compile(
    r"<!--[ \t]*openaudit:[ \t]*ignore\[([^\]\n]{0,200})\][ \t]*+((?:(?!-->)[^\n]){0,500}?)[ \t]*-->"
    r"|^[^\n\"'#]{0,200}#[ \t]*openaudit:[ \t]*ignore\[([^\]\n]{0,200})\][ \t]*+([^\n]{0,500}?)[ \t]*$",
    re.MULTILINE,
)
_ID: Final = re.compile(r"[A-Z]{3,5}[0-9]{0,3}")


class Ignore(NamedTuple):
    """One comment: the ids (or beginnings of ids) it is for, its reason, its place, and the lines it covers."""

    ids: tuple[str, ...]
    reason: str
    place: Place
    quote: str
    first: int
    last: int


def read_ignores(text: str, path: str) -> tuple[Ignore, ...]:
    """The comments in the text of a card or document.

    A comment covers its own line; one that has the line to itself covers the lines below it up to an empty one.
    """
    if "openaudit:" not in text:
        return ()
    lines = LineIndex(text)
    blank = [line for line in range(1, len(lines) + 1) if not _line(text, lines, line).strip()]
    found: list[Ignore] = []
    previous = 0  # the line on which the comment before ends
    for match in _COMMENT.finditer(text):
        start = match.start() if match[1] is not None else text.index("#", match.start())
        first, end = lines.position(start), lines.position(match.end())
        last = end.line
        # Each line is looked at once, however many comments it has.
        alone = previous != first.line and not text[lines.start_of(first.line) : start].strip()
        if alone and not text[match.end() : lines.start_of(end.line) + len(_line(text, lines, end.line))].strip():
            last = _end_of_block(blank, len(lines), end.line)
        previous = end.line
        ids = tuple(id_.strip() for id_ in (match[1] or match[3] or "").split(",") if id_.strip())
        place = Place(path, first.line, first.column, end.line, end.column)
        found.append(
            Ignore(ids, (match[2] or match[4] or "").strip(), place, text[start : match.end()], first.line, last)
        )
    return tuple(found)


def _line(text: str, lines: LineIndex, line: int) -> str:
    return text[lines.start_of(line) : lines.start_of(line + 1) if line < len(lines) else len(text)]


def _end_of_block(blank: Sequence[int], lines: int, line: int) -> int:
    """The last line of the block below `line`: up to the next empty line that is not the first below it."""
    at = bisect_left(blank, line + 2)
    return blank[at] - 1 if at < len(blank) else lines


def apply_ignores(
    observations: Sequence[Observation], ignores: Iterable[Ignore]
) -> tuple[list[Observation], list[Suppressed]]:
    """The observations that still count, and those that a comment ignores; comments that do not work are told."""
    told: list[Observation] = []
    suppressed: list[Suppressed] = []
    counting = _Counting(observations)
    for ignore in ignores:
        wrong = [id_ for id_ in ignore.ids if not _ID.fullmatch(id_)]
        if wrong or not ignore.ids:
            told.append(
                observation("IGN003", "warning", ignore.place, quote=ignore.quote, ids=", ".join(wrong) or "[]")
            )
            continue
        if not ignore.reason:
            told.append(observation("IGN001", "warning", ignore.place, quote=ignore.quote))
            continue
        covered = counting.taken(ignore)
        if not covered:
            told.append(observation("IGN002", "note", ignore.place, quote=ignore.quote, ids=", ".join(ignore.ids)))
        suppressed += [Suppressed(one, ignore.reason) for one in covered]
    return [*counting.left(), *told], suppressed


class _Counting:
    """The observations that still count, by file, id and line: comments without number look each up."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self._all = observations
        self._by_place: dict[str, dict[str, list[tuple[int, int]]]] = {}
        self._gone: set[int] = set()
        for number, one in enumerate(observations):
            self._by_place.setdefault(one.place.path, {}).setdefault(one.id, []).append((one.place.line, number))
        for by_id in self._by_place.values():
            for places in by_id.values():
                places.sort()

    def taken(self, ignore: Ignore) -> list[Observation]:
        """Those that the comment covers, which count no longer."""
        numbers: list[int] = []
        for id_, places in self._by_place.get(ignore.place.path, {}).items():
            if id_.startswith(ignore.ids):
                start, end = bisect_left(places, (ignore.first,)), bisect_left(places, (ignore.last + 1,))
                numbers += [number for _, number in places[start:end]]
                del places[start:end]
        self._gone.update(numbers)
        return [self._all[number] for number in sorted(numbers)]

    def left(self) -> list[Observation]:
        """Those that no comment covers, in their order."""
        return [one for number, one in enumerate(self._all) if number not in self._gone]
