"""What a repository ought to have and has not: a licence for its weights, its code, its data; the text of a licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from openaudit.repo.values import Component, Observation, Place, Statement, observation
from openaudit.typed import TYPE_CHECKING, Final

# Beside it a folder of licences may hold lists of authors and the like.
_CALLED_LICENSE: Final = re.compile(r"(?i)licen[cs]e|copying")

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered


def check_absence(
    gathered: Gathered, statements: Sequence[Statement], components: Sequence[Component]
) -> Iterable[Observation]:
    """Parts without a licence, and licences without their text."""
    where = _where(gathered)
    yield from _without_terms(gathered)
    if not statements:
        has_parts = any(component.part in ("weights", "code", "data") for component in components)
        if has_parts or gathered.cards:
            yield observation("MISS002", "error" if has_parts else "note", where)
        return
    for component in components:
        # Documentation without a word on its licence is the rule; only what others build on is asked for.
        if component.statements or component.part == "docs":
            continue
        weights = component.part == "weights"
        yield observation(
            "MISS001" if weights else "MISS004",
            "error" if weights else "warning",
            where,
            part=component.part,
            count=str(component.files),
            example=component.examples[0],
        )
    yield from _texts(gathered, statements)


def _without_terms(gathered: Gathered) -> Iterable[Observation]:
    """Licence files whose text is no licence, where no other one in their folder is."""
    for text in gathered.texts:
        folder, _, name = text.file.path.rpartition("/")
        if text.file.kind.third_party or not _CALLED_LICENSE.search(name):
            continue
        beside = [one for one in gathered.texts if one.file.path.rpartition("/")[0] == folder]
        if all(gathered.results[one.result].verdict == "not-a-license" for one in beside):
            yield observation("MISS005", "warning", Place(text.file.path, 1, 1, 1, 1), file=text.file.path)


def _where(gathered: Gathered) -> Place:
    """The file that a missing licence is reported at: the card, which is where a reader looks for it."""
    card = next((card.path for card in gathered.cards if "/" not in card.path), None)
    return Place(card, 1, 1, 1, 1) if card else Place(".")


def _texts(gathered: Gathered, statements: Sequence[Statement]) -> Iterable[Observation]:
    """A licence that is named, while no file has its text."""
    if any(text.file.kind.role == "license" and not text.file.kind.third_party for text in gathered.texts):
        return
    for one in statements:
        if one.origin == "card" and one.result is None:
            yield observation("MISS003", "note", one.place, quote=one.value, says=one.value)
            return
