"""What a model card says about the licence, as texts: the linked licence, the gate, a licence section."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openaudit.errors import OpenAuditError
from openaudit.forms.readme import card_part, license_section
from openaudit.modelcard import ModelCard, read_card
from openaudit.report import Failure
from openaudit.sources import web
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.sources.fetched import Fetched, Provenance
    from openaudit.sources.http import Client


class CardTexts(NamedTuple):
    """What was found through a card."""

    texts: list[Fetched]
    failures: list[Failure]
    notes: list[str]


def texts_of(
    fetched: Fetched,
    target: str,
    have: list[Fetched],
    client: Client,
    read_path: Callable[[str], Fetched],
    *,
    links: bool = True,
) -> CardTexts:
    """The texts that the card `fetched` adds to those that the repository's licence files gave (`have`).

    `read_path` reads a file of the repository. `links` follows the card's `license_link` to other places.
    """
    card = read_card(fetched.document.source, "README.md")
    found = CardTexts([], [], [])
    known = {text.provenance.sha256 for text in have}
    link = card.one("license_link")
    if link and links:
        _add(found, known, link.value, lambda: _linked(link.value, target, client, read_path))
    has_license = bool(have or found.texts)
    part = card_part(fetched.document, gate=True, section=not has_license)
    if part:
        document, role = part
        notes = () if role == "gate" else ("only the licence section of the README was audited, not all of it",)
        found.texts.append(fetched._replace(document=document, provenance=origin_as(fetched, role), notes=notes))
    if not has_license and license_section(fetched.document) is None:
        _standard(found, card, target)
    return found


def of_header(
    said: Mapping[str, str], name: str, target: str, client: Client, read_path: Callable[[str], Fetched]
) -> CardTexts:
    """The texts that a weight file's header means (`general.license` of GGUF, its `.name` and `.link`)."""
    from openaudit.sources.known import hub_license

    found = CardTexts([], [], [])
    link, license_id = said.get("general.license.link"), said.get("general.license")
    if link:
        _add(found, set(), link, lambda: _linked(link, target, client, read_path))
    if license_id and not found.texts:
        text = hub_license(license_id, said.get("general.license.name"), target)
        if text is not None:
            found.texts.append(text)
    note = f"no licence text in the repository; what the header of {name} names was audited"
    found.texts[:1] = [text._replace(notes=(*text.notes, note)) for text in found.texts[:1]]
    return found


def origin_as(fetched: Fetched, role: str) -> Provenance:
    """The provenance of a text that is only a part of what was fetched."""
    return fetched.provenance._replace(role=role)


def _add(found: CardTexts, known: set[str], name: str, read: Callable[[], list[Fetched]]) -> None:
    """Adds texts that are not there yet, or the reason why there are none."""
    try:
        texts = read()
    except OpenAuditError as error:
        found.failures.append(Failure(name, f"license_link: {error}"))
        return
    for text in texts:
        if text.provenance.sha256 not in known:
            known.add(text.provenance.sha256)
            found.texts.append(text)


def _linked(link: str, target: str, client: Client, read_path: Callable[[str], Fetched]) -> list[Fetched]:
    """The text that `license_link` means: an address, a repository's page, or a file of this repository."""
    if "://" not in link:
        return [read_path(link.removeprefix("./").split("#", 1)[0])]
    same = web.repository_target(link)
    if same and same.startswith("hf:"):
        from openaudit.sources import huggingface

        # Links of the linked repository's own card are not followed: two cards may point at each other.
        return huggingface.Reader(target, huggingface.parse(same), client).read(links=False)
    if same and same.startswith("gh:"):
        from openaudit.sources import github

        return github.Reader(target, github.parse(same), client).read()
    return [web.fetch(link, client, target=target)]


def _standard(found: CardTexts, card: ModelCard, target: str) -> None:
    """The published text of the licence that the card names, where nothing else is there."""
    from openaudit.sources.known import hub_license

    license_name = card.one("license_name")
    for name in card.texts("license"):
        said = f"{name.value}: {license_name.value}" if license_name else name.value
        text = hub_license(name.value, license_name.value if license_name else None, target)
        if text is not None:
            note = f"no licence text in the repository; its card says {said!r}: that licence's text was audited"
            found.texts.append(text._replace(notes=(*text.notes, note)))
        else:
            message = f"{target}: the card says {said!r}, but no licence text is there, and none at hand for that name"
            found.failures.append(Failure(name.value, message))
