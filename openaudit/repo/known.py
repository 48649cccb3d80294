"""Licences by name: what a card, a manifest or a weight file means by "apache-2.0", "llama2" or "MIT OR Apache-2.0"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from openaudit.catalog import HUGGINGFACE_WITHOUT_LICENSE, Catalog, Record, plain
from openaudit.repo.values import SERIOUSNESS
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple
from openaudit.vocabulary import VERDICTS, Verdict

if TYPE_CHECKING:
    from openaudit.report import Result
    from openaudit.ruleset import Engine

_ID: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,80}")
_OPERATORS: Final = re.compile(r"\s+(AND|OR)\s+")
_EXCEPTION: Final = re.compile(r"\s+WITH\s+.*")
# A version in a model's name; "7b" and "560m" are sizes.
_VERSION: Final = re.compile(r"(?:^|-)v?\d{1,2}(?:\.\d{1,2})*(?=-|$)")


class Meant(NamedTuple):
    """What a licence's name stands for.

    `kind` is "known" (one licence), "expression" (several, joined), "family" (several texts, the name leaves open
    which), "none" (a name that says there is no licence to name: "other", "unknown") or "unknown" (nobody's name).
    `guesses` are ids that an unknown name may be meant for.
    """

    kind: str
    id: str | None = None
    name: str = ""
    spdx_id: str | None = None
    verdict: Verdict | None = None
    osi_approved: bool = False
    guesses: tuple[str, ...] = ()


class KnownLicenses:
    """Answers by the catalogue's records; verdicts under `definition`.

    A verdict is the record's locked one, else what the OSI published, else that of its text where a text package has
    it. All records are read only where a name is no record's id.
    """

    def __init__(self, engine: Engine, definition: str) -> None:
        self._engine, self._definition = engine, definition
        self._results: dict[str, Result | None] = {}

    @cached_property
    def catalog(self) -> Catalog:
        """All records."""
        from openaudit.records import load_catalog

        return load_catalog()

    def record(self, id_: str) -> Record | None:
        """The record with exactly this id."""
        from openaudit import resources
        from openaudit.records import load_record

        path = resources.licenses() / f"{id_}.yaml"
        return load_record(path) if _ID.fullmatch(id_) and path.is_file() else None

    def by_hub(self, license_id: str, license_name: str | None = None) -> Meant:
        """What `license:` of a model card means, with its `license_name`."""
        value = license_id.strip()
        record = self.record(value.lower())
        if record is not None and value.lower() in record.huggingface_ids:
            return self.of_record(record)
        records = self.catalog.by_huggingface(value, license_name)
        if len(records) == 1:
            return self.of_record(records[0])
        if records:
            return Meant("family", name=value, guesses=tuple(record.id for record in records))
        if value.lower() in HUGGINGFACE_WITHOUT_LICENSE:
            return Meant("none", name=license_name or value)
        return self.by_name(value)

    def by_name(self, name: str) -> Meant:
        """What a licence's name, id or SPDX expression means."""
        value = name.strip()
        if _OPERATORS.search(value):
            return self._expression(value)
        base = _EXCEPTION.sub("", value)
        record = self.record(base.lower())
        if record is None or (record.spdx or "").lower() != base.lower():
            record = self.catalog.by_spdx(base) or self.catalog.find(base)
        # "Llama 2" names a model and not a licence: a card that says so is no better than "other".
        if record is not None and record.offer == "license":
            return self.of_record(record)
        return Meant("unknown", name=value, guesses=self.catalog.suggest(value) if 2 < len(value) < 60 else ())

    def of_record(self, record: Record) -> Meant:
        """A known licence."""
        verdict = self.verdict(record)
        approved = any(one.by == "OSI" and one.verdict == "approved" for one in record.determinations)
        return Meant("known", record.id, record.name, record.spdx, verdict, approved)

    def _expression(self, value: str) -> Meant:
        """`A OR B` leaves the choice, `A AND B` does not. Parentheses are not read: then only the parts are known."""
        parts = _OPERATORS.split(value.replace("(", " ").replace(")", " ").strip())
        operators = set(parts[1::2])
        meant = [self.by_name(part) for part in parts[::2] if part.strip()]
        verdicts = [one.verdict for one in meant]
        if len(operators) != 1 or not all(verdicts):
            return Meant("expression", name=value)
        pick = min if operators == {"OR"} else max
        verdict = pick((v for v in verdicts if v), key=SERIOUSNESS.index)
        return Meant("expression", None, value, value, verdict, all(one.osi_approved for one in meant))

    def verdict(self, record: Record) -> Verdict | None:
        """The verdict on a known licence; None where nothing tells."""
        if record.lock and self._definition in record.lock.verdicts:
            return record.lock.verdicts[self._definition]
        if record.offer == "none":
            return "not-open-source"
        if self._definition == "osd":
            said = next((one.verdict for one in record.determinations if one.by == "OSI"), "")
            if said == "approved" or _as_verdict(said):
                return "open-source" if said == "approved" else _as_verdict(said)
        result = self.result(record)
        return result.verdict if result else None

    def result(self, record: Record) -> Result | None:
        """The audit of a known licence's text, where an installed text package has it."""
        if record.id not in self._results:
            from openaudit.textpackages import text_of

            data = text_of(record)
            self._results[record.id] = None if data is None else self._audit(data, record.id)
        return self._results[record.id]

    def _audit(self, data: bytes, name: str) -> Result:
        from openaudit.audit import audit_document
        from openaudit.forms import open_document

        return audit_document(open_document(data, path=name).document, self._engine, definitions=(self._definition,))

    def provisions(self, record: Record) -> Mapping[str, str]:
        """The provisions of a known licence that restrict or warn, with their kind; empty where nothing tells."""
        known = self._engine.provisions
        if record.lock:
            names: Sequence[str] = tuple(record.lock.provisions)
        else:
            result = self.result(record)
            names = tuple(finding.provision for finding in result.findings) if result else ()
        return {name: known[name].kind for name in names if name in known and name != "unexplained"}

    def of_model(self, model: str) -> Record | None:
        """The licence of a known base model, by its name ("maker/Model-7b"); None where no record names it."""
        wanted = plain(model.rsplit("/", 1)[-1])
        best: tuple[tuple[int, bool], Record] | None = None
        for record in self.catalog.records:
            if record.offer != "license":
                continue
            for known in record.models:
                name = plain(known.name)
                # With a note it may be something else of that name, such as its code.
                rank = (len(name), not known.note)
                if len(name) > 1 and (best is None or rank > best[0]) and _is_version_of(wanted, name):
                    best = (rank, record)
        return best[1] if best else None


def _is_version_of(wanted: str, name: str) -> bool:
    """Whether a model of the name `wanted` is of the line `name`: "llama-2-7b-hf" of "llama-2" and not of "llama"."""
    match = re.search(rf"(?:^|-){re.escape(name)}(?=-|$)", wanted)
    if match is None:
        together = name.replace("-", "")
        # "minicpm3-4b" of "MiniCPM", "llama2-7b" of "Llama 2"; what goes on with digits is another version.
        match = re.match("-?".join(map(re.escape, together)), wanted) if len(together) > 4 else None
        if match is None or (together[-1].isdigit() and re.match(r"\.?\d", wanted[match.end() :])):
            return False
    named = any(letter.isdigit() for letter in name)
    return named or not _VERSION.search(wanted, match.end())


def _as_verdict(said: str) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if verdict == said), None)
