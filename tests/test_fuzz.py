"""The fuzzer's targets for a moment, and every input that ever broke one. `fuzz/run.py` takes longer."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile import _CUMULATIVE, _UNITS, GRANT

FUZZ = Path(__file__).resolve().parent.parent / "fuzz"


def load(name: str) -> ModuleType:
    """A module of the fuzz folder, which is no package."""
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", FUZZ / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


targets = load("targets")
NAMES = sorted(targets.TARGETS)
# Where one run costs a whole audit or fifteen reports.
DEAR = {"auditing": 25, "reports": 6, "structure": 40}

pieces = st.sampled_from([GRANT, "You may not ", *_UNITS.values()])
inputs = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda kind, parts, count: bytes([kind]) + "".join(p * count for p in parts).encode(),
        st.integers(0, 2),
        st.lists(st.one_of(pieces, st.text(max_size=20)), max_size=8),
        st.sampled_from([1, 1, 2, 7, 50]),
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_target_for_a_moment(name: str) -> None:
    target = targets.TARGETS[name]
    target(b"\0" + GRANT.encode())

    @settings(
        max_examples=DEAR.get(name, 100),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def holds(data: bytes) -> None:
        target(data)

    holds()


KEPT = sorted(path for path in (FUZZ / "corpus").rglob("*") if path.is_file() and path.parent != FUZZ / "corpus")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_that_once_broke_something(path: Path) -> None:
    assert path.stat().st_size < 5000, "inputs that are kept are made small first"
    start = time.monotonic()
    targets.TARGETS[path.parent.name](path.read_bytes())
    assert time.monotonic() - start < 10


def test_every_kept_input_has_a_target() -> None:
    assert {path.parent.name for path in KEPT} <= set(NAMES)


@pytest.mark.parametrize("name", [*_CUMULATIVE, "lead", "item a", "norms", "research"])
def test_four_times_the_text_costs_about_four_times_as_much(name: str) -> None:
    """What cost the square would cost sixteen times as much; `fuzz/worst.py` measures larger texts."""
    worst = load("worst")
    make = worst.makers()[name]
    once, _, refused = worst.measured(make, 15_000)
    assert not refused
    assert worst.measured(make, 60_000)[0] < 8 * once + 0.2


@pytest.mark.parametrize("name", ["bound", "cards", "claims", "pages", "repository", "strangers"])
def test_other_readers_cost_about_the_length_too(name: str) -> None:
    target = targets.TARGETS[name]
    for unit in ("ignore", "claim", "link", "html", "space", "bullet", "hash line"):
        costs = []
        for size in (10_000, 40_000):
            data = b"\2" + load("worst").repeated(_UNITS[unit], size)
            start = time.process_time()
            target(data)
            costs.append(time.process_time() - start)
        assert costs[1] < 8 * costs[0] + 0.2, unit


def test_the_worst_text_is_searched_for_among_all() -> None:
    worst = load("worst")
    texts = worst.makers()
    assert len(texts) > len(_UNITS) ** 2
    for name in ("lead", "lead + item a", "terms"):
        assert 1800 < len(texts[name](2000)) <= 2000


def test_the_script_runs_and_finds_what_is_broken(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(FUZZ / "run.py"), *"--engine plain --minutes 0.02 --target strangers --seed 1".split()],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing found" in done.stdout
    run = load("run")
    rng = random.Random(1)
    seeds = [b"\0a", GRANT.encode()]
    damaged = [run.damaged(seeds, rng) for _ in range(200)]
    assert len(set(damaged)) > 100
    assert all(len(data) <= run.MAX_BYTES for data in damaged)
