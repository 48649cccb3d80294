"""`hf:ORG/MODEL[@REV]`, `hf:datasets/…`, `hf:spaces/…`: the licence texts of a Hugging Face repository.

The repository's list of files says what there is and at which commit; everything is then read at that commit.
Licence are the licence files, what the card's `license_link` points to, and the terms shown before access (the
gate). See CONVENTIONS in the hubs' documentation: https://huggingface.co/docs/hub/model-cards
"""

from __future__ import annotations

import re
from urllib.parse import quote

from openaudit.errors import NetworkError, OpenAuditError
from openaudit.report import Failure
from openaudit.sources import cards, hubs
from openaudit.sources.http import Answer, Client, TooManyRequestsError
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.sources.fetched import Fetched, SourceOptions

_TARGET: Final = re.compile(
    r"^hf:(?:(?P<kind>models|datasets|spaces)/)?(?P<id>[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?)"
    r"(?:@(?P<revision>[\w][\w./-]{0,199}))?(?::(?P<path>[^\s:][^:]{0,500}))?",
    re.IGNORECASE | re.ASCII,
)
_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
# Asked by name where the list of files cannot be had.
_USUAL_NAMES: Final = ("LICENSE", "LICENSE.txt", "LICENSE.md", "MODEL_LICENSE", "LICENSE-MODEL", "USE_POLICY.md")
_EXPAND: Final = "expand[]=sha&expand[]=siblings&expand[]=disabled"
# A GGUF file's texts stand at its beginning, before the vocabulary.
_GGUF_BYTES: Final = 256 * 1024


class Repository(NamedTuple):
    """A repository on the hub; `path` is set where the user named one file."""

    kind: str
    id: str
    revision: str
    path: str | None

    @property
    def page(self) -> str:
        """Its path on the hub."""
        return self.id if self.kind == "models" else f"{self.kind}/{self.id}"

    @property
    def name(self) -> str:
        """How a user would write it."""
        return f"hf:{self.page}"


class Listing(NamedTuple):
    """What the hub says of a repository: its commit (None where unknown), its files, the name it has now."""

    commit: str | None
    paths: list[str]
    id: str


def parse(target: str) -> Repository:
    """The repository that a target names. Raises InputError."""
    found = _TARGET.fullmatch(target)
    if not found or ".." in (found["revision"] or "") or ".." in (found["path"] or "").split("/"):
        raise hubs.not_understood(target, "write hf:ORG/MODEL, hf:ORG/MODEL@REVISION or hf:datasets/ORG/NAME")
    return Repository((found["kind"] or "models").lower(), found["id"], found["revision"] or "main", found["path"])


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The licence texts of the repository. See `openaudit.sources.resolve`."""
    return Reader(target, parse(target), Client(options)).read()


class Reader:
    """Reads one repository with one client."""

    def __init__(self, target: str, repository: Repository, client: Client) -> None:
        self.target, self.repository, self.client = target, repository, client
        self.base = hubs.endpoint(client.options, "huggingface")
        self.token = hubs.token(client.options, "huggingface", client.options.hf_token)

    def read(self, *, links: bool = True) -> list[Fetched]:
        """Everything that counts as its licence; without `links` only what stands in the repository itself."""
        notes: list[str] = []
        if self.repository.path:
            listing = Listing(None, [], self.repository.id)
            return hubs.result(self.target, [self.file(self.repository.path, listing)], [], self.client)
        try:
            listing = self.listing()
            names, left_out = hubs.license_paths(listing.paths)
        except TooManyRequestsError as error:
            # The files themselves have a limit of their own, and the usual names find most licences.
            listing, left_out = Listing(None, ["README.md"], self.repository.id), 0
            names = [name for name in _USUAL_NAMES if self.exists(name)]
            notes.append(f"{error}; only the usual file names were looked for")
        if listing.id.lower() != self.repository.id.lower():
            notes.append(f"{self.repository.name} is now called {listing.id}")
            self.repository = self.repository._replace(id=listing.id)
        if left_out:
            notes.append(f"{left_out} more licence files of {self.repository.name} were not read")
        texts, failures = hubs.collect(names, lambda name: self.file(name, listing))
        readme = next((path for path in listing.paths if path.lower() == "readme.md"), None)
        if readme:
            try:
                card = self.file(readme, listing, role="card")
            except OpenAuditError as error:
                failures.append(Failure(readme, str(error)))
            else:
                more = cards.texts_of(
                    card, self.target, texts, self.client, lambda path: self.file(path, listing), links=links
                )
                texts, failures = [*texts, *more.texts], [*failures, *more.failures]
                notes += more.notes
        if not texts and not failures:
            name, said = self.weights(listing)
            notes += [f"{name} says {key}: {value[:200]}" for key, value in said.items()]
            if said and links:
                more = cards.of_header(said, name, self.target, self.client, lambda path: self.file(path, listing))
                texts, failures = more.texts, more.failures
        return hubs.result(self.target, texts, failures, self.client, notes=tuple(notes))

    def listing(self) -> Listing:
        """The repository's files at its commit. Raises NetworkError with the reason where there is none."""
        revision = quote(self.repository.revision, safe="")
        url = f"{self.base}/api/{self.repository.kind}/{self.repository.id}/revision/{revision}"
        answer = self.client.get(f"{url}?{_EXPAND}", accept="application/json", token=self.token)
        if answer.status == 400:  # a kind of repository that does not know one of the fields
            answer = self.client.get(url, accept="application/json", token=self.token)
        if not answer.ok:
            raise self.refusal(answer, self.repository.name)
        info = hubs.parsed(answer, self.repository.name)
        if info.get("disabled") is True:
            raise NetworkError(f"{self.repository.name}: the hub has disabled this repository")
        siblings = info.get("siblings")
        items = [item for item in siblings if isinstance(item, dict)] if isinstance(siblings, list) else []
        paths = [item["rfilename"] for item in items if hubs.is_path(item.get("rfilename"))]
        commit = str(info.get("sha") or "")
        # A renamed repository answers under its new name; a name of another form is not believed.
        name = str(info.get("id") or "")
        name = name if _ID.fullmatch(name) else self.repository.id
        return Listing(commit if hubs.is_commit(commit) else None, paths, name)

    def url(self, path: str, commit: str | None) -> str:
        """The address of a file."""
        revision = quote(commit or self.repository.revision, safe="")
        return f"{self.base}/{self.repository.page}/resolve/{revision}/{quote(path, safe='/')}"

    def file(self, path: str, listing: Listing, role: str = "license") -> Fetched:
        """One file of the repository. Raises NetworkError or InputError."""
        url = self.url(path, listing.commit)
        answer = self.client.get(url, token=self.token, immutable=hubs.is_commit(listing.commit))
        if not answer.ok:
            raise self.refusal(answer, f"{self.repository.name}:{path}")
        return hubs.fetched(answer, target=self.target, name=path, role=role, revision=listing.commit)

    def exists(self, path: str) -> bool:
        """Whether a file is there, as far as can be told without a list; a refusal counts as there."""
        return self.client.get(self.url(path, None), token=self.token).status != 404

    def weights(self, listing: Listing) -> tuple[str, dict[str, str]]:
        """The name of a GGUF file, and what its header says of the licence; its beginning is all that is asked for."""
        import io

        from openaudit.repo.headers import read_header

        name = next((path for path in sorted(listing.paths) if path.lower().endswith(".gguf")), None)
        if name is None:
            return "", {}
        answer = self.client.get(self.url(name, listing.commit), token=self.token, first_bytes=_GGUF_BYTES)
        if not answer.ok:
            return name, {}
        header = read_header(io.BytesIO(answer.body), len(answer.body), beginning=True)
        texts = header.texts if header else {}
        return name, {key: value for key, value in texts.items() if "license" in key}

    def refusal(self, answer: Answer, name: str) -> NetworkError:
        """The error for an answer that is not the thing. See https://huggingface.co/docs/hub/models-gated."""
        code, page = answer.headers.get("x-error-code", ""), f"{self.base}/{self.repository.page}"
        said = hubs.error_text(answer)
        revision = self.repository.revision
        if code == "GatedRepo" and (answer.status == 401 or not self.token):
            why = f"gated; accept its terms at {page}, then set HF_TOKEN"
        elif code == "GatedRepo":
            why = f"gated, and this HF_TOKEN has not been given access; ask for it at {page}"
        elif "disabled" in said.lower():
            why = "the hub has disabled this repository"
        elif code in ("RevisionNotFound", "EntryNotFound"):
            why = f"no such file at revision {revision!r}" if code[0] == "E" else f"no revision {revision!r}"
        elif "credentials" in said.lower() or "token" in said.lower():
            why = "HF_TOKEN is not accepted; it may be wrong or have expired"
        elif code == "RepoNotFound" or answer.status in (401, 404):
            hint = "or this HF_TOKEN may not read it" if self.token else "or it is private: then set HF_TOKEN"
            why = f"no such repository, {hint}"
        else:
            known = {403: "access refused", 451: "not available for legal reasons"}
            why = known.get(answer.status, f"the hub answered with error {answer.status}")
            why += f" ({said})" if said else ""
        return NetworkError(f"{name}: {why}")
