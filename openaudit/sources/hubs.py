"""What the hubs have in common: their addresses, their tokens, and turning an answer into a text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from openaudit.errors import InputError, NetworkError, OpenAuditError
from openaudit.forms import open_document
from openaudit.report import Failure
from openaudit.sources import address
from openaudit.sources.fetched import Fetched, Provenance, SourceOptions
from openaudit.sources.filenames import ending, is_license_path
from openaudit.sources.http import Answer, Client, Token
from openaudit.typed import Any, Final, TypeGuard

_ENDPOINTS: Final = {
    "huggingface": "https://huggingface.co",
    "github-api": "https://api.github.com",
    "github-raw": "https://raw.githubusercontent.com",
    "github-media": "https://media.githubusercontent.com/media",
    "modelscope": "https://www.modelscope.cn",
}
# A repository with more licence files than this holds other people's code; the first ones are its own.
MAX_FILES: Final = 20
_POINTERS: Final = (b"version https://git-lfs.github.com/spec/", b"# xet version ")
_COMMIT: Final = re.compile(r"^[0-9a-f]{40}$")
_PASSWORD_FIELD: Final = re.compile(rb"(?i)<input[^>]{0,300}type=[\"']?password")


def endpoint(options: SourceOptions, name: str) -> str:
    """The address of a hub, without a slash at its end."""
    return dict(options.endpoints).get(name, _ENDPOINTS[name]).rstrip("/")


def token(options: SourceOptions, name: str, value: str | None) -> Token | None:
    """The token for a hub, bound to its address. None without one, or where it would travel unencrypted."""
    if not value:
        return None
    where = address.origin(endpoint(options, name))
    local = where.host in ("127.0.0.1", "::1", "localhost")
    if where.scheme != "https" and not local:
        raise NetworkError(f"{where.host}: a token is not sent without https")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise InputError("the token in the environment holds characters that no token has")
    return Token(where, value)


def is_commit(revision: str | None) -> bool:
    """Whether a revision is a whole commit hash, so that its files never change."""
    return bool(revision and _COMMIT.match(revision))


def is_pointer(data: bytes) -> bool:
    """Whether the bytes only say where a large file is kept (Git LFS, xet)."""
    return len(data) < 1024 and data.startswith(_POINTERS)


def checked_text(answer: Answer, name: str) -> bytes:
    """The body, if it is the file and not something in its place. Raises NetworkError."""
    if is_pointer(answer.body):
        raise NetworkError(f"{name}: the hub gave only a pointer to a file kept elsewhere (Git LFS), not its text")
    kind = answer.headers.get("content-type", "").lower()
    if kind.startswith("text/html") and ending(name) not in ("html", "htm", "xhtml"):
        what = "a login page" if _PASSWORD_FIELD.search(answer.body) else "a web page"
        raise NetworkError(f"{name}: the server gave {what} instead of the text")
    return answer.body


def fetched(answer: Answer, *, target: str, name: str, role: str = "license", revision: str | None = None) -> Fetched:
    """The text of an answer from a hub. The address shown is the one asked for, not a content network's."""
    data = checked_text(answer, name)
    shown = address.public(answer.url)
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    # Hubs call every small file text/plain; the ending knows more.
    media_type = None if kind in ("", "text/plain", "application/octet-stream", "binary/octet-stream") else kind
    document, notes = open_document(data, url=shown, media_type=media_type)
    origin = Provenance(
        target=target,
        role=role,
        url=shown,
        revision=answer.headers.get("x-repo-commit") or revision,
        etag=answer.etag,
        sha256=document.sha256,
        size=len(data),
        media_type=document.media_type,
        retrieved=answer.retrieved,
        from_cache=answer.from_cache,
    )
    return Fetched(document, data, origin, notes)


def not_understood(target: str, forms: str) -> InputError:
    """The error for a target of a hub that is not of its form."""
    return InputError(f"{target if target.isprintable() else repr(target)}: not understood; {forms}")


def is_path(value: object) -> TypeGuard[str]:
    """Whether a hub's name of a file is a plain path below the repository."""
    if not isinstance(value, str) or not value.isprintable() or "\\" in value:
        return False
    return not any(part in ("", ".", "..") for part in value.split("/"))


def license_paths(paths: list[str]) -> tuple[list[str], int]:
    """The licence files among a repository's paths, its own before those of folders; and how many were left out."""
    found = sorted((path for path in paths if is_license_path(path)), key=lambda path: (path.count("/"), path))
    return found[:MAX_FILES], max(0, len(found) - MAX_FILES)


def collect(names: list[str], read: Callable[[str], Fetched]) -> tuple[list[Fetched], list[Failure]]:
    """Reads every name, and goes on when one fails."""
    texts: list[Fetched] = []
    failures: list[Failure] = []
    for name in names:
        try:
            texts.append(read(name))
        except OpenAuditError as error:
            failures.append(Failure(name, str(error)))
    return texts, failures


def result(
    target: str, texts: list[Fetched], failures: list[Failure], client: Client, *, notes: tuple[str, ...] = ()
) -> list[Fetched]:
    """What a hub module returns: texts, with notes and failures on the first. Raises when there is no text."""
    if not texts:
        if failures:
            raise NetworkError("; ".join(dict.fromkeys(failure.message for failure in failures[:3])))
        known = "".join(f"; {note}" for note in (*notes, *client.remarks))
        raise InputError(f"{target}: no licence text found there: no licence file, and none in the README{known}")
    # A symbolic link and its target are one file.
    texts = list({(text.provenance.url, text.provenance.role): text for text in texts}.values())
    first = texts[0]
    notes = (*first.notes, *notes, *client.remarks)
    return [first._replace(notes=notes, missing=(*first.missing, *failures)), *texts[1:]]


def parsed(answer: Answer, name: str) -> Mapping[str, Any]:
    """The JSON object in an answer. Raises NetworkError for anything else."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise NetworkError(f"{name}: the hub's answer is not understood") from error
    if not isinstance(value, dict):
        raise NetworkError(f"{name}: the hub's answer is not understood")
    return value


def error_text(answer: Answer) -> str:
    """What a hub says is wrong, as one short line; "" if it says nothing."""
    said = answer.headers.get("x-error-message", "")
    if not said:
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError):
            return ""
        found = [value.get(key) for key in ("error", "message", "Message")] if isinstance(value, dict) else []
        said = next((text for text in found if isinstance(text, str)), "")
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:200]
