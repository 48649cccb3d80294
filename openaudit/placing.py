"""A match becomes a finding: its place in the text, its words, and what a definition makes of it."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.detect import Match, Read
from openaudit.digests import sha256
from openaudit.document import Document
from openaudit.judge import stances_of
from openaudit.report import Finding
from openaudit.ruleset import Definition
from openaudit.segment import Outline
from openaudit.spans import LineIndex
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple
from openaudit.vocabulary import UNEXPLAINED, Confidence, Kind

if TYPE_CHECKING:
    from openaudit.captures import Captures

_LONGEST_QUOTE: Final = 700
_LONGEST_LEAD: Final = 1500


class _What(NamedTuple):
    """What was found: the rule and what it says."""

    rule: str
    provision: str
    kind: Kind
    confidence: Confidence
    captured: Captures


_NOTHING_EXPLAINS: Final = _What(UNEXPLAINED, UNEXPLAINED, "caution", "low", {})


class Placing:
    """Makes the findings of one text, for a report whose first definition is `definition`."""

    def __init__(self, document: Document, structure: Outline, definition: Definition) -> None:
        self._document, self._structure, self._definition = document, structure, definition
        self._lines = LineIndex(document.source)
        # Of the last sentence: its matches share its captures (by reader) and fingerprints (by rule), and its
        # neighbours its lead-ins.
        self._last = -1
        self._captured: dict[str, Captures] = {}
        self._fingerprints: dict[str, str] = {}
        self._lead: tuple[tuple[int, ...], str] = ((), "")
        self._quotes: dict[int, str] = {}  # of the lead-ins

    def finding(self, read: Read, match: Match) -> Finding:
        """The finding of a match."""
        self._turn_to(read)
        rule = match.rule
        captured: Captures = {}
        for name in rule.captures:
            captured.update(self._read_by(name, read))
        return self._placed(read, _What(rule.id, rule.provision, rule.kind, rule.confidence, captured), match)

    def unexplained(self, read: Read) -> Finding:
        """The finding of a sentence that nothing explains."""
        self._turn_to(read)
        return self._placed(read, _NOTHING_EXPLAINS, None)

    def _turn_to(self, read: Read) -> None:
        """Forget what belongs to another sentence."""
        if self._last != read.sentence.index:
            self._last, self._captured, self._fingerprints = read.sentence.index, {}, {}

    def _read_by(self, name: str, read: Read) -> Captures:
        """What the reader `name` takes out of the sentence's words."""
        from openaudit.captures import READERS  # many patterns, which few texts need

        known = self._captured
        if name not in known:
            text, words = self._document.text, read.reading.words
            start, end = (
                (read.sentence.start, read.sentence.end) if read.reading.own else (words.starts[0], words.ends[-1])
            )
            known[name] = READERS[name](" ".join(text[start:end].split()))
        return known[name]

    def _placed(self, read: Read, what: _What, match: Match | None) -> Finding:
        """What was found, with its place and words and what the definition makes of it."""
        start, end = _extent(self._document.text, read, match)
        clause = self._structure.clauses[read.sentence.clause]
        first, last = self._lines.position(start), self._lines.position(end)
        touched = stances_of(what.provision, what.confidence, self._definition)
        outcomes = [outcome for _, outcome in touched]
        if what.rule not in self._fingerprints:
            self._fingerprints[what.rule] = fingerprint(what.rule, read.reading.words.words)
        return Finding(
            what.rule,
            what.provision,
            what.kind,
            "fail" if "fail" in outcomes else "review" if "review" in outcomes else "pass",
            tuple(criterion for criterion, _ in touched),
            clause.section,
            clause.heading,
            self._document.quote(start, end),
            self._quoted_leads(read.sentence.leads),
            read.sentence.language,
            start,
            end,
            first.line,
            first.column,
            last.line,
            last.column,
            what.captured,
            what.confidence,
            self._fingerprints[what.rule],
        )

    def _quoted_leads(self, leads: tuple[int, ...]) -> str:
        """The lead-ins, outermost first; of very long ones the innermost, or a list under them would fill memory."""
        if leads != self._lead[0]:
            quotes: list[str] = []
            room = _LONGEST_LEAD
            for index in reversed(leads):
                quote = self._quotes.get(index)
                if quote is None:
                    _, start, end, *_ = self._structure.sentences[index]
                    quote = self._quotes[index] = self._document.quote(start, end)
                room -= len(quote) + 1
                if room < 0 and quotes:
                    break
                quotes.append(quote)
            self._lead = (leads, " ".join(reversed(quotes)))
        return self._lead[1]


def fingerprint(rule: str, words: Sequence[str]) -> str:
    """What a waiver names: the rule and the words it found, wherever they stand."""
    return "oa1:" + sha256(f"{rule}\0{' '.join(words)}".encode()).hexdigest()[:32]


def _extent(text: str, read: Read, match: Match | None) -> tuple[int, int]:
    """The sentence; of a very long one, the words that decide."""
    start, end = read.sentence.start, read.sentence.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if match is None or end - start <= _LONGEST_QUOTE:
        return start, end
    words = read.reading.words
    first, last = max(match.place[0], read.reading.own), max(match.place[1], read.reading.own + 1)
    return words.starts[min(first, len(words.starts) - 1)], words.ends[min(last, len(words.ends)) - 1]
