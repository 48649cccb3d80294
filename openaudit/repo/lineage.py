"""Base models: the duties of their licences that go with every derivative, and that this repository's licence drops."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from openaudit.repo.known import KnownLicenses
from openaudit.repo.naming import check_naming
from openaudit.repo.values import Component, Observation, Place, Statement, observation
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered

_GGUF_BASE: Final = re.compile(r"general\.base_model\.\d{1,3}\.(?:repo_url|name)")
# Provisions of a base licence that bind whoever passes a derivative on.
_CARRIED: Final = ("restriction", "caution")
_ALSO_CARRIED: Final = ("share-alike", "rename-modified")


class Base(NamedTuple):
    """A base model that the repository names, and where."""

    name: str
    place: Place


def bases(gathered: Gathered) -> tuple[Base, ...]:
    """The base models named by the cards and by weight files, each once."""
    found: dict[str, Base] = {}
    for card in gathered.cards:
        for text in card.texts("base_model"):
            found.setdefault(text.value.strip().lower(), Base(text.value.strip(), text.place(card.path)))
    for path, header in gathered.headers:
        for key, value in header.texts.items():
            name = value.rstrip("/").split("huggingface.co/")[-1]
            if _GGUF_BASE.fullmatch(key) and 0 < len(name) < 200:
                found.setdefault(name.lower(), Base(name, Place(path)))
    return tuple(found.values())


def check_lineage(
    gathered: Gathered, statements: Sequence[Statement], components: Sequence[Component], known: KnownLicenses
) -> Iterable[Observation]:
    """What the licences of base models ask for and this repository does not pass on."""
    weights = next((one for one in components if one.part == "weights"), None)
    covering = [statements[i] for i in weights.statements] if weights else list(statements)
    mine = _provisions(gathered, covering, known)
    ids = {one.license_id for one in covering if one.license_id}
    for base in bases(gathered):
        record = known.of_model(base.name)
        if record is None:
            yield observation("LIN003", "note", base.place, quote=base.name, base=base.name)
            continue
        yield from check_naming(gathered, base.name, base.place, record)
        theirs = known.provisions(record)
        if record.naming is None and "branding" in theirs:
            yield observation("LIN002", "note", base.place, quote=base.name, base=base.name, license=record.name)
        # A later or earlier version of the same licence drops nothing.
        if record.id in ids or ids & {record.predecessor, record.successor}:
            continue
        carried = {name for name, kind in theirs.items() if kind in _CARRIED or name in _ALSO_CARRIED}
        dropped = sorted(carried - mine)
        if not theirs and known.verdict(record) != "not-open-source":
            continue
        verdict = known.verdict(record)
        freer = next((one for one in covering if one.verdict == "open-source"), None)
        opens = verdict == "not-open-source" and freer is not None
        own = freer or next(iter(covering), None)
        if opens or dropped:
            yield observation(
                "LIN001",
                "error" if opens else "warning",
                base.place,
                key="opens" if opens else "",
                quote=base.name,
                related=(own.place,) if own else (),
                base=base.name,
                license=record.name,
                provisions=", ".join(dropped),
                own=own.value if own else "",
            )


def _provisions(gathered: Gathered, statements: Sequence[Statement], known: KnownLicenses) -> set[str]:
    """What the repository's own licence says: by its texts, or by what is known of a licence it only names."""
    found: set[str] = set()
    for one in statements:
        if one.result is not None:
            found |= {finding.provision for finding in gathered.results[one.result].findings}
        elif one.license_id and (record := known.record(one.license_id)):
            found |= set(known.provisions(record))
    for text in gathered.texts:
        if text.file.kind.role == "policy":
            found |= {finding.provision for finding in gathered.results[text.result].findings}
    return found
