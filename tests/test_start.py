"""A start is quick: compared with `python -c pass` in the same run, with room for a busy machine.

benchmarks/cold_start.py has the figures; this only catches an import that creeps in.
"""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

ROUNDS = 7


def fastest(commands: dict[str, list[str]]) -> dict[str, float]:
    """The best time of each command in seconds, run in turn so that a busy moment falls on all of them."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(ROUNDS):
        for name, words in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            best[name] = min(best[name], time.perf_counter() - start)
    return best


@pytest.mark.slow
def test_version_and_help_cost_hardly_more_than_python_itself() -> None:
    times = fastest(
        {
            "pass": ["-c", "pass"],
            "--version": ["-m", "openaudit.cli.main", "--version"],
            "--help": ["-m", "openaudit.cli.main", "--help"],
            "check --help": ["-m", "openaudit.cli.main", "check", "--help"],
        }
    )
    assert times["--version"] < 3 * times["pass"]
    assert times["--help"] < 5 * times["pass"]
    assert times["check --help"] < 8 * times["pass"]


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["check", "--help"], {"rich", "jinja2", "requests", "yaml", "tomllib", "asyncio", "dataclasses", "pathlib"}),
        (["check", "-f", "json", "LICENSE"], {"rich", "jinja2", "requests", "tomllib", "asyncio", "platformdirs"}),
        (["check", "-f", "json", "LICENSE"], {"argparse", "hashlib", "json", "pathlib", "tempfile", "typing", "yaml"}),
    ],
)
def test_what_a_command_does_not_use_is_not_loaded(words: list[str], unwanted: set[str]) -> None:
    code = (
        "import sys; from openaudit.cli.main import main\n"
        f"try: main({words!r} + ['--isolated'])\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, capture_output=True)  # the first may prepare the rules
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not unwanted & set(done.stderr.split())
