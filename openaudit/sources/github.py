"""`gh:OWNER/REPO[@REF][:PATH]`: the licence texts of a GitHub repository, at one commit.

API: https://docs.github.com/en/rest/commits/commits and /git/trees. Files come from the raw host, which has a limit
of its own; on another GitHub server (GITHUB_API_URL) from the API.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote

from openaudit.errors import NetworkError, OpenAuditError
from openaudit.report import Failure
from openaudit.sources import hubs
from openaudit.sources.filenames import is_readme_path
from openaudit.sources.http import Answer, Client, TooManyRequestsError
from openaudit.typed import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.sources.fetched import Fetched, SourceOptions

_TARGET: Final = re.compile(
    r"^gh:(?P<id>[A-Za-z0-9][\w.-]{0,99}/[\w.-]{1,100}?)(?:\.git)?(?:@(?P<ref>[\w][\w./+-]{0,199}))?"
    r"(?::(?P<path>[^:]{1,500}))?",
    re.IGNORECASE | re.ASCII,
)
_USUAL_NAMES: Final = ("LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "LICENSE-MODEL", "MODEL_LICENSE")
# Folders below the root that hold licence texts by convention.
_FOLDERS: Final = frozenset(("licenses", "licences", "legal"))
_LINK_MODE: Final = "120000"


class Repository(NamedTuple):
    """A repository; `path` is set where the user named one file."""

    id: str
    ref: str
    path: str | None

    @property
    def name(self) -> str:
        """How a user would write it."""
        return f"gh:{self.id}"


def parse(target: str) -> Repository:
    """The repository that a target names. Raises InputError."""
    found = _TARGET.fullmatch(target)
    if not found or ".." in (found["ref"] or "") or ".." in (found["path"] or "").split("/"):
        raise hubs.not_understood(target, "write gh:OWNER/REPO, gh:OWNER/REPO@REF or gh:OWNER/REPO@REF:PATH")
    return Repository(found["id"], found["ref"] or "HEAD", found["path"])


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The licence texts of the repository. See `openaudit.sources.resolve`."""
    return Reader(target, parse(target), Client(options)).read()


class Reader:
    """Reads one repository with one client."""

    def __init__(self, target: str, repository: Repository, client: Client) -> None:
        self.target, self.repository, self.client = target, repository, client
        options = client.options
        self.api = hubs.endpoint(options, "github-api")
        self.token = hubs.token(options, "github-api", options.github_token)
        # Another GitHub server has no raw host that is known from here.
        self.has_raw = self.api == "https://api.github.com" or "github-raw" in dict(options.endpoints)
        self.raw = hubs.endpoint(options, "github-raw")
        self.links: dict[str, str] = {}
        self.notes: list[str] = []

    def read(self) -> list[Fetched]:
        """Everything that counts as its licence."""
        failures: list[Failure] = []
        try:
            commit = self.commit()
            paths = [] if self.repository.path else self.paths(commit)
        except TooManyRequestsError as error:
            if not self.has_raw:
                raise
            self.notes.append(f"{error}; set GITHUB_TOKEN for more. Not pinned, and only usual names were looked for")
            commit, paths = self.repository.ref, [name for name in _USUAL_NAMES if self.exists(name)]
        if self.repository.path:
            names, left_out = [self.repository.path], 0
        else:
            names, left_out = hubs.license_paths(paths)
        texts, failures = hubs.collect(names, lambda name: self.file(name, commit))
        if left_out:
            self.notes.append(f"{left_out} more licence files of {self.repository.name} were not read")
        if not texts and not failures:
            texts, failures = self.readme(paths, commit)
        return hubs.result(self.target, texts, failures, self.client, notes=tuple(self.notes))

    def commit(self) -> str:
        """The commit that the ref names now."""
        ref = self.repository.ref
        if hubs.is_commit(ref):
            return ref
        answer = self.ask(f"commits/{quote(ref, safe='')}", "application/vnd.github.sha")
        commit = answer.body.decode("ascii", "replace").strip()
        if not hubs.is_commit(commit):
            raise NetworkError(f"{self.repository.name}: the hub's answer is not understood")
        return commit

    def paths(self, commit: str) -> list[str]:
        """Files of the root and of its folders for licences."""
        found: list[str] = []
        for item in self.tree(commit):
            path = item.get("path")
            if not hubs.is_path(path):
                continue
            if item.get("type") == "blob":
                found.append(path)
                if item.get("mode") == _LINK_MODE:
                    self.links[path] = path
            elif item.get("type") == "tree" and path.lower() in _FOLDERS:
                inner = self.tree(str(item.get("sha")), recursive=True)
                files = [
                    file["path"] for file in inner if file.get("type") == "blob" and hubs.is_path(file.get("path"))
                ]
                found += [f"{path}/{file}" for file in files]
        return found

    def tree(self, sha: str, *, recursive: bool = False) -> list[dict[str, Any]]:
        """The entries of a folder."""
        answer = self.ask(f"git/trees/{quote(sha, safe='')}{'?recursive=1' if recursive else ''}", immutable=True)
        entries = hubs.parsed(answer, self.repository.name).get("tree")
        return [item for item in entries if isinstance(item, dict)] if isinstance(entries, list) else []

    def ask(self, what: str, accept: str = "application/vnd.github+json", *, immutable: bool = False) -> Answer:
        """An answer of the API about the repository. Raises NetworkError with the reason where there is none."""
        url = f"{self.api}/repos/{self.repository.id}/{what}"
        answer = self.client.get(url, accept=accept, token=self.token, immutable=immutable)
        if not answer.ok:
            raise self.refusal(answer)
        if answer.final_url != url:
            note = f"{self.repository.name} was renamed or moved"
            self.notes += [] if note in self.notes else [note]
        return answer

    def file(self, path: str, commit: str, role: str = "license", *, hops: int = 3) -> Fetched:
        """One file at a commit. Raises NetworkError or InputError."""
        answer = self.get_file(path, commit)
        if answer.ok and path in self.links and hops:
            # A symbolic link comes as the path that it holds.
            meant = posixpath.normpath(posixpath.join(posixpath.dirname(path), answer.body.decode("utf-8", "replace")))
            if meant.startswith(("/", "..")):
                raise NetworkError(f"{self.repository.name}:{path}: a symbolic link that leaves the repository")
            self.links.pop(path)
            return self.file(meant, commit, role, hops=hops - 1)
        if answer.ok and hubs.is_pointer(answer.body) and self.has_raw:
            media = hubs.endpoint(self.client.options, "github-media")
            answer = self.client.get(f"{media}/{self.repository.id}/{commit}/{quote(path)}")
        if not answer.ok:
            raise self.refusal(answer, path)
        return hubs.fetched(answer, target=self.target, name=path, role=role, revision=commit)

    def get_file(self, path: str, commit: str) -> Answer:
        """The answer for one file, from the raw host or from the API."""
        immutable = hubs.is_commit(commit)
        if self.has_raw:
            url = f"{self.raw}/{self.repository.id}/{quote(commit)}/{quote(path)}"
            raw_token = hubs.token(self.client.options, "github-raw", self.client.options.github_token)
            return self.client.get(url, token=raw_token, immutable=immutable)
        url = f"{self.api}/repos/{self.repository.id}/contents/{quote(path)}?ref={quote(commit, safe='')}"
        return self.client.get(url, accept="application/vnd.github.raw+json", token=self.token, immutable=immutable)

    def exists(self, path: str) -> bool:
        """Whether a file is there, as far as can be told without a list; a refusal counts as there."""
        return self.get_file(path, self.repository.ref).status != 404

    def readme(self, paths: list[str], commit: str) -> tuple[list[Fetched], list[Failure]]:
        """The licence section of the README, where there is no licence file."""
        from openaudit.forms.readme import license_section, terse_section

        for path in paths:
            if "/" in path or not is_readme_path(path):
                continue
            try:
                text = self.file(path, commit, role="card")
            except OpenAuditError as error:
                return [], [Failure(path, str(error))]
            section = license_section(text.document) or terse_section(text.document)
            if section is not None:
                return [text._replace(document=section, notes=("only the README's licence section was read",))], []
        return [], []

    def refusal(self, answer: Answer, path: str | None = None) -> NetworkError:
        """The error for an answer that is not the thing."""
        name = f"{self.repository.name}:{path}" if path else self.repository.name
        said = hubs.error_text(answer)
        if answer.status == 401:
            return NetworkError(f"{name}: GITHUB_TOKEN is not accepted; it may be wrong or have expired")
        if answer.status == 404 and path:
            return NetworkError(f"{name}: no such file at {self.repository.ref}")
        if answer.status == 404:
            hint = "or this GITHUB_TOKEN may not read it" if self.token else "or it is private: then set GITHUB_TOKEN"
            return NetworkError(f"{name}: no such repository, {hint}")
        if answer.status == 422:
            return NetworkError(f"{name}: no branch, tag or commit {self.repository.ref!r}")
        if answer.status == 409:
            return NetworkError(f"{name}: the repository is empty")
        if answer.status == 451:
            return NetworkError(f"{name}: not available for legal reasons{f' ({said})' if said else ''}")
        if answer.status == 403:
            return NetworkError(f"{name}: access refused{f' ({said})' if said else ''}")
        return NetworkError(f"{name}: the hub answered with error {answer.status}{f' ({said})' if said else ''}")
