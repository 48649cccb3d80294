from __future__ import annotations

from pathlib import Path

import pytest

from openaudit.baseline import Baseline, Entry, dump, pruned, read_baseline
from openaudit.errors import ConfigError, InputError

ONE = Entry("LICENSE", "user-cap/mau", "oa1:1", "no more than 10 users")
TWO = Entry("LICENSE", "fee/royalty", "oa1:2", "许可费")


def test_a_baseline_survives_writing_and_reading(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(dump(Baseline((ONE, TWO))), encoding="utf-8")
    assert read_baseline(str(file)) == Baseline((ONE, TWO))
    assert "许可费" in file.read_text(encoding="utf-8")


def test_pruning_drops_what_is_gone_and_accepts_nothing_new() -> None:
    assert pruned(Baseline((ONE,)), Baseline((TWO,))) == Baseline(())
    assert pruned(Baseline((ONE, TWO)), Baseline((TWO,))) == Baseline((TWO,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not valid JSON"),
        ("[]", "no baseline of version 1"),
        ('{"version": 2, "findings": []}', "no baseline of version 1"),
        ('{"version": 1, "findings": [{"rule": "x"}]}', "finding 1 must have the texts"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_baseline(str(file))


def test_a_missing_baseline(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the baseline"):
        read_baseline(str(tmp_path / "absent.json"))
