"""Whether the recorded addresses of licences still give the recorded texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from openaudit.errors import OpenAuditError
from openaudit.sources.fetched import SourceOptions
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.catalog import Record
    from openaudit.sources.http import Answer


class Drift(NamedTuple):
    """What stands at one recorded address: "same", "moved" (other bytes), "unrecorded" (no hash) or "unreachable"."""

    id: str
    url: str
    state: str
    detail: str


def drift(
    records: Iterable[Record], options: SourceOptions, get: Callable[[str], Answer] | None = None
) -> Iterator[Drift]:
    """Fetch every recorded address of `records`, one after the other, and compare. `get` is for tests."""
    for record in records:
        for link in record.urls:
            try:
                answer = get(link.url) if get else _fetch(link.url, options)
            except OpenAuditError as error:
                yield Drift(record.id, link.url, "unreachable", str(error).removeprefix(f"{link.url}: "))
                continue
            if not answer.ok:
                yield Drift(record.id, link.url, "unreachable", f"status {answer.status}")
                continue
            found = hashlib.sha256(answer.body).hexdigest()
            if link.sha256 is None:
                yield Drift(record.id, link.url, "unrecorded", found)
            elif found == link.sha256:
                yield Drift(record.id, link.url, "same", "")
            else:
                yield Drift(record.id, link.url, "moved", f"now {found}")


def _fetch(url: str, options: SourceOptions) -> Answer:
    from openaudit.sources.http import Client

    return Client(options._replace(use_cache=False)).get(url)
