"""File forms that are no plain text: what they say, as a Document.

PDF and DOCX become a text of their own first. Of HTML pages the main text is read, of texts with front matter what
stands below it; both keep their offsets. Everything else goes straight to `openaudit.document.read`.
"""

from __future__ import annotations

from openaudit.document import read
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.document import Document


class Opened(NamedTuple):
    """The text of a file, and what its reader should know about how it was had."""

    document: Document
    notes: tuple[str, ...] = ()


def open_document(
    data: bytes, *, path: str | None = None, url: str | None = None, media_type: str | None = None
) -> Opened:
    """The document in a file's bytes, whatever its form. Raises InputError where the form holds no readable text."""
    name = path or url or "<text>"
    if data.startswith(b"%PDF-"):
        from openaudit.forms.pdf import read_pdf

        return _of_text(*read_pdf(data, name), data, path, url, "application/pdf")
    if data.startswith(b"PK\x03\x04"):
        from openaudit.forms.docx import MEDIA_TYPE, is_docx, read_docx

        if is_docx(data):
            return _of_text(*read_docx(data, name), data, path, url, MEDIA_TYPE)
    document = read(data, path=path, url=url, media_type=media_type)
    if document.media_type == "text/html":
        from openaudit.forms.webpage import main_text

        page = main_text(document)
        left_out = f"{page.left_out} words of {name} outside of its main text (menus, footers) were not audited"
        return Opened(page.document, (left_out,) if page.left_out else ())
    if document.source.startswith(("---", "\ufeff---", "\n---")):
        from openaudit.forms.frontmatter import set_aside

        document, aside = set_aside(document)
        return Opened(document, (f"the front matter of {name} was read as data about the text",) if aside else ())
    return Opened(document)


def _of_text(
    text: str, notes: tuple[str, ...], data: bytes, path: str | None, url: str | None, media_type: str
) -> Opened:
    """A text that was taken out of `data`; the hash stays that of the file."""
    from openaudit.digests import sha256
    from openaudit.document import from_text

    document = from_text(text, path=path, url=url, media_type="text/plain")
    return Opened(document._replace(sha256=sha256(data).hexdigest(), media_type=media_type), notes)
