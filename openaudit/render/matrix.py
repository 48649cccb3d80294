"""Licence texts against criteria: the rows and cells of a matrix, whatever shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME

if TYPE_CHECKING:
    from openaudit.render.words import Words
    from openaudit.report import Report, Result


class Column(NamedTuple):
    """One criterion."""

    id: str
    label: str
    title: str


class Cell(NamedTuple):
    """One outcome or verdict, and the address of its evidence."""

    outcome: str
    symbol: str
    word: str
    address: str


class Row(NamedTuple):
    """One text. `detail` is its file where the name is another; `cells` has one for each column."""

    name: str
    detail: str
    verdict: Cell
    cells: tuple[Cell, ...]


# The index of a result and an id of its page ("osd-5", "verdict") -> address.
Address = Callable[[int, str], str]


def columns(report: Report, words: Words) -> tuple[Column, ...]:
    """The criteria of the report's definition."""
    if not report.results:
        return ()
    criteria = report.results[0].judgements[0].criteria
    return tuple(Column(one.id, words.label(one.id), one_line(words.criterion(one))) for one in criteria)


def rows(report: Report, words: Words, names: list[str], address: Address) -> tuple[Row, ...]:
    """One row for each result, in the order of the report."""
    return tuple(
        _row(result, words, name, lambda place, number=number: address(number, place))  # type: ignore[misc]
        for number, (result, name) in enumerate(zip(report.results, names, strict=True))
    )


def _row(result: Result, words: Words, name: str, address: Callable[[str], str]) -> Row:
    judgement = result.judgements[0]
    verdict = Cell(
        VERDICT_OUTCOME[judgement.verdict],
        SYMBOLS[judgement.verdict],
        words.text(f"verdict.{judgement.verdict}"),
        address("verdict"),
    )
    cells = tuple(
        Cell(outcome, SYMBOLS[outcome], words.text(f"outcome.{outcome}"), address(place))
        for outcome, place in (
            ("not-assessed", "verdict") if judgement.verdict == "not-a-license" else (one.outcome, one.id)
            for one in judgement.criteria
        )
    )
    detail = one_line(result.name)
    return Row(name, detail if detail != name else "", verdict, cells)
