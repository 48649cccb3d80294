"""The vocabulary of provisions and the definitions of openness, out of their YAML files."""

from __future__ import annotations

from collections.abc import Mapping

from openaudit import strictyaml
from openaudit.entries import keys, one_of, texts_at, words_at
from openaudit.ruleset import Criterion, Definition
from openaudit.suggest import closest
from openaudit.typed import cast
from openaudit.vocabulary import KINDS, OUTCOMES, Kind, Outcome, Provision


def provisions_of(data: strictyaml.Mapping) -> dict[str, Provision]:
    """The provisions of the file of provisions, by id."""
    keys(data, KINDS)
    found: dict[str, Provision] = {}
    for kind in data:
        entries = strictyaml.mapping_at(data, kind)
        for id_ in entries:
            entry = strictyaml.mapping_at(entries, id_)
            keys(entry, ("title", "says"), ("title", "says"))
            if id_ in found:
                raise strictyaml.error_at(entries, id_, f"provision {id_!r} stands twice")
            found[id_] = Provision(id_, cast("Kind", kind), texts_at(entry, "title"), texts_at(entry, "says"))
    return found


def definition_of(data: strictyaml.Mapping, provisions: Mapping[str, Provision]) -> Definition:
    """The definition in one file, which takes a stance on every restriction and caution."""
    keys(data, ("id", "name", "version", "url", "criteria", "provisions"), ("id", "name", "criteria", "provisions"))
    criteria = []
    listed = strictyaml.sequence_at(data, "criteria")
    for number in range(len(listed)):
        entry = strictyaml.mapping_at(listed, number)
        keys(entry, ("id", "title", "demand", "url", "needs", "unexplained", "assessed"), ("id", "title", "demand"))
        outcome = entry.get("unexplained")
        criteria.append(
            Criterion(
                strictyaml.text_at(entry, "id"),
                texts_at(entry, "title"),
                texts_at(entry, "demand"),
                strictyaml.text_at(entry, "url"),
                words_at(entry, "needs", provisions),
                cast("Outcome", one_of(entry, "unexplained", OUTCOMES)) if outcome else None,
                entry.get("assessed", "true") == "true",
            )
        )
    ids = [c.id for c in criteria]
    stances: dict[str, tuple[tuple[str, Outcome], ...]] = {}
    for id_, value in strictyaml.mapping_at(data, "provisions").items():
        if id_ not in provisions:
            close = closest(id_, provisions)
            raise strictyaml.error_at(
                data["provisions"], id_, f"unknown provision {id_!r}", f"did you mean {close!r}?" if close else ""
            )
        pairs = []
        for part in () if value == "ok" else str(value).split(","):
            outcome, _, criterion = part.strip().partition(" ")
            if outcome not in OUTCOMES or criterion not in ids:
                raise strictyaml.error_at(
                    data["provisions"],
                    id_,
                    f"{part.strip()!r} should be an outcome and a criterion, or ok",
                    f"criteria: {', '.join(ids)}",
                )
            pairs.append((criterion, outcome))
        stances[id_] = tuple(pairs)
    missing = [p for p in provisions if p not in stances and provisions[p].kind in ("restriction", "caution")]
    if missing:
        raise strictyaml.error_at(data, "provisions", f"no stance on {', '.join(missing)}")
    id_, version, url = (strictyaml.text_at(data, key) for key in ("id", "version", "url"))
    return Definition(id_, texts_at(data, "name"), version, url, tuple(criteria), stances)
