"""Licence records as frozen values, and finding them by any name that people know them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from openaudit.suggest import nearest
from openaudit.typed import Final, Literal, NamedTuple
from openaudit.vocabulary import Verdict

Offer = Literal["license", "policy", "none"]

# What a record is of: a licence, a policy of use that a licence binds its licensees to, or no licence at all
# (a closed model that is offered as a service only: there is nothing to audit).
OFFERS: Final[tuple[Offer, ...]] = ("license", "policy", "none")


# Ids of the hub that name no licence; with "other" a card gives a `license_name`.
HUGGINGFACE_WITHOUT_LICENSE: Final = frozenset({"other", "unknown"})


class Link(NamedTuple):
    """An official place of the text; `sha256` of the bytes found there, where known."""

    url: str
    sha256: str | None = None


class Model(NamedTuple):
    """A model (or other work) offered under the licence; `note` says what else must be known."""

    name: str
    note: str = ""


class Naming(NamedTuple):
    """What a licence asks of the names of derivatives and of what is shown beside them; one word of each is enough.

    A derivative's name `begins` with or `contains` one of these words; one of `shows` stands on its page.
    """

    begins: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()


class Claim(NamedTuple):
    """What somebody called the models or their terms ("open source", "open weights"), and where."""

    says: str
    by: str
    url: str
    date: str | None = None


class Determination(NamedTuple):
    """What a body published about the licence, in our words. `verdict` is one of ours where it can be."""

    by: str
    verdict: str
    says: str
    url: str
    criteria: tuple[str, ...] = ()
    date: str | None = None


class Lock(NamedTuple):
    """What our audit finds in the text at hand; `words` is the digest of the words that were audited.

    `verdicts` by definition; `provisions` maps each provision to the sections that have it ("" where unnumbered).
    """

    words: str
    verdicts: Mapping[str, Verdict]
    provisions: Mapping[str, tuple[str, ...]]


class Record(NamedTuple):
    """One known licence. Dates are ISO 8601, as exact as known ("2023", "2023-07", "2023-07-18")."""

    id: str
    name: str
    publisher: str
    offer: Offer = "license"
    version: str | None = None
    date: str | None = None
    languages: tuple[str, ...] = ("en",)
    spdx: str | None = None
    licensedb: str | None = None
    huggingface_ids: tuple[str, ...] = ()
    huggingface_names: tuple[str, ...] = ()
    huggingface_families: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    models: tuple[Model, ...] = ()
    naming: Naming | None = None
    urls: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    determinations: tuple[Determination, ...] = ()
    predecessor: str | None = None
    successor: str | None = None
    incorporates: tuple[str, ...] = ()
    text_at_hand: bool = False
    notes: str = ""
    lock: Lock | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict by record under the Open Source Definition; None where no text was audited."""
        if self.offer == "none":
            return "not-open-source"
        return self.lock.verdicts.get("osd") if self.lock else None


class Catalog:
    """All records, by id, and looked up by any of their names."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records: tuple[Record, ...] = tuple(sorted(records, key=lambda record: record.id))

    def __len__(self) -> int:
        return len(self.records)

    @cached_property
    def _by_id(self) -> dict[str, Record]:
        return {record.id: record for record in self.records}

    @cached_property
    def _by_name(self) -> dict[str, Record]:
        """Every name, the surest first: ids, SPDX and hub ids, aliases and titles, then models."""
        names: dict[str, Record] = {}
        for names_of in (_ids, _registered, _aliases, _models):
            for record in self.records:
                for name in names_of(record):
                    names.setdefault(plain(name), record)
        return names

    def get(self, id_: str) -> Record | None:
        """The record with exactly this id."""
        return self._by_id.get(id_)

    def find(self, name: str) -> Record | None:
        """The record of that name: id, SPDX id, LicenseDB key, hub id, alias, title or model, in any case."""
        return self._by_name.get(plain(name))

    def by_spdx(self, spdx_id: str) -> Record | None:
        """The record with this SPDX id; `-only` and `-or-later` name the same text."""
        wanted = _spdx_text_id(spdx_id)
        return next((r for r in self.records if r.spdx and _spdx_text_id(r.spdx) == wanted), None)

    def by_huggingface(self, license_id: str, license_name: str | None = None) -> tuple[Record, ...]:
        """The records that a model card's `license` can mean.

        One for an id with a text; several for a family ("gpl", "openrail"), where the card leaves the version
        open; for "other" the one that `license_name` means; none for "unknown" and for names no record has.
        """
        if license_id.lower() in HUGGINGFACE_WITHOUT_LICENSE:
            wanted = plain(license_name or "")
            return tuple(r for r in self.records if wanted and wanted in map(plain, r.huggingface_names))
        exact = tuple(record for record in self.records if license_id.lower() in record.huggingface_ids)
        return exact or tuple(record for record in self.records if license_id.lower() in record.huggingface_families)

    def by_licensedb(self, key: str) -> Record | None:
        """The record with this LicenseDB key."""
        return next((record for record in self.records if record.licensedb == key), None)

    def by_publisher(self, name: str) -> tuple[Record, ...]:
        """The records whose publisher has every word of `name` ("Meta" is Meta, not MetaCarta)."""
        wanted = set(plain(name).split("-"))
        return tuple(record for record in self.records if wanted <= set(plain(record.publisher).split("-")))

    def search(self, text: str) -> tuple[Record, ...]:
        """The records in which every word of `text` occurs, those named so first."""
        wanted = plain(text).split("-")
        ranked = []
        for record in self.records:
            title = plain(" ".join((record.id, record.name, *record.aliases)))
            all_of_it = plain(" ".join(_searched(record)))
            if all(word in all_of_it for word in wanted):
                ranked.append((-sum(word in title for word in wanted), record.id, record))
        return tuple(record for _, _, record in sorted(ranked, key=lambda item: item[:2]))

    def suggest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """The ids of the records whose names are nearest to an unknown `name`, best first."""
        near = nearest(plain(name), self._by_name, 4 * count)
        ids = [self._by_name[match].id for match in near] or [record.id for record in self.search(name)]
        return tuple(dict.fromkeys(ids))[:count]


def plain(name: str) -> str:
    """A name for comparing: lower case, words joined by "-"."""
    return "-".join(re.findall(r"[^\W_]+(?:\.[^\W_]+)*\+*", name.lower()))


def _spdx_text_id(spdx_id: str) -> str:
    return re.sub(r"-(?:only|or-later)$|\+$", "", spdx_id.lower())


def _ids(record: Record) -> Sequence[str]:
    return (record.id,)


def _registered(record: Record) -> Sequence[str]:
    spdx = record.spdx
    return [name for name in (spdx, spdx and _spdx_text_id(spdx), record.licensedb, *record.huggingface_ids) if name]


def _aliases(record: Record) -> Sequence[str]:
    return (*record.aliases, record.name, *record.huggingface_names)


def _models(record: Record) -> Sequence[str]:
    return [model.name for model in record.models]


def _searched(record: Record) -> Iterable[str]:
    yield from (record.id, record.name, record.publisher, record.spdx or "", record.licensedb or "", record.notes)
    yield from (*record.aliases, *_models(record), *record.huggingface_ids, *record.huggingface_names)
    yield record.version or ""
