"""One GET against servers that are slow, broken, hostile, or fine."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from hubserver import HubServer, Reply, Request, endless, gzip_bomb, says, slow_drip
from openaudit.errors import NetworkError
from openaudit.sources import address, waiting
from openaudit.sources.http import Client, Token, TooManyRequestsError

TEXT = b"You may use this for any purpose.\n"


def client(hub: HubServer, **options: Any) -> Client:
    return Client(hub.options(**options))


def fails(hub: HubServer, path: str, message: str, within: float = 2.0, **options: Any) -> str:
    start = time.monotonic()
    with pytest.raises(NetworkError, match=message) as caught:
        client(hub, **options).get(hub.url + path)
    assert time.monotonic() - start < within
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_text_is_had_with_its_headers(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, TEXT, {"Content-Type": "text/plain", "ETag": '"e"', "X-Repo-Commit": "c" * 40})
    answer = client(hub).get(f"{hub.url}/x")
    assert (answer.status, answer.body, answer.etag, answer.headers["x-repo-commit"]) == (200, TEXT, '"e"', "c" * 40)
    assert answer.retrieved.endswith("Z")
    assert hub.requests[0].headers["user-agent"].startswith("Mozilla/5.0 (compatible; openaudit/")
    assert "cookie" not in hub.requests[0].headers


@pytest.mark.parametrize("headers", [False, True])
def test_a_server_that_drips_is_given_up(hub: HubServer, headers: bool) -> None:
    hub.routes["/x"] = slow_drip(hub, headers=headers)
    fails(hub, "/x", "no complete answer within 1 s", timeout=0.6)


def test_a_server_that_never_answers(hub: HubServer) -> None:
    def nothing(connection: socket.socket) -> None:
        hub.stopping.wait(10)

    hub.routes["/x"] = Reply(raw=nothing)
    fails(hub, "/x", "no complete answer|no answer", timeout=0.4, retries=0)


def test_a_server_that_says_continue_for_ever(hub: HubServer) -> None:
    def patience(connection: socket.socket) -> None:
        while not hub.stopping.is_set():
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.01)

    hub.routes["/x"] = Reply(raw=patience)
    fails(hub, "/x", "no complete answer", timeout=0.5)


def test_an_endless_body_is_cut_off(hub: HubServer) -> None:
    hub.routes["/x"] = endless(hub)
    fails(hub, "/x", "larger than 1 MiB", max_download_bytes=1 << 20)


def test_a_large_body_that_says_so(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, b"x" * 2001)
    fails(hub, "/x", "larger than", max_download_bytes=2000)
    assert client(hub, max_download_bytes=2001).get(f"{hub.url}/x").ok


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_gzip_bomb_is_unpacked_only_to_the_limit(hub: HubServer, encoding: str) -> None:
    bomb = gzip_bomb(300)
    assert len(bomb) < 400_000
    hub.routes["/x"] = Reply(200, bomb, {"Content-Encoding": encoding})
    fails(hub, "/x", "larger than 4 MiB")


def test_a_bomb_in_a_bomb_is_not_unpacked_twice(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, gzip.compress(gzip_bomb(300)), {"Content-Encoding": "gzip, gzip"})
    fails(hub, "/x", "was not asked for")


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "\x1b[31m"])
def test_other_compressions_are_refused(hub: HubServer, encoding: str) -> None:
    hub.routes["/x"] = Reply(200, b"\x0b\x02\x80", {"Content-Encoding": encoding})
    assert fails(hub, "/x", "which was not asked for").isprintable()


def _deflated(wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return packer.compress(TEXT) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:10]) + gzip.compress(TEXT[10:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 20),
        ("deflate", _deflated(15)),
        ("deflate", _deflated(-15)),
        ("identity", TEXT),
        ("", TEXT),
    ],
)
def test_honest_compression(hub: HubServer, encoding: str, data: bytes) -> None:
    hub.routes["/x"] = Reply(200, data, {"Content-Encoding": encoding})
    assert client(hub).get(f"{hub.url}/x").body == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT)[:-12],
        b"\0\1\2garbage\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(200)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 999999 What\r\n\r\n",
    ],
)
def test_answers_that_are_none(hub: HubServer, data: bytes) -> None:
    hub.routes["/x"] = says(data)
    fails(hub, "/x", "127.0.0.1: ", retries=0)


def test_many_headers_that_are_large_together(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, TEXT, {f"X-{i}": "a" * 5000 for i in range(20)})
    fails(hub, "/x", "headers of its answer are too large")


def test_a_body_in_chunks(hub: HubServer) -> None:
    hub.routes["/x"] = says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")
    assert client(hub).get(f"{hub.url}/x").body == b"hello!"


def test_redirects_are_followed_so_far(hub: HubServer) -> None:
    for i in range(6):
        hub.routes[f"/{i}"] = Reply(302, b"", {"Location": f"/{i + 1}"})
    hub.routes["/6"] = Reply(200, TEXT)
    assert client(hub).get(f"{hub.url}/1").final_url == f"{hub.url}/6"
    fails(hub, "/0", "more than 5 redirects")


def test_redirects_in_a_circle(hub: HubServer) -> None:
    hub.routes["/a"] = Reply(307, b"", {"Location": "/b"})
    hub.routes["/b"] = Reply(301, b"", {"Location": "/a"})
    fails(hub, "/a", "more than 5 redirects")


def test_a_redirect_without_a_place_is_an_answer(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(302, b"")
    assert client(hub).get(f"{hub.url}/x").status == 302


def test_the_body_of_a_redirect_is_not_read(hub: HubServer) -> None:
    def write(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /y\r\n\r\n")
        while not hub.stopping.is_set():
            connection.sendall(b"x" * 1000)

    hub.routes["/x"] = Reply(raw=write)
    hub.routes["/y"] = Reply(200, TEXT)
    assert client(hub).get(f"{hub.url}/x").body == TEXT


def test_a_token_goes_to_its_own_origin_only(hub: HubServer) -> None:
    with HubServer() as other:
        other.routes["/cdn"] = Reply(200, TEXT)
        hub.routes["/x"] = Reply(302, b"", {"Location": "/y"})
        hub.routes["/y"] = Reply(302, b"", {"Location": f"{other.url}/cdn"})
        options = hub.options()
        options = options._replace(endpoints=(*options.endpoints, ("other", other.url)))
        token = Token(address.origin(hub.url), "secret")
        assert Client(options).get(f"{hub.url}/x", token=token).body == TEXT
        assert [request.headers.get("authorization") for request in hub.requests] == ["Bearer secret"] * 2
        assert [request.headers.get("authorization") for request in other.requests] == [None]
        # Straight to another host, too.
        Client(options).get(f"{other.url}/cdn", token=token)
        assert other.requests[-1].headers.get("authorization") is None
    assert "secret" not in repr(token)
    assert "secret" not in repr(hub.options(hf_token="secret"))


def test_a_redirect_with_a_password_is_not_followed(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(302, b"", {"Location": f"http://user:hunter2@127.0.0.1:{hub.port}/y"})
    assert "hunter2" not in fails(hub, "/x", "user name or password")


def test_netrc_is_not_sent(hub: HubServer, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    hub.routes["/x"] = Reply(200, TEXT)
    client(hub).get(f"{hub.url}/x")
    assert "authorization" not in hub.requests[0].headers


def test_cookies_are_not_kept(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(302, b"", {"Location": "/y", "Set-Cookie": "track=1"})
    hub.routes["/y"] = Reply(200, TEXT, {"Set-Cookie": "track=2"})
    fetcher = client(hub)
    fetcher.get(f"{hub.url}/x")
    fetcher.get(f"{hub.url}/y")
    assert all("cookie" not in request.headers for request in hub.requests)


def limited(*replies: Reply) -> Any:
    """A route that gives these answers one after the other."""
    left: Iterator[Reply] = iter(replies)
    return lambda request: next(left)


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "3"}, 3.0),
        (503, {"Retry-After": "2"}, 2.0),
        (429, {"RateLimit": '"api";r=0;t=4', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}, 4.0),
        (403, {"X-RateLimit-Remaining": "0", "Retry-After": "1"}, 1.0),
    ],
)
def test_the_wait_that_is_asked_for_is_kept(hub: HubServer, status: int, headers: dict[str, str], wait: float) -> None:
    hub.routes["/x"] = limited(Reply(status, b"", headers), Reply(200, TEXT))
    slept: list[float] = []
    assert Client(hub.options(), sleep=slept.append).get(f"{hub.url}/x").body == TEXT
    assert slept == [wait]


@pytest.mark.parametrize("wait", ["600", "99999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_long_wait_is_not_waited_for(hub: HubServer, wait: str) -> None:
    hub.routes["/x"] = Reply(429, b"", {"Retry-After": wait})
    with pytest.raises(TooManyRequestsError, match="try again later"):
        client(hub).get(f"{hub.url}/x")
    assert len(hub.requests) == 1


def test_retries_are_spaced_and_bounded(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(502)
    slept: list[float] = []
    with pytest.raises(NetworkError, match="error 502 of the server, also after 3 retries"):
        Client(hub.options(retries=3), sleep=slept.append).get(f"{hub.url}/x")
    assert len(hub.requests) == 4
    assert [0.5 * 2**i <= pause <= 0.75 * 2**i for i, pause in enumerate(slept)] == [True] * 3


def test_a_broken_connection_is_tried_again(hub: HubServer) -> None:
    hub.routes["/x"] = limited(says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), Reply(200, TEXT))
    assert Client(hub.options(), sleep=lambda _: None).get(f"{hub.url}/x").body == TEXT


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_refusals_are_not_tried_again(hub: HubServer, status: int) -> None:
    hub.routes["/x"] = Reply(status, b"x" * 100_000)
    answer = client(hub).get(f"{hub.url}/x")
    assert (answer.status, answer.ok, len(hub.requests)) == (status, False, 1)
    assert len(answer.body) <= 16 * 1024


def test_a_host_whose_limit_is_used_up_is_left_alone(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, TEXT, {"RateLimit": '"api";r=0;t=5'})
    slept: list[float] = []
    now = [0.0]
    fetcher = Client(hub.options(), sleep=slept.append, clock=lambda: now[0])
    fetcher.get(f"{hub.url}/x")
    fetcher.get(f"{hub.url}/x")
    assert slept == [5.0]
    hub.routes["/x"] = Reply(200, TEXT, {"RateLimit": '"api";r=0;t=500'})
    fetcher.get(f"{hub.url}/x")
    with pytest.raises(TooManyRequestsError, match="for another 500 s"):
        fetcher.get(f"{hub.url}/x")


def test_one_target_has_one_deadline(hub: HubServer) -> None:
    hub.routes["/x"] = Reply(200, TEXT)
    now = [0.0]
    fetcher = Client(hub.options(deadline=10.0), clock=lambda: now[0])
    fetcher.get(f"{hub.url}/x")
    now[0] = 11.0
    with pytest.raises(NetworkError, match="no time left"):
        fetcher.get(f"{hub.url}/x")


def test_nobody_listens(hub: HubServer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/x"
        options = hub.options(retries=0)._replace(endpoints=(("huggingface", url),))
        with pytest.raises(NetworkError, match="could not be connected to"):
            Client(options).get(url)


def test_plain_http_where_tls_is_meant(hub: HubServer) -> None:
    url = f"https://127.0.0.1:{hub.port}/x"
    options = hub.options()._replace(endpoints=(("huggingface", url),))
    with pytest.raises(NetworkError, match="certificate"):
        Client(options).get(url)


def test_the_first_bytes_only(hub: HubServer) -> None:
    hub.routes["/x"] = lambda request: Reply(
        206, (b"ab" * 5000)[: int(request.headers["range"].rpartition("-")[2]) + 1]
    )
    answer = client(hub).get(f"{hub.url}/x", first_bytes=100)
    assert (answer.ok, len(answer.body)) == (True, 100)
    hub.routes["/x"] = endless(hub)  # a server that does not know ranges
    assert len(client(hub).get(f"{hub.url}/x", first_bytes=100).body) == 100


class Proxy(threading.Thread):
    """A proxy that answers everything itself and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.asked: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            with connection:
                head = connection.recv(4096).decode()
                self.asked.append(head.split("\r\n")[0])
                tunnel = head.startswith("CONNECT")
                connection.sendall(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                    if tunnel
                    else b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext"
                )


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    thread = Proxy()
    thread.start()
    yield thread
    thread.socket.shutdown(socket.SHUT_RDWR)
    thread.socket.close()
    thread.join(5)


def test_the_environments_proxy_is_used(hub: HubServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert client(hub).get(f"{hub.url}/x").body == b"text"
    assert proxy.asked == [f"GET {hub.url}/x HTTP/1.1"]
    assert hub.requests == []
    options = hub.options(retries=0)._replace(endpoints=(("huggingface", "https://127.0.0.1:1"),))
    with pytest.raises(NetworkError, match="proxy"):
        Client(options).get("https://127.0.0.1:1/x")


def test_no_proxy_is_respected(hub: HubServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    hub.routes["/x"] = Reply(200, TEXT)
    assert client(hub).get(f"{hub.url}/x").body == TEXT
    assert proxy.asked == []


def test_private_hosts_are_refused_behind_a_proxy_too(
    hub: HubServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    for url in ("https://169.254.169.254/x", "https://10.0.0.1/x", "http://192.168.0.1/x"):
        with pytest.raises(NetworkError, match="for safety"):
            client(hub).get(url)
    assert proxy.asked == []


def test_proxy_settings_that_are_none(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://[broken")
    monkeypatch.delenv("NO_PROXY", raising=False)
    fails(hub, "/x", "127.0.0.1", retries=0)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:10 GMT"}, 5.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:01 GMT"}, 0.0),
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"ratelimit": "nonsense"}, None),
        ({"x-ratelimit-reset": "25"}, 20.0),
        ({"x-ratelimit-reset": "x" * 1000}, None),
        ({"retry-after": "9" * 400}, None),
    ],
)
def test_what_headers_ask_for(headers: dict[str, str], wait: float | None) -> None:
    assert waiting.asked(headers, 5.0) == wait


def test_requests_see_no_more_than_they_must(hub: HubServer) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Reply:
        seen.append(request)
        return Reply(200, TEXT)

    hub.routes["/x"] = answer
    client(hub).get(f"{hub.url}/x")
    assert set(seen[0].headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
