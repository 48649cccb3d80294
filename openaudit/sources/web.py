"""`https://…`: a page or a file on the web, a file on a hub by its page's address, or a repository's page."""

from __future__ import annotations

import re

from openaudit.errors import InputError, NetworkError
from openaudit.forms import open_document
from openaudit.sources import address, hubs
from openaudit.sources.fetched import Fetched, Provenance
from openaudit.sources.filenames import ending
from openaudit.sources.http import Answer, Client, Token
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.sources.fetched import SourceOptions

# Pages of whole repositories -> the target that means the same.
_NOT_OWNERS: Final = (
    "about|api|apps|blog|chat|collections|datasets|docs|enterprise|features|join|login|marketplace|models|new|orgs|papers"
    "|pricing|search|settings|spaces|sponsors|tasks|topics|learn"
)
_PAGES: Final = (
    (
        re.compile(
            rf"^https://huggingface\.co/((?:(?:datasets|spaces)/)?(?!(?:{_NOT_OWNERS})(?:/|$))[\w.-]+/[\w.-]+)"
            r"(?:/tree/([\w.-]+))?/?$"
        ),
        "hf",
    ),
    (
        re.compile(
            rf"^https://(?:www\.)?github\.com/(?!(?:{_NOT_OWNERS})/)([\w.-]+/[\w.-]+?)(?:\.git)?(?:/tree/([\w.-]+))?/?$"
        ),
        "gh",
    ),
    (re.compile(r"^https://(?:www\.)?modelscope\.(?:cn|ai)/models/([\w.-]+/[\w.-]+)(?:/(?:summary|files))?/?$"), "ms"),
)
_LOGIN: Final = re.compile(r"(?i)/(log[-_]?in|sign[-_]?in|sso|auth|oauth\d?|accounts?)(/|\.|\?|$)")
_PASSWORD_FIELD: Final = re.compile(r"""(?i)<input[^>]{0,300}type=["']?password""")
# Media types that can hold a text; the rest is pictures, archives, weights.
_TEXTUAL: Final = re.compile(
    r"^(text/|application/(xhtml\+xml|xml|json|pdf|octet-stream|x-empty|markdown|[\w.-]*wordprocessingml))"
)
_TEXT_ENDINGS: Final = ("txt", "md", "license", "rst")
_BY_HAND: Final = "fetch it in a browser and audit the saved file"


def resolve(target: str, options: SourceOptions) -> list[Fetched]:
    """The text at an address, or the licence texts of a repository whose page it is."""
    address.split(target)
    same = repository_target(target)
    if same:
        from importlib import import_module

        module = {"hf": "huggingface", "gh": "github", "ms": "modelscope"}[same[:2]]
        found: list[Fetched] = import_module(f"openaudit.sources.{module}").resolve(same, options)
        return found
    client = Client(options)
    shown = address.shown(target)
    text = fetch(target, client, target=shown)
    return hubs.result(shown, [text], [], client)


def repository_target(url: str) -> str | None:
    """The `hf:`, `gh:` or `ms:` target that a repository's page means; None for any other address."""
    bare = url.split("#", 1)[0].split("?", 1)[0]
    for pattern, prefix in _PAGES:
        found = pattern.match(bare)
        if found:
            revision = found[2] if pattern.groups > 1 else None
            return f"{prefix}:{found[1]}{f'@{revision}' if revision else ''}"
    return None


def fetch(url: str, client: Client, *, target: str, role: str = "license") -> Fetched:
    """The text at one address. Raises NetworkError or InputError, one sentence."""
    raw = address.raw_form(url)
    answer = client.get(raw, token=_token_for(raw, client.options))
    shown = address.public(answer.final_url)
    if not answer.ok:
        raise NetworkError(_refusal(answer, address.public(url)))
    _check_login(answer, url)
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and not _TEXTUAL.match(kind):
        raise InputError(f"{shown}: no text but {kind[:60]}")
    if kind in ("text/html", "application/xhtml+xml") and ending(raw.split("?", 1)[0]) in _TEXT_ENDINGS:
        raise NetworkError(f"{shown}: the server gave a web page instead of the text")
    if hubs.is_pointer(answer.body):
        raise NetworkError(f"{shown}: the hub gave only a pointer to a file kept elsewhere (Git LFS), not its text")
    document, notes = open_document(answer.body, url=shown, media_type=kind or None)
    if document.media_type == "text/html" and not document.text.strip("\0 \n\t\x1c\x1d\x1e\x1f"):
        raise InputError(f"{shown}: the page has no text without running its scripts: save it from a browser as HTML")
    origin = Provenance(
        target=target,
        role=role,
        url=shown,
        revision=answer.headers.get("x-repo-commit"),
        etag=answer.etag,
        sha256=document.sha256,
        size=len(answer.body),
        media_type=document.media_type,
        retrieved=answer.retrieved,
        from_cache=answer.from_cache,
    )
    return Fetched(document, answer.body, origin, notes)


def _token_for(url: str, options: SourceOptions) -> Token | None:
    """The hub's token, where the address is the hub's own."""
    where = address.origin(url)
    for name, value in (
        ("huggingface", options.hf_token),
        ("github-raw", options.github_token),
        ("modelscope", options.modelscope_token),
    ):
        if value and where == address.origin(hubs.endpoint(options, name)):
            return hubs.token(options, name, value)
    return None


def _check_login(answer: Answer, url: str) -> None:
    """Raises where a login page stands in place of what was asked for."""
    moved = address.public(answer.final_url) != address.public(address.raw_form(url))
    if moved and _LOGIN.search(answer.final_url) and not _LOGIN.search(url):
        raise NetworkError(f"{address.public(url)}: leads to a login page; {_BY_HAND}")
    head = answer.body[:200_000].decode("latin-1")
    # A real page may have a login box in its corner; a login page has little else.
    if _PASSWORD_FIELD.search(head) and len(re.findall(r"\w+", re.sub(r"<[^<>]{0,2000}>", " ", head))) < 400:
        raise NetworkError(f"{address.public(url)}: gave a login page; {_BY_HAND}")


def _refusal(answer: Answer, name: str) -> str:
    meanings = {
        401: "needs a login",
        402: "asks for a payment",
        403: "access refused",
        404: "no such page",
        407: "the proxy asks for a login",
        410: "no longer there",
        451: "not available for legal reasons",
    }
    known = {
        "GatedRepo": "gated; accept its terms on the model's page, then set HF_TOKEN",
        "RepoNotFound": "no such repository, or it is private",
        "RevisionNotFound": "no such revision",
        "EntryNotFound": "no such file",
    }
    code = answer.headers.get("x-error-code", "")
    return f"{name}: {known.get(code) or meanings.get(answer.status) or f'error {answer.status}'}"
