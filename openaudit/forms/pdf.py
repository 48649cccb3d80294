"""PDF files, read by pypdf in a process of its own.

A PDF is a program of a kind, and readers of PDFs have always had inputs on which they hang or fill the memory. So the
reading is done by a child process (`pdf_worker`) with limits on time and memory, and a bad file costs only that child.
"""

from __future__ import annotations

import json
import subprocess
import sys

from openaudit.errors import InputError
from openaudit.forms.pdftext import join_pages
from openaudit.typed import Final

# Wall-clock seconds; the child limits its processor time itself, more tightly.
_MAX_SECONDS: Final = 20.0


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF and remarks about it. Each page but the first begins with a form feed.

    Raises InputError: not readable, encrypted, without text (scanned), too slow, or pypdf is not installed.
    """
    # -P: the current folder may belong to a stranger, and must not be a place to import from.
    command = [sys.executable, "-P", "-m", "openaudit.forms.pdf_worker"]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=_MAX_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{name}: this PDF takes too long to read: extract its text first") from error
    try:
        answer = json.loads(child.stdout)
    except ValueError as error:
        why = "it needs too much time or memory"
        raise InputError(f"{name}: this PDF cannot be read ({why}): extract its text first") from error
    if "problem" in answer:
        raise InputError(f"{name}: {answer['problem']}")
    pages: list[str] = answer["pages"]
    text = join_pages(pages)
    if not text.strip():
        raise InputError(f"{name}: this PDF holds no text, only pictures of pages: run it through OCR first")
    empty = sum(1 for page in pages if not page.strip())
    notes = (f"{empty} of the {len(pages)} pages of {name} hold no text (pictures?) and were not audited",)
    return text, notes if empty else ()
