"""Recognition with what is on this machine: the shipped fingerprints, and texts of installed packages (IO)."""

from __future__ import annotations

import os
from functools import cache

from openaudit import resources
from openaudit.errors import OpenAuditError
from openaudit.fingerprints import Fingerprints
from openaudit.identify import identify
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.report import LicenseMatch


def recognise(text: str) -> LicenseMatch:
    """The known licence that `text` (normalised as by `document`) is.

    Words removed from it are named where an installed package has the licence's text, and counted otherwise.
    """
    return identify(text, fingerprints(), _reference)


@cache
def fingerprints() -> Fingerprints:
    """The shipped fingerprints, read once in a process."""
    path = os.path.join(resources.folder("licenses"), "fingerprints.bin")
    try:
        with open(path, "rb") as file:
            return Fingerprints(file.read())
    except (OSError, ValueError) as error:
        raise OpenAuditError(f"{path}: {error}") from error


@cache
def _reference(id_: str) -> str | None:
    from openaudit import document, records, textpackages  # only an edited text needs them

    record = records.record_with_id(id_)
    data = textpackages.text_of(record) if record else None
    return document.read(data).text if data else None
