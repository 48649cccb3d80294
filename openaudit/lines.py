"""Lines put together to the pieces that they were before someone wrapped them.

A line end is deliberate, or it only keeps the line short. What tells: a blank line; a label; an indentation; whether
the next line's first word would still have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from openaudit.characters import NO_WIDTH
from openaudit.errors import TooLongError
from openaudit.labels import Label, label_at
from openaudit.markup import HEADING_MARK, ITEM_MARK
from openaudit.typed import Final, NamedTuple


class Piece(NamedTuple):
    """A run of lines that belong together: `text[start:end]`.

    `indent` is the column of its first word, `label` what its number may be. `gap` says that a blank line (or a mark)
    stands before it. `soft` says that only its label parts it from the piece before: if the label fits no list, the
    two are one. `heading` says that a mark of the format calls it a heading.
    """

    start: int
    end: int
    indent: int
    label: Label | None
    gap: bool
    soft: bool
    heading: bool


class _Line(NamedTuple):
    start: int  # of the first visible character
    end: int
    indent: int
    width: int
    gap: bool
    mark: str


# Texts of the largest size have fewer, but for those made to fill the memory.
MAX_LINES: Final = 500_000
MAX_CLAUSES: Final = 100_000
MAX_SENTENCES: Final = 200_000

_LINE: Final = re.compile(r"[^\n]+")
# Near enough: what is left beyond Latin-1 after plain characters were put in is wide.
_WIDE: Final = re.compile("[^\x00-\xff]")
_WORD: Final = re.compile(r"\S+")
_CLOSING: Final = "\"')]》」"
_STOPS: Final = ".!?:;。"
# A single line that ends in "; and" before another may be a wrap; of several it is a list.
_COUPLE: Final = 2
_JOINT: Final = re.compile(r";\s*(?:and|or|and/or)\Z")
# What a line that goes on ends with.
_OPEN_ENDS: Final = ",、&/(-"
_OPEN_WORDS: Final = frozenset(
    "of the and or to a an in by for with that any all you your this its as on from under at not be is are such"
    " no may shall will must which who if section sections article paragraph version clause subsection exhibit"
    " and/or".split()
)
# A line of a form: "Version: 2", "Effective for the pictures: 1 May".
_FIELD: Final = re.compile(r"[A-Z][\w/-]*(?: [\w/-]+){0,5}:\s+\S")
# What stands before a number that refers to a clause and does not begin one.
_REFERRING: Final = frozenset(
    "section sections article articles paragraph paragraphs clause clauses subsection subsections version"
    " versions part parts exhibit exhibits item items v no and or to in of under than least see".split()
)
_REFERRING_TO: Final = frozenset(
    "pursuant subject according referred refers refer reference relating respect regard prior due".split()
)
_REFERRING_ENDS: Final = ",(第和与及或"
_CONJUNCTIONS: Final = frozenset({"and", "or", "and/or"})
_UNBOUNDED: Final = 1 << 40
_MAX_WRAP: Final = 140
_USUAL_WRAP: Final = 72
_NARROWEST: Final = 40
# So many lines of a run that end so near to each other make a column.
_COLUMN: Final = 3
_RAGGED: Final = 4
# An item that shows no mark: a table row, a list item of an HTML page.
_UNSEEN: Final = Label("", "", (("bullet", 0),), 0, "bullet")
_TAIL: Final = 24
_TITLE_WIDTH: Final = 44
# Lines that begin this far in, each elsewhere, are centred one by one.
_CENTRED: Final = 10


def pieces(text: str) -> list[Piece]:
    """The pieces of `text`, in order. Together they hold all that is not white space.

    Raises TooLongError for a text of more than `MAX_LINES` lines, or `MAX_CLAUSES` pieces that are clauses for sure.
    """
    lines = list(islice(_lines(text), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise TooLongError(MAX_LINES, "lines")
    wrap = _usual_wrap(lines)
    found: list[Piece] = []
    run_width, run_end = 0, 0
    piece: Piece | None = None
    previous: _Line | None = None
    room = MAX_CLAUSES
    for at, line in enumerate(lines):
        if at >= run_end:
            run_end, run_width = _run(text, lines, at, wrap)
        start, end, indent, _, gap, mark = line
        label = label_at(text, start, end) or (_UNSEEN._replace(end=start) if mark == ITEM_MARK else None)
        if piece is None or previous is None or gap or mark or piece.heading:
            begun = Piece(start, end, indent, label, True, False, mark == HEADING_MARK)
        elif _deliberate(text, previous, line, piece, run_width, label):
            begun = Piece(start, end, indent, label, False, False, False)
        elif label is not None and _may_begin(text, previous, line, piece, label):
            # A label that a wrap moved to the line's start stands in its paragraph, whose first line may be indented.
            begun = Piece(start, end, indent if piece.label else max(indent, piece.indent), label, False, True, False)
        else:
            previous = line
            continue
        if piece is not None and previous is not None:
            found.append(piece._replace(end=previous.end) if previous.end != piece.end else piece)
            room -= not piece.soft or (piece.label is not None and piece.label.kind in {"bullet", "sign"})
            if room < 0:
                raise TooLongError(MAX_CLAUSES, "clauses")
        piece, previous = begun, line
    if piece is not None and previous is not None:
        found.append(piece._replace(end=previous.end))
    return found


def _lines(text: str) -> Iterator[_Line]:
    after, ascii_only = 0, text.isascii()
    for found in _LINE.finditer(text):
        raw = found[0]
        body = raw.lstrip()
        if not body:
            continue
        skipped = len(raw) - len(body)
        start, end = found.start() + skipped, found.start() + len(raw.rstrip())
        indent, mark = 0, ""
        if skipped:
            lead = raw[:skipped]
            if not lead.isspace() or lead.strip(" "):
                mark = HEADING_MARK if HEADING_MARK in lead else ITEM_MARK if ITEM_MARK in lead else ""
                lead = "" if mark == HEADING_MARK else lead
                lead = lead.replace(NO_WIDTH, "").replace(HEADING_MARK, "").replace(ITEM_MARK, "").expandtabs(8)
            indent = len(lead)
        width = end - start
        if not ascii_only and width < _MAX_WRAP:
            width += len(_WIDE.findall(text, start, end))
        gap = text.count("\n", after, start) > 1 or after == 0
        after = end
        yield _Line(start, end, indent, indent + width, gap, mark)


def _usual_wrap(lines: list[_Line]) -> int:
    """The width that most wrapped lines of the text come close to."""
    widths = sorted(line.width for line, after in pairwise(lines) if not after.gap and line.width <= _MAX_WRAP)
    return max(widths[len(widths) * 9 // 10], _NARROWEST) if len(widths) > 3 else _USUAL_WRAP


def _run(text: str, lines: list[_Line], at: int, wrap: int) -> tuple[int, int]:
    """Where the run of lines without a blank line ends that begins at `at`, and the width it is wrapped at.

    A run whose every line ends with a stop and is followed by a capital is not wrapped: each line is its own.
    """
    end, whole = at + 1, True
    while end < len(lines) and not lines[end].gap:
        if whole:
            whole = _is_whole(text, lines[end - 1]) and not text[lines[end].start].islower()
        end += 1
    if whole and (end - at > _COUPLE or not _joins(text, lines[at])):
        return end, _UNBOUNDED
    widths = sorted(line.width for line in lines[at:end])
    if len(widths) > _COLUMN and widths[-1] - widths[-_COLUMN] <= _RAGGED:
        return end, widths[-1]  # a column of its own
    widest = widths[len(widths) * 17 // 20] if len(widths) > 5 else widths[-1]
    return end, max(widest, wrap)


def _deliberate(text: str, before: _Line, line: _Line, piece: Piece, wrap: int, label: Label | None) -> bool:
    """Whether the line end between `before` and `line` is more than a wrap."""
    first = text[line.start]
    if label is None and (first.islower() or first in ",;:)]"):
        return False
    if label is None and _FIELD.match(text, line.start, line.end) and _FIELD.match(text, before.start, before.end):
        return True
    if piece.label is not None and piece.label.end >= before.end:
        # A number alone in its line: its words follow, but for those of a division, which are its title.
        return label is not None or piece.label.kind in {"word", "attachment"}
    if before.width > _MAX_WRAP:
        return not _goes_on(text, before)
    wide = first >= "\u2e80"
    word = 2 if wide else len(_WORD.match(text, line.start, line.end)[0]) + 1  # type: ignore[index]
    room = wrap - before.width - word
    if _stops(text, before) or _joins(text, before):
        return room > 1 or first == '"' or line.indent > piece.indent + 1
    if label is not None:
        below = line.indent > before.indent + 1 and before.start == piece.start and piece.label is not None
        refers = _last_word(text, before)[0].rstrip(".") in _REFERRING
        begins = any(ordinal == 1 for _, ordinal in label.readings)
        if below and begins and (not refers or _completes(text, before)):
            return True  # the first of a list, set in below words that it completes: "... cause any third party to"
        return (room > 0.3 * wrap or (below and not refers)) and not _goes_on(text, before)
    return before.start == piece.start and (
        (piece.label is None and _centred(before, line)) or _is_short(text, before, line, wrap, room, wide=wide)
    )


def _completes(text: str, line: _Line) -> bool:
    """Whether the line ends with a "to" before a verb, not with one that refers ("pursuant to", "subject to")."""
    words = text[max(line.start, line.end - _TAIL) : line.end].lower().split()
    return len(words) > 1 and words[-1] == "to" and words[-2] not in _REFERRING_TO


def _centred(before: _Line, line: _Line) -> bool:
    """Whether two lines have one middle, far in, and are not as long."""
    middles = before.indent + before.width - line.indent - line.width
    return min(before.indent, line.indent) >= _CENTRED and abs(before.indent - line.indent) > 1 and abs(middles) <= 4


def _is_short(text: str, before: _Line, line: _Line, wrap: int, room: int, *, wide: bool) -> bool:
    """Whether a first line without a full stop is a title or a name rather than the beginning of what follows."""
    if _goes_on(text, before) or text.count('"', before.start, before.end) % 2 or text[line.start] == "(":
        return False
    if wide:
        return before.width <= _TITLE_WIDTH and room > 0.12 * wrap and not _states_on(text, before, line)
    return room > 0.3 * wrap


# What a Chinese title hardly has, and the first line of a wrapped statement often.
_STATING_ZH: Final = re.compile(
    "[,、您你不]|授予|授权给|任何|必须|应当|应该|如果|根据|所有|特此|仅|以及|除非|凡|自.{1,12}日|将(?!来|军|领)"
)
_PARAGRAPH: Final = 1000
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")
# A wrapped line is about as wide as the widest below it.
_NEARLY: Final = 0.75


def _states_on(text: str, before: _Line, line: _Line) -> bool:
    """Whether a Chinese line begins a statement that those below it go on with, up to a stop: it is no title."""
    if not text[before.end - 1].isalnum() or not _STATING_ZH.search(text, before.start, before.end):
        return False
    end = line.start + _PARAGRAPH
    blank = _BLANK_LINE.search(text, line.start, end)
    following = text[line.start : blank.start() if blank else end].rstrip()
    widest = max(len(one.strip()) for one in following.split("\n"))
    return following.endswith(("。", "!", "?", ";", "。)", '。"')) and before.end - before.start >= _NEARLY * widest


def _may_begin(text: str, before: _Line, line: _Line, piece: Piece, label: Label) -> bool:
    """Whether a line that looks like a wrap may be a list item all the same, by what stands before its label."""
    if label.kind in {"word", "attachment"}:
        return False
    stops = _stops(text, before)
    if label.kind in {"bullet", "sign"}:
        return stops or line.indent != piece.indent or piece.label is not None
    last, earlier = _last_word(text, before)
    if stops or (last in _CONJUNCTIONS and earlier in ";,"):
        return True
    if last.rstrip(".") in _REFERRING or text[before.end - 1] in _REFERRING_ENDS:
        return False
    return line.indent == piece.indent and piece.label is not None


def _stops(text: str, line: _Line) -> bool:
    """Whether the line ends with a stop, quotation marks and brackets left aside."""
    at = line.end - 1
    while at > line.start and text[at] in _CLOSING:
        at -= 1
    return text[at] in _STOPS


def _joins(text: str, line: _Line) -> bool:
    """Whether the line ends as all items of a list but the last do: "...; or"."""
    return _JOINT.search(text, max(line.start, line.end - _TAIL), line.end) is not None


def _is_whole(text: str, line: _Line) -> bool:
    """Whether the line may stand alone: it ends with a stop, or as an item of a list does."""
    return text[line.end - 1] in ".;:。!?" or _joins(text, line)


def _goes_on(text: str, line: _Line) -> bool:
    """Whether the line ends with a word or sign that something must follow."""
    return text[line.end - 1] in _OPEN_ENDS or _last_word(text, line)[0] in _OPEN_WORDS


def _last_word(text: str, line: _Line) -> tuple[str, str]:
    """The last word of the line in lower case, and the character before it."""
    words = text[max(line.start, line.end - _TAIL) : line.end].rsplit(None, 1)
    return words[-1].lower(), words[0][-1] if len(words) > 1 else " "
