"""Runs on Dask, as users have them: other processes, which are killed."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bulkruns import STARTED, bulk, counts, start, table, text, without_cluster, write_jsonl
from openaudit.bulk import cluster
from openaudit.bulk.work import DifferentRulesError, How, Item, audit_batch, digest_of

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

# Small partitions, so that there is something to lose at every moment.
ROWS, SIZE = 120, "6"
PATIENCE = 120


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table in which texts come twice, far apart, and some rows are bad."""
    texts = [text(number % (ROWS // 2)) if number % 50 else None for number in range(ROWS)]
    return write_jsonl(tmp_path_factory.mktemp("bulk") / "rows.jsonl", texts)


@pytest.fixture(scope="module")
def whole(rows: Path) -> dict[str, object]:
    """What an undisturbed run without a cluster counts."""
    out = rows.parent / "whole"
    with pytest.MonkeyPatch.context() as patches:
        without_cluster(patches)
        assert bulk(rows, "--out", out, "--partition-rows", SIZE) == 2
    return counts(out)


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """A test that fails on the way leaves no run behind."""
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()
        process.wait()


def run(*words: str | Path) -> subprocess.Popen[bytes]:
    return start(*words, "--workers", "2", "--partition-rows", SIZE)


def wait_for(process: subprocess.Popen[bytes], out: Path, partitions: int) -> None:
    """Wait until so many partitions are written."""
    began = time.monotonic()
    while len(list((out / "results").glob("part-*.parquet"))) < partitions:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit code and what was said on stderr."""
    _, error = process.communicate(timeout=PATIENCE)
    return process.returncode, error.decode()


def test_a_killed_worker_changes_nothing(rows: Path, tmp_path: Path, whole: dict[str, object]) -> None:
    psutil = pytest.importorskip("psutil")
    out = tmp_path / "out"
    process = run(rows, "--out", out)
    wait_for(process, out, 2)
    children = psutil.Process(process.pid).children(recursive=True)
    max(children, key=lambda child: child.memory_info().rss).kill()
    code, error = finish(process)
    assert (code, counts(out)) == (2, whole)
    assert "Traceback" not in error


def test_a_killed_run_goes_on_to_the_same_tables(rows: Path, tmp_path: Path, whole: dict[str, object]) -> None:
    out = tmp_path / "out"
    for partitions, whom in ((1, "all of it"), (6, "the driver")):
        process = run(rows, "--out", out)
        wait_for(process, out, partitions)
        if whom == "the driver":
            # Its workers find that they are alone, and end.
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert not (out / "counts.json").exists()
    before = {path.name: path.stat().st_mtime_ns for path in (out / "results").glob("part-*.parquet")}
    process = run(rows, "--out", out)
    code, error = finish(process)
    assert (code, counts(out)) == (2, whole)
    assert f"an earlier run had done {len(before)} files" in error
    after = {path.name: path.stat().st_mtime_ns for path in (out / "results").glob("part-*.parquet")}
    assert before.items() <= after.items(), "what was written is not written again"
    both = sorted(row["row"] for name in ("results", "errors") for row in table(out, name))
    assert both == list(range(ROWS))


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A Dask scheduler and a worker, as somebody else would run them."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    server = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, start_new_session=True)
    address = ""
    assert server.stderr
    for line in server.stderr:
        if "Scheduler at:" in line:
            address = line.split()[-1]
            break
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
        ],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield address
    for process in (worker, server):
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    server.stderr.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_any_scheduler_gives_the_same_tables(
    rows: Path, tmp_path: Path, whole: dict[str, object], scheduler: str
) -> None:
    code, error = finish(start(rows, "--out", tmp_path / "out", "--partition-rows", SIZE, "--scheduler", scheduler))
    assert (code, counts(tmp_path / "out")) == (2, whole), error


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nosuch://x", "tcp://"])
def test_a_scheduler_that_does_not_answer_is_said(
    address: str, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    assert bulk(rows, "--out", tmp_path / "out", "--scheduler", address) == 2
    error = capfd.readouterr().err
    assert f"openaudit: error: no Dask scheduler answers at {address}" in error
    assert "Traceback" not in error


@pytest.mark.parametrize("name", ["dask", "distributed", "pyarrow"])
def test_a_missing_extra_is_said_with_the_command_that_helps(
    name: str, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda wanted, *more: None if wanted == name else real(wanted, *more)
    )
    assert bulk(rows, "--out", tmp_path / "out") == 2
    assert f"openaudit bulk needs {name}: pip install 'openaudit-license[bulk]'" in capfd.readouterr().err


def test_the_command_line_loads_nothing_of_it() -> None:
    code = (
        "import sys; import openaudit.cli.completion as c; c.commands(); import openaudit.bulk.run; "
        "print({'dask', 'distributed', 'pyarrow'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


# --- workers that fail --------------------------------------------------------------------------


def how() -> How:
    return How((), ("osd",), identify=False, min_confidence="low", digest=digest_of((), ("osd",)))


def items(*texts: str) -> list[Item]:
    return [Item(bytes([number]), one.encode(), "text", "") for number, one in enumerate(texts)]


class Future:
    def __init__(self, result: Callable[[], bytes]) -> None:
        self.result = result

    def release(self) -> None:
        """Nothing is held."""


class Client:
    """A cluster of one worker, which dies of some texts."""

    def __init__(self, deadly: bytes) -> None:
        self.deadly = deadly

    def nthreads(self) -> dict[str, int]:
        return {"worker": 1}

    def submit(self, work: Callable[..., bytes], batch: Sequence[Item], asked: How, *, pure: bool) -> Future:
        from distributed.scheduler import KilledWorker

        def result() -> bytes:
            if any(self.deadly in item.content for item in batch):
                raise KilledWorker("audit", None, 4)
            return work(batch, asked)

        return Future(result)


def test_a_text_that_kills_its_workers_is_an_error_and_its_neighbours_are_audited() -> None:
    import pyarrow as pa

    pool = cluster.Pool(Client(b"deadly"), how())
    batch = items(text(1), "a deadly text", text(2))
    data = pool._outcome(pool._client.submit(audit_batch, batch, how(), pure=False), batch)
    found = pa.ipc.open_stream(data).read_all().to_pylist()
    assert [row["key"] for row in found] == [item.key for item in batch]
    assert [row["failed"] for row in found] == [None, "crashed", None]
    assert found[0]["verdict"] == "open-source"


def test_a_scheduler_that_goes_away_is_said() -> None:
    from distributed.client import FutureCancelledError

    from openaudit.errors import NetworkError

    class Gone(Client):
        def submit(self, work: Callable[..., bytes], batch: Sequence[Item], asked: How, *, pure: bool) -> Future:
            def result() -> bytes:
                raise FutureCancelledError("audit", "scheduler-connection-lost")

            return Future(result)

        def nthreads(self) -> dict[str, int]:
            raise ConnectionRefusedError

    pool = cluster.Pool(Gone(b""), how())
    message = "the Dask scheduler is gone; the same command goes on from what is there"
    with pytest.raises(NetworkError, match=message):
        pool._outcome(pool._client.submit(audit_batch, [], how(), pure=False), [])
    with pytest.raises(NetworkError, match=message):
        pool.submit(items("a text"), lambda _: None)


def test_a_bug_that_a_text_wakes_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    from openaudit.bulk import work

    real = work._audited

    def broken(item: Item, *more: object) -> object:
        if b"bug" in item.content:
            raise ZeroDivisionError
        return real(item, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "_audited", broken)
    found = pa.ipc.open_stream(audit_batch(items("a bug", text(1)), how())).read_all().to_pylist()
    assert [row["failed"] for row in found] == ["crashed", None]
    assert "internal error, please report it: ZeroDivisionError" in found[0]["why"]


def test_a_worker_with_other_rules_refuses() -> None:
    with pytest.raises(DifferentRulesError, match="install the same everywhere"):
        audit_batch(items(text(1)), how()._replace(digest="another"))


_CONNECTED = """
import os, sys, tempfile
from openaudit.bulk.cluster import connected
if __name__ == "__main__":
    import psutil
    from distributed import Client
    with tempfile.TemporaryDirectory() as scratch, connected(None, 1, scratch, verbose=False) as client:
        address = client.scheduler.address
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        listening = {c.laddr.ip for p in processes for c in p.net_connections() if c.status == psutil.CONN_LISTEN}
        strangers = []
        for other in (address.replace("tls://", "tcp://"), address):
            try:
                Client(other, timeout=2).close()
            except (OSError, TypeError, ValueError, RuntimeError) as error:
                strangers.append(other)
        print(address[:15], sorted(listening), len(strangers))
"""


def test_the_local_cluster_takes_work_from_nobody_else(tmp_path: Path) -> None:
    pytest.importorskip("psutil")
    script = tmp_path / "script.py"
    script.write_text(_CONNECTED, encoding="utf-8")
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=tmp_path)
    assert done.stdout == "tls://127.0.0.1 ['127.0.0.1'] 2\n", done.stderr
