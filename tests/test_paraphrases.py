"""Sentences that were once new to the rules: what was repaired stays repaired.

The floors are regression guards for batches that have been read. How the rules do on sentences that nobody has
read is in docs/accuracy.md.
"""

from __future__ import annotations

from collections import Counter

import pytest

import paraphrases
from engine import engine

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
    assert count["accused"] <= 2
