"""The Python interface: `openaudit.audit`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

from openaudit.report import Report
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.ruleset import Engine
    from openaudit.vocabulary import Confidence


def audit(
    text: str | bytes | os.PathLike[str],
    *,
    definition: str | Sequence[str] = "osd",
    identify: bool = True,
    min_confidence: Confidence = "low",
    rules: Sequence[str] = (),
) -> Report:
    """Audit one licence text.

    `text` is the text itself, as `str` or as undecoded `bytes`, or the path of a file as `pathlib.Path` or another
    path object; a `str` is never taken for a path. `definition` is what `--definition` takes: "osd", "fsf", "dfsg",
    "osaid", "all", the path of a definition or policy file, or several of these; the report's verdict is that of the
    first. With `identify` False, known licences are not recognised and the words alone decide. `rules` are paths of
    further rule files or folders.

    The report has one result and no errors. Raises `InputError` for what is no text, `ConfigError` for an unknown
    definition, `RuleError` for a mistake in a rule or definition file: all of them `OpenAuditError`s.
    """
    from openaudit import __version__
    from openaudit.audit import audit_document

    names = (definition,) if isinstance(definition, str) else tuple(definition)
    engine, definitions = _engine(tuple(rules), names)
    result = audit_document(
        _document(text), engine, definitions=definitions, identify=identify, min_confidence=min_confidence
    )
    return Report(__version__, engine.rules_digest, definitions[0], (result,), ())


def _document(text: str | bytes | os.PathLike[str]) -> Document:
    from openaudit.document import from_text, read

    if isinstance(text, str):
        return from_text(text)
    if isinstance(text, bytes):
        return read(text)
    from openaudit.sources.local import read_bytes

    path = os.fspath(text)
    return read(read_bytes(path), path=path)


@cache
def _engine(rules: tuple[str, ...], names: tuple[str, ...]) -> tuple[Engine, tuple[str, ...]]:
    # Loading takes longer than auditing, so that who audits a thousand texts loads once.
    from openaudit.policy import choose
    from openaudit.prepared import engine

    return choose(names, engine(rules))
