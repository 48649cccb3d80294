"""Comments that take an observation out of the count: `<!-- openaudit: ignore[CLAIM001] reason -->`.

They stand in Markdown and HTML only (in front matter as `# openaudit: ignore[CARD004] reason`): licence texts cannot
carry comments, for those there are waivers. What is ignored is still reported, with the reason.
"""

from __future__ import annotations

import re
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

    def covers(self, one: Observation) -> bool:
        """Whether it is for this observation, and stands where it counts."""
        return self.first <= one.place.line <= self.last and any(one.id.startswith(id_) for id_ in self.ids)


def read_ignores(text: str, path: str) -> tuple[Ignore, ...]:
    """The comments in the text of a card or document.

    A comment covers its own line; one that has the line to itself covers the lines below it up to an empty one.
    """
    if "openaudit:" not in text:
        return ()
    lines = LineIndex(text)
    found: list[Ignore] = []
    for match in _COMMENT.finditer(text):
        start = match.start() if match[1] is not None else text.index("#", match.start())
        first, end = lines.position(start), lines.position(match.end())
        last = end.line
        before = text[lines.start_of(first.line) : start]
        after = text[match.end() :].split("\n", 1)[0]
        if not before.strip() and not after.strip():
            last = _end_of_block(text, lines, end.line)
        ids = tuple(id_.strip() for id_ in (match[1] or match[3] or "").split(",") if id_.strip())
        place = Place(path, first.line, first.column, end.line, end.column)
        found.append(
            Ignore(ids, (match[2] or match[4] or "").strip(), place, text[start : match.end()], first.line, last)
        )
    return tuple(found)


def _end_of_block(text: str, lines: LineIndex, line: int) -> int:
    """The last line of the block below `line`: up to the next empty line."""
    last = line
    while last + 1 <= len(lines):
        start = lines.start_of(last + 1)
        end = lines.start_of(last + 2) if last + 2 <= len(lines) else len(text)
        if not text[start:end].strip() and last > line:
            break
        last += 1
    return last


def apply_ignores(
    observations: Sequence[Observation], ignores: Iterable[Ignore]
) -> tuple[list[Observation], list[Suppressed]]:
    """The observations that still count, and those that a comment ignores; comments that do not work are told."""
    left = list(observations)
    suppressed: list[Suppressed] = []
    for ignore in ignores:
        wrong = [id_ for id_ in ignore.ids if not _ID.fullmatch(id_)]
        if wrong or not ignore.ids:
            left.append(
                observation("IGN003", "warning", ignore.place, quote=ignore.quote, ids=", ".join(wrong) or "[]")
            )
            continue
        if not ignore.reason:
            left.append(observation("IGN001", "warning", ignore.place, quote=ignore.quote))
            continue
        covered = [one for one in left if one.place.path == ignore.place.path and ignore.covers(one)]
        if not covered:
            left.append(observation("IGN002", "note", ignore.place, quote=ignore.quote, ids=", ".join(ignore.ids)))
        suppressed += [Suppressed(one, ignore.reason) for one in covered]
        left = [one for one in left if one not in covered]
    return left, suppressed
