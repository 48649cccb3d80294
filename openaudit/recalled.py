"""Whole texts that were read before: an unedited copy of a known licence need not be read again.

What was found in a known text is kept by places in its characters, as `squeezed` puts them: white space within a
paragraph and whose name stands in a copyright line are left aside, and nothing else. So a copy may be wrapped and
indented otherwise, and a text that differs in a mark is read as any other. Places and numbers are kept, never words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, count
from operator import add

from openaudit import tolerance, words
from openaudit.digests import blake2b
from openaudit.found import Extract, Found
from openaudit.identify import Name, exact
from openaudit.markup import HEADING_MARK, ITEM_MARK
from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING, Any, Final
from openaudit.vocabulary import Confidence, Kind

if TYPE_CHECKING:
    from openaudit.memory import Memory
    from openaudit.report import LicenseMatch

# What stands for a copyright line, for one that reserves all rights, and for the marks of Markdown and HTML, which are
# white space to others.
_HELD: Final = "\ue000"
_RESERVED: Final = "\ue001"
_MARKS: Final = str.maketrans({HEADING_MARK: "\ue002", ITEM_MARK: "\ue003"})
_OURS: Final = re.compile("[\ue000-\ue003]")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_SEEN: Final = re.compile(r"\S+")
_DIGEST: Final = 16
# Where the memory has the rules that found something, with what they say.
RULES: Final = blake2b(b"rules", digest_size=_DIGEST).digest()


class Squeezed:
    """A text in the form in which copies of one licence are equal, and where its characters stand."""

    def __init__(self, text: str, held: Sequence[Span]) -> None:
        """`held` are the copyright lines."""
        parts, at = list[str](), 0
        for start, end in held:
            mark = _RESERVED if tolerance.reserves(text[start:end]) else _HELD
            parts += (text[at:start], mark.ljust(end - start))
            at = end
        text = "".join((*parts, text[at:])) if held else text
        self._marked = text.translate(_MARKS) if HEADING_MARK in text or ITEM_MARK in text else text
        paragraphs = (" ".join(paragraph.split()) for paragraph in _BLANK_LINE.split(self._marked))
        self.text = "\n".join(filter(None, paragraphs))
        self._starts: list[int] = []
        self._places: list[int] = []

    @property
    def key(self) -> bytes:
        """The digest by which it is found."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()

    def _measure(self) -> None:
        """Notes where each run of characters stands, here and in the text."""
        if not self._starts:
            self._starts = [*map(re.Match.start, _SEEN.finditer(self._marked))]
            self._places = [0, *map(add, accumulate(map(len, self.text.split())), count(1))]

    def outside(self, span: Span) -> Span:
        """The place in the text of a span of characters here."""
        self._measure()
        first = bisect_right(self._places, span.start) - 1
        last = bisect_right(self._places, span.end - 1) - 1
        return Span(
            self._starts[first] + span.start - self._places[first],
            self._starts[last] + span.end - self._places[last],
        )

    def inside(self, place: Span) -> Span:
        """The span of characters here that a place in the text has, without the white space around it."""
        self._measure()
        first = bisect_right(self._starts, place.start) - 1
        start = self._places[first] + place.start - self._starts[first] if first >= 0 else 0
        if first >= 0 and start >= self._places[first + 1] - 1:
            start = self._places[first + 1]  # it begins with white space
        last = bisect_right(self._starts, place.end - 1) - 1
        end = self._places[last] + place.end - self._starts[last]
        return Span(start, min(end, self._places[last + 1] - 1))


def squeezed(text: str) -> Iterator[Squeezed]:
    """The forms of the text (as `document` normalises it): without the names in its copyright lines, and with them."""
    if not text.isascii() and _OURS.search(text):
        return
    held = [item.span for item in words.copyright_lines(text)]
    if held:
        yield Squeezed(text, held)
    yield Squeezed(text, ())


def recall(text: str, memory: Memory) -> tuple[LicenseMatch, Extract] | None:
    """The known licence that the text is an unedited copy of, and what stands in it; None for any other text."""
    for form in squeezed(text):
        kept = memory.at(form.key)
        if kept is not None:
            break
    else:
        return None
    license_, sizes, sentences, explained, reserved, speaks, found = kept
    rules = memory.at(RULES)
    return (
        exact(text, words.read(text), Name(*license_)),
        Extract(
            tuple(_found(form, rules[number], *fields) for number, *fields in found),
            dict(sizes),
            sentences,
            explained,
            reserved,
            speaks,
            None,
        ),
    )


def _found(
    form: Squeezed,
    rule: tuple[str, str, Kind, Confidence, tuple[str, ...]],
    section: str,
    heading: tuple[int, int],
    language: str,
    place: tuple[int, int],
    leads: Sequence[tuple[int, int]],
    read: tuple[int, int],
    fingerprint: bytes,
) -> Found:
    start, end = form.outside(Span(*place))
    return Found(
        *rule,
        section,
        form.text[slice(*heading)],
        language,
        start,
        end,
        tuple(form.outside(Span(*lead)) for lead in leads),
        form.outside(Span(*read)) if rule[-1] else Span(start, end),
        f"oa1:{fingerprint.hex()}",
    )


def kept(
    text: str, match: LicenseMatch, read: Extract, rules: Mapping[tuple[Any, ...], int]
) -> tuple[bytes, tuple[Any, ...]] | None:
    """What is to be kept of a known text, by the numbers of `rules`, and its key.

    None where it is no unedited copy, or where its places could not be found again.
    """
    if match.match != "exact":
        return None
    for form in squeezed(text):
        found = [_kept(text, form, one, rules) for one in read.found]
        if None not in found:
            license_ = (match.id, match.name, match.spdx_id, match.osi_approved)
            sizes = tuple(read.sizes.items())
            value = (license_, sizes, read.sentences, read.explained, read.reserved, read.speaks, tuple(found))
            return form.key, value
    return None


def _kept(text: str, form: Squeezed, found: Found, rules: Mapping[tuple[Any, ...], int]) -> tuple[Any, ...] | None:
    heading = form.text.find(found.heading)
    outside = [Span(found.start, found.end), found.read, *found.leads]
    places = [form.inside(place) for place in outside]
    if heading < 0 or any(
        form.text[slice(*inside)].split() != text[slice(*place)].split()
        for inside, place in zip(places, outside, strict=True)
    ):
        return None  # in a copyright line, or with a mark of Markdown inside
    place, read, *leads = (tuple(place) for place in places)
    return (
        rules[found.rule, found.provision, found.kind, found.confidence, found.readers],
        found.section,
        (heading, heading + len(found.heading)),
        found.language,
        place,
        tuple(leads),
        read if found.readers else (),
        bytes.fromhex(found.fingerprint.removeprefix("oa1:")),
    )
