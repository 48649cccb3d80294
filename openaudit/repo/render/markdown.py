"""The report on repositories as Markdown, for issues, pull requests and job summaries."""

from __future__ import annotations

from openaudit.render.markdown import code, escape
from openaudit.render.select import SYMBOLS
from openaudit.repo.render.text import MARKS, STATUS, folded
from openaudit.repo.render.words import shown, tally
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.repo.render.words import RepoWords
    from openaudit.repo.values import Observation, Openness, RepositoryReport


def render_markdown(reports: tuple[RepositoryReport, ...], words: RepoWords, options: RenderOptions) -> str:
    """The reports as Markdown; their first headings have the level `options.heading_level`."""
    lines: list[str] = []
    for report in reports:
        lines += _Article(report, words, min(options.heading_level, 4)).lines()
    return "\n".join(lines) + "\n"


class _Article:
    """The lines about one repository."""

    def __init__(self, report: RepositoryReport, words: RepoWords, level: int) -> None:
        self.report, self.words, self.level = report, words, level

    def lines(self) -> list[str]:
        report, words = self.report, self.words
        lines: list[str] = []
        if report.components or report.statements:
            symbol = SYMBOLS[report.verdict] if report.verdict else "–"
            title = words.text(
                "repo.title", root=escape(report.root), verdict=words.verdict(report.verdict, report.definition)
            )
            lines += [f"{'#' * self.level} {symbol} {title}", "", *self._parts(), ""]
        else:
            lines += [f"{'#' * self.level} {words.text('claims.title')}", ""]
        lines += self._observations()
        if report.openness:
            lines += self._openness(report.openness)
        lines += [f"- **{words.text('repo.errors')}**: {escape(error.message)}" for error in report.errors]
        return [*lines, ""]

    def _heading(self, text: str) -> str:
        return f"{'#' * (self.level + 1)} {text}"

    def _row(self, *keys: str) -> str:
        """The head of a table."""
        return f"| {' | '.join(self.words.text(f'table.{key}') for key in keys)} |"

    def _parts(self) -> list[str]:
        report, words = self.report, self.words
        lines = [self._heading(words.text("repo.parts")), "", self._row("part", "verdict", "license"), "|---|---|---|"]
        for part in report.components:
            symbol = SYMBOLS[part.verdict] if part.verdict else "–"
            said = [escape(words.statement(report.statements[i], report.root)) for i in part.statements]
            listed = "<br>".join(said) or words.text("repo.nothing-said")
            count = words.text("repo.files", count=part.files)
            verdict = words.verdict(part.verdict, report.definition)
            lines.append(f"| {words.text(f'part.{part.part}')} ({count}) | {symbol} {verdict} | {listed} |")
        if not report.components:
            lines += [f"| | | {escape(words.statement(one, report.root))} |" for one in report.statements]
        return lines

    def _observations(self) -> list[str]:
        report, words = self.report, self.words
        if not report.observations:
            only_claims = not (report.components or report.statements)
            return [f"✓ {words.text('claims.fine' if only_claims else 'repo.none')}", ""]
        counts = tally(report)
        lines = [self._heading(words.text("repo.observations")), ""]
        lines += [
            words.text("repo.tally", errors=counts["error"], warnings=counts["warning"], notes=counts["note"]),
            "",
        ]
        order = ("error", "warning", "note")
        for one in sorted(report.observations, key=lambda one: order.index(one.severity)):
            lines += self._observation(one)
        if report.suppressed:
            lines += [words.text("repo.ignored", count=len(report.suppressed)), ""]
        return lines

    def _observation(self, one: Observation) -> list[str]:
        report, words = self.report, self.words
        places = [code(shown(place, report.root)) for place in (one.place, *one.related)]
        head = f"**{MARKS[one.severity]} {escape(words.title(one))}** ({one.id}, {words.severity(one)})"
        lines = [" · ".join([head, *places]), ""]
        if one.quote:
            lines += [f"> {escape(one.quote)}", ""]
        lines += [escape(words.message(one.message, report.definition)), ""]
        lines += [f"- → {escape(words.message(advice, report.definition))}" for advice in one.advice]
        return [*lines, ""] if one.advice else lines

    def _openness(self, openness: Openness) -> list[str]:
        words = self.words
        own = [one for one in openness.requirements if one.frame == "osaid"]
        lines = [self._heading(words.text("osaid.title")), "", f"**{words.text(f'osaid.verdict-{folded(own)}')}**", ""]
        lines += self._table("osaid", openness)
        lines += [self._heading(words.text("mof.title")), ""]
        reached = words.text(f"mof.class-{openness.mof_class}")
        lines += [f"**{words.text('mof.class', **{'class': reached})}**", ""]
        for number in (3, 2, 1):
            lines += [words.text(f"mof.group-{number}"), "", *self._table(f"mof-{number}", openness)]
        return [*lines, words.text("osaid.note"), ""]

    def _table(self, frame: str, openness: Openness) -> list[str]:
        words = self.words
        lines = [self._row("asked", "outcome", "reason", "basis"), "|---|---|---|---|"]
        for one in openness.requirements:
            if one.frame == frame:
                reason = escape(words.message(one.reason, self.report.definition))
                examples = ", ".join(code(name) for name in one.examples)
                status = f"{STATUS[one.status][1]} {words.text(f'status.{one.status}')}"
                cells = [words.text(f"requirement.{one.id}"), status, reason, words.text(f"basis.{one.basis}")]
                lines.append(f"| {' | '.join(cells)}{f': {examples}' if examples else ''} |")
        return [*lines, ""]
