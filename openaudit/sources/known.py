"""`spdx:ID` and ids of the catalogue: the published text of a known licence.

The text comes from an installed text package, else from the record's official address (or the cache of it).
"""

from __future__ import annotations

import re
from importlib import metadata

from openaudit import records, textpackages
from openaudit.errors import InputError, OpenAuditError
from openaudit.forms import open_document
from openaudit.report import Failure
from openaudit.sources.fetched import Fetched, Provenance, SourceOptions
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.catalog import Record

_PACKAGE: Final = "licensedcode-data"
_SPDX_ID: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.-]{0,99}\+?$")
_SPDX_TEXTS: Final = "https://raw.githubusercontent.com/spdx/license-list-data/main/text/{}.txt"


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The text of the licence with that id; of an SPDX expression, the text of each licence in it."""
    if not target.lower().startswith("spdx:"):
        return [_by_name(target, options)]
    expression = target[5:].strip()
    if _SPDX_ID.match(expression):
        return [_spdx(expression, target, options)]
    texts: list[Fetched] = []
    failures: list[Failure] = []
    for key in _keys(expression, target):
        try:
            texts.append(_spdx(key, f"spdx:{key}", options))
        except OpenAuditError as error:
            failures.append(Failure(f"spdx:{key}", str(error)))
    if not texts:
        raise InputError("; ".join(failure.message for failure in failures) or f"{target}: no licence in it")
    return [texts[0]._replace(missing=tuple(failures)), *texts[1:]]


def hub_license(license_id: str, license_name: str | None, target: str) -> Fetched | None:
    """The text of the licence that a model card means, if it is at hand offline; None where several could be meant."""
    meant = records.load_catalog().by_huggingface(license_id, license_name)
    data = textpackages.text_of(meant[0]) if len(meant) == 1 else None
    return _packaged(data, target, meant[0].id) if data is not None else None


def _by_name(name: str, options: SourceOptions) -> Fetched:
    record = records.find_record(name)
    if record is None:
        data = textpackages.licensedb_bytes(name.lower()) or textpackages.spdx_bytes(name)
        if data is not None:
            return _packaged(data, name, name)
        near = ", ".join(records.load_catalog().suggest(name))
        hint = f"; did you mean {near}?" if near else ""
        raise InputError(f"{name}: no such file or folder, and no known licence has that name{hint}")
    if record.offer == "none":
        raise InputError(f"{name}: {record.name} is offered under no licence, so there is nothing to audit")
    data = textpackages.text_of(record)
    if data is not None:
        return _packaged(data, name, record.id)
    return _from_address(record, name, options)


def _spdx(key: str, target: str, options: SourceOptions) -> Fetched:
    record = records.load_catalog().by_spdx(key)
    data = textpackages.text_of(record) if record else None
    data = data if data is not None else textpackages.spdx_bytes(key)
    if data is not None:
        return _packaged(data, target, key)
    if key.lower().startswith("licenseref-"):
        raise InputError(f"{target}: a LicenseRef means a text in its own package; name the file instead")
    from openaudit.sources.http import Client
    from openaudit.sources.web import fetch

    try:
        return fetch(_SPDX_TEXTS.format(key.removesuffix("+")), Client(options), target=target)
    except OpenAuditError as error:
        raise InputError(f"{target}: its text is not at hand ({textpackages.HOW_TO_GET}), and: {error}") from error


def _from_address(record: Record, name: str, options: SourceOptions) -> Fetched:
    """The text from the first official address that gives one."""
    how = f"{name}: the text of {record.name} is not at hand"
    if not record.urls:
        raise InputError(f"{how}, and no address of it is known: audit a file of it instead")
    from openaudit.sources.http import Client
    from openaudit.sources.web import fetch

    client = Client(options)
    problems: list[str] = []
    for link in record.urls:
        try:
            text = fetch(link.url, client, target=name)
        except OpenAuditError as error:
            problems.append(str(error))
            continue
        if link.sha256 and link.sha256 != text.provenance.sha256:
            changed = f"the text at {link.url} is not the one that the catalogue records"
            return text._replace(notes=(*text.notes, changed))
        return text
    package = f"{textpackages.HOW_TO_GET} may have it; " if record.licensedb or record.spdx else ""
    raise InputError(f"{how}: {package}{'; '.join(problems)}")


def _packaged(data: bytes, target: str, name: str) -> Fetched:
    """A text of the installed package, whose version pins it."""
    document, notes = open_document(data, path=name)
    try:
        version: str | None = f"{_PACKAGE} {metadata.version(_PACKAGE)}"
    except metadata.PackageNotFoundError:
        version = None
    origin = Provenance(
        target, path=name, revision=version, sha256=document.sha256, size=len(data), media_type=document.media_type
    )
    return Fetched(document, data, origin, notes)


def _keys(expression: str, target: str) -> list[str]:
    """The licences and exceptions that an SPDX expression names, in its order. Raises InputError."""
    if len(expression) > 1000:
        raise InputError(f"spdx:{expression[:60]}…: too long for a licence expression")
    from license_expression import ExpressionError, get_spdx_licensing  # type: ignore[import-untyped]

    licensing = get_spdx_licensing()
    try:
        keys: list[str] = licensing.license_keys(licensing.parse(expression, validate=False, strict=False))
    except (ExpressionError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{target}: not a licence expression") from error
    return keys
