from __future__ import annotations

import time

import pytest

from openaudit.errors import RuleError
from openaudit.spans import Position
from openaudit.strictyaml import Mapping, Sequence, check_keys, error_at, load


def test_scalars_stay_the_strings_that_stand_in_the_file() -> None:
    loaded = load("a: no\nb: 1.10\nc: 2023-07-18\nd: ~\ne:\nf: '0x10'\ng: [yes, null]\n", "x.yaml")
    assert loaded == {"a": "no", "b": "1.10", "c": "2023-07-18", "d": "~", "e": "", "f": "0x10", "g": ["yes", "null"]}


def test_every_key_value_and_item_knows_its_place() -> None:
    loaded = load("one: 1\ntwo:\n  - a\n  - three:  x\n", "x.yaml")
    assert isinstance(loaded, Mapping)
    assert loaded.file == "x.yaml"
    assert loaded.at == {"one": Position(1, 1), "two": Position(2, 1)}
    items = loaded["two"]
    assert isinstance(items, Sequence)
    assert items.at == [Position(3, 5), Position(4, 5)]
    assert items[1].value_at["three"] == Position(4, 13)
    assert str(error_at(items, 0, "odd item", "try b")) == "x.yaml:3:5: odd item (try b)"
    assert str(error_at(loaded, None, "odd")) == "x.yaml:1:1: odd"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1: the key 'a' stands here a second time (first on line 1)"),
        ("a: &x 1\n", "x.yaml:1:4: the anchor '&x' is not allowed"),
        ("a: *x\n", "x.yaml:1:4: the alias '*x' is not allowed"),
        ("a: !!int 1\n", "x.yaml:1:4: the tag 'tag:yaml.org,2002:int' is not allowed"),
        ("a: !x 1\n", "x.yaml:1:4: the tag '!x' is not allowed"),
        ("a: 1\n---\nb: 1\n", "x.yaml:2:1: a second document in one file is not allowed"),
        ("? [a]\n: 1\n", "x.yaml:1:3: a key that is not plain text is not allowed"),
        ("[" * 21 + "]" * 21, "x.yaml:1:21: nesting deeper than 20 is not allowed"),
    ],
)
def test_surprises_are_errors_with_their_place(text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(text, "x.yaml")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c\n",
        "a: [\n",
        "\ta: 1\n",
        "a: \x00\n",
        "'",
        "a: 1\n b: 2\n",
        "%TAG ! x\n--- !y z\n",
    ],
)
def test_bad_yaml_is_one_clear_error(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(text, "x.yaml")
    assert str(caught.value).startswith("x.yaml:")
    assert "\n" not in str(caught.value)


def test_a_large_file_and_a_bomb_are_refused_quickly() -> None:
    started = time.process_time()
    with pytest.raises(RuleError, match="larger than 2 MB"):
        load("a" * 2_000_001, "x.yaml")
    with pytest.raises(RuleError, match="larger than 2 MB"):
        load("中" * 700_000, "x.yaml")
    with pytest.raises(RuleError, match="nesting deeper"):
        load("[" * 1_000_000, "x.yaml")
    assert time.process_time() - started < 5


def test_unknown_and_missing_keys_are_named_with_a_guess() -> None:
    loaded = load("a: 1\npublsher: x\n", "x.yaml")
    with pytest.raises(RuleError, match=r"^x\.yaml:2:1: unknown key 'publsher' \(did you mean 'publisher'\?\)$"):
        check_keys(loaded, {"a", "publisher"})
    with pytest.raises(RuleError, match=r"^x\.yaml:1:1: the key 'name' is missing$"):
        check_keys(loaded, {"a", "publsher", "name"}, ["name"])


def test_an_empty_document_is_empty_text() -> None:
    assert load("", "x.yaml") == ""
    assert load("# only a comment\n", "x.yaml") == ""
