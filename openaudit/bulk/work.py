"""What a worker does: a batch of texts in, their audits out as one Arrow table. Nothing here knows of Dask."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from openaudit.bulk.rows import CRASHED, NO_LICENSE, UNDECODABLE, Form, Problem
from openaudit.bulk.schema import audit_schema, criterion_column, definitions_of
from openaudit.errors import InputError, OpenAuditError
from openaudit.vocabulary import OUTCOMES, VERDICTS

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.report import Finding, Result
    from openaudit.ruleset import Engine
    from openaudit.vocabulary import Confidence, Outcome, Verdict

# A definition may raise a criterion's outcome to this: findings below it change nothing.
_COUNTS = ("fail", "review")
_LIMITING = ("restriction", "caution")
_PART_LICENSE = "license"
_PART_SECTION = "section"
_PART_GATE = "gate"


class How(NamedTuple):
    """How to audit, as plain values that travel to any worker. `digest` is `digest_of` the driver's own rules."""

    rules: tuple[str, ...]
    definitions: tuple[str, ...]
    identify: bool
    min_confidence: Confidence
    digest: str = ""


class Item(NamedTuple):
    """One text to audit: its key, its bytes, and how to read them."""

    key: bytes
    content: bytes
    form: Form
    suffix: str


class Part(NamedTuple):
    """One text that a row holds, and what it is to the row."""

    name: str
    result: Result


class DifferentRulesError(OpenAuditError):
    """A worker has another version or other rules than the driver."""


@cache
def load(rules: tuple[str, ...], names: tuple[str, ...]) -> tuple[Engine, tuple[str, ...]]:
    """The engine with the user's rules and definitions, loaded once in each process, and the definitions' ids."""
    from openaudit.policy import choose
    from openaudit.prepared import engine

    return choose(names, engine(rules))


@cache
def digest_of(rules: tuple[str, ...], names: tuple[str, ...]) -> str:
    """What decides the audits: the version, the rules, the definitions."""
    from openaudit import __version__

    engine, ids = load(rules, names)
    said = repr((__version__, engine.rules_digest, [engine.definitions[id_] for id_ in ids]))
    return hashlib.sha256(said.encode()).hexdigest()


def audit_batch(items: Sequence[Item], how: How) -> bytes:
    """The audits of `items`, in their order, as an Arrow stream of `audit_schema`.

    A text that cannot be audited has a row that says so. Raises `DifferentRulesError` where this process would
    judge otherwise than the driver.
    """
    import pyarrow as pa

    if digest_of(how.rules, how.definitions) != how.digest:
        raise DifferentRulesError(
            "a worker has another version of openaudit, or other rules or definitions, than this process: "
            "install the same everywhere"
        )
    engine, ids = load(how.rules, how.definitions)
    schema = audit_schema(definitions_of(engine, ids))
    table = pa.Table.from_pylist([_record(item, engine, ids, how) for item in items], schema=schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table.combine_chunks())
    data: bytes = sink.getvalue().to_pybytes()
    return data


def failed_batch(items: Sequence[Item], how: How, problem: Problem) -> bytes:
    """The table for `items` that could not be audited at all."""
    import pyarrow as pa

    engine, ids = load(how.rules, how.definitions)
    schema = audit_schema(definitions_of(engine, ids))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(pa.Table.from_pylist([_failed(item, problem) for item in items], schema=schema))
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _record(item: Item, engine: Engine, ids: tuple[str, ...], how: How) -> dict[str, Any]:
    try:
        parts = _audited(item, engine, ids, how)
    except InputError as error:
        return _failed(item, Problem(UNDECODABLE, str(error).removeprefix(f"{_name(item)}: ")))
    except Exception as error:  # noqa: BLE001 - reported with its text in the table of errors
        # A bug that one text wakes must not take the other texts with it.
        return _failed(item, Problem(CRASHED, f"internal error, please report it: {type(error).__name__}: {error}"))
    if isinstance(parts, Problem):
        return _failed(item, parts)
    return {"key": item.key, "sha256": hashlib.sha256(item.content).hexdigest(), **_fold(parts)}


def _failed(item: Item, problem: Problem) -> dict[str, Any]:
    digest = hashlib.sha256(item.content).hexdigest()
    return {"key": item.key, "sha256": digest, "failed": problem.reason, "why": problem.message}


def _name(item: Item) -> str:
    """A name with nothing of the row but what decides how it is read: rows share the audit."""
    return f"text{item.suffix}"


def _audited(item: Item, engine: Engine, ids: tuple[str, ...], how: How) -> list[Part] | Problem:
    from openaudit.forms import open_document

    if item.form == "card":
        return _card(item, engine, ids, how)
    return [Part(_PART_LICENSE, _audit(open_document(item.content, path=_name(item)).document, engine, ids, how))]


def _audit(document: Document, engine: Engine, ids: tuple[str, ...], how: How, *, identify: bool = True) -> Result:
    from openaudit.audit import audit_document

    return audit_document(
        document, engine, definitions=ids, identify=identify and how.identify, min_confidence=how.min_confidence
    )


def _card(item: Item, engine: Engine, ids: tuple[str, ...], how: How) -> list[Part] | Problem:
    """What a model card says of its licence: a section with its words, else the licence that it names.

    A section of a few words that limit, and the gate, are read beside it.
    """
    from openaudit.document import read
    from openaudit.forms.readme import card_part, license_section, terse_section
    from openaudit.modelcard import read_card

    document = read(item.content, path=_name(item))
    card = read_card(document.source, "README.md")
    section, terse = license_section(document), terse_section(document)
    audited = _audit(section, engine, ids, how) if section is not None else None
    name, said = card.one("license"), card.one("license_name")
    if audited is None and name is not None:
        audited = _audit_named(name.value, said.value if said else None, how)
    if audited is None and terse is not None:
        audited, terse = _audit(terse, engine, ids, how), None
    if audited is None:
        if name is None:
            return Problem(NO_LICENSE, "the card names no licence and has no section with one")
        shown = f"{name.value}: {said.value}" if said else name.value
        return Problem(NO_LICENSE, f"the card says {shown!r}, and no text of it is at hand")
    parts = [Part(_PART_LICENSE, audited)]
    if terse is not None:  # "licence: MIT", and below: "For research only."
        parts.append(Part(_PART_SECTION, _audit(terse, engine, ids, how, identify=False)))
    gate = card_part(document, gate=True, section=False)
    if gate is not None:
        parts.append(Part(_PART_GATE, _audit(gate[0], engine, ids, how, identify=False)))
    return parts


@lru_cache(maxsize=256)
def _audit_named(license_id: str, license_name: str | None, how: How) -> Result | None:
    """The audit of the licence that a card names: a million cards name the same few."""
    from openaudit.sources.known import hub_license

    known = hub_license(license_id, license_name, "card")
    return _audit(known.document, *load(how.rules, how.definitions), how) if known is not None else None


def _fold(parts: Sequence[Part]) -> dict[str, Any]:
    """The licence's audit, made worse by what stands beside it: outcomes fold by maximum.

    A gate grants nothing, and nobody expects it to: only what it forbids or demands counts.
    """
    result = parts[0].result
    added = [
        (part.name, finding)
        for part in parts[1:]
        for finding in part.result.findings
        if finding.provision != "unexplained" and finding.outcome in _COUNTS and finding.kind in _LIMITING
    ]
    worse = [finding for _, finding in added]
    record: dict[str, Any] = {
        "license": result.license.id,
        "license_name": result.license.name,
        "license_match": result.license.match,
        "similarity": result.license.similarity,
        "osi_approved": result.license.osi_approved,
        "languages": list(result.source.languages),
        "provisions": list(dict.fromkeys(f.provision for f in (*result.findings, *worse))),
        "quotes": [_quote(f, _PART_LICENSE) for f in result.findings if _decides(f)]
        + [_quote(finding, name) for name, finding in added],
        "sentences": result.coverage.sentences,
        "explained": result.coverage.explained,
    }
    for number, judgement in enumerate(result.judgements):
        outcomes: dict[str, Outcome] = {one.id: one.outcome for one in judgement.criteria}
        verdict = judgement.verdict
        for finding in worse:
            # Findings know the criteria of the first definition.
            for criterion in finding.criteria if number == 0 else ():
                outcomes[criterion] = max(outcomes[criterion], finding.outcome, key=OUTCOMES.index)
        if number == 0 and worse:
            gated = _verdict_of(worse)
            verdict = gated if verdict == "not-a-license" else max(verdict, gated, key=VERDICTS.index)
        record["verdict" if number == 0 else f"verdict_{judgement.definition}"] = verdict
        record |= {criterion_column(id_): outcome for id_, outcome in outcomes.items()}
    return record


def _verdict_of(findings: Sequence[Finding]) -> Verdict:
    return "not-open-source" if any(f.outcome == "fail" for f in findings) else "needs-review"


def _decides(finding: Finding) -> bool:
    return finding.outcome in _COUNTS


def _quote(finding: Finding, part: str) -> dict[str, Any]:
    return {
        "provision": finding.provision,
        "kind": finding.kind,
        "outcome": finding.outcome,
        "criteria": list(finding.criteria),
        "part": part,
        "section": finding.section,
        "quote": finding.quote,
        "start_line": finding.start_line,
        "start_column": finding.start_column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "confidence": finding.confidence,
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
    }
