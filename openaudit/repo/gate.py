"""What a hub asks before it lets anyone download: terms of a licence, in a place where no licence is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.repo.agreement import place_of
from openaudit.repo.values import Observation, Severity, Statement, observation
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered
    from openaudit.report import Result
    from openaudit.ruleset import Engine


def check_gates(
    gathered: Gathered, statements: Sequence[Statement], engine: Engine, definitions: tuple[str, ...]
) -> Iterable[Observation]:
    """The restrictions in the gates of all cards, and the gates themselves."""
    from openaudit.audit import audit_document
    from openaudit.document import from_text
    from openaudit.forms.frontmatter import gate_of

    provisions = _provisions(gathered, statements)
    for card in gathered.cards:
        gate = card.gate
        document = gate_of(from_text(card.text, path=card.path), card) if gate else None
        if document is None:
            continue
        result = audit_document(document, engine, definitions=definitions, identify=False)
        found = list(_restrictions(result, card.path, provisions))
        yield from found
        if not found:
            first = gate[0]
            yield observation("GATE002", "note", first.place(card.path), quote=first.value[:200])


def _provisions(gathered: Gathered, statements: Sequence[Statement]) -> frozenset[str]:
    """What the licences in the repository limit themselves; one that is open limits nothing."""
    limiting = [one for one in statements if one.result is not None and one.verdict != "open-source"]
    results = [gathered.results[one.result] for one in limiting if one.result is not None]
    return frozenset(finding.provision for result in results for finding in result.findings)


def _restrictions(result: Result, path: str, licensed: frozenset[str]) -> Iterable[Observation]:
    for finding in result.findings:
        if finding.outcome not in ("fail", "review") or finding.kind not in ("restriction", "caution"):
            continue
        # A sentence of a form that no rule explains ("Company") is a label.
        if finding.provision == "unexplained":
            continue
        severity: Severity = "error" if finding.outcome == "fail" else "warning"
        known = finding.provision in licensed
        yield observation(
            "GATE001",
            "note" if known else severity,
            place_of(finding, path),
            key="licensed" if known else "",
            quote=finding.quote,
            provision=finding.provision,
            criteria=", ".join(finding.criteria),
        )
