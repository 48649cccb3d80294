"""What an audit finds in a text before any definition judges it: places and names, no words but those of headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openaudit.digests import sha256
from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING, NamedTuple
from openaudit.vocabulary import Confidence, Kind

if TYPE_CHECKING:
    from openaudit.detect import Detection


class Found(NamedTuple):
    """One provision and the place that states it, `start` to `end`.

    `readers` name what is to be taken out of the words at `read` (`openaudit.captures`), `leads` are the places of the
    lead-ins, outermost first, and `fingerprint` is what a waiver names.
    """

    rule: str
    provision: str
    kind: Kind
    confidence: Confidence
    readers: tuple[str, ...]
    section: str
    heading: str
    language: str
    start: int
    end: int
    leads: tuple[Span, ...]
    read: Span
    fingerprint: str


class Extract(NamedTuple):
    """What stands in one text.

    `sizes` are characters by language, `sentences` and `explained` numbers of sentences. `reserved` says that all
    rights not granted are kept, `speaks` that the text speaks of grants, terms or restraints, though nothing found
    states one. `detection` is what the rules say of each sentence, for whoever asks what an edit of a known text took
    away.
    """

    found: tuple[Found, ...]
    sizes: Mapping[str, int]
    sentences: int
    explained: int
    reserved: bool
    speaks: bool
    detection: Detection | None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text, the one with the most of it first."""
        return tuple(sorted(self.sizes, key=lambda language: (-self.sizes[language], language)))


def fingerprint(rule: str, words: Iterable[str]) -> str:
    """What a waiver names: the rule and the words it found, wherever they stand."""
    return "oa1:" + sha256(f"{rule}\0{' '.join(words)}".encode()).hexdigest()[:32]
