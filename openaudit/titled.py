"""What the title of a text says of its limits: "Toolkit for non-commercial purposes" above an open licence.

A title states nothing, so that it accuses nobody; but a text below such a title is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.typed import Final

_PURPOSES: Final = (
    r"(?:academic|research|educational|education|teaching|scientific|evaluation|internal|personal|private|scholarly"
    r"|classroom|demonstration)"
)
_TITLES: Final = (
    ("non-commercial", re.compile(r"\bnon ?commercial(?:ly)?\b|\bnot for (?:commercial|profit|sale)\b")),
    (
        "purpose-limit",
        re.compile(
            rf"\b(?:for|to) (?:\w+ (?:and|or) )?{_PURPOSES}(?: (?:and|or) \w+)? (?:use|usage|purposes?)\b|\buse only\b"
        ),
    ),
)
_TITLES_ZH: Final = (
    ("non-commercial", re.compile("非商业|非商用|非商業|禁止商用|非营利|非營利")),
    ("purpose-limit", re.compile("[仅僅限只](?:供|用于|用於|作|限)")),
)
# What such a title may say besides, which takes the limit away.
_FREE: Final = re.compile(
    r"\bno\b|\bnot only\b|\bwithout\b|\b(?<!non )commercial (?:and|or|as well as) non|\b(?:and|or|plus) commercial\b"
)


def limit_in_title(words: Sequence[str], *, unspaced: bool) -> str | None:
    """The provision that the words of a title announce, if any."""
    said = ("" if unspaced else " ").join(words)
    if not unspaced and _FREE.search(said):
        return None
    return next((provision for provision, shape in (_TITLES_ZH if unspaced else _TITLES) if shape.search(said)), None)
