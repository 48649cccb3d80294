"""Where the rules and licence records are: package data in an installed wheel, the checkout's folders otherwise."""

from __future__ import annotations

import os

from openaudit.errors import OpenAuditError
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE: Final = os.path.dirname(os.path.realpath(__file__))


def folder(name: str) -> str:
    """The folder of package data called `name`."""
    for candidate in (os.path.join(_PACKAGE, "_data", name), os.path.join(os.path.dirname(_PACKAGE), name)):
        if os.path.isdir(candidate):
            return candidate
    raise OpenAuditError(f"the installation is broken: its folder {name!r} is missing; install openaudit-license again")


def rules() -> Path:
    """The folder of rules, definitions and language tables."""
    return _path("rules")


def licenses() -> Path:
    """The folder of licence records."""
    return _path("licenses")


def _path(name: str) -> Path:
    from pathlib import Path  # whose import a start can do without

    return Path(folder(name))
