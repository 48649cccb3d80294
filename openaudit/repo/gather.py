"""Reads everything in a repository that says something about its licence, and audits the texts among it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from openaudit.errors import InputError, OpenAuditError
from openaudit.modelcard import ModelCard, read_card
from openaudit.repo.headers import WeightsHeader, is_lfs_pointer, read_header
from openaudit.repo.manifests import HEADER_BYTES, Declaration, read_manifest
from openaudit.repo.manifests import read_header as read_spdx
from openaudit.repo.values import Observation, Place, observation
from openaudit.repo.walk import File, Tree
from openaudit.sources.local import read_bytes
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.report import Result
    from openaudit.ruleset import Engine

MAX_TEXTS: Final = 100
MAX_TEXT_BYTES: Final = 4 * 1024 * 1024
# A README that is longer is read up to here, at the end of a line.
MAX_CARD_BYTES: Final = 2 * 1024 * 1024
MAX_MANIFEST_BYTES: Final = 1024 * 1024
# Source files that are looked at for SPDX lines, and weight files for headers.
MAX_SOURCES: Final = 2000
MAX_WEIGHTS: Final = 64


class Text(NamedTuple):
    """An audited licence text: its file, its document and its result's index."""

    file: File
    document: Document
    result: int


class Gathered(NamedTuple):
    """What was read. `results` are the audits, to which `texts` point; `problems` what could not be read."""

    tree: Tree
    texts: tuple[Text, ...]
    results: tuple[Result, ...]
    cards: tuple[ModelCard, ...]
    declarations: tuple[Declaration, ...]
    headers: tuple[tuple[str, WeightsHeader], ...]
    problems: tuple[Observation, ...]

    def result_of(self, path: str) -> Result | None:
        """The audit of the licence file at `path`, or None."""
        return next((self.results[text.result] for text in self.texts if text.file.path == path), None)


def gather(tree: Tree, engine: Engine, definitions: tuple[str, ...], *, identify: bool = True) -> Gathered:
    """Reads and audits what `tree` lists."""
    reader = _Reader(tree)
    texts, results = _audit_texts(reader, engine, definitions, identify=identify)
    cards = tuple(card for file in tree.of("card") if (card := reader.card(file.path)))
    declarations: list[Declaration] = []
    for file in tree.of("manifest"):
        text = reader.text(file.path, MAX_MANIFEST_BYTES)
        if text is not None:
            declared = read_manifest(text, file.path)
            declarations += declared.declarations
            reader.problems += declared.problems
    declarations += _spdx_headers(reader)
    headers = _weight_headers(reader)
    problems = [*(p for card in cards for p in card.problems), *_skipped(tree), *reader.problems]
    return Gathered(tree, tuple(texts), tuple(results), cards, tuple(declarations), headers, tuple(problems))


class _Reader:
    """Reads files of the tree; what cannot be read becomes an observation."""

    def __init__(self, tree: Tree) -> None:
        self.root = tree.root
        self.tree = tree
        self.problems: list[Observation] = []

    def data(self, path: str, limit: int) -> bytes | None:
        """A file's bytes; None where it cannot be read."""
        full = os.path.join(self.root, *path.split("/"))
        try:
            return read_bytes(full, max_bytes=limit)
        except InputError as error:
            self.unreadable(path, str(error).removeprefix(f"{full}: ").removeprefix("is "))
            return None

    def unreadable(self, path: str, why: str) -> None:
        self.problems.append(observation("READ001", "warning", Place(path), why=why))

    def document(self, path: str, limit: int = MAX_TEXT_BYTES) -> Document | None:
        """A text file as a document; None where it is none."""
        from openaudit.forms import open_document

        data = self.data(path, limit)
        if data is None:
            return None
        if is_lfs_pointer(data):
            self.problems.append(observation("READ002", "warning", Place(path)))
            return None
        try:
            # Results are named as the user would name the file, observations by the path within the repository.
            return open_document(data, path=shown_path(self.root, path)).document
        except OpenAuditError as error:
            self.unreadable(path, str(error).removeprefix(f"{shown_path(self.root, path)}: "))
            return None

    def text(self, path: str, limit: int) -> str | None:
        """A small text file; None where it is none."""
        data = self.data(path, limit)
        return None if data is None else data.decode("utf-8-sig", "replace")

    def card(self, path: str) -> ModelCard | None:
        """A README or model card; a huge one up to `MAX_CARD_BYTES`."""
        from openaudit.document import read

        full = os.path.join(self.root, *path.split("/"))
        try:
            size = os.path.getsize(full)
        except OSError as error:
            self.unreadable(path, error.strerror or "cannot be read")
            return None
        data = self.data(path, max(size, 1)) if size <= MAX_CARD_BYTES else self._beginning(full, path)
        if data is None:
            return None
        try:
            return read_card(read(data, path=path).source, path)
        except OpenAuditError as error:
            self.unreadable(path, str(error).removeprefix(f"{path}: "))
            return None

    def _beginning(self, full: str, path: str) -> bytes | None:
        try:
            with open(full, "rb") as stream:
                data = stream.read(MAX_CARD_BYTES)
        except OSError as error:
            self.unreadable(path, error.strerror or "cannot be read")
            return None
        self.problems.append(observation("READ003", "warning", Place(path), limit=str(MAX_CARD_BYTES // 1048576)))
        return data[: data.rfind(b"\n") + 1]


def _audit_texts(
    reader: _Reader, engine: Engine, definitions: tuple[str, ...], *, identify: bool
) -> tuple[list[Text], list[Result]]:
    from openaudit.audit import audit_document

    files = list(reader.tree.of("license", "policy", "notice"))
    # The repository's own first, near the top first: other people's texts must not use up the number.
    files.sort(key=lambda file: (file.kind.third_party, file.path.count("/")))
    texts: list[Text] = []
    results: list[Result] = []
    for file in files[:MAX_TEXTS]:
        document = reader.document(file.path)
        if document is None:
            continue
        texts.append(Text(file, document, len(results)))
        results.append(audit_document(document, engine, definitions=definitions, identify=identify))
    if len(files) > MAX_TEXTS:
        reader.problems.append(observation("READ005", "note", Place("."), count=str(len(files)), limit=str(MAX_TEXTS)))
    return texts, results


def _spdx_headers(reader: _Reader) -> list[Declaration]:
    """One declaration per expression in the heads of source files: the first place, and how many files."""
    first: dict[str, Declaration] = {}
    for file in reader.tree.of("code", "inference", "training", "evaluation")[:MAX_SOURCES]:
        try:
            with open(os.path.join(reader.root, *file.path.split("/")), "rb") as stream:
                head = stream.read(HEADER_BYTES)
        except OSError:
            # A source file that cannot be read says nothing; only licence texts must be readable.
            continue
        if b"SPDX-License-Identifier" in head:
            declaration = read_spdx(head.decode("utf-8", "replace"), file.path)
            if declaration:
                first.setdefault(declaration.value, declaration)
    return list(first.values())


def _weight_headers(reader: _Reader) -> tuple[tuple[str, WeightsHeader], ...]:
    found: list[tuple[str, WeightsHeader]] = []
    files = [file for file in reader.tree.of("weights") if file.path.lower().endswith((".gguf", ".safetensors"))]
    for file in files[:MAX_WEIGHTS]:
        full = os.path.join(reader.root, *file.path.split("/"))
        try:
            with open(full, "rb") as stream:
                header = read_header(stream, os.fstat(stream.fileno()).st_size)
        except InputError as error:
            reader.unreadable(file.path, str(error))
            continue
        except OSError as error:
            reader.unreadable(file.path, error.strerror or "cannot be read")
            continue
        if header is not None:
            found.append((file.path, header))
    return tuple(found)


def _skipped(tree: Tree) -> Iterable[Observation]:
    for path, why in tree.skipped:
        yield observation("READ001", "warning", Place(path or "."), why=why)


def shown_path(root: str, path: str) -> str:
    """A path of the repository as seen from where the command runs."""
    folder = os.path.normpath(root).replace(os.sep, "/")
    return path if folder == "." else folder if path == "." else f"{folder}/{path}"


def read_document(tree: Tree, path: str, limit: int) -> str | None:
    """The first `limit` bytes of a document as text; None where it cannot be read: then it claims nothing."""
    try:
        with open(os.path.join(tree.root, *path.split("/")), "rb") as stream:
            return stream.read(limit).decode("utf-8-sig", "replace")
    except OSError:
        return None
