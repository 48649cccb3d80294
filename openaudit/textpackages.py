"""Licence texts out of installed packages: the repository holds none itself.

The extra `[texts]` installs `licensedcode-data` (LicenseDB), which has some two thousand texts as files. Only
the one file asked for is read.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from openaudit.catalog import Record
from openaudit.typed import Final

HOW_TO_GET: Final = "pip install 'openaudit-license[texts]'"

_FRONT_MATTER: Final = re.compile(rb"\A---\r?\n.*?\n---[ \t]*\r?\n", re.DOTALL)
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9.+_-]*")


def text_of(record: Record) -> bytes | None:
    """The text of a record's licence as bytes (UTF-8); None where no installed package has it."""
    if record.licensedb is not None and (text := licensedb_bytes(record.licensedb)) is not None:
        return text
    if record.spdx is not None and not record.spdx.startswith("LicenseRef-"):
        return spdx_bytes(record.spdx)
    return None


def licensedb_bytes(key: str) -> bytes | None:
    """The text with this LicenseDB key, without its front matter."""
    folder = _folder()
    if folder is None or not _KEY.fullmatch(key):
        return None
    path = folder / f"{key}.LICENSE"
    return _FRONT_MATTER.sub(b"", path.read_bytes()).lstrip(b"\r\n") if path.is_file() else None


def licensedb_text(key: str) -> str | None:
    """The text with this LicenseDB key, decoded."""
    data = licensedb_bytes(key)
    return None if data is None else data.decode("utf-8", "replace")


def spdx_bytes(spdx_id: str) -> bytes | None:
    """The text of this SPDX id. Its LicenseDB key is mostly the id in lower case; else the files are searched."""
    folder = _folder()
    if folder is None:
        return None
    wanted = re.compile(
        rb"^(?:spdx_license_key: *|\s+- +)" + re.escape(spdx_id.encode()) + rb"\s*$", re.MULTILINE | re.IGNORECASE
    )
    plain = re.sub(r"-(?:only|or-later)$", "", spdx_id.lower())
    direct = folder / f"{plain}.LICENSE"
    for path in [direct, *sorted(folder.glob("*.LICENSE"))]:
        if path.is_file() and (head := _FRONT_MATTER.match(path.read_bytes())) and wanted.search(head.group()):
            return licensedb_bytes(path.name.removesuffix(".LICENSE"))
    return None


@cache
def _folder() -> Path | None:
    for place in sys.path:
        folder = Path(place or ".") / "licensedcode" / "data" / "licenses"
        if folder.is_dir():
            return folder
    return None
