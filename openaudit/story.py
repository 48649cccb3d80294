"""The story of one licence record: verdicts with the sections behind them, what others published, its versions."""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.catalog import Catalog, Determination, Record
from openaudit.ruleset import Definition
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import Outcome, Verdict

# Whose word is about which of our definitions.
_SPEAKS_FOR: Final = {"OSI": "osd", "FSF": "fsf", "Debian": "dfsg"}
_ORDER: Final = ("osd", "fsf", "dfsg", "osaid")
_OPEN: Final = ("approved", "open-source", "free", "allowed", "osaid-valid")
_CLOSED: Final = ("not-open-source", "not-free", "not-allowed", "osaid-not-valid")


class Reason(NamedTuple):
    """A provision of the text that a definition objects to: its outcome there, the criteria, and the sections."""

    provision: str
    outcome: Outcome
    criteria: tuple[str, ...]
    sections: tuple[str, ...]


class Judged(NamedTuple):
    """The verdict under one definition, by the record, with the reasons, the worst first."""

    definition: str
    verdict: Verdict
    reasons: tuple[Reason, ...]


class Published(NamedTuple):
    """What a body published; `differs` holds our verdict where it is another one."""

    determination: Determination
    differs: Verdict | None


class Story(NamedTuple):
    """One record with everything that belongs to it; `versions` oldest first, the record among them."""

    record: Record
    judged: tuple[Judged, ...]
    published: tuple[Published, ...]
    versions: tuple[Record, ...]


def story(record: Record, catalog: Catalog, definitions: Mapping[str, Definition]) -> Story:
    """The story of `record`. A closed model is judged by the record alone: there is no licence to audit."""
    ids = sorted(definitions, key=lambda id_: (_ORDER.index(id_) if id_ in _ORDER else len(_ORDER), id_))
    if record.offer == "none":
        judged: tuple[Judged, ...] = tuple(Judged(id_, "not-open-source", ()) for id_ in ids)
    elif record.lock is None:
        judged = ()
    else:
        verdicts, provisions = record.lock.verdicts, record.lock.provisions
        judged = tuple(
            Judged(id_, verdicts[id_], _reasons(provisions, definitions[id_])) for id_ in ids if id_ in verdicts
        )
    ours = {one.definition: one.verdict for one in judged}
    published = tuple(Published(d, _difference(d, ours)) for d in record.determinations)
    return Story(record, judged, published, _versions(record, catalog))


def _reasons(provisions: Mapping[str, tuple[str, ...]], definition: Definition) -> tuple[Reason, ...]:
    reasons = []
    for provision, sections in provisions.items():
        for outcome in ("fail", "review"):
            criteria = tuple(c for c, o in definition.stances.get(provision, ()) if o == outcome)
            if criteria:
                reasons.append(Reason(provision, "fail" if outcome == "fail" else "review", criteria, sections))
    return tuple(sorted(reasons, key=lambda r: (r.outcome != "fail", r.criteria, r.provision)))


def _difference(determination: Determination, ours: Mapping[str, Verdict]) -> Verdict | None:
    """Our verdict, where the body speaks of one of our definitions and says something else."""
    verdict = ours.get(_SPEAKS_FOR.get(determination.by, ""))
    if verdict is None:
        return None
    agrees = (verdict == "open-source" and determination.verdict in _OPEN) or (
        verdict == "not-open-source" and determination.verdict in _CLOSED
    )
    return None if agrees or determination.verdict == "opinion" else verdict


def _versions(record: Record, catalog: Catalog) -> tuple[Record, ...]:
    """The chain of predecessors and successors; a chain that runs in a circle is cut."""
    line, seen = [record], {record.id}
    while (before := catalog.get(line[0].predecessor or "")) and before.id not in seen:
        seen.add(before.id)
        line.insert(0, before)
    while (after := catalog.get(line[-1].successor or "")) and after.id not in seen:
        seen.add(after.id)
        line.append(after)
    return tuple(line)
