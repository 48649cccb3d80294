"""`ms:ORG/MODEL[@REV]`: the licence texts of a model on ModelScope.

The list of files names for each file the commit that it stands at; a file is read at that commit. The hub's branch
is called `master`.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from openaudit.errors import NetworkError, OpenAuditError
from openaudit.report import Failure
from openaudit.sources import cards, hubs
from openaudit.sources.http import Answer, Client
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.sources.fetched import Fetched, SourceOptions

_TARGET: Final = re.compile(
    r"^ms:(?:models/)?(?P<id>[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})"
    r"(?:@(?P<revision>[\w][\w./-]{0,199}))?(?::(?P<path>[^:]{1,500}))?",
    re.IGNORECASE | re.ASCII,
)


class Repository(NamedTuple):
    """A model; `path` is set where the user named one file."""

    id: str
    revision: str
    path: str | None

    @property
    def name(self) -> str:
        """How a user would write it."""
        return f"ms:{self.id}"


def parse(target: str) -> Repository:
    """The model that a target names. Raises InputError."""
    found = _TARGET.fullmatch(target)
    if not found or ".." in (found["revision"] or "") or ".." in (found["path"] or "").split("/"):
        raise hubs.not_understood(target, "write ms:ORG/MODEL or ms:ORG/MODEL@REVISION")
    return Repository(found["id"], found["revision"] or "master", found["path"])


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The licence texts of the model. See `openaudit.sources.resolve`."""
    return Reader(target, parse(target), Client(options)).read()


class Reader:
    """Reads one model with one client."""

    def __init__(self, target: str, repository: Repository, client: Client) -> None:
        self.target, self.repository, self.client = target, repository, client
        self.base = hubs.endpoint(client.options, "modelscope")
        self.token = hubs.token(client.options, "modelscope", client.options.modelscope_token)

    def read(self) -> list[Fetched]:
        """Everything that counts as its licence."""
        if self.repository.path:
            return hubs.result(self.target, [self.file(self.repository.path, {})], [], self.client)
        commits = self.listing()
        names, left_out = hubs.license_paths(list(commits))
        notes = [f"{left_out} more licence files of {self.repository.name} were not read"] if left_out else []
        texts, failures = hubs.collect(names, lambda name: self.file(name, commits))
        readme = next((path for path in commits if path.lower() == "readme.md"), None)
        if readme:
            try:
                card = self.file(readme, commits, role="card")
            except OpenAuditError as error:
                failures.append(Failure(readme, str(error)))
            else:
                more = cards.texts_of(card, self.target, texts, self.client, lambda path: self.file(path, commits))
                texts, failures, notes = [*texts, *more.texts], [*failures, *more.failures], [*notes, *more.notes]
        return hubs.result(self.target, texts, failures, self.client, notes=tuple(notes))

    def listing(self) -> dict[str, str]:
        """Path -> commit ("" where unknown) of every file. Raises NetworkError with the reason where there is none."""
        query = urlencode({"Revision": self.repository.revision, "Recursive": "true"})
        answer = self.ask(f"repo/files?{query}", self.repository.name)
        data = hubs.parsed(answer, self.repository.name).get("Data")
        files = data.get("Files") if isinstance(data, dict) else None
        items = [item for item in files if isinstance(item, dict)] if isinstance(files, list) else []
        return {
            item["Path"]: str(item.get("Revision") or "")
            for item in items
            if hubs.is_path(item.get("Path")) and item.get("Type") != "tree"
        }

    def file(self, path: str, commits: dict[str, str], role: str = "license") -> Fetched:
        """One file of the model. Raises NetworkError or InputError."""
        commit = commits.get(path, "")
        revision = commit if hubs.is_commit(commit) else self.repository.revision
        query = urlencode({"Revision": revision, "FilePath": path}, quote_via=quote, safe="/")
        answer = self.ask(f"repo?{query}", f"{self.repository.name}:{path}", immutable=hubs.is_commit(revision))
        return hubs.fetched(answer, target=self.target, name=path, role=role, revision=commit or None)

    def ask(self, what: str, name: str, *, immutable: bool = False) -> Answer:
        """An answer of the hub about the model. Raises NetworkError with the reason where there is none."""
        url = f"{self.base}/api/v1/models/{self.repository.id}/{what}"
        answer = self.client.get(url, token=self.token, immutable=immutable)
        if answer.ok:
            return answer
        said = hubs.error_text(answer)
        if answer.status == 401:
            hint = "MODELSCOPE_API_TOKEN is not accepted" if self.token else "needs a login: set MODELSCOPE_API_TOKEN"
            raise NetworkError(f"{name}: {hint}")
        if answer.status == 403:
            raise NetworkError(f"{name}: access refused; it may be private or gated{f' ({said})' if said else ''}")
        if answer.status == 404:
            at = f" at {self.repository.revision!r}" if ":" in name.removeprefix("ms:") else ", or it is private"
            raise NetworkError(f"{name}: not there{at}{f' ({said})' if said else ''}")
        raise NetworkError(f"{name}: the hub answered with error {answer.status}{f' ({said})' if said else ''}")
