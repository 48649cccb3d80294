"""Ids of places in a page: stable from run to run, readable, and unique within the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.report import Result

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
# File names that say nothing: the folder names the text then.
_COMMON_NAMES = re.compile(r"(?i)^(licen[cs]e|copying|notice|readme|model[-_]?licen[cs]e|index)([-_.].*)?$")


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens; "text" where nothing remains (a name in Chinese only)."""
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-")[:60].strip("-") or "text"


def result_slug(result: Result) -> str:
    """A name for a result: its licence's id if it is one word for word, else what its path or address says."""
    if result.license.id and result.license.match == "exact":
        return slug(result.license.id)
    parts = [part for part in re.split(r"[/\\]+", result.name) if part and part not in (".", "..")]
    if len(parts) > 1 and _COMMON_NAMES.match(parts[-1]):
        parts.pop()
    return slug(parts[-1] if parts else "text")


def unique(names: Iterable[str]) -> list[str]:
    """The names, each later one of equal names with "-2", "-3" ... behind it."""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    result = []
    for name in names:
        candidate = name
        while candidate in taken:
            seen[name] += 1
            candidate = f"{name}-{seen[name] + 1}"
        taken.add(candidate)
        result.append(candidate)
    return result
