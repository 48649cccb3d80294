"""What reports about repositories say: the same keys in both languages, and a title and a text for every id."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openaudit.messages import LANGUAGES
from openaudit.repo.acceptance import IDS, known_prefix, matches
from openaudit.repo.render.words import read_repo_catalogue

PACKAGE = Path(__file__).parent.parent / "openaudit"
_FIELD = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_keys_and_fields() -> None:
    english, chinese = (read_repo_catalogue(lang) for lang in LANGUAGES)
    assert list(english) == list(chinese)
    for key, text in english.items():
        both = [" ".join(t.values()) if not isinstance(t, str) else t for t in (text, chinese[key])]
        assert set(_FIELD.findall(both[0])) == set(_FIELD.findall(both[1])), key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", IDS)
def test_every_id_has_a_title_and_a_text(lang: str, id_: str) -> None:
    catalogue = read_repo_catalogue(lang)
    assert f"title.{id_}" in catalogue
    assert any(key == id_ or key.startswith(f"{id_}.") for key in catalogue)


def test_the_list_of_ids_is_that_of_the_code() -> None:
    used = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name != "acceptance.py":
            used |= set(
                re.findall(r'"((?:CARD|MIS|MISS|GATE|POL|LIN|CLAIM|READ|IGN)00\d)"', path.read_text(encoding="utf-8"))
            )
    assert used == set(IDS)


def test_ids_are_chosen_by_themselves_or_their_family() -> None:
    assert matches("MIS001", "MIS")
    assert matches("MIS001", "MIS001")
    assert not matches("MISS001", "MIS")
    assert not matches("CARD001", "CAR")
    assert known_prefix("CLAIM")
    assert not known_prefix("CLAIMS")
