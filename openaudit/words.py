"""A text as the words that are compared: lower case, without marks, with the place of each word.

Punctuation, the sign `(c)`, the `http` of `https` and British or American spelling do not count; order and every
other word do: "not" is a word like any other. Copyright and title lines (`tolerance`) and list markers are words
too, and noted, so that whoever compares can set them aside and say so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from openaudit import tolerance
from openaudit.han import BEYOND_LATIN
from openaudit.spans import Span
from openaudit.typed import Final, NamedTuple


class Tolerated(NamedTuple):
    """A passage that was set aside before comparing: its kind ("copyright", "title", ...) and place."""

    kind: str
    span: Span


_Read = tuple[list[str], Sequence[int], Sequence[int]]


class Words:
    """The words of a text and the places they stand at; `tolerated` are the passages that may be set aside.

    In a plain text (without Chinese) each is worked out when it is asked for: an unedited copy is recognised without.
    """

    __slots__ = ("_find", "_plain", "_read", "tolerated")

    def __init__(self, find: Callable[[], _Read], tolerated: tuple[Tolerated, ...], plain: str = "") -> None:
        """`find` gives the words and the offsets at which they start and end, `plain` is a plain text, lower case."""
        self._find = find
        self._plain = plain
        self._read: _Read | None = None
        self.tolerated = tolerated

    def _all(self) -> _Read:
        if self._read is None:
            self._read = self._find()
        return self._read

    @property
    def words(self) -> list[str]:
        """The words, in order."""
        return self._all()[0]

    @property
    def starts(self) -> Sequence[int]:
        """Where each word starts."""
        return self._all()[1]

    @property
    def ends(self) -> Sequence[int]:
        """Where each word ends."""
        return self._all()[2]

    def __bool__(self) -> bool:
        """Whether there is any word."""
        return _WORD.search(self._plain) is not None if self._plain else bool(self.words)

    def kept_places(self) -> tuple[Span, ...]:
        """The places outside the tolerated passages, from the first word of each to its last."""
        if not self._plain:
            return joined_places(self.kept(), self)
        places: list[Span] = []
        for start, end in self._outside():
            first = _WORD.search(self._plain, start, end)
            if first is None:
                continue
            if places and _WORD.search(self._plain, places[-1].end, first.start()) is None:
                places[-1] = Span(places[-1].start, _last_end(self._plain, end))
            else:
                places.append(Span(first.start(), _last_end(self._plain, end)))
        return tuple(places)

    def _outside(self) -> list[Span]:
        """The stretches of a plain text outside the tolerated passages, which are whole lines."""
        stretches: list[Span] = []
        low = 0
        for item in self.tolerated:
            if item.span.start > low:
                stretches.append(Span(low, item.span.start))
            low = max(low, item.span.end)
        return [*stretches, Span(low, len(self._plain))]

    def kept(self) -> list[Span]:
        """The spans of words outside the tolerated passages."""
        spans: list[Span] = []
        low = 0
        for item in self.tolerated:
            first, last = bisect_left(self.starts, item.span.start), bisect_left(self.starts, item.span.end)
            if first > low:
                spans.append(Span(low, first))
            low = max(low, last)
        if low < len(self.words):
            spans.append(Span(low, len(self.words)))
        return spans

    def kept_words(self) -> list[str]:
        """The words outside the tolerated passages: what two copies of one text have in common."""
        if self._plain:
            return _american(
                [word for start, end in self._outside() for word in _WORD.findall(self._plain, start, end)]
            )
        return [word for low, high in self.kept() for word in self.words[low:high]]


_WORD: Final = re.compile(r"[^\W_]+")
# What `document` leaves where it blanked a character inside a word.
_FILLER: Final = "\x00"
_WORD_WITH_FILLER: Final = re.compile(r"[^\W_](?:[^\W_]|\x00)*")
# Not compared: the scheme of a URL, the (c) of a copyright sign or a list.
_SILENT: Final = re.compile(r"https?(?=://)|\(c\)", re.IGNORECASE)
_MARKER: Final = re.compile(
    r"(?:(?<=\s)|^)(?:\(\s?(?:\d{1,2}|[a-z]|[ivx]{1,5})\s?\)|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.)、])(?=\s)",
    re.IGNORECASE,
)
_CUE: Final = re.compile(r"copyright|\(c\)|©|copr\.|reserved|版权|著作权|版權|著作權|保留", re.IGNORECASE)
_PLAIN_CUE: Final = re.compile(r"copyright|\(c\)|copr\.|reserved")
_LINE: Final = re.compile(r"[^\r\n]*")
_TITLE_REGION_LINES: Final = 12

# British to American, as the SPDX matching guidelines ask (Annex B, "equivalent words"); words, no texts.
_SPELLINGS: Final = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "sublicence": "sublicense",
    "sublicences": "sublicenses",
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "artefact": "artifact",
    "artefacts": "artifacts",
    "authorisation": "authorization",
    "authorised": "authorized",
    "authorise": "authorize",
    "behaviour": "behavior",
    "cancelled": "canceled",
    "catalogue": "catalog",
    "categorised": "categorized",
    "centre": "center",
    "emphasised": "emphasized",
    "favour": "favor",
    "favourite": "favorite",
    "fulfil": "fulfill",
    "fulfilment": "fulfillment",
    "honour": "honor",
    "initialise": "initialize",
    "judgement": "judgment",
    "labelled": "labeled",
    "labelling": "labeling",
    "labour": "labor",
    "maximise": "maximize",
    "minimise": "minimize",
    "modelling": "modeling",
    "modelled": "modeled",
    "neighbour": "neighbor",
    "offence": "offense",
    "optimise": "optimize",
    "organisation": "organization",
    "organisations": "organizations",
    "organise": "organize",
    "programme": "program",
    "realise": "realize",
    "recognise": "recognize",
    "recognised": "recognized",
    "rumour": "rumor",
    "signalling": "signaling",
    "utilisation": "utilization",
    "utilise": "utilize",
    "whilst": "while",
    "wilful": "willful",
    "wilfully": "willfully",
}


def read(text: str) -> Words:
    """The words of `text` with their offsets. Time and memory are linear in the length of the text."""
    tolerated = [*copyright_lines(text)]
    tolerated += _title_lines(text, tolerated)
    tolerated.sort(key=lambda item: item.span)
    blanked = _SILENT.sub(lambda m: " " * len(m.group()), text)
    if _FILLER not in blanked and not any(map(tolerance.is_han, set(BEYOND_LATIN.findall(blanked)))):
        plain = blanked.casefold()
        if len(plain) == len(blanked):  # each word stands where it stood
            return Words(lambda: _plain_words(plain), tuple(tolerated), plain)
    found = _found(blanked)
    return Words(lambda: found, tuple(tolerated))


def _plain_words(plain: str) -> _Read:
    from array import array

    # Equal words are one text, and places plain numbers: a long text has millions of them.
    share = dict[str, str]().setdefault
    words = [share(word, word) for word in map(re.Match.group, _WORD.finditer(plain))]
    starts = array("I", map(re.Match.start, _WORD.finditer(plain)))
    return _american(words), starts, array("I", map(re.Match.end, _WORD.finditer(plain)))


def _last_end(plain: str, end: int) -> int:
    """Where the last word before `end` ends."""
    while not plain[end - 1].isalnum():
        end -= 1
    return end


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans, in order, those that touch as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def joined_places(spans: Iterable[Span], read: Words) -> tuple[Span, ...]:
    """Places in the text, out of spans of words; words in a row give one place."""
    return tuple(Span(read.starts[low], read.ends[high - 1]) for low, high in joined(sorted(spans)))


def _found(blanked: str) -> _Read:
    from array import array

    words: list[str] = []
    starts, ends = array("I"), array("I")
    known: dict[str, str] = {}
    for match in (_WORD_WITH_FILLER if _FILLER in blanked else _WORD).finditer(blanked):
        word = match.group()
        folded = known.get(word)
        if folded is None and word.isascii() and _FILLER not in word:
            folded = known[word] = word.lower()
        if folded is not None:
            words.append(folded)
            starts.append(match.start())
            ends.append(match.end())
        else:
            for piece, start, end in _pieces(word, match.start()):
                words.append(known.setdefault(piece, piece.casefold()))
                starts.append(start)
                ends.append(end)
    return _american(words), starts, ends


def _american(words: list[str]) -> list[str]:
    """The words, each in the one spelling that is compared."""
    if _SPELLINGS.keys().isdisjoint(words):
        return words
    return [_SPELLINGS.get(word, word) for word in words]


def _pieces(run: str, offset: int) -> list[tuple[str, int, int]]:
    """The words in a run of letters: each Chinese character is one, other letters in a row are one."""
    pieces: list[tuple[str, int, int]] = []
    start = 0
    for place, letter in enumerate(run):
        if tolerance.is_han(letter):
            if place > start:
                pieces.append((run[start:place], offset + start, offset + place))
            pieces.append((letter, offset + place, offset + place + 1))
            start = place + 1
    if start < len(run):
        pieces.append((run[start:], offset + start, offset + len(run)))
    return [(piece.replace(_FILLER, ""), begin, end) for piece, begin, end in pieces if piece.strip(_FILLER)]


def copyright_lines(text: str) -> list[Tolerated]:
    """The lines of the text that are nothing but copyright statements."""
    found: list[Tolerated] = []
    end = -1
    # Without regard to case every place is tried; in lower case only those where a cue can begin.
    for cue in _PLAIN_CUE.finditer(text.lower()) if text.isascii() else _CUE.finditer(text):
        if cue.start() < end:
            continue
        start = max(text.rfind("\n", 0, cue.start()), text.rfind("\r", 0, cue.start())) + 1
        line = _LINE.match(text, start)
        end = line.end() if line else start
        if end - start <= 300 and tolerance.copyright_line(text[start:end]):
            found.append(Tolerated("copyright", Span(start, end)))
    return found


def _title_lines(text: str, tolerated: list[Tolerated]) -> list[Tolerated]:
    """The title above the first line of substance; copyright lines and rulers may stand between its lines."""
    known = {item.span.start for item in tolerated}
    found: list[Tolerated] = []
    seen = position = 0
    while position < len(text) and seen < _TITLE_REGION_LINES:
        line = _LINE.match(text, position)
        end = line.end() if line else position
        content = text[position:end]
        if position not in known and any(c.isalnum() for c in content):
            seen += 1
            if len(content) > 300:
                break
            kind = "title" if tolerance.title_line(content) else "link" if tolerance.link_line(content) else None
            if kind is None:
                break
            found.append(Tolerated(kind, Span(position, end)))
        position = end + 1
    return found


def markers(text: str) -> list[Span]:
    """The list markers of `text`: "1.", "(a)", "iv)" after the end of a clause, or with a bracket at a line's start."""
    return [Span(*match.span()) for match in _MARKER.finditer(text) if _is_marker(text, match)]


def marker_at(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is, with the bracket or stop around it, a list marker."""
    if end - start > 12:
        return False
    for match in _MARKER.finditer(text, max(0, start - 2), end + 3):
        if match.start() <= start and end <= match.end():
            return _is_marker(text, match)
    return False


def _is_marker(text: str, match: re.Match[str]) -> bool:
    """Whether "2." or "(b)" opens a list item, and is no part of a sentence ("under version 2.", "Section (b)").

    It does after a clause's last mark, an empty line, or "and"/"or"; with a bracket also at the start of a line.
    """
    before = match.start() - 1
    breaks = 0
    while before >= 0 and text[before].isspace():
        breaks += text[before] == "\n"
        before -= 1
    if before < 0 or breaks > 1 or text[before] in ".:;,!?)]}\"'”’。；：，！？）":
        return True
    joined = text[max(0, before - 3) : before + 1].lower().endswith((" and", " or"))
    return ")" in match.group() and (breaks > 0 or joined)
