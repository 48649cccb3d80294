"""Prepared rules are the parsed ones, and nothing that is broken, foreign or stale is believed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openaudit import load, prepared


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own; the path of its file."""
    monkeypatch.setenv("OPENAUDIT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(prepared, "SHIPPED", str(tmp_path / "none"))
    return tmp_path / "openaudit" / "rules.bin"


def test_prepared_rules_are_the_parsed_ones(cache: Path) -> None:
    parsed = load.engine()
    prepared.engine()
    assert cache.is_file()
    again = prepared.engine()
    assert again.rules_digest == parsed.rules_digest
    assert dict(again.provisions) == dict(parsed.provisions)
    assert dict(again.definitions) == dict(parsed.definitions)
    assert [tuple(e) for e in again.examples] == [tuple(e) for e in parsed.examples]
    for code, rules in parsed.rules.items():
        assert list(again.rules[code]) == list(rules)
        assert again.packed[code] == parsed.packed[code]


@pytest.mark.parametrize("damage", ["cut", "flipped", "other", "empty"])
def test_a_damaged_file_is_made_anew(cache: Path, damage: str) -> None:
    prepared.engine()
    good = cache.read_bytes()
    cache.write_bytes(
        {"cut": good[:-9], "flipped": good[:-1] + bytes([good[-1] ^ 1]), "other": b"hello", "empty": b""}[damage]
    )
    assert prepared.engine().rules_digest
    assert cache.read_bytes() == good


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_file_that_others_may_write_is_not_believed(cache: Path) -> None:
    prepared.engine()
    os.chmod(cache, 0o666)
    assert prepared._read(str(cache), prepared.key(times=True)) is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    prepared.write(str(tmp_path / "file" / "deeper" / "rules.bin"), b"", {})
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
