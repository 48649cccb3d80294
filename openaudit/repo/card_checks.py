"""A model card's licence fields: names that nobody knows, families without a text, links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.repo.known import KnownLicenses, Meant
from openaudit.repo.statements import is_main_card, linked_path
from openaudit.repo.values import Observation, Place, observation
from openaudit.report import Message
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.modelcard import ModelCard, Text
    from openaudit.repo.gather import Gathered


def check_cards(gathered: Gathered, known: KnownLicenses) -> Iterable[Observation]:
    """What is wrong with the licence fields of the repository's cards."""
    for card in gathered.cards:
        if card.front is not None:
            yield from _license(card, gathered, known)
            yield from _link(card, gathered)
        elif is_main_card(card) and not card.problems and _is_hub_model(gathered) and card.path.lower() == "readme.md":
            yield observation("CARD007", "note", Place(card.path, 1, 1, 1, 1), key="no-front-matter")


def _is_hub_model(gathered: Gathered) -> bool:
    return bool(gathered.tree.counts.get("weights"))


def _license(card: ModelCard, gathered: Gathered, known: KnownLicenses) -> Iterable[Observation]:
    key = card.front.key("license") if card.front else None
    if key is None:
        if is_main_card(card) and _is_hub_model(gathered):
            yield observation("CARD007", "warning", Place(card.path, 1, 1, 1, 4), key="no-license")
        return
    values = card.texts("license")
    if not values:
        yield observation("CARD003", "warning", key.place(card.path), key="empty", quote=key.value)
    for value in values:
        if not value.is_name:
            yield observation("CARD003", "error", value.place(card.path), key="type", quote=value.value)
        else:
            yield from _name(card, value, gathered, known)


def _name(card: ModelCard, value: Text, gathered: Gathered, known: KnownLicenses) -> Iterable[Observation]:
    name = card.one("license_name")
    meant = known.by_hub(value.value, name.value if name else None)
    place = value.place(card.path)
    has_text = _has_own_text(card, gathered)
    if meant.kind == "unknown":
        yield observation("CARD004", "warning", place, quote=value.value, advice=_guesses(meant), value=value.value)
    elif meant.kind == "family" and not has_text:
        yield observation("CARD005", "warning", place, quote=value.value, advice=_guesses(meant), value=value.value)
    elif meant.kind == "none" and value.value.lower() == "other":
        lacks = [field for field in ("license_name", "license_link") if card.one(field) is None]
        if lacks:
            yield observation("CARD006", "warning", place, quote=value.value, fields=", ".join(lacks))
    elif meant.kind == "none" and not has_text:
        yield observation("CARD005", "warning", place, quote=value.value, value=value.value)
    if name is not None and value.value.lower() != "other":
        yield observation("CARD009", "note", name.place(card.path), quote=name.value, value=value.value)


def _guesses(meant: Meant) -> tuple[Message, ...]:
    return (Message("CARD.guesses", {"ids": ", ".join(meant.guesses[:4])}),) if meant.guesses else ()


def _has_own_text(card: ModelCard, gathered: Gathered) -> bool:
    link = card.one("license_link")
    if link and linked_path(link.value, gathered.tree):
        return True
    return any(text.file.kind.role == "license" and not text.file.kind.third_party for text in gathered.texts)


def _link(card: ModelCard, gathered: Gathered) -> Iterable[Observation]:
    """A `license_link` must lead to a file that is there, or to an address."""
    for link in card.texts("license_link"):
        place = link.place(card.path)
        value = link.value.strip()
        if "://" in value:
            # Offline, an address is only looked at.
            if not value.lower().startswith(("https://", "http://")):
                yield observation("CARD008", "error", place, key="address", quote=value, link=value)
        elif value.startswith("/") or ".." in value.split("/"):
            yield observation("CARD008", "error", place, key="outside", quote=value, link=value)
        elif linked_path(value, gathered.tree) is None:
            yield observation("CARD008", "error", place, key="dead", quote=value, link=value)
