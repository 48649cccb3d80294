"""What a source is asked with, and what it brings: a text and where exactly it came from."""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.document import Document
    from openaudit.report import Failure

# A licence has 1 to 60 kB, a file of third-party notices up to a few MB. What is larger is no licence
# text, and reading it whole would only cost memory.
MAX_BYTES = 16 * 1024 * 1024
# What comes over the network is under a stranger's control, so less is taken of it. A PDF of a licence stays
# well below this too.
MAX_DOWNLOAD_BYTES = 4 * 1024 * 1024


class SourceOptions(NamedTuple):
    """How texts are fetched.

    `timeout` is in seconds and covers one whole request, body included; `deadline` covers everything that one
    target needs, retries and waiting for rate limits included. `max_bytes` bounds local files and standard
    input, `max_download_bytes` what is taken from the network, counted after decompression. `cache_dir` None
    is the user's cache folder. Tokens go to their own hub only, whatever it redirects to. `endpoints` puts
    another address in a hub's place ("huggingface", "huggingface-api" …: see `openaudit.sources.hubs`).
    """

    offline: bool = False
    allow_private_hosts: bool = False
    timeout: float = 10.0
    deadline: float = 60.0
    max_bytes: int = MAX_BYTES
    max_download_bytes: int = MAX_DOWNLOAD_BYTES
    max_redirects: int = 5
    retries: int = 3
    follow: bool = False
    use_cache: bool = True
    cache_dir: str | None = None
    stdin_name: str | None = None
    hf_token: str | None = None
    github_token: str | None = None
    modelscope_token: str | None = None
    endpoints: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        """Like a NamedTuple's, with the tokens left out: options end up in logs and tracebacks."""
        shown = (f"{k}={'…' if v and k.endswith('_token') else repr(v)}" for k, v in self._asdict().items())
        return f"SourceOptions({', '.join(shown)})"


def endpoints_of(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The hub addresses that the environment sets: mirrors of Hugging Face, other GitHub servers.

    The variables are those of the hubs' own tools. What they name is trusted like the hub itself, also with tokens.
    """
    modelscope = environ.get("MODELSCOPE_ENDPOINT", "")
    if not modelscope and environ.get("MODELSCOPE_DOMAIN"):
        modelscope = f"https://{environ['MODELSCOPE_DOMAIN']}"
    named = {
        "huggingface": environ.get("HF_ENDPOINT", ""),
        "github-api": environ.get("GITHUB_API_URL", ""),
        "modelscope": modelscope,
    }
    return tuple((name, url.rstrip("/")) for name, url in named.items() if url)


class Provenance(NamedTuple):
    """Where a text came from, precisely enough to get the same bytes again.

    `target` is what the user asked for, `role` what the text is to it: "license", "policy" (a document that a
    licence binds), "card" (the licence part of a model card or README), "gate" (the terms shown before access).
    `url` is the final address after redirects, without credentials; `revision` the commit it was read at;
    `sha256` is of the bytes as they came; `retrieved` is ISO 8601 UTC and None for local files.
    """

    target: str
    role: str = "license"
    path: str | None = None
    url: str | None = None
    revision: str | None = None
    etag: str | None = None
    sha256: str = ""
    size: int = 0
    media_type: str = "text/plain"
    retrieved: str | None = None
    from_cache: bool = False


class Fetched(NamedTuple):
    """A text to audit: the `document`, the bytes it was read from, where they came from, and remarks.

    `notes` are sentences that a reader of the report should see ("the terms may be changed …"). `missing` are
    texts that belong to this one and could not be had: the audit of it is not complete.
    """

    document: Document
    data: bytes
    provenance: Provenance
    notes: tuple[str, ...] = ()
    missing: tuple[Failure, ...] = ()
