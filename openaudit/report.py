"""What an audit results in: frozen values that renderers receive. Nothing here decides anything.

Texts for people are `Message`s (a key of the message catalogue with its values), so that one audit
can be shown in any report language. Positions are 1-based and in code points, end columns exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.spans import Span
from openaudit.typed import TYPE_CHECKING, NamedTuple
from openaudit.vocabulary import Confidence, Kind, Outcome, Verdict

if TYPE_CHECKING:
    from openaudit.document import Document


class Message(NamedTuple):
    """A text of the message catalogue (`openaudit/locales/*.yaml`) and the values it is filled with."""

    key: str
    values: Mapping[str, str]


class Source(NamedTuple):
    """Where the audited text came from. `sha256` is of the bytes as given; `retrieved` is ISO 8601 UTC.

    `revision` is the commit and `etag` the server's own mark of a remote text, where they are known.
    """

    path: str | None
    url: str | None
    sha256: str
    encoding: str
    media_type: str
    languages: tuple[str, ...]
    retrieved: str | None = None
    revision: str | None = None
    etag: str | None = None


class Difference(NamedTuple):
    """Words that the text has more (`added`) or less (`removed`) than the known licence.

    `text` is "" for removed words where no text of the licence is at hand: then only their number is known
    (`words`). `start`/`end` are offsets; removed words have the place where they would stand.
    """

    kind: str  # "added" | "removed"
    text: str
    start_line: int
    end_line: int
    words: int = 0
    start: int = 0
    end: int = 0


class SetAside(NamedTuple):
    """A passage left out of the comparison, listed so that nothing can hide in it.

    `kind` is "copyright", "title", "name", "link", "identifier" or "mark".
    """

    kind: str
    text: str
    start: int
    end: int


class Region(NamedTuple):
    """A part of the text that is a known licence, `match` "exact" or "modified"."""

    id: str
    name: str
    spdx_id: str | None
    match: str
    similarity: float
    osi_approved: bool
    start: int
    end: int


class LicenseMatch(NamedTuple):
    """Which known licence the text is. `match` is "exact", "modified", "composed" or "none".

    `similarity` is 0..1 over words. `parts` names the licences of a composed file, in order, and `regions`
    says where each stands. `covered` are the places (offsets) whose words are a known licence's, word for
    word; everything beside them is the text's own, and `set_aside` says what of it was not compared.
    """

    id: str | None
    name: str | None
    spdx_id: str | None
    match: str
    similarity: float
    osi_approved: bool = False
    differences: tuple[Difference, ...] = ()
    parts: tuple[str, ...] = ()
    covered: tuple[Span, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    regions: tuple[Region, ...] = ()

    def approved_places(self) -> tuple[Span, ...]:
        """The places that are, word for word, a licence that the OSI approved."""
        approved = [(r.start, r.end) for r in self.regions if r.osi_approved]
        return tuple(place for place in self.covered if any(a <= place[0] and place[1] <= b for a, b in approved))


class Finding(NamedTuple):
    """One provision that the text has, with its words.

    `section` is the section path as printed ("1.b.v", "" where the text has none), `lead` the quote of
    the lead-in under which a list item stands. `start`/`end` are offsets into the document's source.
    `criteria` and `outcome` are what the report's definition makes of it.
    """

    rule: str
    provision: str
    kind: Kind
    outcome: Outcome
    criteria: tuple[str, ...]
    section: str
    heading: str
    quote: str
    lead: str
    language: str
    start: int
    end: int
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    captures: Mapping[str, str | int | float | list[str]]
    confidence: Confidence
    fingerprint: str


class CriterionResult(NamedTuple):
    """The outcome of one criterion; `findings` are indexes into the result's findings."""

    id: str
    title: Mapping[str, str]
    outcome: Outcome
    reason: Message
    findings: tuple[int, ...]


class Judgement(NamedTuple):
    """What one definition makes of one text."""

    definition: str
    verdict: Verdict
    osi_approved: bool
    summary: Message
    criteria: tuple[CriterionResult, ...]


class Agreement(NamedTuple):
    """How the two halves of a bilingual text compare.

    `criteria` are triples of a criterion's id and its outcome in each of the two `languages`, `differing` the
    restrictions and cautions that only one half has; `prevails` says that a clause names the half that counts.
    """

    languages: tuple[str, ...]
    criteria: tuple[tuple[str, str, str], ...]
    differing: tuple[str, ...]
    prevails: bool


class Coverage(NamedTuple):
    """How many sentences the text has, and how many of them are explained."""

    sentences: int
    explained: int


class Result(NamedTuple):
    """The audit of one text. The first judgement is the one asked for; more follow with `--definition all`."""

    source: Source
    license: LicenseMatch
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    document: Document
    agreement: Agreement | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict under the first definition."""
        return self.judgements[0].verdict

    @property
    def name(self) -> str:
        """The path, URL or "<text>" to call the source by."""
        return self.source.path or self.source.url or "<text>"


class Failure(NamedTuple):
    """A target that could not be audited, and why."""

    source: str
    message: str


class Accepted(NamedTuple):
    """A cause of a verdict that somebody accepted, so that it does not count for the exit code.

    `result` and `finding` are indexes (finding None: the criterion as a whole), `by` is "waiver", "baseline",
    "select" or "ignore". The verdict itself is never changed by it.
    """

    result: int
    criterion: str
    finding: int | None
    by: str
    reason: str


class Report(NamedTuple):
    """Everything one run found. `rules_digest` is the sha256 of the rules in force."""

    version: str
    rules_digest: str
    definition: str
    results: tuple[Result, ...]
    errors: tuple[Failure, ...]
    accepted: tuple[Accepted, ...] = ()
