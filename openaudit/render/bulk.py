"""The summary of a bulk run: for the terminal, and as a page in the style of the other reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from openaudit.render.layout import Line, columns, join
from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.vocabulary import OUTCOMES, VERDICTS

if TYPE_CHECKING:
    from openaudit.bulk.summary import Count, Summary
    from openaudit.render.words import Words

# The terminal shows the most frequent ones, the page and the JSON all.
_SHOWN: Final = 8
# The order in which outcomes are listed: worst first.
_WORST_FIRST: Final = tuple(reversed(OUTCOMES))


class Row(NamedTuple):
    """A line of a table: what is counted, its symbol, and cells with the outcome whose colour each has."""

    name: str
    symbol: str
    cells: tuple[str, ...]
    outcomes: tuple[str, ...] = ()

    @property
    def coloured(self) -> list[tuple[str, str]]:
        """Each cell with its outcome, "not-assessed" for what has no colour."""
        return list(zip_longest(self.cells, self.outcomes, fillvalue="not-assessed"))


def render_text(summary: Summary, words: Words) -> str:
    """The summary for a terminal."""
    lines: list[Line] = [[("bold", _headline(summary, words))], []]
    tables = (
        ("", _verdicts(summary, words)),
        (words.text("bulk.provisions"), _provisions(summary, words)[:_SHOWN]),
        (words.text("bulk.licenses"), _licenses(summary)[:_SHOWN]),
        (words.text("bulk.errors"), _reasons(summary, words)),
    )
    for title, rows in tables:
        if not rows:
            continue
        lines += [[("bold", title)]] if title else []
        width = max(columns(row.name) for row in rows)
        number = max(len(row.cells[0]) for row in rows)
        for row in rows:
            sign = f"{row.symbol} " if row.symbol else ""
            name = f"  {sign}{row.name}{' ' * (width - columns(row.name))}"
            share = row.cells[1] if len(row.cells) > 1 else ""
            lines.append([("", f"{name}  {row.cells[0]:>{number}}  {share}".rstrip())])
        lines.append([])
    lines.append([("", words.text("bulk.digest", digest=summary.digest))])
    return join(lines, color=False)


def render_page(summary: Summary, words: Words) -> str:
    """The summary as one self-contained page, without a script."""
    from openaudit import __version__
    from openaudit.render.html_page import HTML_LANG, environment, markup, style_hash, stylesheet

    style = stylesheet("page.css") + stylesheet("openaudit.css")
    headline = _headline(summary, words)
    values = {
        "w": words,
        "html_lang": HTML_LANG[words.lang],
        "version": one_line(__version__),
        "title": words.text("bulk.title", definition=words.definition(summary.definition)),
        "description": headline,
        "canonical": "",
        "image": "",
        "style": markup(style),
        "style_hash": style_hash(style),
        "nav": [],
        "feed": "",
        "skip": "top",
        "headline": headline,
        "digest": words.text("bulk.digest", digest=summary.digest),
        "tables": [
            _table("verdicts", words.text("html.matrix-verdict"), _verdicts(summary, words), words),
            _table("provisions", words.text("bulk.provisions"), _provisions(summary, words), words),
            _table("licenses", words.text("bulk.licenses"), _licenses(summary), words),
        ],
        "criteria": _criteria(summary, words),
        "outcomes": [words.text(f"outcome.{outcome}") for outcome in _WORST_FIRST],
        "share": words.text("bulk.share-of", rows=f"{summary.audited:,}"),
        "reasons": _reasons(summary, words),
    }
    return environment().get_template("bulk.html.j2").render(values)


def _headline(summary: Summary, words: Words) -> str:
    return words.text(
        "bulk.headline", rows=f"{summary.rows:,}", texts=f"{summary.texts:,}", errors=f"{summary.errors:,}"
    )


def _table(id_: str, title: str, rows: Sequence[Row], words: Words) -> dict[str, object]:
    heads = (title, words.text("bulk.rows"), words.text("bulk.share"), words.text("bulk.texts"))
    return {"id": id_, "title": title, "heads": heads, "rows": rows}


def _verdicts(summary: Summary, words: Words) -> list[Row]:
    return [
        Row(
            words.text(f"verdict.{one.name}"),
            SYMBOLS[one.name],
            _cells(one, summary),
            (VERDICT_OUTCOME[one.name],) * 3,
        )
        for one in summary.verdicts
        if one.name in VERDICTS
    ]


def _provisions(summary: Summary, words: Words) -> list[Row]:
    """Restrictions and cautions: what else a text says decides nothing."""
    kinds = {id_: provision.kind for id_, provision in words.provisions.items()}
    return [
        Row(words.provision(one.name), "", _cells(one, summary))
        for one in summary.provisions
        if kinds.get(one.name) in ("restriction", "caution")
    ]


def _licenses(summary: Summary) -> list[Row]:
    return [Row(one_line(one.name), "", _cells(one, summary)) for one in summary.licenses]


def _reasons(summary: Summary, words: Words) -> list[Row]:
    return [Row(words.text(f"bulk.reason-{one.name}"), "", (f"{one.rows:,}",)) for one in summary.reasons]


def _criteria(summary: Summary, words: Words) -> list[Row]:
    titles = {one.id: words.pick(one.title) for one in words.definitions[summary.definition].criteria}
    return [
        Row(
            f"{words.label(one.id)} {titles[one.id]}",
            "",
            tuple(f"{one.outcomes.get(outcome, 0):,}" for outcome in _WORST_FIRST),
            tuple(outcome if one.outcomes.get(outcome) else "not-assessed" for outcome in _WORST_FIRST),
        )
        for one in summary.criteria
    ]


def _cells(count: Count, summary: Summary) -> tuple[str, ...]:
    share = f"{100 * count.rows / summary.audited:.1f} %" if summary.audited else ""
    return (f"{count.rows:,}", share, f"{count.texts:,}")
