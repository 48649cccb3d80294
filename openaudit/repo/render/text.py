"""The terminal report on repositories."""

from __future__ import annotations

from openaudit.render.layout import Line, Span, join, wrap
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.repo.render.words import shown, tally
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render.words import RepoWords
    from openaudit.repo.values import Observation, Openness, RepositoryReport, Requirement

_MEASURE: Final = 100
_QUOTE_LIMIT: Final = 500
STYLES: Final = {"error": "fail", "warning": "review", "note": "muted"}
MARKS: Final = {"error": "✗", "warning": "?", "note": "·"}
STATUS: Final = {"met": ("pass", "✓"), "unmet": ("fail", "✗"), "unknown": ("review", "?")}


def render_text(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """The reports for a terminal, `options.width` columns wide."""
    lines: list[Line] = []
    for number, report in enumerate(reports):
        if number:
            lines += [[], [("muted", "─" * min(options.width, _MEASURE))], []]
        lines += _Text(report, words, options).lines_of_report()
    return join(lines, color=options.color)


class _Text:
    """Builds the lines about one repository; `lines` grows from top to bottom."""

    def __init__(self, report: RepositoryReport, words: RepoWords, options: RenderOptions) -> None:
        self.report, self.words, self.options = report, words, options
        self.measure = max(40, min(options.width, _MEASURE))
        self.lines: list[Line] = []

    def lines_of_report(self) -> list[Line]:
        if self.options.quiet:
            for one in self.report.observations:
                self._add(
                    (STYLES[one.severity], f"{shown(one.place, self.report.root)}: {one.id} "),
                    ("", self._message(one)),
                    hang=2,
                )
            self._errors()
            return self.lines
        if self.report.components or self.report.statements:
            self._head()
        self._observations()
        if self.report.openness:
            self._openness(self.report.openness)
        self._errors()
        return self.lines

    def _add(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        first, rest = [("", " " * indent)], [("", " " * (indent + hang))]
        self.lines += wrap(spans, self.measure, first if indent else (), rest if indent + hang else ())

    def _head(self) -> None:
        report, words = self.report, self.words
        self._add(("bold", one_line(report.root)))
        verdict = report.verdict
        style = f"{VERDICT_OUTCOME[verdict]}-bold" if verdict else "bold"
        self._add((style, f"{SYMBOLS[verdict] if verdict else '–'} {words.verdict(verdict, report.definition)}"))
        self.lines.append([])
        self._add(("bold", words.text("repo.parts")))
        for part in report.components:
            style = VERDICT_OUTCOME[part.verdict] if part.verdict else "muted"
            name = words.text(f"part.{part.part}")
            count = words.text("repo.files", count=part.files)
            label = f"{SYMBOLS[part.verdict] if part.verdict else '–'} {words.verdict(part.verdict, report.definition)}"
            said = [words.statement(report.statements[i], report.root) for i in part.statements]
            listed = words.text("list.semicolon").join(said) or words.text("repo.nothing-said")
            self._add(
                ("bold", f"{name}{words.text('sentence.colon')}"),
                (style, label),
                ("muted", f"  {count}"),
                ("", f"  {listed}"),
                indent=2,
                hang=2,
            )
        if not report.components:
            for one in report.statements:
                self._add(("", words.statement(one, report.root)), indent=2, hang=2)
        self.lines.append([])

    def _message(self, one: Observation) -> str:
        return self.words.message(one.message, self.report.definition)

    def _observations(self) -> None:
        report, words = self.report, self.words
        if not report.observations:
            only_claims = not (report.components or report.statements)
            self._add(("pass", f"✓ {words.text('claims.fine' if only_claims else 'repo.none')}"))
        else:
            self._add(("bold", words.text("repo.observations")))
            order = ("error", "warning", "note")
            for one in sorted(report.observations, key=lambda one: order.index(one.severity)):
                self._observation(one)
            self.lines.append([])
            counts = tally(report)
            self._add(
                (
                    "bold",
                    words.text("repo.tally", errors=counts["error"], warnings=counts["warning"], notes=counts["note"]),
                )
            )
        if report.suppressed:
            self._add(("muted", words.text("repo.ignored", count=len(report.suppressed))))

    def _observation(self, one: Observation) -> None:
        style = STYLES[one.severity]
        strong = f"{style}-bold" if style in ("fail", "review") else "bold"
        self.lines.append([])
        self._add(
            (strong, f"{MARKS[one.severity]} {self.words.title(one)}"), ("muted", f"  {one.id}"), indent=2, hang=2
        )
        related = [self.words.text("repo.related", place=shown(place, self.report.root)) for place in one.related]
        details = self.words.text("list.semicolon").join(related)
        self._add(
            ("link", shown(one.place, self.report.root)), ("muted", f"  {details}" if details else ""), indent=4, hang=2
        )
        if one.quote:
            bar: Line = [("", "    "), (style, "│ ")]
            self.lines += wrap([("", shorten(one_line(one.quote), _QUOTE_LIMIT))], self.measure, bar, bar)
        self._add(("", self._message(one)), indent=4)
        for advice in one.advice:
            text = self.words.message(advice, self.report.definition)
            self._add(("pass", "→ "), ("", shorten(text, _QUOTE_LIMIT)), indent=4, hang=2)

    def _openness(self, openness: Openness) -> None:
        words = self.words
        self.lines.append([])
        self._add(("bold", words.text("osaid.title")))
        own = [one for one in openness.requirements if one.frame == "osaid"]
        self._add(("", words.text(f"osaid.verdict-{folded(own)}")), indent=2)
        self._requirements(own)
        self.lines.append([])
        self._add(("bold", words.text("mof.title")))
        reached = words.text(f"mof.class-{openness.mof_class}")
        self._add(("", words.text("mof.class", **{"class": reached})), indent=2)
        for number in (3, 2, 1):
            self._add(("muted", words.text(f"mof.group-{number}")), indent=2)
            self._requirements([one for one in openness.requirements if one.frame == f"mof-{number}"])
        self.lines.append([])
        self._add(("muted", words.text("osaid.note")))

    def _requirements(self, requirements: list[Requirement]) -> None:
        for one in requirements:
            style, mark = STATUS[one.status]
            examples = self.words.text("list.comma").join(one_line(name) for name in one.examples)
            self._add(
                (style, f"{mark} {self.words.text(f'requirement.{one.id}')}{self.words.text('sentence.colon')}"),
                ("", self.words.message(one.reason, self.report.definition)),
                ("muted", f" [{self.words.text(f'basis.{one.basis}')}]{f'  {examples}' if examples else ''}"),
                indent=4,
                hang=2,
            )

    def _errors(self) -> None:
        for error in self.report.errors:
            self._add(
                ("fail", f"! {self.words.text('repo.errors')}{self.words.text('sentence.colon')}"),
                ("", one_line(error.message)),
                hang=2,
            )


def folded(requirements: list[Requirement]) -> str:
    """The status of all of them: unmet where one is, unknown where one is, else met."""
    states = {one.status for one in requirements}
    return "unmet" if "unmet" in states else "unknown" if "unknown" in states else "met"
