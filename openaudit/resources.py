"""Where the rules and licence records are: package data in an installed wheel, the checkout's folders otherwise."""

from __future__ import annotations

from pathlib import Path

from openaudit.errors import OpenAuditError

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise OpenAuditError(f"the installation is broken: its folder {name!r} is missing; install openaudit-license again")


def rules() -> Path:
    """The folder of rules, definitions and language tables."""
    return _folder("rules")


def licenses() -> Path:
    """The folder of licence records."""
    return _folder("licenses")
