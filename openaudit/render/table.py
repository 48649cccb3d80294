"""The report as CSV: a row for each criterion and each sentence that it rests on."""

from __future__ import annotations

import csv
import io

from openaudit.render.safe import one_line
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report, Result

# The names are a wire format: the same in every report language.
COLUMNS: Final = (
    "source", "license", "match", "definition", "verdict", "criterion", "title", "outcome", "reason",
    "provision", "section", "start_line", "start_column", "end_line", "end_column", "confidence", "quote",
)  # fmt: skip
# A spreadsheet takes a cell that starts like this for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def render_csv(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as CSV (RFC 4180, UTF-8 without mark, line feeds)."""
    words = texts.words(options.ui_lang)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in report.results:
        writer.writerows([cell(value) for value in row] for row in _rows(result, words))
    return out.getvalue()


def cell(value: str | int) -> str | int:
    """A value for a spreadsheet cell, with a quote before what would be taken for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _rows(result: Result, words: Words) -> Iterator[tuple[str | int, ...]]:
    match = result.license
    name = one_line(match.name or match.id or "")
    for judgement in result.judgements:
        text = (one_line(result.name), name, match.match, judgement.definition, judgement.verdict)
        for one in judgement.criteria:
            about = (one.id, one_line(words.criterion(one)), one.outcome, words.reason(one, judgement))
            if not one.findings:
                yield (*text, *about, *[""] * 8)
            for i in one.findings:
                f = result.findings[i]
                place = (one_line(f.section), f.start_line, f.start_column, f.end_line, f.end_column)
                yield (*text, *about, f.provision, *place, f.confidence, one_line(f.quote))
