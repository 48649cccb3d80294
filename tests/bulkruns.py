"""Short ways to run `openaudit bulk` in tests: in this process without a cluster, or as the command that users have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine import OPEN_LICENSE
from openaudit.bulk import cluster
from openaudit.bulk.work import How, Item, audit_batch
from openaudit.cli.main import main

# Processes that a test has started, for its end to look after.
STARTED: list[subprocess.Popen[bytes]] = []
COMMAND = [sys.executable, "-m", "openaudit", "bulk"]
FORBIDDING = OPEN_LICENSE + "\nYou may not use the work for military purposes.\n"


def text(number: int) -> str:
    """A short text of our own, another one for every number."""
    rider = "" if number % 3 else f"\nYou may not use the work for more than {number + 1} military purposes.\n"
    return f"Works of the year {1000 + number}\n\n{OPEN_LICENSE}{rider}"


class Inline:
    """What `cluster.Pool` is, without Dask: a batch is audited where it is submitted. Remembers what it audited."""

    audited: list[bytes]

    def __init__(self, client: object, how: How) -> None:
        del client
        self._how = how

    def submit(self, items: Sequence[Item], keep: Callable[[bytes], None]) -> None:
        Inline.audited += [item.key for item in items]
        keep(audit_batch(items, self._how))

    def step(self) -> bool:
        return False


@contextmanager
def no_cluster(*_: object, **__: object) -> Iterator[None]:
    yield None


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> type[Inline]:
    """Runs in this process, without a cluster."""
    without_cluster(monkeypatch)
    return Inline


def without_cluster(patches: pytest.MonkeyPatch) -> None:
    """Put `Inline` in the place of Dask."""
    Inline.audited = []
    patches.setattr(cluster, "connected", no_cluster)
    patches.setattr(cluster, "Pool", Inline)


def bulk(*words: str | Path) -> int:
    """The command in this process, without any configuration of the machine."""
    return main(["bulk", *map(str, words), "--isolated", "--quiet"])


def start(*words: str | Path) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OPENAUDIT_")}
    command = [*COMMAND, *map(str, words), "--isolated"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, start_new_session=True
    )
    STARTED.append(process)
    return process


def table(out: Path, name: str = "results") -> list[dict[str, Any]]:
    """All rows of a table of results or errors, in the order of its files."""
    from pyarrow import parquet

    files = sorted((out / name).glob("part-*.parquet"))
    return [row for file in files for row in parquet.read_table(file).to_pylist()]


def counts(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "counts.json").read_text(encoding="utf-8"))
    return found


def write_jsonl(path: Path, texts: Sequence[object]) -> Path:
    lines = [json.dumps({"id": f"row-{number}", "text": one}) for number, one in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
