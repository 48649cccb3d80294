"""Sentences that were once new to the rules: what was repaired stays repaired.

The floors are regression guards for batches that have been read. How the rules do on sentences that nobody has
read is in docs/accuracy.md.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from engine import engine


def _benchmark() -> ModuleType:
    """`benchmarks/paraphrases.py` as a module."""
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "paraphrases.py"
    spec = importlib.util.spec_from_file_location("benchmark_paraphrases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


paraphrases = _benchmark()
# Batches 01 to 05 were repaired; at least this share of each must be found, and nothing may slip through in silence.
REPAIRED = ("batch-01", "batch-02", "batch-03", "batch-04", "batch-05")
FLOOR = 0.9


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("batch", REPAIRED)
def test_what_was_repaired_stays_repaired(batch: str, language: str) -> None:
    cases = [c for c in paraphrases.cases(paraphrases.BATCHES / f"{batch}.yaml") if c.language == language]
    count = Counter(paraphrases.score(case, engine()).result for case in cases)
    restrained = sum(count[r] for r in ("right", "silent", "review", "other"))
    assert restrained > 20
    assert count["right"] >= FLOOR * restrained
    assert count["silent"] == 0
    assert count["accused"] + count["named"] <= 2


# Batches 06 on were used to find causes and not repaired one by one; together they must not get worse than this.
READ = tuple(f"batch-{number:02}" for number in range(6, 41))


@pytest.mark.parametrize(
    ("language", "right", "silent", "accused", "asked"),
    [("en", 0.88, 0.004, 0.015, 0.11), ("zh", 0.93, 0.002, 0.02, 0.11)],
)
def test_what_was_read_does_not_get_worse(
    language: str, right: float, silent: float, accused: float, asked: float
) -> None:
    cases = [c for batch in READ for c in paraphrases.cases(paraphrases.BATCHES / f"{batch}.yaml")]
    count = Counter(paraphrases.score(case, engine()).result for case in cases if case.language == language)
    restrained = sum(count[r] for r in ("right", "silent", "review", "other"))
    harmless = sum(count[r] for r in ("accused", "named", "passed", "asked"))
    assert restrained > 400
    assert count["right"] >= right * restrained
    assert count["silent"] <= silent * restrained
    assert count["accused"] <= accused * harmless
    assert count["accused"] + count["named"] <= asked * harmless
