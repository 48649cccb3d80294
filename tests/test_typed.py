"""The stand-in for `typing.NamedTuple` does what typing's does."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from openaudit import typed


class Ours(typed.NamedTuple):
    """A value."""

    name: str
    size: int = 3
    tags: tuple[str, ...] = ()

    @property
    def long(self) -> str:
        return self.name * self.size


class Theirs(typing.NamedTuple):
    """A value."""

    name: str
    size: int = 3
    tags: tuple[str, ...] = ()

    @property
    def long(self) -> str:
        return self.name * self.size


BOTH = pytest.mark.parametrize("made", [Ours, Theirs])


@BOTH
def test_fields_are_given_by_place_by_name_or_not_at_all(made: typing.Any) -> None:
    assert made("a") == made(name="a") == made("a", 3) == made("a", tags=()) == ("a", 3, ())
    assert (made("a", 2).name, made("a", 2).size, made("a", 2).long) == ("a", 2, "aa")


@BOTH
@pytest.mark.parametrize("given", [((), {}), (("a", 1, (), 4), {}), (("a",), {"name": "b"}), (("a",), {"other": 1})])
def test_wrong_fields_are_errors(made: typing.Any, given: tuple[tuple[object, ...], dict[str, object]]) -> None:
    with pytest.raises(TypeError):
        made(*given[0], **given[1])


@BOTH
def test_values_are_changed_by_making_others(made: typing.Any) -> None:
    value = made("a")
    assert value._replace(size=5) == made("a", 5) == made._make(["a", 5, ()])
    assert value._asdict() == {"name": "a", "size": 3, "tags": ()}
    with pytest.raises(ValueError, match="other"):
        value._replace(other=1)
    with pytest.raises(TypeError):
        made._make(["a"])
    with pytest.raises(AttributeError):
        value.name = "b"


@BOTH
def test_values_are_tuples_that_travel(made: typing.Any) -> None:
    value = made("a", tags=("x",))
    assert hash(value) == hash(("a", 3, ("x",)))
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    assert type(pickle.loads(pickle.dumps(value))) is made
    match value:
        case made(name, size):
            assert (name, size) == ("a", 3)


def test_what_a_class_tells_of_itself_is_the_same() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__module__", "__doc__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert repr(Ours("a")) == repr(Theirs("a")).replace("Theirs", "Ours")
    assert (Ours.__qualname__, list(Ours.__annotations__)) == ("Ours", ["name", "size", "tags"])
    assert not hasattr(Ours("a"), "__dict__")
