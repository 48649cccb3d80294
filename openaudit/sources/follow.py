"""Documents that a licence binds: named, and with `follow` fetched, so that they are audited as part of it."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.errors import OpenAuditError
from openaudit.incorporated import Incorporated, find
from openaudit.report import Failure
from openaudit.sources import address
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.sources.fetched import Fetched, SourceOptions
    from openaudit.sources.http import Client

# A text that binds more than this is a portal; the first ones are its rules.
_MAX_FOLLOWED: Final = 10


def with_bound(texts: list[Fetched], options: SourceOptions) -> list[Fetched]:
    """The texts with a note for each document that they bind; with `options.follow` those documents too.

    A bound document that cannot be read is in the `missing` of the text that binds it: the audit is not complete.
    """
    client: Client | None = None
    have = {_bare(text.provenance.url) for text in texts if text.provenance.url}
    documents = [text.document for text in texts]
    result: list[Fetched] = []
    followed: list[Fetched] = []
    for text in texts:
        notes, missing = list(text.notes), list(text.missing)
        for item in find(text.document):
            if item.here or _beside(item, text.document, documents):
                continue
            if item.changeable:
                notes.append(_changes(item))
            if _bare(item.url) in have:
                continue
            if not options.follow:
                notes.append(_unread(item))
            elif not item.url:
                why = f"{item.name}: bound by the text, which gives no address of it; audit it together with the text"
                missing.append(Failure(item.name, why))
            elif len(followed) < _MAX_FOLLOWED:
                have.add(_bare(item.url))
                client = client or _client(options)
                try:
                    followed.append(_fetch(item, text, client))
                except OpenAuditError as error:
                    missing.append(Failure(item.url, f"{item.name}: bound by the text, not read: {error}"))
        result.append(text._replace(notes=tuple(dict.fromkeys(notes)), missing=tuple(missing)))
    return [*result, *followed]


def notes_on(document: Document, others: Sequence[Document]) -> list[str]:
    """What a reader should know of the documents that a text binds, none of them fetched; `others` are audited too."""
    notes: list[str] = []
    for item in find(document):
        if not item.here and not _beside(item, document, others):
            notes += [_changes(item)] if item.changeable else []
            notes.append(_unread(item))
    return notes


def _client(options: SourceOptions) -> Client:
    from openaudit.sources.http import Client

    return Client(options)


def _fetch(item: Incorporated, text: Fetched, client: Client) -> Fetched:
    from openaudit.sources import web

    # Texts that were written before https was everywhere still name http addresses.
    url = item.url.replace("http://", "https://", 1) if not client.options.allow_private_hosts else item.url
    return web.fetch(url, client, target=text.provenance.target, role="policy")


def _changes(item: Incorporated) -> str:
    return f"{item.name}: bound by the text, and its licensor may change it later"


def _unread(item: Incorporated) -> str:
    where = f" ({item.url})" if item.url and item.url != item.name else ""
    how = "--follow reads it" if item.url else "the text gives no address of it"
    return f"{item.name}{where}: bound by the text, not read; {how}"


def _beside(item: Incorporated, binding: Document, documents: Sequence[Document]) -> bool:
    """Whether one of the other texts begins with the name of the bound document: a USE_POLICY.md beside the licence."""
    name = " ".join(item.name.lower().split())
    others = (other.text[:600].replace("\0", "").lower() for other in documents if other is not binding)
    return any(name in " ".join(start.split()) for start in others)


def _bare(url: str | None) -> str:
    """An address for comparing: without scheme, fragment, and slash at the end."""
    return address.raw_form(url or "").partition("://")[2].rstrip("/").lower()
