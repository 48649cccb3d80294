"""DOCX files: the words of a document, tracked insertions and footnotes included, with Word's own numbering.

Read with the standard library, part by part and within limits. The usual library for DOCX leaves out what stands in
tracked insertions, text boxes and footnotes, and numbers no lists: a clause could hide there, and lists lose the
marks by which a licence refers to them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from openaudit.errors import InputError
from openaudit.forms.docx_numbering import Numbering
from openaudit.typed import Final

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN: Final = "word/document.xml"
_MAX_PART: Final = 16 * 1024 * 1024
_MAX_DEPTH: Final = 500
_SEPARATOR: Final = " "
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# What a reader of the document does not see: moved away, or the second of two forms of the same thing.
_SKIPPED: Final = frozenset(("moveFrom", "Fallback", "delText", "instrText", "del"))
_AS_TEXT: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class _BadPartError(Exception):
    """A part that is no acceptable XML."""


def is_docx(data: bytes) -> bool:
    """Whether a ZIP archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _MAIN in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_docx(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a Word document, a line per paragraph, and remarks. Raises InputError where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            numbering = Numbering()
            for part, feed in (("word/styles.xml", numbering.style), ("word/numbering.xml", numbering.definition)):
                if part in names:
                    _walk(_part(archive, part), feed, lambda _: None)
            notes = sorted(n for n in names if n in ("word/footnotes.xml", "word/endnotes.xml"))
            frame = sorted(n for n in names if n.startswith(("word/header", "word/footer")) and n.endswith(".xml"))
            lines = [_paragraphs(_part(archive, part), numbering) for part in (_MAIN, *notes, *frame[:20])]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{name}: this DOCX file is broken and cannot be read ({type(error).__name__})") from error
    except (_BadPartError, expat.ExpatError) as error:
        raise InputError(f"{name}: this DOCX file is broken and cannot be read") from error
    text = "\n\n".join(filter(None, lines)).replace("\0", "")
    if not text.strip():
        raise InputError(f"{name}: this DOCX file holds no text")
    remark = f"headers, footers and notes of {name} were audited after its text"
    return text, (remark,) if any(lines[1:]) else ()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member, decompressed within the limit whatever its header claims."""
    with archive.open(name) as member:
        data = member.read(_MAX_PART + 1)
    if len(data) > _MAX_PART:
        raise _BadPartError
    return data


def _walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    words: Callable[[str], None] = lambda _: None,
) -> None:
    """Feeds the elements of an XML part by their local names. Document types and entities are refused."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    depth = 0

    def refuse(*_: object) -> None:
        raise _BadPartError

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _BadPartError
        start(name.rpartition(_SEPARATOR)[2], {k.rpartition(_SEPARATOR)[2]: v for k, v in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(_SEPARATOR)[2])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = words
    parser.buffer_text = True
    parser.Parse(xml, True)


def _paragraphs(xml: bytes, numbering: Numbering) -> str:
    """The paragraphs of a part, numbered where Word numbers them, a line each."""
    lines: list[str] = []
    # Paragraphs nest (text boxes): the words of each so far, its style, its list and its level.
    opened: list[tuple[list[str], dict[str, str]]] = []
    path: list[str] = []
    skipping = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal skipping
        skipping += name in _SKIPPED
        path.append(name)
        if skipping:
            return
        if name == "p":
            opened.append(([], {}))
        elif opened and name in _AS_TEXT and "pPr" not in path and "tabs" not in path:
            opened[-1][0].append(_AS_TEXT[name])
        elif opened and "pPr" in path and name in ("pStyle", "numId", "ilvl"):
            opened[-1][1][name] = attributes.get("val", "")

    def end(name: str) -> None:
        nonlocal skipping
        path.pop()
        if not skipping and name == "p" and opened:
            parts, properties = opened.pop()
            text = "".join(parts).strip()
            mark = numbering.mark(properties) if text else ""
            lines.append(f"{mark} {text}" if mark else text)
        skipping -= name in _SKIPPED

    def words(text: str) -> None:
        if opened and not skipping and path and path[-1] == "t":
            opened[-1][0].append(text)

    _walk(xml, start, end, words)
    # A paragraph of a document is a paragraph of the text.
    return "\n\n".join(line for line in lines if line)
