"""Which addresses are connected to, and that nothing gets around it."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from hubserver import HubServer, Reply
from openaudit.errors import NetworkError
from openaudit.sources import SourceOptions, address
from openaudit.sources.guard import Deadline, Guard, UnknownHostError, refusal
from openaudit.sources.http import Client

PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("::1", "fc00::1", "fd12:3456::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::", "::ffff:0:127.0.0.1"),
    *("2001:0:4136:e378:8000:63bf:80ff:fffe", "192.0.2.1", "198.18.0.1", "203.0.113.1", "240.0.0.1", "255.255.255.255"),
]
NEVER = [
    *("169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
    *("2002:a9fe:a9fe::", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1", "ff02::1"),
    *("", "localhost", "1.2.3", "999.1.1.1"),
]


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_fine(ip: str) -> None:
    assert refusal(ip) == ""


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_need_leave(ip: str) -> None:
    assert "private" in refusal(ip)
    assert refusal(ip, allow_private=True) == ""


@pytest.mark.parametrize("ip", NEVER)
def test_metadata_link_local_and_no_addresses_are_refused_always(ip: str) -> None:
    assert refusal(ip)
    assert refusal(ip, allow_private=True)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1", "localhost", "[::1]", "[::ffff:7f00:1]"],
)
def test_spellings_of_loopback_are_all_loopback(hub: HubServer, host: str) -> None:
    client = Client(hub.options()._replace(endpoints=(), use_cache=False))
    with pytest.raises(NetworkError, match=r"for safety|no such host"):
        client.get(f"http://{host}:{hub.port}/x")
    assert hub.requests == []


def test_a_name_with_one_private_address_is_refused_whole() -> None:
    guard = Guard(lookup=lambda host, port: ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(NetworkError, match=r"10\.0\.0\.7 is a private"):
        guard.addresses("two-faced.example", 443, 1)


def test_a_name_is_looked_up_once_and_connected_to_what_was_checked(hub: HubServer) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    hub.routes["/x"] = Reply(200, b"text")
    guard = Guard(allow_private=True, lookup=lookup)
    options = hub.options()._replace(endpoints=(), allow_private_hosts=True)
    assert Client(options, guard=guard).get(f"http://rebinding.example:{hub.port}/x").body == b"text"
    assert asked == ["rebinding.example"]
    with pytest.raises(NetworkError, match="metadata"):
        Client(options, guard=guard).get(f"http://rebinding.example:{hub.port}/x")


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "//169.254.169.254/",
        "http://[::ffff:169.254.169.254]/",
        "http://2852039166/",
        "http://0.0.0.0:22/",
        "http://127.0.0.1:22/",
        "http://localhost:1/",
        "http://[::1]:1/",
    ],
)
def test_each_redirect_is_checked(hub: HubServer, location: str) -> None:
    hub.routes["/x"] = Reply(302, b"", {"Location": location})
    with pytest.raises(NetworkError, match="for safety"):
        Client(hub.options()).get(f"{hub.url}/x")


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "data:text/plain,x", "gopher://x/"]
)
def test_redirects_to_other_schemes_are_refused(hub: HubServer, location: str) -> None:
    hub.routes["/x"] = Reply(302, b"", {"Location": location})
    with pytest.raises(NetworkError, match=r"only https://|no host"):
        Client(hub.options()).get(f"{hub.url}/x")


def test_http_is_refused_but_for_the_users_own_network() -> None:
    guard = Guard(lookup=lambda host, port: ["8.8.8.8"])
    options = SourceOptions(use_cache=False)
    for allowed in (guard, guard._replace(allow_private=True)):
        with pytest.raises(NetworkError, match="only https://"):
            Client(options, guard=allowed).get("http://example.org/LICENSE")


def test_an_unknown_host() -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(UnknownHostError, match="no such host"):
        Guard(lookup=lookup).addresses("nowhere.example", 443, 1)


def test_a_lookup_that_hangs_is_given_up() -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> list[str]:
        release.wait(20)
        return ["8.8.8.8"]

    start = time.monotonic()
    with pytest.raises(UnknownHostError, match="could not be looked up"):
        Guard(lookup=lookup).addresses("slow.example", 443, 0.2)
    release.set()
    assert time.monotonic() - start < 2


def test_the_deadline_ends_a_connection_that_hangs() -> None:
    left, right = socket.socketpair()
    start = time.monotonic()
    with left, right, Deadline(0.2) as deadline:
        deadline.watch(left)
        assert left.recv(1) == b""
        assert deadline.expired
        with pytest.raises(TimeoutError):
            deadline.watch(right.dup())
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://user:pw@example.org/", "user name or password"),
        ("https://user@example.org/", "user name or password"),
        ("https:///x", "no host"),
        ("https://", "no host"),
        ("https://example.org:99999/", "not a usable address"),
        ("https://example.org:0/", "no host"),
        ("https://exam ple.org/", "spaces or control"),
        ("https://example.org/\r\nHost: evil", "spaces or control"),
        ("https://example.org/\u2028", "spaces or control"),
        ("https://[::1", "not a usable address"),
        ("https://example.org\\@evil.example/", "no host"),
        ("ftp://example.org/", "only https://"),
        ("example.org/x", "only https://"),
        ("https://example.org/" + "a" * 5000, "is not followed"),
    ],
)
def test_unacceptable_addresses(url: str, message: str) -> None:
    with pytest.raises(NetworkError, match=message) as caught:
        address.split(url)
    assert "pw" not in str(caught.value).replace("password", "")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("https://x.org/f?X-Amz-Signature=s&X-Amz-Credential=c&v=1", "https://x.org/f?v=1"),
        ("https://x.org/f?token=s&Expires=1&Signature=z", "https://x.org/f?Expires=1"),
        ("https://x.org/f?a=b&api_key=1", "https://x.org/f?a=b"),
        ("https://x.org/monkey?keyboard=1", "https://x.org/monkey?keyboard=1"),
    ],
)
def test_secrets_are_left_out_of_what_is_shown(url: str, shown: str) -> None:
    assert address.public(url) == shown


@pytest.mark.parametrize(
    ("page", "raw"),
    [
        ("https://github.com/o/r/blob/main/LICENSE", "https://raw.githubusercontent.com/o/r/main/LICENSE"),
        ("https://www.github.com/o/r/blob/v1/a/b.md?plain=1#L3", "https://raw.githubusercontent.com/o/r/v1/a/b.md"),
        ("https://huggingface.co/o/m/blob/main/LICENSE", "https://huggingface.co/o/m/resolve/main/LICENSE"),
        ("https://huggingface.co/gpt2/blob/main/LICENSE", "https://huggingface.co/gpt2/resolve/main/LICENSE"),
        ("https://huggingface.co/datasets/o/d/raw/main/L", "https://huggingface.co/datasets/o/d/resolve/main/L"),
        ("https://gitlab.com/g/s/p/-/blob/main/LICENSE", "https://gitlab.com/g/s/p/-/raw/main/LICENSE"),
        ("https://gitee.com/o/r/blob/master/LICENSE", "https://gitee.com/o/r/raw/master/LICENSE"),
        ("https://codeberg.org/o/r/src/branch/main/L", "https://codeberg.org/o/r/raw/branch/main/L"),
        ("https://modelscope.cn/models/o/m/file/view/master/L", "https://modelscope.cn/models/o/m/resolve/master/L"),
        ("https://example.org/blob/x?y=1#z", "https://example.org/blob/x?y=1"),
    ],
)
def test_pages_around_files_are_rewritten(page: str, raw: str) -> None:
    assert address.raw_form(page) == raw
