"""Prepared files: nothing that is broken, stale or somebody else's is believed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openaudit import stored

Read = Callable[[], Any]


class Shop:
    """A folder of sources, and how often something was made from it."""

    def __init__(self, root: Path) -> None:
        self.sources = root / "sources"
        (self.sources / "deeper").mkdir(parents=True)
        self.file = self.sources / "deeper" / "a.yaml"
        self.write("one")
        self.made = 0

    def write(self, text: str, age: float = 60) -> None:
        self.file.write_text(text, encoding="utf-8")
        os.utime(self.file, (time.time() - age,) * 2)

    def make(self) -> dict[str, Any]:
        self.made += 1
        return {"text": self.file.read_text(encoding="utf-8"), "other": (1, b"2", {"three": 3.0})}

    def read(self) -> Any:
        return stored.sections("shop", [str(self.sources)], self.make)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("OPENAUDIT_CACHE_DIR", str(tmp_path / "cache"))
    return Shop(tmp_path)


def kept(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "cache" / "prepared").iterdir()
    return file


def test_what_was_made_is_read_again(shop: Shop) -> None:
    assert shop.read() == {"text": "one", "other": (1, b"2", {"three": 3.0})}
    again = shop.read()
    assert (again["text"], again["other"], shop.made) == ("one", (1, b"2", {"three": 3.0}), 1)


@pytest.mark.parametrize("change", ["another text", "one as long", "a new file", "a name", "this version"])
def test_whatever_changed_is_made_anew(shop: Shop, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.read()
    if change == "another text":
        shop.write("more")
    elif change == "one as long":
        shop.write("two", age=50)
    elif change == "a new file":
        (shop.sources / "b.yaml").write_text("b", encoding="utf-8")
    elif change == "a name":
        shop.file = shop.file.rename(shop.file.with_name("z.yaml"))
    else:
        monkeypatch.setattr(stored, "__version__", "0")
    shop.read()
    assert shop.made == 2


def test_what_may_change_unseen_is_not_kept(shop: Shop, tmp_path: Path) -> None:
    shop.write("new", age=0)
    assert shop.read()["text"] == shop.read()["text"] == "new"
    assert shop.made == 2
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("damage", ["cut", "longer", "empty", "other", "sizes", "table"])
def test_a_damaged_file_is_made_anew(shop: Shop, tmp_path: Path, damage: str) -> None:
    shop.read()
    file = kept(tmp_path)
    good = file.read_bytes()
    head = good.index(b"\n", len(stored.MAGIC))
    damaged = {
        "cut": good[:-1],
        "longer": good + b"x",
        "empty": b"",
        "other": b"hello\n" * 9,
        "sizes": stored.MAGIC + b"x y\n" + good[head + 1 :],
        "table": good.replace(b"text\t", b"text"),
    }[damage]
    file.write_bytes(damaged)
    assert shop.read()["text"] == "one"
    assert shop.made == 2
    assert kept(tmp_path).read_bytes() == good


def test_a_section_with_a_wrong_byte_is_made_anew(shop: Shop, tmp_path: Path) -> None:
    shop.read()
    file = kept(tmp_path)
    good = file.read_bytes()
    for place in range(good.index(b"one"), len(good)):
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        found = shop.read()
        assert (found["text"], found["other"]) == ("one", (1, b"2", {"three": 3.0}))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as POSIX has them")
def test_a_file_that_others_may_write_is_not_believed(shop: Shop, tmp_path: Path) -> None:
    shop.read()
    file = kept(tmp_path)
    os.chmod(file, 0o666)
    shop.read()
    assert shop.made == 2
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="owners as POSIX has them")
def test_a_file_of_somebody_else_is_not_believed(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.read()
    if os.geteuid() == 0:
        os.chown(kept(tmp_path), 12345, -1)  # what the administrator wrote would be believed
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    shop.read()
    assert shop.made == 2


def test_a_place_that_cannot_be_written_is_no_error(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    assert shop.read()["text"] == shop.read()["text"] == "one"
    assert shop.made == 2


def test_no_home_is_no_error(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAUDIT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "not absolute")
    monkeypatch.setenv("LOCALAPPDATA", "not absolute")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert stored.folder() == ""
    assert shop.read()["text"] == "one"


def test_the_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    platformdirs = pytest.importorskip("platformdirs")
    monkeypatch.delenv("OPENAUDIT_CACHE_DIR", raising=False)
    cache = platformdirs.user_cache_dir("openaudit", appauthor=False)
    assert stored.folder() == os.path.join(cache, "prepared")


def test_processes_that_make_it_at_the_same_time_agree(shop: Shop, tmp_path: Path) -> None:
    code = (
        "import sys, time; from openaudit import stored\n"
        "make = lambda: (time.sleep(0.05), {'text': 'x' * 100_000})[1]\n"
        "for _ in range(5): assert len(stored.sections('shop', [sys.argv[1]], make)['text']) == 100_000"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(shop.sources)]) for _ in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert kept(tmp_path).stat().st_size > 100_000
