"""What was found becomes a finding: its words, its lines, and what a definition makes of it."""

from __future__ import annotations

from openaudit.document import Document
from openaudit.found import Found
from openaudit.judge import stances_of
from openaudit.report import Finding
from openaudit.ruleset import Definition
from openaudit.spans import LineIndex, Span
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.captures import Captures

_LONGEST_LEAD: Final = 1500


class Placing:
    """Makes the findings of one text, for a report whose first definition is `definition`."""

    def __init__(self, document: Document, definition: Definition) -> None:
        self._document, self._definition = document, definition
        self._lines = LineIndex(document.source)
        # The last sentence's captures (by reader) and its lead-ins, which its neighbours share.
        self._read = Span(-1, -1)
        self._captured: dict[str, Captures] = {}
        self._lead: tuple[tuple[Span, ...], str] = ((), "")
        self._quotes: dict[Span, str] = {}  # of the lead-ins

    def finding(self, found: Found) -> Finding:
        """The finding, with its words and what the definition makes of it."""
        start, end = found.start, found.end
        first, last = self._lines.position(start), self._lines.position(end)
        touched = stances_of(found.provision, found.confidence, self._definition)
        outcomes = [outcome for _, outcome in touched]
        captures: Captures = {}
        for name in found.readers:
            captures.update(self._captures(name, found.read))
        return Finding(
            found.rule,
            found.provision,
            found.kind,
            "fail" if "fail" in outcomes else "review" if "review" in outcomes else "pass",
            tuple(criterion for criterion, _ in touched),
            found.section,
            found.heading,
            self._document.quote(start, end),
            self._quoted_leads(found.leads),
            found.language,
            start,
            end,
            first.line,
            first.column,
            last.line,
            last.column,
            captures,
            found.confidence,
            found.fingerprint,
        )

    def _captures(self, name: str, read: Span) -> Captures:
        """What the reader `name` takes out of the words at `read`."""
        from openaudit.captures import READERS  # many patterns, which few texts need

        if self._read != read:
            self._read, self._captured = read, {}
        if name not in self._captured:
            self._captured[name] = READERS[name](" ".join(self._document.text[read.start : read.end].split()))
        return self._captured[name]

    def _quoted_leads(self, leads: tuple[Span, ...]) -> str:
        """The lead-ins, outermost first; of very long ones the innermost, or a list under them would fill memory."""
        if leads != self._lead[0]:
            quotes: list[str] = []
            room = _LONGEST_LEAD
            for place in reversed(leads):
                quote = self._quotes.get(place)
                if quote is None:
                    quote = self._quotes[place] = self._document.quote(*place)
                room -= len(quote) + 1
                if room < 0 and quotes:
                    break
                quotes.append(quote)
            self._lead = (leads, " ".join(reversed(quotes)))
        return self._lead[1]
