from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openaudit import words


def test_words_keep_their_order_and_place() -> None:
    text = 'You may NOT "use" it;\nsee https://example.org (c)'
    read = words.read(text)
    assert read.words == ["you", "may", "not", "use", "it", "see", "example", "org"]
    assert [text[a:b] for a, b in zip(read.starts, read.ends, strict=True)] == [
        "You",
        "may",
        "NOT",
        "use",
        "it",
        "see",
        "example",
        "org",
    ]


def test_each_chinese_character_is_a_word_and_spelling_does_not_count() -> None:
    assert words.read("模型license许可").words == ["模", "型", "license", "许", "可"]
    assert words.read("The licence favours organisations").words == ["the", "license", "favours", "organizations"]


def test_a_blank_inside_a_word_is_no_end() -> None:
    assert words.read("li\x00cense \x00 may").words == ["license", "may"]


def test_copyright_and_title_lines_are_noted_not_lost() -> None:
    text = "MIT License\n\nCopyright (c) 2020 Example Inc.\n\nPermission is granted.\n"
    read = words.read(text)
    assert [(item.kind, text[slice(*item.span)]) for item in read.tolerated] == [
        ("title", "MIT License"),
        ("copyright", "Copyright (c) 2020 Example Inc."),
    ]
    assert read.kept_words() == ["permission", "is", "granted"]
    assert read.words[:2] == ["mit", "license"]


def test_list_markers_are_known_by_what_stands_before_them() -> None:
    text = "as follows: 1. one; (b) two, and\n(iii) three under version\n2. or Section 4 (a)."
    assert [text[slice(*span)] for span in words.markers(text)] == ["1.", "(b)", "(iii)"]
    assert words.marker_at(text, text.index("b) two"), text.index("b) two") + 1)
    assert not words.marker_at(text, text.index("2."), text.index("2.") + 1)


@given(st.text(max_size=300))
def test_every_word_stands_where_it_says(text: str) -> None:
    read = words.read(text)
    assert len(read.words) == len(read.starts) == len(read.ends)
    end = 0
    for start, stop in zip(read.starts, read.ends, strict=True):
        assert end <= start < stop <= len(text)
        end = stop
    kept = read.kept()
    assert kept == sorted(kept)
    assert all(start < end for start, end in kept)
