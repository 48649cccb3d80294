"""The JSON of reports is that of the standard library."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openaudit.render.json_report import dump
from openaudit.render.jsontext import indented, pieces

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(VALUES)
def test_it_is_what_json_dumps_gives(value: object) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_json_has_no_such_number(value: object) -> None:
    with pytest.raises(ValueError, match="no number"):
        indented(value)


@pytest.mark.parametrize("value", [{1: 2}, {"a": object()}, {"set"}])
def test_what_json_has_not_is_an_error(value: object) -> None:
    with pytest.raises(TypeError):
        indented(value)


def test_what_acts_on_a_terminal_travels_as_an_escape() -> None:
    text = "\x7f\u202e\ufeff\U000e0041 plain"
    assert dump(text) == '"\\u007f\\u202e\\ufeff\\udb40\\udc41 plain"\n'


def test_a_long_list_comes_in_pieces_wherever_it_stands() -> None:
    value = {"a": {"b": {"c": {"d": {"e": [["x" * 50, number] for number in range(1000)]}}}}}
    shallow = {"a": {"b": {"c": {"e": [{"x": "y" * 50}] * 1000}}}}
    assert indented(value) == json.dumps(value, indent=2)
    assert indented(shallow) == json.dumps(shallow, indent=2)
    assert max(map(len, pieces(shallow))) < len(indented(shallow)) / 10
