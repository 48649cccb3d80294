"""Prepared rules are the parsed ones."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any

import pytest

from openaudit import load, prepared, primed, stored
from openaudit.messages import LANGUAGES, read_catalogue


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("OPENAUDIT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(stored, "PACKAGED", str(tmp_path / "none"))
    # Rules that somebody is writing just now are prepared all the same.
    monkeypatch.setattr(stored, "_RACY", 0)
    return tmp_path / "prepared"


def opened(value: Any) -> Any:
    """`value` with all that is packed inside it unpacked."""
    if isinstance(value, bytes):
        return opened(marshal.loads(value))
    if isinstance(value, dict):
        return {key: opened(item) for key, item in value.items()}
    return [opened(item) for item in value] if isinstance(value, (list, tuple)) else value


def test_prepared_rules_are_the_parsed_ones(cache: Path) -> None:
    parsed = load.sections()
    first = stored.sections("rules", prepared.rule_sources(), lambda: parsed)
    assert first is parsed
    again = stored.sections("rules", prepared.rule_sources(), lambda: pytest.fail("made anew"))
    assert isinstance(again, stored.Sections)
    for name, section in parsed.items():
        packed = not name.startswith("resemblance")  # its bytes are numbers
        assert (opened(again[name]) if packed else again[name]) == (opened(section) if packed else section), name
    assert [path.name.partition("-")[0] for path in cache.iterdir()] == ["rules"]


def test_the_prepared_engine_is_the_parsed_one() -> None:
    parsed = load.engine()
    for _ in range(2):
        engine = prepared.engine()
        assert engine.rules_digest == parsed.rules_digest
        assert engine.provisions == parsed.provisions
        assert dict(engine.definitions) == dict(parsed.definitions)
        assert list(engine.examples) == list(parsed.examples)
        for code, rules in parsed.rules.items():
            assert list(engine.rules[code]) == list(rules)
            assert list(engine.rules[code].phrases.items) == list(rules.phrases.items)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prepared_words_are_those_of_the_catalogue(lang: str) -> None:
    for _ in range(2):
        assert prepared.catalogue(lang) == read_catalogue(lang)


def test_what_a_wheel_brings_along_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    prepared.ship(str(shipped))
    assert {path.stem for path in shipped.iterdir()} == {"rules", primed.NAME, "messages-en", "messages-zh"}
    monkeypatch.setattr(stored, "PACKAGED", str(shipped))
    made = stored.sections("rules", prepared.rule_sources(), lambda: pytest.fail("made anew"))
    assert made["about"]["digest"] == load.sections()["about"]["digest"]
