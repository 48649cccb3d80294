from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from openaudit.align import Block, align


def test_equal_sequences_are_one_block() -> None:
    text = bytes(range(100))
    assert align(text, text) == [Block(0, 0, 100)]


def test_an_insertion_a_deletion_and_a_change_are_found() -> None:
    known = bytes(range(120))
    assert align(known[:50] + b"\xf0\xf1" + known[50:], known) == [Block(0, 0, 50), Block(52, 50, 70)]
    assert align(known[:50] + known[60:], known) == [Block(0, 0, 50), Block(50, 60, 60)]
    assert align(known[:50] + b"\xf0" + known[51:], known) == [Block(0, 0, 50), Block(51, 51, 69)]


def test_real_words_decide_where_bytes_are_equal_by_chance() -> None:
    mine = ["a"] * 0 + [f"w{i}" for i in range(30)]
    known = [*mine[:14], "x", *mine[15:]]
    same = bytes(range(30))
    changed = same[:14] + b"\xf0" + same[15:]
    assert Block(14, 14, 1) not in align(changed, same, mine, known)
    assert sum(block.size for block in align(changed, same, mine, known)) == 29


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_blocks_are_equal_rise_and_never_overlap(mine: bytes, known: bytes) -> None:
    end_mine = end_known = 0
    for i, j, size in align(mine, known):
        assert size > 0
        assert mine[i : i + size] == known[j : j + size]
        assert i >= end_mine
        assert j >= end_known
        end_mine, end_known = i + size, j + size


def test_repetition_costs_no_more_than_its_length() -> None:
    started = time.process_time()
    align(b"abcdefgh" * 5_000, b"abcdefgh" * 200)
    align(bytes(i * 7 % 251 for i in range(40_000)), bytes(i * 11 % 241 for i in range(5_000)))
    assert time.process_time() - started < 5
