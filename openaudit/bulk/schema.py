"""The columns of what a run writes. Their names are a wire format (docs/bulk.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openaudit.ruleset import Definition, Engine


def criterion_column(criterion: str) -> str:
    """The column of a criterion's outcomes: "osd-6" is `osd_6`."""
    return criterion.replace("-", "_")


def judged_columns(definitions: Sequence[Definition]) -> list[str]:
    """The columns that the definitions add: `verdict_<id>` of each but the first, and one for each criterion."""
    verdicts = [f"verdict_{definition.id}" for definition in definitions[1:]]
    return [*verdicts, *(criterion_column(one.id) for definition in definitions for one in definition.criteria)]


def audit_schema(definitions: Sequence[Definition]) -> Any:
    """The columns of an audit, the same for every row with that text. `failed` and `why` are those of a failed one."""
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    quote = pa.struct(
        [
            ("provision", text), ("kind", text), ("outcome", text), ("criteria", texts), ("part", text),
            ("section", text), ("quote", text), ("start_line", pa.int32()), ("start_column", pa.int32()),
            ("end_line", pa.int32()), ("end_column", pa.int32()), ("confidence", text), ("rule", text),
            ("fingerprint", text),
        ]
    )  # fmt: skip
    return pa.schema(
        [
            ("key", pa.binary()), ("failed", text), ("why", text),
            ("sha256", text), ("verdict", text), ("license", text), ("license_name", text), ("license_match", text),
            ("similarity", pa.float32()), ("osi_approved", pa.bool_()), ("languages", texts),
            *((column, text) for column in judged_columns(definitions)),
            ("provisions", texts), ("quotes", pa.list_(quote)),
            ("sentences", pa.int32()), ("explained", pa.int32()),
        ]
    )  # fmt: skip


def result_schema(definitions: Sequence[Definition], about: Mapping[str, str]) -> Any:
    """The table of results: the row, and its audit. `about` goes into the files' metadata."""
    import pyarrow as pa

    audit = [field for field in audit_schema(definitions) if field.name not in ("key", "failed", "why")]
    fields = [("row", pa.int64()), ("id", pa.string()), ("source", pa.string()), *audit]
    return pa.schema(fields, metadata=dict(about))


def error_schema(about: Mapping[str, str]) -> Any:
    """The table of errors: rows that have no audit."""
    import pyarrow as pa

    text = pa.string()
    fields = [
        ("row", pa.int64()), ("id", text), ("source", text), ("sha256", text), ("reason", text), ("message", text)
    ]  # fmt: skip
    return pa.schema(fields, metadata=dict(about))


def definitions_of(engine: Engine, ids: Sequence[str]) -> list[Definition]:
    """The definitions with these ids."""
    return [engine.definitions[id_] for id_ in ids]
