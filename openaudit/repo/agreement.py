"""Where statements about one licence contradict each other: card, licence texts, manifests, headers, weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.repo.statements import is_main_card
from openaudit.repo.values import Observation, Part, Place, Statement, observation
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered
    from openaudit.report import Finding, Result

# What names a licence without giving its text, and the observation that says that the text is another one.
_NAMED = {"card": "MIS001", "manifest": "MIS003", "weights": "MIS004", "header": "MIS005"}


def check_agreement(gathered: Gathered, statements: Sequence[Statement]) -> Iterable[Observation]:
    """Contradictions between any two statements that cover the same part."""
    texts = [one for one in statements if one.origin == "file"]
    for named in statements:
        if named.origin in _NAMED:
            text = _counterpart(named, texts)
            if text is not None and text.result is not None:
                yield from _compare(named, text, gathered.results[text.result])
    yield from _two_texts(gathered, texts)
    yield from _cards(gathered, statements)
    yield from _weights_and_card(statements)


def _counterpart(named: Statement, texts: Sequence[Statement]) -> Statement | None:
    """The licence text that a named licence should be: for the same part, else the general one of the same folder."""
    part: Part = named.covers[0] if named.covers else "code"
    for covered in ((part,), ()):
        fitting = [one for one in texts if (part in one.covers if covered else not one.covers)]
        same = [one for one in fitting if one.license_id == named.license_id]
        near = [one for one in fitting if _folder(one) == _folder(named)] or [
            one for one in fitting if not _folder(one)
        ]
        if same or near:
            return (same or near)[0]
    return None


def _folder(statement: Statement) -> str:
    return statement.place.path.rpartition("/")[0]


def _compare(named: Statement, text: Statement, result: Result) -> Iterable[Observation]:
    """A named licence against a text: another licence, a changed one, or words that nobody knows."""
    match = result.license
    if named.license_id is None and named.verdict is None:
        return
    if named.license_id is not None and match.id == named.license_id and match.match == "exact":
        return
    if named.license_id in match.parts or (named.license_id is None and named.verdict == result.verdict):
        return
    key = (
        "changed"
        if match.id == named.license_id and match.id
        else "other"
        if match.match == "exact"
        else "unrecognised"
    )
    opens = named.verdict == "open-source" and result.verdict == "not-open-source"
    finding = deciding(result) if opens or key == "changed" else None
    place = named.place
    yield observation(
        _NAMED[named.origin],
        "error" if opens else "warning",
        place,
        key=f"{key}-restricted" if opens else key,
        quote=named.value,
        related=(place_of(finding, text.place.path) if finding else text.place,),
        says=named.value,
        file=text.place.path,
        license=match.name or match.id or text.value,
        provision=finding.provision if finding else "",
        clause=finding.quote if finding else "",
    )


def deciding(result: Result) -> Finding | None:
    """The first finding that fails a criterion, else the first that asks for review."""
    for outcome in ("fail", "review"):
        for finding in result.findings:
            if finding.outcome == outcome and finding.kind in ("restriction", "caution"):
                return finding
    return None


def place_of(finding: Finding, path: str) -> Place:
    """Where a finding stands."""
    return Place(path, finding.start_line, finding.start_column, finding.end_line, finding.end_column)


def _two_texts(gathered: Gathered, texts: Sequence[Statement]) -> Iterable[Observation]:
    """An open licence at the top, and a restrictive one for a part of the same repository."""
    general = [one for one in texts if not one.covers and one.verdict == "open-source" and "/" not in one.place.path]
    for one in texts:
        if not one.covers or one.verdict != "not-open-source" or one.result is None or not general:
            continue
        finding = deciding(gathered.results[one.result])
        yield observation(
            "MIS002",
            "error",
            place_of(finding, one.place.path) if finding else one.place,
            quote=finding.quote if finding else "",
            related=(general[0].place,),
            open=general[0].value,
            open_file=general[0].place.path,
            file=one.place.path,
            license=one.value,
            part=one.covers[0],
            provision=finding.provision if finding else "",
        )


def _cards(gathered: Gathered, statements: Sequence[Statement]) -> Iterable[Observation]:
    """Cards in two languages that name two licences."""
    first: Statement | None = None
    main = {card.path for card in gathered.cards if is_main_card(card)}
    for one in statements:
        if one.origin != "card" or one.place.path not in main:
            continue
        if first is None:
            first = one
        elif one.place.path != first.place.path and one.value.lower() != first.value.lower():
            yield observation(
                "MIS006", "warning", one.place, quote=one.value, related=(first.place,),
                says=one.value, other=first.value, file=first.place.path,
            )  # fmt: skip


def _weights_and_card(statements: Sequence[Statement]) -> Iterable[Observation]:
    """A licence in a weight file's header that is not the card's."""
    card = next((one for one in statements if one.origin == "card" and one.license_id), None)
    for one in statements:
        if one.origin == "weights" and card and one.license_id and one.license_id != card.license_id:
            opens = "open-source" in (one.verdict, card.verdict) and one.verdict != card.verdict
            yield observation(
                "MIS004", "error" if opens else "warning", one.place, key="card", quote=one.value,
                related=(card.place,), says=one.value, file=card.place.path, license=card.value,
            )  # fmt: skip
