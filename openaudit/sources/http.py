"""One GET at a time, with `requests`, as distrustful of the other side as it can be.

Every bound is here: whole time, bytes before and after decompression, redirects, header size, retries. Where
connections may go is `guard`'s matter, what is kept is `cache`'s. Only this module imports `requests`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import requests

from openaudit.errors import NetworkError
from openaudit.sources import address, body, waiting
from openaudit.sources.cache import Cache, Entry
from openaudit.sources.fetched import SourceOptions
from openaudit.sources.guard import Deadline, Guard
from openaudit.sources.transport import session_for
from openaudit.typed import Final, NamedTuple

_MAX_HEADER_BYTES: Final = 64 * 1024
# What is read of an answer that is an error: enough for a hub's message.
_MAX_ERROR_BYTES: Final = 16 * 1024
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_TRY_AGAIN: Final = frozenset((429, 500, 502, 503, 504))
# Said by a hub on the way to a content network, and needed later.
_KEPT_FROM_HOPS: Final = ("x-repo-commit", "x-linked-etag")
_KEPT_IN_CACHE: Final = ("etag", "last-modified", "content-type", *_KEPT_FROM_HOPS)


class TooManyRequestsError(NetworkError):
    """A hub's limit of requests is used up, and waiting for it would take too long."""


class Token(NamedTuple):
    """A secret, and the one origin that it is sent to."""

    origin: address.Origin
    value: str

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Token({self.origin}, …)"


class Answer(NamedTuple):
    """What came. `headers` have lower-case names; `url` is what was asked, `final_url` after redirects."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved: str
    from_cache: bool = False

    @property
    def ok(self) -> bool:
        """Whether this is the thing itself, not an error page."""
        return self.status in (200, 206)

    @property
    def etag(self) -> str | None:
        """The hub's name for these bytes."""
        return self.headers.get("x-linked-etag") or self.headers.get("etag")


class Client:
    """Fetches for one target; all its requests share one deadline. `remarks` are worth telling the user."""

    def __init__(
        self,
        options: SourceOptions,
        *,
        guard: Guard | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.options = options
        self.remarks: list[str] = []
        self._guard = guard or Guard(options.allow_private_hosts, _trusted(options))
        self._cache = Cache(options.cache_dir) if options.use_cache else None
        self._sleep, self._clock = sleep, clock
        self._stop_at = clock() + options.deadline
        self._not_before: dict[str, float] = {}

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        token: Token | None = None,
        first_bytes: int | None = None,
        immutable: bool = False,
    ) -> Answer:
        """The answer for `url`, whatever its status below 500; a 200 comes from the cache if it is still good.

        `first_bytes` asks for the beginning only. `immutable` addresses (pinned to a commit) are never asked
        twice. Raises NetworkError, one sentence, for everything that is no answer.
        """
        address.split(url)
        key = url if first_bytes is None else f"{url}#first-{first_bytes}"
        entry = self._from_cache(key)
        if entry and (immutable or self.options.offline):
            return _cached(url, entry)
        if self.options.offline:
            raise NetworkError(
                f"{address.public(url)}: offline, and not in the cache; fetch it once with a network "
                "(`openaudit fetch`), or leave out --offline"
            )
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        if first_bytes is not None:
            headers |= {"Range": f"bytes=0-{first_bytes - 1}", "Accept-Encoding": "identity"}
        elif entry and entry.headers.get("etag"):
            headers["If-None-Match"] = entry.headers["etag"]
        elif entry and entry.headers.get("last-modified"):
            headers["If-Modified-Since"] = entry.headers["last-modified"]
        answer = self._with_retries(url, headers, token, first_bytes)
        if answer.status == 304 and entry:
            return _cached(url, entry)
        if answer.ok:
            self._to_cache(key, answer)
        return answer

    def _with_retries(self, url: str, headers: Mapping[str, str], token: Token | None, first: int | None) -> Answer:
        failed: type[NetworkError]
        for attempt in range(self.options.retries + 1):
            last = attempt == self.options.retries
            try:
                answer = self._follow(url, headers, token, first)
            except (requests.RequestException, OSError, body.BrokenOffError) as error:
                problem = explain(error, url, self.options.timeout)
                if last or isinstance(error, requests.exceptions.SSLError | requests.exceptions.InvalidURL):
                    raise NetworkError(problem) from error
                failed = NetworkError
                wait = waiting.backoff(attempt, random.random())  # noqa: S311 - spreads retries, guards nothing
            else:
                limited = waiting.is_limited(answer.status, answer.headers)
                if not (limited or answer.status in _TRY_AGAIN):
                    return answer
                host = address.origin(answer.final_url).host
                problem = f"{host}: too many requests" if limited else f"{host}: error {answer.status} of the server"
                asked = waiting.asked(answer.headers, time.time())
                failed = TooManyRequestsError if limited else NetworkError
                if last:
                    raise failed(f"{problem}, also after {self.options.retries} retries")
                wait = waiting.backoff(attempt, random.random()) if asked is None else asked  # noqa: S311
            if self._clock() + wait > self._stop_at:
                raise failed(f"{problem}; it would take {wait:.0f} s until the next try: try again later")
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, url: str, headers: Mapping[str, str], token: Token | None, first: int | None) -> Answer:
        """One request and its redirects, each hop checked like the first."""
        at, kept = url, dict[str, str]()
        for _ in range(self.options.max_redirects + 1):
            answer = self._one(at, headers, token, first)
            kept |= {name: answer.headers[name] for name in _KEPT_FROM_HOPS if name in answer.headers}
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer._replace(url=url, final_url=at, headers={**answer.headers, **kept})
            following = address.join(at, location)
            address.split(following)
            if at.startswith("https:") and not following.startswith("https:"):
                raise NetworkError(f"{address.public(at)}: redirects to an address without https, not followed")
            at = following
        raise NetworkError(f"{address.public(url)}: more than {self.options.max_redirects} redirects, not followed on")

    def _one(self, url: str, headers: Mapping[str, str], token: Token | None, first: int | None) -> Answer:
        """One request without redirects, within its own time and that of the target."""
        where = address.origin(url)
        self._be_patient(where.host)
        seconds = min(self.options.timeout, self._stop_at - self._clock())
        if seconds <= 0:
            raise NetworkError(f"{where.host}: no time left ({self.options.deadline:g} s are allowed for one target)")
        sent = {"User-Agent": _user_agent(), **headers}
        if token and token.origin == where:
            sent["Authorization"] = f"Bearer {token.value}"
        with Deadline(seconds) as deadline, session_for(self._guard, deadline, seconds) as session:
            try:
                with session.get(
                    url, headers=sent, stream=True, allow_redirects=False, timeout=seconds, auth=_no_credentials
                ) as response:
                    got = {name.lower(): value for name, value in response.headers.items()}
                    if sum(len(name) + len(value) for name, value in got.items()) > _MAX_HEADER_BYTES:
                        raise NetworkError(f"{where.host}: the headers of its answer are too large")
                    limit = self.options.max_download_bytes if response.status_code < 300 else _MAX_ERROR_BYTES
                    data = b""
                    if response.status_code not in _REDIRECTS:
                        cut = first is not None or response.status_code >= 300
                        data = body.read(response.raw, got, first or limit, cut=cut)
            except (requests.RequestException, OSError, body.BrokenOffError) as error:
                if not deadline.expired:
                    raise
                raise NetworkError(f"{where.host}: no complete answer within {seconds:.0f} s") from error
            if deadline.expired:  # a connection that was ended looks like the end of the body
                raise NetworkError(f"{where.host}: no complete answer within {seconds:.0f} s")
        if response.status_code < 400:
            self._note_limit(where.host, got)
        return Answer(url, url, response.status_code, got, data, _now())

    def _be_patient(self, host: str) -> None:
        wait = self._not_before.get(host, 0.0) - self._clock()
        if wait <= 0:
            return
        if self._clock() + wait > self._stop_at:
            raise TooManyRequestsError(f"{host}: too many requests for another {wait:.0f} s: try again later")
        self._sleep(wait)

    def _note_limit(self, host: str, headers: Mapping[str, str]) -> None:
        pause = waiting.pause_before_next(headers, time.time())
        if pause:
            self._not_before[host] = self._clock() + pause

    def _from_cache(self, key: str) -> Entry | None:
        if self._cache is None:
            return None
        try:
            return self._cache.get(key)
        except OSError as error:
            self.remarks.append(f"the cache in {self._cache.folder} cannot be read ({error.strerror})")
            return None

    def _to_cache(self, key: str, answer: Answer) -> None:
        if self._cache is None:
            return
        kept = {name: answer.headers[name] for name in _KEPT_IN_CACHE if name in answer.headers}
        try:
            self._cache.put(Entry(key, answer.final_url, kept, answer.body, answer.retrieved))
        except OSError as error:
            self.remarks.append(f"not kept in the cache in {self._cache.folder} ({error.strerror})")


def explain(error: Exception, url: str, seconds: float) -> str:
    """One sentence for a failed request. Never the exception's own text: it may hold the whole address."""
    host = address.origin(url).host
    known: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (requests.exceptions.SSLError, "its certificate could not be verified, or it speaks no acceptable TLS"),
        (requests.exceptions.ProxyError, "the proxy could not be reached, or refused"),
        ((requests.exceptions.InvalidProxyURL, requests.exceptions.InvalidSchema), "the proxy setting is not usable"),
        ((requests.exceptions.Timeout, TimeoutError), f"no answer within {seconds:g} s"),
        ((requests.exceptions.ChunkedEncodingError, body.BrokenOffError), "the answer broke off or is malformed"),
        (requests.exceptions.InvalidURL, "not a usable address"),
        ((requests.exceptions.ConnectionError, OSError), "could not be connected to, or closed the connection"),
    )
    return f"{host}: {next((text for kind, text in known if isinstance(error, kind)), 'the request failed')}"


def _cached(url: str, entry: Entry) -> Answer:
    return Answer(url, entry.final_url, 200, entry.headers, entry.body, entry.retrieved, from_cache=True)


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps `requests` from sending what ~/.netrc holds: only this module decides who gets a secret."""
    return request


def _trusted(options: SourceOptions) -> frozenset[tuple[str, int]]:
    return frozenset((o.host, o.port) for o in (address.origin(url) for _, url in options.endpoints))


def _user_agent() -> str:
    from openaudit import __version__

    # The form that crawlers use: some hubs turn away what they have never heard of.
    return f"Mozilla/5.0 (compatible; openaudit/{__version__}; +https://pypi.org/project/openaudit-license/)"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
