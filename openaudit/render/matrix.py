"""Licence texts against criteria: the rows and cells of a matrix, whatever shows it."""

from __future__ import annotations

from collections.abc import Callable

from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.render.words import Words
    from openaudit.report import CriterionResult, Report, Result
    from openaudit.vocabulary import Verdict


class Column(NamedTuple):
    """One criterion."""

    id: str
    label: str
    title: str


class Cell(NamedTuple):
    """One outcome or verdict, the address of its evidence, and the section that decides ("2", "1.b +3", "")."""

    outcome: str
    symbol: str
    word: str
    address: str
    place: str = ""


class Row(NamedTuple):
    """One text. `detail` is its file where the name is another; `cells` has one for each column."""

    name: str
    detail: str
    code: Verdict
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
        words.verdict(judgement.verdict, judgement.definition),
        address("verdict"),
    )
    if judgement.verdict == "not-a-license":
        nothing = Cell("not-assessed", SYMBOLS["not-assessed"], words.text("outcome.not-assessed"), verdict.address)
        cells = (nothing,) * len(judgement.criteria)
    else:
        cells = tuple(
            Cell(
                one.outcome,
                SYMBOLS[one.outcome],
                words.text(f"outcome.{one.outcome}"),
                address(one.id),
                _place(result, one),
            )
            for one in judgement.criteria
        )
    detail = one_line(result.name)
    return Row(name, detail if detail != name else "", judgement.verdict, verdict, cells)


def _place(result: Result, criterion: CriterionResult) -> str:
    """The first section that decides a failed or doubtful criterion, and how many more do."""
    if criterion.outcome not in ("fail", "review"):
        return ""
    deciding = [result.findings[i] for i in criterion.findings if result.findings[i].outcome == criterion.outcome]
    sections = list(dict.fromkeys(one_line(finding.section) for finding in deciding if finding.section))
    more = f" +{len(sections) - 1}" if len(sections) > 1 else ""
    return f"{sections[0]}{more}" if sections else ""
