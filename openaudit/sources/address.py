"""Web addresses: which are acceptable, how they are shown, and where the raw text of a web page stands."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from openaudit.errors import NetworkError
from openaudit.typed import NamedTuple

_MAX_LENGTH = 4096
# Names of query parameters whose values let their bearer in. Signed addresses of content networks carry them.
_SECRET = re.compile(
    r"(?i)token|secret|passw|signature|^sig$|api[-_]?key|^key$|credential|^auth|^x-(amz|goog)|^policy$"
)
# Spaces and control characters would end a line or a header; the rest quotes itself.
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


class Origin(NamedTuple):
    """Scheme, host and port: what a token belongs to."""

    scheme: str
    host: str
    port: int


def split(url: str) -> SplitResult:
    """The parts of an acceptable address. Raises NetworkError, one sentence, for any other.

    Acceptable are http and https (whether http is allowed is decided where the connection is made), with a host,
    without a user name or password.
    """
    if len(url) > _MAX_LENGTH:
        raise NetworkError(f"{public(url)[:80]}…: an address of {len(url):,} characters is not followed")
    if _CONTROL.search(url):
        raise NetworkError(
            f"{public(_CONTROL.sub('�', url))[:200]}: not a usable address (spaces or control characters)"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NetworkError(f"{public(url)[:200]}: not a usable address ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise NetworkError(
            f"{public(url)[:200]}: only https:// addresses are read, not {parts.scheme or 'relative ones'}"
        )
    if not parts.hostname or "\\" in parts.netloc or port == 0:
        raise NetworkError(f"{public(url)[:200]}: not a usable address (no host)")
    if parts.username is not None or parts.password is not None:
        raise NetworkError(f"{public(url)}: an address with a user name or password in it is not read")
    return parts


def origin(url: str) -> Origin:
    """Scheme, host in lower case and port of an acceptable address."""
    parts = split(url)
    host = (parts.hostname or "").rstrip(".").lower()
    return Origin(parts.scheme, host, parts.port or (443 if parts.scheme == "https" else 80))


def join(base: str, location: str) -> str:
    """The address that `location` (of a redirect or a link) means on the page `base`."""
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise NetworkError(f"{public(base)}: leads to an unusable address ({error})") from error


def public(url: str) -> str:
    """The address as it may be shown and stored: without user name, password, fragment and secret parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _CREDENTIALS.sub("//", url.partition("?")[0])
    netloc = parts.netloc.rsplit("@", 1)[-1]
    query = parts.query
    if any(_SECRET.search(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [(n, v) for n, v in parse_qsl(query, keep_blank_values=True) if not _SECRET.search(n)]
        query = urlencode(kept)
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def shown(target: str) -> str:
    """A target as it may be shown and stored: an address without what lets its bearer in, others as they are."""
    return public(target) if "://" in target else target


def quoted(path: str) -> str:
    """A repository path for use inside an address."""
    return quote(unquote(path) if "%" in path else path, safe="/-._~")


# Web pages that show a file, and where the file itself stands. The first two groups name the repository.
_RAW_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^https://(?:www\.)?github\.com/([^/]+)/([^/]+)/(?:blob|raw)/(.+)$"),
        r"https://raw.githubusercontent.com/\1/\2/\3",
    ),
    (re.compile(r"^(https://huggingface\.co/(?:[^/]+/){1,3})(?:blob|raw)/(.+)$"), r"\1resolve/\2"),
    (re.compile(r"^(https://gitlab\.[^/]+/.+)/-/blob/(.+)$"), r"\1/-/raw/\2"),
    (re.compile(r"^(https://gitee\.com/[^/]+/[^/]+)/blob/(.+)$"), r"\1/raw/\2"),
    (re.compile(r"^(https://codeberg\.org/[^/]+/[^/]+)/src/(branch|commit|tag)/(.+)$"), r"\1/raw/\2/\3"),
    (
        re.compile(r"^(https://(?:www\.)?modelscope\.(?:cn|ai))/models/([^/]+)/([^/]+)/file/view/([^/]+)/(.+)$"),
        r"\1/models/\2/\3/resolve/\4/\5",
    ),
    (re.compile(r"^(https://(?:www\.)?bitbucket\.org/[^/]+/[^/]+)/src/(.+)$"), r"\1/raw/\2"),
)


def raw_form(url: str) -> str:
    """The address of the file itself where `url` is a hub's page around a file; else `url` without its fragment."""
    parts = urlsplit(url)
    bare = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
    without_query = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    for pattern, replacement in _RAW_FORMS:
        if pattern.match(without_query):
            return pattern.sub(replacement, without_query)
    return bare
