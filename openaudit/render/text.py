"""The terminal report: the verdict, a line per criterion, and each deciding sentence in quotes."""

from __future__ import annotations

import os

from openaudit.render.layout import Line, Span, columns, join, wrap
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import (
    SYMBOLS,
    VERDICT_OUTCOME,
    accepted_in,
    by_provision,
    criteria_by_finding,
    deciding,
    lead_of,
    tally,
)
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Accepted, CriterionResult, Judgement, Report, Result

_NARROWEST: Final = 40
# Prose is not set wider than this: longer lines are hard to read. The table of criteria uses the whole width.
_MEASURE: Final = 100
_QUOTE_LIMIT: Final = 700
_LEAD_LIMIT: Final = 160
_LONGEST_PLACE: Final = 48
_OPEN_LIMIT: Final = 2
_GROUP_LIMIT: Final = 6  # sentences shown of one provision, unless --verbose


def render_text(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report for a terminal, `options.width` columns wide."""
    return _TextReport(report, texts.words(options.ui_lang), options).render()


class _TextReport:
    """Builds the lines of one report; `lines` grows from top to bottom."""

    def __init__(self, report: Report, words: Words, options: RenderOptions) -> None:
        self.report, self.words, self.options = report, words, options
        self.width = max(_NARROWEST, options.width)
        self.measure = min(self.width, _MEASURE)
        self.lines: list[Line] = []
        self.accepted: dict[int, Accepted] = {}
        self.undecided = False
        self.short = self.link = ""

    def render(self) -> str:
        if self.options.quiet:
            for result in self.report.results:
                self._one_line(result)
            self._failures(indent=0)
            return join(self.lines, color=self.options.color)
        for number, result in enumerate(self.report.results):
            self.accepted = accepted_in(self.report, number)
            if number:
                self.lines += [[], [("muted", "─" * self.measure)], []]
            self._result(result)
        self._errors()
        self._tally()
        return join(self.lines, color=self.options.color)

    def _add(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        first, rest = [("", " " * indent)], [("", " " * (indent + hang))]
        self.lines += wrap(spans, self.measure, first if indent else (), rest if indent + hang else ())

    def _result(self, result: Result) -> None:
        words, judgement = self.words, result.judgements[0]
        outcome = VERDICT_OUTCOME[judgement.verdict]
        self.short = _short(one_line(result.name))
        self.link = f"link|{_address(result)}" if self.options.hyperlinks else "link"
        self._add(("bold", one_line(result.name)))
        label = _verdict(judgement, words)
        self._add((f"{outcome}-bold", label))
        self._add(("", words.summary(judgement)), indent=2)
        if judgement.verdict == "not-a-license":
            self._add(("muted", words.text("claim.not-a-license")), indent=2)
            return
        self._add(("", words.identity(result.license)), indent=2)
        self.lines.append([])
        self._criteria(judgement)
        self._evidence(result, judgement)
        self._differences(result)
        self._agreement(result)
        if self.options.verbose or self.options.show_passed:
            self._others(result, judgement)
        for other in result.judgements[1:]:
            self._other_judgement(other)
        self.lines.append([])
        claim = words.text(f"claim.{judgement.verdict}")
        self._add(("muted", f"{claim}{words.text('sentence.space')}{words.text('claim.advice')}"))

    def _one_line(self, result: Result) -> None:
        judgement = result.judgements[0]
        outcome = VERDICT_OUTCOME[judgement.verdict]
        serious = [one for one in judgement.criteria if one.outcome == ("fail" if outcome == "fail" else "review")]
        labels = self.words.text("list.comma").join(self.words.label(one.id) for one in serious)
        self.lines.append(
            [
                ("", f"{one_line(result.name)}: "),
                (
                    f"{outcome}-bold",
                    f"{_verdict(judgement, self.words)}",
                ),
                ("muted", f" ({labels})" if labels else ""),
            ]
        )

    def _criteria(self, judgement: Judgement) -> None:
        words = self.words
        names = [words.text(f"outcome.{one.outcome}") for one in judgement.criteria]
        labels = [words.label(one.id) for one in judgement.criteria]
        titles = [one_line(words.criterion(one)) for one in judgement.criteria]
        wide = [max(map(columns, column), default=0) for column in (names, labels, titles)]
        # Two blanks, symbol, then three columns two blanks apart; the reason beside them where it has room.
        left = 4 + wide[0] + 2 + wide[1] + 2
        beside = left + wide[2] + 2
        has_room = self.width - beside >= 36
        for one, name, label, title in zip(judgement.criteria, names, labels, titles, strict=True):
            style = f"{one.outcome}-bold" if one.outcome in ("fail", "review") else one.outcome
            head: Line = [
                (style, f"  {SYMBOLS[one.outcome]} {_pad(name, wide[0])}  "),
                ("", f"{_pad(label, wide[1])}  "),
            ]
            reason = words.reason(one, judgement)
            matters = one.outcome in ("fail", "review")
            if has_room:
                rest: Line = [("", " " * beside)]
                head.append(("", f"{_pad(title, wide[2])}  "))
                self.lines += wrap([("" if matters else "muted", reason)], self.width, head, rest)
            else:
                self.lines += wrap([("", title)], self.width, head, [("", " " * left)])
                if matters or self.options.verbose:
                    self.lines += wrap([("muted", reason)], self.width, [("", " " * left)], [("", " " * left)])

    def _evidence(self, result: Result, judgement: Judgement) -> None:
        indexes = deciding(result, judgement)
        if not indexes:
            return
        fails = any(result.findings[index].outcome == "fail" for index in indexes)
        self.undecided = not fails
        self.lines.append([])
        self._add(("bold", self.words.text("text.deciding" if fails else "text.questions")))
        groups = by_provision(result, indexes)
        criteria = criteria_by_finding(judgement)
        for provision, group in groups:
            broken = [one for index in group for one in criteria.get(index, ())]
            self._group(result, provision, group, broken)
        self.lines.append([])
        self._add(("muted", self.words.text("text.explain", id=groups[0][0])), indent=2)

    def _group(self, result: Result, provision: str, group: list[int], broken: list[CriterionResult]) -> None:
        words = self.words
        outcome = "fail" if any(result.findings[index].outcome == "fail" for index in group) else "review"
        labels = words.join(dict.fromkeys(words.label(one.id) for one in broken))
        heading: list[Span] = [(f"{outcome}-bold", f"{SYMBOLS[outcome]} {words.provision(provision)}")]
        if labels:
            key = "text.breaks" if outcome == "fail" else "text.doubts"
            heading.append(("muted", f" · {words.text(key, criteria=labels)}"))
        self.lines.append([])
        self._add(*heading, indent=2, hang=2)
        # What is merely open, or an uncertain reading, matters less where the text fails anyway.
        limit = _GROUP_LIMIT if outcome == "fail" or self.undecided else _OPEN_LIMIT
        sure = [index for index in group if result.findings[index].outcome == outcome]
        shown = group if self.options.verbose else sure[:limit]
        for index in shown:
            self._quote(result, index, bar=outcome)
        if len(shown) < len(group):
            self._add(("muted", words.text("text.more", count=len(group) - len(shown))), indent=4)

    def _quote(self, result: Result, index: int, bar: str) -> None:
        finding, words = result.findings[index], self.words
        place = f"{self.short}:{finding.start_line}:{finding.start_column}"
        section = words.section(finding)
        captured = words.captures(finding)
        accepted = words.accepted(self.accepted.get(index))
        details = " · ".join(part for part in (section, captured, words.reading(finding), accepted) if part)
        self._add((self.link, place), ("muted", f"  {details}" if details else ""), indent=4, hang=2)
        prefix: Line = [("", "    "), (bar, "│ ")]
        limit = 10 * _QUOTE_LIMIT if self.options.verbose else _QUOTE_LIMIT
        if lead := lead_of(finding):
            lead = words.text("text.lead-in", lead=shorten(lead, _LEAD_LIMIT))
            self.lines += wrap([("muted", lead)], self.measure, prefix, prefix)
        self.lines += wrap([("", shorten(one_line(finding.quote), limit))], self.measure, prefix, prefix)

    def _agreement(self, result: Result) -> None:
        if result.agreement is None:
            return
        self.lines.append([])
        self._add(("bold", self.words.text("bilingual.heading")))
        for line in self.words.agreement(result.agreement):
            self._add(("", line), indent=4, hang=2)

    def _differences(self, result: Result) -> None:
        match, words = result.license, self.words
        if match.match != "modified" or not match.differences:
            return
        self.lines.append([])
        self._add(("bold", words.text("text.differences", name=one_line(match.name or match.id or ""))))
        shown = match.differences if self.options.verbose else match.differences[:_GROUP_LIMIT]
        for difference in shown:
            sign, style = ("+", "review") if difference.kind == "added" else ("−", "muted")
            text = words.difference(difference, _QUOTE_LIMIT)
            self._add(
                (style, f"{sign} "),
                ("", text),
                ("muted", f"  ({words.lines(difference.start_line, difference.end_line)})"),
                indent=4,
                hang=2,
            )
        if len(shown) < len(match.differences):
            self._add(("muted", self.words.text("text.more", count=len(match.differences) - len(shown))), indent=4)

    def _others(self, result: Result, judgement: Judgement) -> None:
        decided = set(deciding(result, judgement))
        kinds = ("grant", "condition", "restriction", "caution") if self.options.verbose else ("grant",)
        others = [i for i, one in enumerate(result.findings) if i not in decided and one.kind in kinds]
        if others:
            self.lines.append([])
            self._add(("bold", self.words.text("text.allowed")))
        for provision, group in by_provision(result, others):
            self.lines.append([])
            self._add(("pass", f"· {self.words.provision(provision)}"), indent=2)
            for index in group:
                self._quote(result, index, bar="muted")
        if not self.options.verbose:
            return
        if result.license.set_aside:
            self.lines.append([])
            self._add(("bold", self.words.text("license.set-aside", name=one_line(result.license.name or ""))))
            for one in result.license.set_aside:
                self._add(("muted", "· "), ("", shorten(one_line(one.text), _QUOTE_LIMIT)), indent=4, hang=2)
        self.lines.append([])
        coverage = result.coverage
        self._add(
            ("muted", self.words.text("text.coverage", explained=coverage.explained, sentences=coverage.sentences))
        )

    def _other_judgement(self, judgement: Judgement) -> None:
        words = self.words
        outcome = VERDICT_OUTCOME[judgement.verdict]
        self.lines.append([])
        self._add(
            ("bold", words.text("text.other-definition", definition=words.definition(judgement.definition))),
            ("", words.text("sentence.colon")),
            (
                f"{outcome}-bold",
                _verdict(judgement, words),
            ),
        )
        self._criteria(judgement)

    def _errors(self) -> None:
        if not self.report.errors:
            return
        if self.report.results:
            self.lines += [[], [("muted", "─" * self.measure)], []]
        self._add(("bold", self.words.text("text.errors")))
        self._failures(indent=2)

    def _failures(self, indent: int) -> None:
        for error in self.report.errors:
            self._add(
                ("fail", f"! {one_line(error.source)}"), ("", f": {one_line(error.message)}"), indent=indent, hang=2
            )

    def _tally(self) -> None:
        report, words = self.report, self.words
        if not report.results and not report.errors:
            self._add(("muted", words.text("text.nothing")))
        if len(report.results) + len(report.errors) < 2:
            return
        spans: list[Span] = []
        verdicts = words.text("list.comma").join(
            f"{SYMBOLS[verdict]} {count} {words.verdict(verdict, report.definition).lower()}"
            for verdict, count in tally(report)
        )
        if report.results:
            spans.append(("bold", words.text("text.tally", count=len(report.results), verdicts=verdicts)))
        if report.errors:
            comma = words.text("list.semicolon") if spans else ""
            spans.append(("fail", comma + words.text("text.tally-errors", count=len(report.errors))))
        self.lines.append([])
        self._add(*spans)


def _verdict(judgement: Judgement, words: Words) -> str:
    return f"{SYMBOLS[judgement.verdict]} {words.verdict(judgement.verdict, judgement.definition)}"


def _short(name: str) -> str:
    """A name that does not fill the line before each quote: of a long path the last part."""
    return name if len(name) <= _LONGEST_PLACE else name.rstrip("/").rsplit("/", 1)[-1][-_LONGEST_PLACE:]


def _address(result: Result) -> str:
    """Where a click on a place leads: the file, or the page that the text came from."""
    from urllib.parse import quote

    path = result.source.path
    if path is None:
        return quote(result.source.url or "", safe=":/?#[]@!$&'()*+,;=%~")
    return "file://" + quote(os.path.abspath(path).encode("utf-8", "surrogateescape"))


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
