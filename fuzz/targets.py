"""What is fuzzed: functions that take any bytes, and say by an exception that something is wrong.

Expected errors (`OpenAuditError`) are fine. So is any verdict. What must hold for every input is asserted here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from openaudit.errors import OpenAuditError

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.render import Texts
    from openaudit.ruleset import Engine

Target = Callable[[bytes], None]
# Formats whose output is JSON or XML, and so must be well-formed whatever the text.
_JSON: Final = ("json", "sarif", "gitlab", "cyclonedx", "spdx3", "shields")
_XML: Final = ("junit", "badge", "card", "strip")
_OTHER: Final = ("text", "markdown", "html", "github", "csv")


@cache
def _engine() -> Engine:
    from openaudit.load import engine

    return engine()


@cache
def _texts() -> Texts:
    from openaudit.cli.reporting import texts_of

    return texts_of(_engine())


def _document(data: bytes, name: str = "LICENSE") -> Document | None:
    """The document in the bytes; None where they hold none. The first byte chooses how marks are read."""
    from openaudit.document import read

    kinds = (None, "text/html", "text/markdown")
    try:
        return read(data[1:], path=name, media_type=kinds[data[0] % 3] if data else None)
    except OpenAuditError:
        return None


def reading(data: bytes) -> None:
    """Bytes to a document: every offset of the text is one of the source."""
    document = _document(data)
    if document is not None:
        assert len(document.text) == len(document.source)


def structure(data: bytes) -> None:
    """A document to its outline: sentences are in order, apart, and leave out nothing but white space."""
    from openaudit.segment import outline
    from openaudit.sentences import MAX_SENTENCE

    document = _document(data)
    if document is None:
        return
    found = outline(document.text)
    at = 0
    for index, sentence in enumerate(found.sentences):
        assert sentence.index == index
        assert at <= sentence.start < sentence.end <= len(document.text)
        assert sentence.end - sentence.start <= MAX_SENTENCE
        assert not document.text[at : sentence.start].replace("\0", "").strip()
        assert 0 <= sentence.clause < len(found.clauses)
        assert all(lead < index for lead in sentence.leads)
        at = sentence.end
    assert not document.text[at:].replace("\0", "").strip()
    assert all(clause.parent < clause.index for clause in found.clauses)


def auditing(data: bytes) -> None:
    """A whole audit: every finding has words, and they stand where it says."""
    from openaudit.audit import audit_document

    document = _document(data)
    if document is None:
        return
    result = audit_document(document, _engine())
    for finding in result.findings:
        assert 0 <= finding.start < finding.end <= len(document.source)
        assert finding.quote.strip()
        assert 1 <= finding.start_line <= finding.end_line
    for judgement in result.judgements:
        assert judgement.verdict != "open-source" or all(c.outcome != "fail" for c in judgement.criteria)
    assert result.coverage.explained <= result.coverage.sentences


def reports(data: bytes) -> None:
    """An audit in every format: JSON and XML are well-formed, and no control character comes through."""
    from openaudit.audit import audit_document
    from openaudit.render import render
    from openaudit.report import Report

    document = _document(data)
    if document is None:
        return
    result = audit_document(document, _engine())
    report = Report("0", "0" * 64, "osd", (result,), ())
    for name in _JSON:
        json.loads(render(report, name, texts=_texts()))
    for name in _XML:
        ET.fromstring(render(report, name, texts=_texts()))  # noqa: S314 - our own output
    for name in _OTHER:
        shown = render(report, name, texts=_texts())
        assert "\x1b" not in shown
        assert "\0" not in shown


def rules(data: bytes) -> None:
    """Rule files: YAML of strangers, and patterns in it."""
    from openaudit import strictyaml
    from openaudit.pattern import compile_pattern

    try:
        value = strictyaml.load(data.decode("utf-8", "replace"), "fuzz.yaml")
    except OpenAuditError:
        return
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, strictyaml.Mapping):
            waiting += node.values()
        elif isinstance(node, strictyaml.Sequence):
            waiting += node
        else:
            try:
                compile_pattern(node)
            except (OpenAuditError, ValueError):
                continue


def patterns(data: bytes) -> None:
    """One pattern, expanded and compiled."""
    from openaudit.pattern import compile_pattern

    try:
        compile_pattern(data.decode("utf-8", "replace"))
    except (OpenAuditError, ValueError):
        return


def cards(data: bytes) -> None:
    """Front matter, gates and licence sections: parts stand where they stand in the card."""
    from openaudit.forms.frontmatter import set_aside
    from openaudit.forms.readme import card_part
    from openaudit.modelcard import read_card

    document = _document(b"\2---\n" + data, "README.md")
    if document is None:
        return
    read_card(document.source, "README.md")
    part = card_part(document, gate=True, section=True)
    for kept in (set_aside(document)[0], *([part[0]] if part else [])):
        assert len(kept.text) == len(document.source)


def pages(data: bytes) -> None:
    """The main text of a page: as long as the page."""
    from openaudit.forms.webpage import main_text

    document = _document(b"\1" + data, "page.html")
    if document is not None:
        page = main_text(document)
        assert len(page.document.text) == len(document.source)
        assert page.left_out >= 0


def office(data: bytes) -> None:
    """DOCX files: the bytes stand for a document's XML, or for the whole archive."""
    import io
    import zipfile

    from openaudit.forms.docx import is_docx, read_docx

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", data[1:])
        archive.writestr("word/numbering.xml", data[1:])
    for file in (buffer.getvalue(), b"PK\3\4" + data):
        try:
            if is_docx(file):
                read_docx(file, "x.docx")
        except OpenAuditError:
            continue


def bound(data: bytes) -> None:
    """Documents that a text binds: named, and at a place in the text."""
    from openaudit.incorporated import find

    document = _document(data)
    for item in find(document) if document else ():
        assert item.name
        assert 0 <= item.start < item.end <= len(document.text if document else "")


def claims(data: bytes) -> None:
    """Claims of openness in a document: each stands somewhere in it."""
    from openaudit.claims import find_claims, project_names

    document = _document(data, "README.md")
    if document is None:
        return
    names = project_names(document.source[:80])
    for claim in find_claims(document.source, names):
        assert 0 <= claim.start < claim.end <= len(document.source)


def repository(data: bytes) -> None:
    """Other files of a model repository: headers of weights, manifests, source headers, comments, baselines."""
    import io

    from openaudit.repo import ignores, kinds, manifests
    from openaudit.repo.headers import HeaderError, read_header
    from openaudit.spans import LineIndex

    for weights in (data, b"GGUF\3\0\0\0" + data, len(data).to_bytes(8, "little") + b"{" + data):
        try:
            read_header(io.BytesIO(weights), len(weights))
        except HeaderError:
            continue
    text = data.decode("utf-8", "replace")
    for name in ("pyproject.toml", "package.json", "CITATION.cff", "REUSE.toml"):
        manifests.read_manifest(text, name)
    manifests.read_header(text, "x.py")
    kinds.kind_of(text[:200])
    card = f"<!-- openaudit: ignore[{text}] -->\n{text}"
    lines = len(LineIndex(card))
    for ignore in ignores.read_ignores(card, "README.md"):
        assert 1 <= ignore.first <= ignore.last <= lines


def strangers(data: bytes) -> None:
    """Small things that strangers write: ignore files, cache entries, addresses, headers, targets."""
    from openaudit.sources import address, cache, gitignore, waiting
    from openaudit.sources.github import parse as parse_github
    from openaudit.sources.huggingface import parse as parse_huggingface
    from openaudit.sources.modelscope import parse as parse_modelscope

    text = data.decode("utf-8", "replace")
    ignored = gitignore.parse(text, ())
    for line in text.split("\n")[:3]:
        gitignore.is_ignored(tuple(line.split("/")), is_folder=False, files=[ignored])
    cache._decode(data, "0" * 64)  # noqa: SLF001 - what reads the files of a folder that others may write to
    waiting.asked(dict.fromkeys(("retry-after", "ratelimit", "x-ratelimit-reset"), text[:1000]), 0.0)
    for url in (text, f"https://{text}"):
        assert isinstance(address.public(url), str)
        for step in (address.split, address.raw_form, address.origin):
            try:
                step(url)
            except (OpenAuditError, ValueError):
                continue
    for parse in (parse_huggingface, parse_github, parse_modelscope):
        try:
            parse(text)
        except OpenAuditError:
            continue


TARGETS: Final[Mapping[str, Target]] = {
    target.__name__: target
    for target in (
        *(reading, structure, auditing, reports, rules, patterns, cards, pages, office, bound, claims, repository),
        strangers,
    )
}
