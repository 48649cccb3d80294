"""Words of a text, and where they stand."""

from __future__ import annotations

import pytest

from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.lexicon import words_of
from openaudit.prepared import engine


def words(text: str) -> list[tuple[str, str]]:
    """Each word, and the characters that it stands for."""
    plain = from_text(text).text.lower()
    read = words_of(plain, 0, len(plain), frozenset({"nonprofit", "license"}))
    return [(word, text[start:end]) for word, start, end in zip(read.words, read.starts, read.ends, strict=True)]


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "<b></b>"])
def test_what_cannot_be_seen_does_not_part_a_word(hidden: str) -> None:
    assert words(f"No com{hidden}mercial use.") == [
        ("no", "No"),
        ("commercial", f"com{hidden}mercial"),
        ("use", "use"),
        (".", "."),
    ]


def test_a_hidden_character_hides_no_restriction() -> None:
    text = "You may use the software. You may not use it for com\u200bmercial purposes."
    found = {f.provision for f in audit_document(from_text(text), engine(), identify=False).findings}
    assert "non-commercial" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a non-profit body", ["a", "nonprofit", "body"]),
        ("open-source code", ["open", "source", "code"]),
        ("the li-\n  cense ends", ["the", "license", "ends"]),
        ("an end-\n  user may", ["an", "end", "user", "may"]),
        ("U.S. law, 1.5 years", ["u.s.", "law", ",", "1.5", "years"]),
        ("you don't, we won't", ["you", "don't", ",", "we", "won't"]),
        ("https://example.org/a-b, then", ["https://example.org/a-b,", "then"]),
        ("不得使用", ["不", "得", "使", "用"]),
        ("café (50 %)", ["café", "(", "50", "%", ")"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word for word, _ in words(text)] == expected


def test_places_are_those_of_the_text() -> None:
    text = "The Soft\u200bware, the non-profit li-\ncense and 第一条 apply; see end-\nuser terms."
    for word, printed in words(text):
        joined = printed.replace("\u200b", "").replace("-\n", "").replace("-", "")
        assert joined.lower() == word
