"""Model cards: fields with their places, and front matter that is broken or hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaudit.modelcard import MAX_FRONT_MATTER, ModelCard, Table, flatten, read_card
from openaudit.repo.values import Place

CARD = """\
---
language: [en, zh]
license: other
license_name: '示例-license'   # a comment
license_link: LICENSE
base_model:
  - maker/base-7b
  - maker/other
extra_gated_heading: Please agree first
extra_gated_prompt: |-
  You agree to the terms below.
  非商业用途。
extra_gated_fields:
  Company: text
  I agree to use this model for study only: checkbox
  Country:
    type: select
    options: [Here, There, {label: Elsewhere, value: other}]
extra_gated_button_content: Go
---

# **Demo** [Model](https://example.org)

Text.
"""


def card(front: str, body: str = "# T\n") -> ModelCard:
    return read_card(f"---\n{front}\n---\n{body}", "README.md")


def problem_of(front: str) -> tuple[str, int, int]:
    (problem,) = card(front).problems
    return problem.message.key, problem.place.line, problem.place.column


def test_fields_have_values_and_places() -> None:
    read = read_card(CARD, "sub/README.md")
    name = read.one("license_name")
    assert name is not None
    assert (name.value, name.plain) == ("示例-license", False)
    assert name.place("sub/README.md") == Place("sub/README.md", 4, 15, 4, 27)
    assert [text.value for text in read.texts("base_model")] == ["maker/base-7b", "maker/other"]
    assert [text.line for text in read.texts("base_model")] == [7, 8]
    assert [text.value for text in read.texts("language")] == ["en", "zh"]
    assert read.problems == ()
    assert read.one("datasets") is None
    assert read.text[read.body :].startswith("\n\n# **Demo**")


def test_the_title_is_without_marks() -> None:
    assert read_card(CARD, "README.md").title == "Demo Model"
    assert read_card('<h1 align="center">Big <b>Model</b></h1>', "README.md").title == "Big Model"
    assert read_card("no heading\n", "README.md").title == ""


def test_the_gate_is_prompt_labels_and_options_without_types() -> None:
    gate = read_card(CARD, "README.md").gate
    assert [(text.value, text.line) for text in gate] == [
        ("Please agree first", 9),
        ("You agree to the terms below.\n非商业用途。", 10),
        ("Company", 14),
        ("I agree to use this model for study only", 15),
        ("Country", 16),
        ("Here", 18),
        ("There", 18),
        ("Elsewhere", 18),
    ]


@pytest.mark.parametrize(
    "text", ["", "# Only Markdown\n", "---\n\nA rule, then text.\n", "text\n---\na: b\n---\n", "----\na: b\n----\n"]
)
def test_no_front_matter_is_no_problem(text: str) -> None:
    read = read_card(text, "README.md")
    assert (read.front, read.body, read.problems) == (None, 0, ())


@pytest.mark.parametrize("start", ["\ufeff---\n", "\n\n---\n", "---  \r\n", "---\r"])
def test_openings_that_hubs_accept(start: str) -> None:
    end = "\r" if start == "---\r" else "\n"
    read = read_card(f"{start}license: mit{end}---{end}# T{end}".replace("\r---\r", "\n---\n"), "README.md")
    license_ = read.one("license")
    assert license_ is not None
    assert license_.value == "mit"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("license: [mit", ("CARD001.invalid", 3, 1)),
        ("a: b\nlicense: mit: x", ("CARD001.invalid", 3, 13)),
        ("license:\tmit\n\tx: y", ("CARD001.invalid", 3, 1)),
        ("a: *nothing", ("CARD001.invalid", 2, 4)),
        ("a: &x [*x]", ("CARD001.invalid", 2, 8)),
        ("- a\n- b", ("CARD001.mapping", 2, 1)),
        ("just words", ("CARD001.mapping", 2, 1)),
        ("{[a]: b}", ("CARD001.invalid", 2, 2)),
        ("a: " + "[" * 40 + "]" * 40, ("CARD001.invalid", 2, 33)),
        ("license: mit\nlicense: other", ("CARD002", 3, 1)),
        ("a: \x07", ("CARD001.invalid", 2, 1)),
        ("a: \ud800", ("CARD001.invalid", 2, 1)),
    ],
)
def test_broken_front_matter_is_told_with_its_place(front: str, expected: tuple[str, int, int]) -> None:
    assert problem_of(front) == expected


def test_of_two_equal_keys_the_last_counts_as_on_hubs() -> None:
    license_ = card("license: mit\nlicense: other").one("license")
    assert license_ is not None
    assert license_.value == "other"


def test_unclosed_and_oversized_front_matter() -> None:
    (unclosed,) = read_card("---\nlicense: mit\n\n# T\n", "README.md").problems
    (large,) = read_card("---\nlicense: mit\n" + "# x\n" * MAX_FRONT_MATTER, "README.md").problems
    assert (unclosed.message.key, unclosed.place.line) == ("CARD001.unclosed", 1)
    assert (large.message.key, large.place.line) == ("CARD001.large", 1)


@pytest.mark.parametrize(
    ("value", "empty", "is_name"),
    [("mit", False, True), ("~", True, False), ("null", True, False), ("'null'", False, True), ("no", False, False)],
)
def test_yaml_words_that_are_no_names(value: str, empty: bool, is_name: bool) -> None:
    table = card(f"license: {value}").front
    assert table is not None
    (text,) = flatten(table.get("license"), limit=9)
    assert (text.empty, text.is_name) == (empty, is_name)


def test_an_alias_bomb_stays_small() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.perf_counter()
    read = card("\n".join(lines))
    assert len(read.texts("a11")) <= 1000
    assert time.perf_counter() - started < 1


def test_too_many_values_are_refused() -> None:
    assert problem_of("a: [" + "x," * 30_000 + "]")[0] == "CARD001.invalid"


def test_tags_build_nothing() -> None:
    read = card("license: !!python/object/apply:os.system ['true']")
    assert [text.value for text in read.texts("license")] == ["true"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("-:[]{}&*!|>'\"#%@ \t\n\rabc中\ufeff\x00"), max_size=60))
def test_no_text_raises(front: str) -> None:
    read = read_card("---\n" + front + "\n---\n", "README.md")
    assert read.front is None or isinstance(read.front, Table)
    lines = len(read.text.splitlines()) + 2
    assert all(1 <= problem.place.line <= lines for problem in read.problems)
