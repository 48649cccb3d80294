"""The report as GitHub-flavoured Markdown, for issues, pull requests and posts."""

from __future__ import annotations

import re

from openaudit.render import matrix
from openaudit.render.parts import Criterion, Evidence, Group, Page
from openaudit.render.safe import one_line
from openaudit.render.select import accepted_in
from openaudit.render.view import page
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report

# Active anywhere; then what is active only at the start of a line, or as `:emoji:`.
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]|~$]|^[#+=:-]|^\d+(?=[.)])|:(?=[\w+-]+:))")
_SPECIAL_INSIDE: Final = re.compile(r"([\\`*_{}\[\]|~$]|:(?=[\w+-]+:))")
# GitHub notifies whoever is named: a licence must not be able to.
_MENTION: Final = re.compile(r"@(?=\w)")


def render_markdown(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as Markdown; its first heading has the level `options.heading_level`."""
    words = texts.words(options.ui_lang)
    views = [page(result, words, accepted=accepted_in(report, n)) for n, result in enumerate(report.results)]
    level = options.heading_level
    lines: list[str] = []
    if len(views) != 1 or report.errors:
        lines += [f"{'#' * level} {words.text('html.several', count=len(views))}", ""]
        lines += matrix_table(report, words, [view.name for view in views]) if views else []
        level += 1
    for view in views:
        lines += _Article(view, words, min(level, 4)).lines()
    if report.errors:
        lines += [f"{'#' * level} {words.text('html.errors')}", ""]
        lines += [f"- **{_in(error.source)}**: {_in(error.message)}" for error in report.errors] + [""]
    tool = words.text("html.generator", version=escape(report.version))
    lines += [f"<sub>{tool}{words.text('list.semicolon')}{words.text('claim.advice')}</sub>"]
    return "\n".join(lines) + "\n"


def escape(text: str, *, inside: bool = False) -> str:
    """Text that Markdown shows as it is: on one line, no markup, no HTML, nobody mentioned.

    `inside` says that it stands inside a line, where nothing can make a list or a heading.
    """
    harmless = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = (_SPECIAL_INSIDE if inside else _SPECIAL).sub(lambda found: _escaped(found[0]), harmless)
    return _MENTION.sub("@<!-- -->", escaped)


def _in(text: str) -> str:
    return escape(text, inside=True)


def _escaped(found: str) -> str:
    # "1." would start a list: the stop is escaped, since a digit cannot be.
    return f"{found}&#8203;" if found.isdigit() else f"\\{found}"


def code(text: str) -> str:
    """Text as inline code, whatever backticks are in it."""
    text = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def matrix_table(report: Report, words: Words, names: list[str]) -> list[str]:
    """Texts against criteria as a table."""
    columns = matrix.columns(report, words)
    head = [words.text("html.matrix-text"), words.text("html.matrix-verdict"), *(column.label for column in columns)]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * 2}{':-:|' * len(columns)}"]
    for row in matrix.rows(report, words, names, lambda _number, _place: ""):
        detail = f" ({_in(row.detail)})" if row.detail else ""
        cells = [f"{_in(row.name)}{detail}", f"{row.verdict.symbol} {row.verdict.word}"]
        lines.append(f"| {' | '.join([*cells, *(cell.symbol for cell in row.cells)])} |")
    return [*lines, ""]


class _Article:
    """The lines about one text."""

    def __init__(self, view: Page, words: Words, level: int) -> None:
        self.view, self.words, self.level = view, words, level

    def lines(self) -> list[str]:
        view, words = self.view, self.words
        first = view.first
        title = words.text("html.title", name=_in(view.name), verdict=first.word)
        lines = [f"{'#' * self.level} {first.symbol} {title}", "", f"**{escape(first.summary)}**", ""]
        lines += [escape(view.identity), ""]
        if first.verdict == "not-a-license":
            return [*lines, escape(view.claim), ""]
        lines += [self._heading("html.strip"), "", *self._table(), ""]
        for key, outcome in (("html.why", "fail"), ("html.questions", "review")):
            groups = [
                (one, group) for one in view.serious for group in one.groups + one.doubts if group.outcome == outcome
            ]
            loose = [group for group in view.loose if group.outcome == outcome]
            if groups or loose:
                lines += [self._heading(key), ""]
                for one, group in groups:
                    lines += self._group(group, one)
                for group in loose:
                    lines += self._group(group, None)
        for change in view.changes:
            if change is view.changes[0]:
                lines += [self._heading("html.changes", name=escape(view.license_name)), ""]
            lines.append(f"- {change.word} ({change.lines}): {_in(change.text)}")
        lines += [""] if view.changes else []
        if view.bilingual:
            lines += [self._heading("bilingual.heading"), "", *(f"- {_in(line)}" for line in view.bilingual), ""]
        if view.instead:
            lines += [self._heading("html.instead"), ""]
            lines += [part for paragraph in view.instead for part in (escape(paragraph), "")]
        lines += [self._heading("html.claim"), "", escape(view.claim), ""]
        lines += [self._heading("html.provenance"), ""]
        lines += [f"- {name}: {code(value)}" for name, value, _ in view.facts]
        return [*lines, f"- {words.text('fact.coverage')}: {escape(view.coverage)}", ""]

    def _heading(self, key: str, **values: object) -> str:
        return f"{'#' * (self.level + 1)} {self.words.text(key, **values)}"

    def _table(self) -> list[str]:
        criteria = self.view.first.criteria
        rows = [
            f"| {one.symbol} {one.word} | {_linked(one)}: {_in(one.title)} | {_in(one.reason)} |" for one in criteria
        ]
        head = " | ".join(self.words.text(f"table.{key}") for key in ("outcome", "criterion", "reason"))
        return [f"| {head} |", "|---|---|---|", *rows]

    def _group(self, group: Group, one: Criterion | None) -> list[str]:
        label = f" ({one.label})" if one else ""
        says = f"{self.words.text('sentence.colon')}{_in(group.says)}" if group.says else ""
        lines = [f"**{_in(group.title)}**{label}{says}", ""]
        if group.question:
            question = f"{self.words.text('html.question')}{self.words.text('sentence.colon')}"
            lines += [f"{question}{_in(group.question)}", ""]
        for block in group.blocks:
            if block.lead:
                opened, closed = self.words.text("quote.open"), self.words.text("quote.close")
                lines += [f"{self.words.text('html.under')} {opened}{_in(block.lead)}{closed}", ""]
            for item in block.items:
                lines += [f"> {escape(item.quote)}", ">", f"> — {self._place(item)}", ""]
        if group.more:
            lines += [escape(self.words.text("text.more-quotes", count=group.more)), ""]
        return lines

    def _place(self, item: Evidence) -> str:
        lines = f"[{item.lines}]({item.original})" if item.original else item.lines
        return " · ".join(
            [*([_in(item.place)] if item.place else []), lines]
            + [_in(note) for note in (item.captures, *item.notes) if note]
        )


def _linked(one: Criterion) -> str:
    return f"[{one.label}]({one.url})" if one.url else one.label
