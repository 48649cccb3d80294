"""The benchmarks run: each on as little as it takes, so that none of them is found broken when it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import own_texts
import pytest

FOLDER = Path(own_texts.__file__).parent


def run(name: str, *words: str) -> str:
    command = [sys.executable, str(FOLDER / f"{name}.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_stages() -> None:
    pytest.importorskip("licensedcode")
    out = run("stages", "--every", "200", "--markdown")
    assert "| whole |" in out
    assert "| norms and rules |" in out


@pytest.mark.slow
def test_throughput() -> None:
    pytest.importorskip("licensedcode")
    out = run("throughput", "--every", "300", "--rounds", "1", "--no-processes", "--markdown")
    assert "| SPDX texts | openaudit, full audit | " in out
    assert "| model licences, 10 to 20 kB | openaudit, full audit | " in out


@pytest.mark.slow
def test_scaling() -> None:
    assert "Fitted exponent from 10 kB on: " in run("scaling", "--most", "0.07")


@pytest.mark.slow
def test_bulk(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    out = run("bulk", "--rows", "200", "--distinct", "20", "--undisturbed", "--folder", str(tmp_path), "--markdown")
    assert "| undisturbed | " in out
    assert "200 rows, 20 distinct texts, 0 rows in the table of errors, 2 workers. Every row is there once." in out


def test_the_page_of_performance_has_a_place_for_every_benchmark() -> None:
    done = subprocess.run(
        [sys.executable, str(FOLDER / "performance.py"), "nosuch"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.endswith("has no figures of nosuch; it has: cold_start, throughput, stages, scaling, bulk\n")


def test_texts_of_our_own_are_all_different_and_always_the_same() -> None:
    texts = [own_texts.text(number) for number in range(2000)]
    assert len(set(texts)) == len(texts)
    assert texts[7] == own_texts.text(7)
    rows = list(own_texts.rows(30_000, 500))
    assert len(rows) == 30_000
    assert {text for _, text in rows} >= {own_texts.text(number) for number in range(500)}
