"""Five hundred hostile inputs through the installed command: no traceback, no hang, no memory, nothing written.

The inputs are listed in `hostile`. Each runs in a process of its own, in a folder and a home of its own: some through
the installed command as it stands, all of them through processes that find code and rules loaded (`forked`), or also
through the installed command with OPENAUDIT_STARTS=every in the environment, which takes half an hour.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from forked import Forked, Usage
from hostile import Hostile, every, selection
from hubserver import HubServer
from test_cli_fetch import COMMAND, Machine

# Of processor time, since the machine may be busy with other things.
SECONDS = 5.0
MEGABYTES = 500
# Nothing of this may come out raw: it would act on a terminal or turn text around.
FORBIDDEN = [
    *(chr(code) for code in [*range(9), 11, 12, *range(14, 32), *range(127, 160)]),
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
]


class Outcome(NamedTuple):
    """What one run did."""

    code: int
    out: bytes
    err: bytes
    cpu: float
    megabytes: float
    written: list[str]


Runner = Callable[..., Usage]


def command(
    arguments: Sequence[str], *, cwd: Path, environ: Mapping[str, str], out: Path, err: Path, cpu: int
) -> Usage:
    """Runs the installed command, as a user does, from a small process (see `_LAUNCH`)."""
    reading, writing = os.pipe()
    with open(out, "wb") as out_file, open(err, "wb") as err_file, open(reading, "rb") as told:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _LAUNCH, str(writing), str(cpu), str(COMMAND), *arguments],
            cwd=cwd,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=out_file,
            stderr=err_file,
            pass_fds=(writing,),
            start_new_session=True,
        )
        os.close(writing)
        # Processor time counts, since the machine may be busy; the command is ended soon after the limit.
        timer = threading.Timer(120, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        said = told.read().split()
        process.wait()
        timer.cancel()
    status, processor, memory = said or (signal.SIGKILL, 120, 0)
    return Usage(os.waitstatus_to_exitcode(int(status)), float(processor), float(memory) / 1024)


# What a large process starts is counted as large from the start (Linux keeps the greatest memory over `exec`).
_LAUNCH = """
import os, resource, sys
told, cpu, *command = sys.argv[1:]
pid = os.fork()
if not pid:
    os.close(int(told))
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu)))
    os.execv(command[0], command)
_, status, used = os.wait4(pid, 0)
os.write(int(told), f"{status} {used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
"""


def run(item: Hostile, hub: HubServer, runner: Runner) -> Outcome:
    """Runs the command on one input and looks at everything it did."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folders = {part: root / part for part in ("work", "home", "tmp")}
        for folder in folders.values():
            folder.mkdir()
        machine = Machine(hub, folders["home"])
        arguments = item.setup(folders["work"], hub)
        before = {*root.rglob("*")}
        environ = machine.environ | {"TMPDIR": str(folders["tmp"]), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        out, err = root / "out", root / "err"
        usage = runner(arguments, cwd=folders["work"], environ=environ, out=out, err=err, cpu=2 * int(SECONDS))
        cache = folders["home"] / "cache" / "openaudit"
        written = [
            str(path.relative_to(root))
            for path in {*root.rglob("*")} - before
            if path not in (out, err, cache, cache.parent) and cache not in path.parents
        ]
        return Outcome(usage.code, out.read_bytes(), err.read_bytes(), usage.cpu, usage.megabytes, written)


def complaints(item: Hostile, outcome: Outcome) -> list[str]:
    """Everything that was not as it must be."""
    out, err = (data.decode("utf-8", "replace") for data in (outcome.out, outcome.err))
    found = []
    if outcome.code not in item.codes:
        found.append(f"exit code {outcome.code}, not {sorted(item.codes)}; {err[:300]}")
    if "Traceback" in out + err or "internal error" in out + err:
        found.append(f"traceback: {(out + err)[-600:]}")
    if outcome.code < 0 or outcome.cpu > SECONDS:
        found.append(f"{outcome.cpu:.1f} s")
    if outcome.megabytes > MEGABYTES:
        found.append(f"{outcome.megabytes:.0f} MB")
    raw = sorted({f"U+{ord(c):04X}" for c in FORBIDDEN if c in out + err})
    if raw:
        found.append(f"raw control characters {raw}")
    if outcome.written:
        found.append(f"wrote {outcome.written}")
    if outcome.code == 2 and not err.strip():
        found.append("exit code 2 without a word")
    return found


def check(items: list[Hostile], runners: Sequence[Runner], waiting: Sequence[Runner] = ()) -> None:
    """Runs every input by whichever runner is free; those that mostly wait for a server by those of `waiting`."""
    started = time.monotonic()
    working, slow = deque(range(len(items))), deque[int]()
    if waiting:
        slow = deque(at for at in working if items[at].name.startswith("answer:"))
        working = deque(at for at in working if at not in slow)
    outcomes: dict[int, Outcome] = {}

    def take(runner: Runner, queue: deque[int]) -> None:
        # Of what is left the next is taken, until nothing is.
        with suppress(IndexError):
            while True:
                at = queue.popleft()
                outcomes[at] = run(items[at], hub, runner)

    takers = [*((runner, working) for runner in runners), *((runner, slow) for runner in waiting)]
    with HubServer() as hub:
        with ThreadPoolExecutor(len(takers)) as pool:
            for done in [pool.submit(take, *taker) for taker in takers]:
                done.result()
        # Two at once share the machine's caches: what took too long is measured again, alone.
        for at, item in enumerate(items):
            if outcomes[at].cpu > SECONDS:
                outcomes[at] = min(outcomes[at], run(item, hub, command), key=lambda outcome: outcome.cpu)
    measured = [(outcomes[at], item) for at, item in enumerate(items)]
    bad = {item.name: found for outcome, item in measured if (found := complaints(item, outcome))}
    slowest = max(measured, key=lambda pair: pair[0].cpu)
    largest = max(measured, key=lambda pair: pair[0].megabytes)
    # Shown with -s, for the record.
    sys.stdout.write(
        f"{len(items)} inputs in {time.monotonic() - started:.0f} s\n"
        f"slowest {slowest[0].cpu:.1f} s: {slowest[1].name}; largest {largest[0].megabytes:.0f} MB: {largest[1].name}\n"
    )
    assert not bad, "\n".join(f"{name}: {found}" for name, found in bad.items())


def test_there_are_five_hundred() -> None:
    assert len(every()) >= 500


def test_some_of_each_kind() -> None:
    check(selection(every(), 25), [command, command])


def test_all_of_them() -> None:
    if os.environ.get("OPENAUDIT_STARTS") == "every":
        check(every(), [command, command])
        return
    with Forked() as first, Forked() as second, Forked() as third, Forked() as fourth:
        check(every(), [first.run, second.run], [third.run, fourth.run])
