"""Licences side by side: a row for each criterion, a column for each text, the deciding section in each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from openaudit.errors import OpenAuditError
from openaudit.render.layout import Line, columns, join, wrap
from openaudit.render.safe import shorten
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.matrix import Cell, Column, Row
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report

_NARROWEST_COLUMN: Final = 14
_WIDEST_COLUMN: Final = 26


def render_comparison(report: Report, format: str, *, texts: Texts, options: RenderOptions) -> str:  # noqa: A002
    """The texts of a report side by side, in one of `COMPARISON_FORMATS`."""
    if format == "html":
        from openaudit.render.html_page import render_html

        return render_html(report, texts, options)
    if format not in COMPARISON_FORMATS:
        raise OpenAuditError(f"no format {format!r} for a comparison; there are: {', '.join(COMPARISON_FORMATS)}")
    words = texts.words("en" if format == "json" else options.ui_lang)
    from openaudit.render import matrix
    from openaudit.render.view import title

    names = [title(result, words) for result in report.results]
    criteria = matrix.columns(report, words)
    texts_shown = matrix.rows(report, words, names, lambda _number, _place: "")
    return _TABLES[format](criteria, texts_shown, words, options)


def _text(criteria: tuple[Column, ...], rows: tuple[Row, ...], words: Words, options: RenderOptions) -> str:
    """Blocks of as many columns as the terminal is wide enough for."""
    left = max([columns(f"{one.label}  {one.title}") for one in criteria], default=0)
    left = min(left, max(options.width // 3, _NARROWEST_COLUMN))
    room = max(options.width - left - 2, _NARROWEST_COLUMN)
    fit = max(1, room // (_NARROWEST_COLUMN + 2))
    lines: list[Line] = []
    for start in range(0, len(rows), fit):
        block = rows[start : start + fit]
        width = min(_WIDEST_COLUMN, room // len(block) - 2)
        lines += [] if not start else [[]]
        lines += _band([("", "")], left, [[("bold", shorten(row.name, 3 * width))] for row in block], width)
        verdicts = [[(f"{row.verdict.outcome}-bold", f"{row.verdict.symbol} {row.verdict.word}")] for row in block]
        lines += _band([("bold", words.text("html.matrix-verdict"))], left, verdicts, width)
        for number, one in enumerate(criteria):
            cells = [_spans(row.cells[number]) for row in block]
            lines += _band([("", f"{one.label}  {one.title}")], left, cells, width)
    return join(lines, color=options.color)


def _spans(cell: Cell) -> Line:
    style = f"{cell.outcome}-bold" if cell.outcome in ("fail", "review") else cell.outcome
    spans: Line = [(style, f"{cell.symbol} {cell.word}")]
    return [*spans, ("muted", f" § {cell.place}")] if cell.place else spans


def _band(head: Line, left: int, cells: list[Line], width: int) -> list[Line]:
    """One row of the table, whose cells may be several lines high."""
    parts = [(wrap(head, left), left), *((wrap(cell, width), width) for cell in cells)]
    lines: list[Line] = []
    for number in range(max(len(lines_of) for lines_of, _ in parts)):
        line: Line = []
        for lines_of, wide in parts:
            piece = lines_of[number] if number < len(lines_of) else []
            used = columns("".join(text for _, text in piece))
            line += [*piece, ("", " " * (wide - used + 2))]
        lines.append(line)
    return lines


def _markdown(criteria: tuple[Column, ...], rows: tuple[Row, ...], words: Words, options: RenderOptions) -> str:
    from openaudit.render.markdown import escape

    del options
    lines = [
        f"| {words.text('html.matrix-text')} | {' | '.join(escape(row.name, inside=True) for row in rows)} |",
        f"|---|{'---|' * len(rows)}",
        f"| **{words.text('html.matrix-verdict')}** | "
        + " | ".join(f"**{row.verdict.symbol} {row.verdict.word}**" for row in rows)
        + " |",
    ]
    for number, one in enumerate(criteria):
        cells = [row.cells[number] for row in rows]
        shown = [f"{c.symbol} {c.word}{f' § {escape(c.place, inside=True)}' if c.place else ''}" for c in cells]
        lines.append(f"| {one.label}: {escape(one.title, inside=True)} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _csv(criteria: tuple[Column, ...], rows: tuple[Row, ...], words: Words, options: RenderOptions) -> str:
    from openaudit.render.table import cell

    del options, words
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["criterion", "title", *(cell(row.name) for row in rows)])
    writer.writerow(["verdict", "", *(row.code for row in rows)])
    for number, one in enumerate(criteria):
        cells = [row.cells[number] for row in rows]
        shown = [f"{c.outcome} § {c.place}" if c.place else c.outcome for c in cells]
        writer.writerow([one.id, cell(one.title), *shown])
    return out.getvalue()


def _json(criteria: tuple[Column, ...], rows: tuple[Row, ...], words: Words, options: RenderOptions) -> str:
    from openaudit.render.json_report import dump

    del options, words
    data: dict[str, Any] = {
        "schema_version": "1.0",
        "criteria": [{"id": one.id, "title": one.title} for one in criteria],
        "texts": [
            {
                "name": row.name,
                "source": row.detail or row.name,
                "verdict": row.code,
                "outcomes": {
                    one.id: {"outcome": cell.outcome, "section": cell.place}
                    for one, cell in zip(criteria, row.cells, strict=True)
                },
            }
            for row in rows
        ],
    }
    return dump(data)


_TABLES: Final[dict[str, Callable[[tuple[Column, ...], tuple[Row, ...], Words, RenderOptions], str]]] = {
    "text": _text, "markdown": _markdown, "csv": _csv, "json": _json,
}  # fmt: skip
COMPARISON_FORMATS: Final = ("text", "markdown", "html", "csv", "json")
