"""The child process that reads one PDF: bytes on standard input, JSON on standard output. See `pdf`."""

from __future__ import annotations

import json
import logging
import sys

from openaudit.typed import Any, Final

_MAX_MEMORY: Final = 400 * 1024 * 1024
# Processor seconds. Pages of text take 20 to 60 ms each, so this is for some eighty of them.
_MAX_SECONDS: Final = 3
_MAX_PAGES: Final = 1000
_MAX_CHARACTERS: Final = 8 * 1024 * 1024


def main() -> int:
    """Read, extract, answer."""
    _limit_itself()
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = {"pages": extract(data)}
    except ProblemError as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "this PDF needs too much memory to read"}
    except Exception as error:  # noqa: BLE001 - pypdf raises whatever a broken file makes it stumble over
        answer = {"problem": f"this PDF is broken and cannot be read ({type(error).__name__})"}
    sys.stdout.write(json.dumps(answer))
    return 0


class ProblemError(Exception):
    """Why there is no text, as a phrase."""


def extract(data: bytes) -> list[str]:
    """The text of each page."""
    try:
        import pypdf
    except ImportError as error:
        raise ProblemError(
            "reading PDF files needs pypdf: pip install 'openaudit-license[pdf]', or extract the text first "
            "(`pdftotext FILE.pdf`)"
        ) from error
    from io import BytesIO

    # pypdf tells of every oddity; nobody reads it here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ProblemError("this PDF is encrypted: save it without a password first")
    count = len(reader.pages)
    if count > _MAX_PAGES:
        raise ProblemError(f"this PDF has {count:,} pages, so it is no licence text")
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        text = _page_text(page)
        length += len(text)
        if length > _MAX_CHARACTERS:
            raise ProblemError("this PDF holds too much text to be a licence")
        pages.append(text)
    return pages


def _page_text(page: Any) -> str:
    """The words of one page in reading order."""
    from openaudit.forms.pdftext import in_columns

    plain = str(page.extract_text())
    try:
        columns = in_columns(str(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)))
    except Exception:  # noqa: BLE001 - the layout is a help for pages with columns; the words are there without it
        return plain
    return plain if columns is None else columns


def _limit_itself() -> None:
    """Processor time and memory, where the system can limit them (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, _MAX_MEMORY), (resource.RLIMIT_CPU, _MAX_SECONDS)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(kind, (limit, hard))


if __name__ == "__main__":
    sys.exit(main())
