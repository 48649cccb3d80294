"""A guard against slowness: ratios of processor times within one run, with wide margins.

Absolute times say more about the machine than about openaudit; benchmarks/ and docs/performance.md have those. Whoever
makes one of these fail has made something several times slower, or its cost grow faster than the text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import own_texts
import pytest
import throughput

from engine import engine
from openaudit.audit import audit_document
from openaudit.document import from_text

# An audit may cost so many passes of the yardstick below; docs/performance.md says how many it costs.
PASSES = 400
# A start with the audit of a short text may cost so many starts of Python.
STARTS = 40


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Real texts, no two alike: sentences that were read before are remembered, and would flatter."""
    pytest.importorskip("licensedcode")
    found = [one.data.decode("utf-8", "replace") for one in throughput.texts() if one.spdx and len(one.data) < 20_000]
    audit("\n\n".join(found[::40]))  # what is loaded and compiled once counts for no ratio
    return [text for number, text in enumerate(found) if number % 40]


def audit(text: str) -> object:
    """An audit that reads the text, known or not."""
    return audit_document(from_text(text), engine()._replace(recall=None))


def yardstick(text: str) -> int:
    """Work of the kind that an audit is made of, once through the text: words are found, looked up and counted."""
    known: dict[str, int] = {}
    for word in re.findall(r"\w+", text.lower()):
        known[word] = known.get(word, 0) + 1
    return len(known)


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Processor time of `work` on each text."""
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


@pytest.mark.slow
def test_many_texts_as_one_cost_no_more_than_one_by_one(texts: list[str]) -> None:
    # Quadratic cost would make it thirty times as much. No text is in both: one that was read is remembered. None is an
    # unedited copy, which is recognised at one look-up.
    one_by_one, as_one = [text + throughput.PARAGRAPH.decode() for text in texts[0:120:2]], texts[1:120:2]
    apart = seconds(audit, one_by_one) / sum(map(len, one_by_one))
    together = seconds(audit, ["\n\n".join(as_one)]) / sum(map(len, as_one))
    assert together / apart < 4


@pytest.mark.slow
def test_an_audit_costs_a_bounded_number_of_passes_over_the_text(texts: list[str]) -> None:
    # The best of three thirds: a busy machine only ever adds.
    thirds = [texts[200 + number : 320 : 3] for number in range(3)]
    passes = min(
        seconds(audit, third) / seconds(lambda text: [yardstick(text) for _ in range(20)], third) * 20
        for third in thirds
    )
    assert passes < PASSES


@pytest.mark.slow
def test_an_unedited_copy_costs_less_than_reading_it(texts: list[str]) -> None:
    recall = engine().recall
    assert recall is not None
    copies = [text for text in texts[330:400] if recall(from_text(text).text)]
    assert len(copies) > 50
    assert seconds(lambda text: audit_document(from_text(text), engine()), copies) / seconds(audit, copies) < 0.8


@pytest.mark.slow
def test_a_start_costs_a_bounded_number_of_starts_of_python(tmp_path: Path) -> None:
    text = tmp_path / "LICENSE"
    text.write_text(own_texts.text(1), encoding="utf-8")
    words = ["-m", "openaudit", "check", "--isolated", "-e", "-f", "json", "-o", str(tmp_path / "out"), str(text)]
    best = {"pass": float("inf"), "check": float("inf")}
    for _ in range(5):
        for name, command in {"pass": ["-c", "pass"], "check": words}.items():
            process = subprocess.Popen([sys.executable, *command])
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0
            best[name] = min(best[name], usage.ru_utime + usage.ru_stime)
    # About 5 for a copy of a known licence, 16 for a text that nobody has seen.
    assert best["check"] / best["pass"] < STARTS
