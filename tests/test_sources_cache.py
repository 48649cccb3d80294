"""The cache: whole entries or none, revalidation, a limit, and no secrets."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from hubserver import HubServer, Reply, Request
from openaudit.errors import NetworkError
from openaudit.sources import address
from openaudit.sources.cache import Cache, Entry
from openaudit.sources.http import Client, Token

TEXT = b"You may use this.\n"


def entry(url: str, body: bytes = TEXT) -> Entry:
    return Entry(url, url, {"etag": '"e"'}, body, "2024-01-01T00:00:00Z")


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "c"))
    assert cache.get("https://x.org/") is None
    for body in (b"", TEXT, b"\0\n\r\n" * 1000, b"{}\n{}"):
        cache.put(entry("https://x.org/", body))
        assert cache.get("https://x.org/") == entry("https://x.org/", body)


def test_only_the_user_can_read_it(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "c"))
    cache.put(entry("https://x.org/"))
    assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "c").iterdir()} == {0o600}


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other", "head", "binary", "format"])
def test_a_damaged_entry_is_no_entry_and_goes(tmp_path: Path, damage: str) -> None:
    cache = Cache(str(tmp_path))
    cache.put(entry("https://x.org/"))
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut": data[:-1],
            "flip": data[:-1] + b"X",
            "empty": b"",
            "other": data.replace(b'"key": "', b'"key": "0'),
            "head": b"[1, 2]\n" + TEXT,
            "binary": os.urandom(1000),
            "format": data.replace(b'"format": 1', b'"format": 99'),
        }[damage]
    )
    assert cache.get("https://x.org/") is None
    assert list(tmp_path.iterdir()) == []


def test_names_hold_nothing_of_the_address(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "c"))
    cache.put(entry("https://x.org/../../../../etc/passwd\0"))
    (path,) = (tmp_path / "c").iterdir()
    assert path.name.endswith(".entry")
    assert set(path.name.removesuffix(".entry")) <= set("0123456789abcdef")


def test_the_least_used_go_when_it_is_full(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path), limit=40_000)
    for i in range(5):
        cache.put(entry(f"https://x.org/{i}", b"x" * 9000))
        os.utime(cache._path(f"https://x.org/{i}"), (i + 1, i + 1))
    # Entry 0 was pushed out by the fifth; using 1 keeps it, so 2 goes next.
    assert cache.get("https://x.org/1")
    cache.put(entry("https://x.org/5", b"x" * 9000))
    assert [i for i in range(6) if cache.get(f"https://x.org/{i}")] == [1, 3, 4, 5]
    assert cache.usage().size <= 40_000


def test_remains_of_killed_runs_go_after_an_hour(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    (tmp_path / ".part-old").write_bytes(b"x")
    os.utime(tmp_path / ".part-old", (time.time() - 4000,) * 2)
    (tmp_path / ".part-new").write_bytes(b"x")
    cache.put(entry("https://x.org/"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == [".part-new"]


def test_clearing_leaves_other_files_alone(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    (tmp_path / "thesis.doc").write_bytes(b"years of work")
    (tmp_path / "notes.entry").write_bytes(b"also mine")
    cache.put(entry("https://x.org/"))
    assert cache.usage().entries == 1
    assert cache.clear() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.entry", "thesis.doc"]
    assert Cache(str(tmp_path / "nowhere")).clear() == 0


def test_an_entry_is_asked_about_again(hub: HubServer, tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        if request.headers.get("if-none-match") == '"1"':
            return Reply(304, b"", {"ETag": '"1"'})
        return Reply(200, TEXT, {"ETag": '"1"'})

    hub.routes["/x"] = answer
    first = Client(hub.options(str(tmp_path))).get(f"{hub.url}/x")
    again = Client(hub.options(str(tmp_path))).get(f"{hub.url}/x")
    assert (first.from_cache, again.from_cache, again.body, again.retrieved) == (False, True, TEXT, first.retrieved)
    assert len(hub.requests) == 2
    hub.routes["/x"] = Reply(200, b"new text", {"ETag": '"2"'})
    assert Client(hub.options(str(tmp_path))).get(f"{hub.url}/x").body == b"new text"


def test_without_an_etag_the_date_is_asked_about(hub: HubServer, tmp_path: Path) -> None:
    date = "Mon, 01 Jan 2024 00:00:00 GMT"
    hub.routes["/x"] = lambda request: (
        Reply(304) if request.headers.get("if-modified-since") == date else Reply(200, TEXT, {"Last-Modified": date})
    )
    Client(hub.options(str(tmp_path))).get(f"{hub.url}/x")
    assert Client(hub.options(str(tmp_path))).get(f"{hub.url}/x").from_cache


def test_what_cannot_change_is_not_asked_about(hub: HubServer, tmp_path: Path) -> None:
    hub.routes["/x"] = Reply(200, TEXT)
    for _ in range(3):
        assert Client(hub.options(str(tmp_path))).get(f"{hub.url}/x", immutable=True).body == TEXT
    assert len(hub.requests) == 1


def test_offline_gives_what_is_there_and_asks_nobody(hub: HubServer, tmp_path: Path) -> None:
    hub.routes["/x"] = Reply(200, TEXT)
    online = Client(hub.options(str(tmp_path))).get(f"{hub.url}/x")
    offline = Client(hub.options(str(tmp_path), offline=True))
    assert offline.get(f"{hub.url}/x") == online._replace(from_cache=True, headers=offline.get(f"{hub.url}/x").headers)
    with pytest.raises(NetworkError, match=r"offline, and not in the cache"):
        offline.get(f"{hub.url}/y")
    assert len(hub.requests) == 1


def test_errors_are_not_kept(hub: HubServer, tmp_path: Path) -> None:
    hub.routes["/x"] = Reply(404, b"nothing")
    Client(hub.options(str(tmp_path))).get(f"{hub.url}/x")
    assert list(tmp_path.iterdir()) == []


def test_no_cache_writes_nothing(hub: HubServer, tmp_path: Path) -> None:
    hub.routes["/x"] = Reply(200, TEXT)
    Client(hub.options()._replace(cache_dir=str(tmp_path))).get(f"{hub.url}/x")
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_said_and_done_without(hub: HubServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    hub.routes["/x"] = Reply(200, TEXT)
    client = Client(hub.options(str(tmp_path / "file")))
    assert client.get(f"{hub.url}/x").body == TEXT
    assert "not kept in the cache" in client.remarks[0]


def test_no_secret_is_kept(hub: HubServer, tmp_path: Path) -> None:
    hub.routes["/x"] = Reply(302, b"", {"Location": "/y?X-Amz-Signature=hunter2", "Set-Cookie": "session=hunter2"})
    hub.routes["/y"] = Reply(200, TEXT, {"Authorization": "hunter2", "X-Api-Key": "hunter2"})
    token = Token(address.origin(hub.url), "hunter2")
    Client(hub.options(str(tmp_path))).get(f"{hub.url}/x?token=hunter2", token=token)
    assert hub.requests[0].headers["authorization"] == "Bearer hunter2"
    for path in tmp_path.iterdir():
        assert b"hunter2" not in path.read_bytes()
        assert "hunter2" not in path.name
