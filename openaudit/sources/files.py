"""Targets on this machine: a file, a folder with licence files, standard input."""

from __future__ import annotations

import os

from openaudit.errors import InputError, OpenAuditError
from openaudit.forms import open_document
from openaudit.report import Failure
from openaudit.sources import local
from openaudit.sources.fetched import Fetched, Provenance, SourceOptions


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The text of a file or of standard input, or the licence files of a folder. See `openaudit.sources.resolve`."""
    if target == "-":
        data = local.read_stdin(max_bytes=options.max_bytes)
        return [_fetched(target, options.stdin_name or "<stdin>", data)]
    if os.path.isdir(target):
        return _folder(target, options)
    return [read(target, target, options)]


def read(path: str, target: str, options: SourceOptions) -> Fetched:
    """One file. Raises InputError."""
    return _fetched(target, path, local.read_bytes(path, max_bytes=options.max_bytes))


def _fetched(target: str, path: str, data: bytes) -> Fetched:
    document, notes = open_document(data, path=path)
    origin = Provenance(target, path=path, sha256=document.sha256, size=len(data), media_type=document.media_type)
    return Fetched(document, data, origin, notes)


def _folder(root: str, options: SourceOptions) -> list[Fetched]:
    """The licence files of a folder; where one cannot be read, the others say so."""
    from openaudit.sources import snapshot

    found = local.discover(root)
    texts = snapshot.read(root, root)
    fetched = {text.provenance.path for text in texts}
    missing = [Failure(path, why) for path, why in found.skipped]
    for path in found.licenses:
        if path in fetched:
            continue
        try:
            texts.append(read(path, root, options))
        except OpenAuditError as error:
            missing.append(Failure(path, str(error)))
    if not texts and not missing:
        texts = _readme_sections(found.readmes, root, options)
    if not texts:
        if missing:
            raise InputError("; ".join(failure.message for failure in missing[:5]))
        raise InputError(f"{root}: no licence file found (such as LICENSE, COPYING, MODEL_LICENSE, USE_POLICY.md)")
    texts[0] = texts[0]._replace(missing=(*texts[0].missing, *missing))
    return texts


def _readme_sections(readmes: tuple[str, ...], root: str, options: SourceOptions) -> list[Fetched]:
    """The licence sections of the folder's own READMEs, where there is no licence file."""
    from openaudit.forms.readme import license_section, terse_section

    texts: list[Fetched] = []
    for path in readmes:
        if os.path.dirname(os.path.relpath(path, root)):
            continue
        text = read(path, root, options)
        section = license_section(text.document) or terse_section(text.document)
        if section is not None:
            origin = text.provenance._replace(role="card")
            note = f"no licence file in {root}: the licence section of {os.path.basename(path)} was audited"
            texts.append(text._replace(document=section, provenance=origin, notes=(note,)))
    return texts
