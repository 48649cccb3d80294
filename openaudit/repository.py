"""A model repository as a whole: what it holds, who says what about its licence, and where they contradict each other.

`audit_repository` is the way in. The order of the steps is here; each step is a module of `openaudit.repo`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from openaudit.claims import Names, Standing, find_claims, judge_claims, project_names
from openaudit.repo.absence import check_absence
from openaudit.repo.agreement import check_agreement
from openaudit.repo.card_checks import check_cards
from openaudit.repo.gate import check_gates
from openaudit.repo.gather import Gathered, gather, read_document
from openaudit.repo.ignores import Ignore, apply_ignores, read_ignores
from openaudit.repo.known import KnownLicenses
from openaudit.repo.lineage import check_lineage
from openaudit.repo.policies import check_policies
from openaudit.repo.statements import collect, components
from openaudit.repo.values import SERIOUSNESS, Component, Observation, RepositoryReport, Statement
from openaudit.repo.walk import MAX_DEPTH, SECONDS, walk
from openaudit.report import Failure
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.report import Result
    from openaudit.ruleset import Engine

# Documents besides the cards that are read for claims.
MAX_DOCUMENTS = 200


def audit_repository(
    root: str,
    engine: Engine,
    *,
    definitions: Sequence[str] = ("osd",),
    identify: bool = True,
    seconds: float = SECONDS,
    max_depth: int = MAX_DEPTH,
    claims: bool = True,
    components_view: bool = False,
) -> RepositoryReport:
    """Audit the repository in the folder `root`, under the definitions named (ids of `engine.definitions`).

    The walk through it takes `seconds` at most and goes `max_depth` folders deep; one that stops early is told in
    the report's `errors`. `claims` reads documents for claims of openness, `components_view` adds what OSAID and
    the Model Openness Framework ask for.

    Raises InputError where `root` is no folder that can be listed.
    """
    tree = walk(root, seconds=seconds, max_depth=max_depth)
    gathered = gather(tree, engine, tuple(definitions), identify=identify)
    known = KnownLicenses(engine, definitions[0])
    statements = collect(gathered, known)
    parts = components(gathered, statements)
    observations = [
        *gathered.problems,
        *check_cards(gathered, known),
        *check_agreement(gathered, statements),
        *check_absence(gathered, statements, parts),
        *check_gates(gathered, statements, engine, tuple(definitions)),
        *check_policies(gathered),
        *check_lineage(gathered, statements, parts, known),
    ]
    ignores: list[Ignore] = [ignore for card in gathered.cards for ignore in read_ignores(card.text, card.path)]
    if claims:
        observations += _claims(gathered, standings(gathered, statements, parts), ignores)
    left, suppressed = apply_ignores(_unique(observations), ignores)
    errors = (Failure(root, f"{root}: {tree.stopped}; the audit is not complete"),) if tree.stopped else ()
    openness = None
    if components_view:
        from openaudit.osaid import component_view

        openness = component_view(gathered, parts)
    return RepositoryReport(
        root,
        definitions[0],
        dict(sorted(tree.counts.items())),
        statements,
        parts,
        gathered.results,
        tuple(text.result for text in gathered.texts if not text.file.kind.third_party),
        tuple(sorted(left, key=_order)),
        tuple(suppressed),
        errors,
        tree.complete,
        openness,
    )


def standings_in(
    root: str, engine: Engine, *, definitions: Sequence[str] = ("osd",), max_depth: int = MAX_DEPTH
) -> dict[str, Standing]:
    """What is known of the licences in the folder `root`, by part: what claims are held against."""
    gathered = gather(walk(root, max_depth=max_depth), engine, tuple(definitions))
    statements = collect(gathered, KnownLicenses(engine, definitions[0]))
    return standings(gathered, statements, components(gathered, statements))


def _order(one: Observation) -> tuple[str, int, int, str, str]:
    return one.place.path, one.place.line, one.place.column, one.id, one.fingerprint


def _unique(observations: Sequence[Observation]) -> list[Observation]:
    """Each observation once: two steps may meet the same thing."""
    return list({_identity(one): one for one in reversed(observations)}.values())[::-1]


def _identity(one: Observation) -> tuple[str, str, int, int]:
    return f"{one.fingerprint}{one.message.key}", one.place.path, one.place.line, one.place.column


def standings(gathered: Gathered, statements: Sequence[Statement], parts: Sequence[Component]) -> dict[str, Standing]:
    """What is known of the licence of each part, and of the "project": the worst of its weights and code."""
    found = {one.part: _standing(one.statements, statements, gathered) for one in parts}
    main = [found[part] for part in ("weights", "code") if part in found] or list(found.values())
    judged = [one for one in main if one.verdict]
    everything = _standing(tuple(range(len(statements))), statements, gathered)
    worst = max(judged, key=lambda one: SERIOUSNESS.index(one.verdict or "open-source"), default=everything)
    # A part about which nothing is said is not known to be unlicensed; and a model whose weights are elsewhere is
    # spoken of under the licence that is here.
    said: dict[str, Standing] = {part: one for part, one in found.items() if one.verdict or not everything.verdict}
    return {"project": worst, "weights": worst, **said}


def _standing(indexes: Sequence[int], statements: Sequence[Statement], gathered: Gathered) -> Standing:
    judged = [statements[i] for i in indexes if statements[i].verdict]
    if not judged:
        return Standing(None)
    worst = max(judged, key=lambda one: SERIOUSNESS.index(one.verdict or "open-source"))
    criteria = ""
    if worst.result is not None:
        criteria = _criteria(gathered.results[worst.result])
    approved = all(one.osi_approved for one in judged)
    return Standing(worst.verdict, approved, worst.value, criteria, worst.place)


def _criteria(result: Result) -> str:
    wanted = "fail" if result.verdict == "not-open-source" else "review"
    return ", ".join(one.id for one in result.judgements[0].criteria if one.outcome == wanted)


def _claims(gathered: Gathered, known: dict[str, Standing], ignores: list[Ignore]) -> list[Observation]:
    """The claims in cards and documents that the licence does not bear out; their comments go to `ignores`."""
    from openaudit.claims.prose import MAX_CHARS

    names = names_of(gathered)
    found: list[Observation] = []
    for card in gathered.cards:
        found += judge_claims(find_claims(card.text, names, start=card.body), card.text, card.path, known)
    for file in gathered.tree.of("docs")[:MAX_DOCUMENTS]:
        text = read_document(gathered.tree, file.path, MAX_CHARS)
        if text is None:
            continue
        ignores += read_ignores(text, file.path)
        found += judge_claims(find_claims(text, names), text, file.path, known)
    return found


def names_of(gathered: Gathered) -> Names:
    """What the project is called: by the title of its README, its folder and its card."""
    main = [card for card in gathered.cards if "/" not in card.path]
    main.sort(key=lambda card: (not card.path.lower().startswith("readme"), len(card.path)))
    title = next((card.title for card in main if card.title), "")
    given = [text.value for card in main for key in ("model_name", "name") for text in card.texts(key)]
    return project_names(title, [os.path.basename(os.path.abspath(gathered.tree.root)), *given])
