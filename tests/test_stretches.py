"""Where two sequences differ: nothing outside the stretches does, and hostile sequences cost about their length."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openaudit import stretches
from openaudit.stretches import differing


def rest(items: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """What stands outside the spans."""
    inside = {at for start, end in spans for at in range(start, end)}
    return [item for at, item in enumerate(items) if at not in inside]


@pytest.mark.parametrize("steps", [0, 50, 20_000_000])
@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_outside_of_the_stretches_all_is_equal_and_in_order(steps: int, old: list[int], new: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "_MAX_STEPS", steps)
        found = list(differing(old, new))
    assert rest(old, [(i1, i2) for i1, i2, _, _ in found]) == rest(new, [(j1, j2) for _, _, j1, j2 in found])
    assert all(i1 < i2 or j1 < j2 for i1, i2, j1, j2 in found)
    assert sorted(found) == found


def test_one_change_among_many_is_found_alone() -> None:
    old = list(range(30_000))
    new = [*old[:100], -1, *old[100:20_000], *old[20_001:]]
    assert list(differing(old, new)) == [(100, 100, 100, 101), (20_000, 20_001, 20_001, 20_001)]


@pytest.mark.parametrize("kind", ["the same", "two by turns", "turned round", "at random", "shuffled"])
def test_hostile_sequences_take_a_moment(kind: str) -> None:
    rng, size = random.Random(3), 20_000
    old, new = {
        "the same": ([1] * size, [2, *[1] * (size // 2), 3]),
        "two by turns": ([1, 2] * (size // 2), [2, 2, 1] * (size // 3)),
        "turned round": (list(range(size)), list(range(size))[::-1]),
        "at random": (rng.choices(range(100), k=size), rng.choices(range(100), k=size)),
        "shuffled": (list(range(size)), rng.sample(range(size), size)),
    }[kind]
    start = time.process_time()
    found = list(differing(old, new))
    assert found
    assert time.process_time() - start < 3
