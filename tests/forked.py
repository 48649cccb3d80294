"""Many runs of the command, each in a process of its own, that share one start of Python and one loading of code.

`Forked` starts this file as a program, which loads the modules and the rules once and then forks for every run: the run
has its own memory, folder, environment, streams and limits, as a run of the installed command has, and costs a tenth of
it. What is loaded counts as memory of every run.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, NoReturn, Self

# Modules that functions of the command import.
_ON_USE = ("dataclasses", "html", "html.entities", "tomllib", "yaml")


class Usage(NamedTuple):
    """How a run ended (a signal's number negative) and what it used."""

    code: int
    cpu: float
    megabytes: float


class Forked:
    """A program that runs commands. Use it from one thread."""

    def __init__(self) -> None:
        environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
        )

    def run(
        self, arguments: Sequence[str], *, cwd: Path, environ: Mapping[str, str], out: Path, err: Path, cpu: int
    ) -> Usage:
        """Run `openaudit ARGUMENTS` with its streams in files; it is ended after `cpu` seconds of processor time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": list(arguments), "environ": dict(environ), "cpu": cpu}
        order |= {"cwd": str(cwd), "out": str(out), "err": str(err)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Usage(*json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def _serve() -> None:
    """Read orders from standard input, fork for each, and answer with how it ended."""
    import openaudit
    from openaudit import prepared, primed, stored
    from openaudit.audit import audit_document
    from openaudit.document import from_text
    from openaudit.messages import LANGUAGES

    # What a run loads on use is most of what a run on a small text costs.
    for module in pkgutil.walk_packages(openaudit.__path__, "openaudit."):
        importlib.import_module(module.name)
    for name in _ON_USE:
        importlib.import_module(name)
    # Runs have homes of their own, in which nothing is prepared: what they would prepare is the same for all of them.
    prepare = stored.sections
    made: dict[str, stored.Sections | Mapping[str, Any]] = {}

    def sections(name: str, sources: Sequence[str], make: stored.Make) -> stored.Sections | Mapping[str, Any]:
        if name not in made:
            made[name] = prepare(name, sources, make)
        return made[name]

    stored.sections = sections
    for section in ("all", "repository"):
        primed.prime(section)
    for lang in LANGUAGES:
        prepared.catalogue(lang)
    # Runs that bring no rules of their own find the shipped ones loaded, and known licences too.
    prepared.engine = cache(prepared.engine)
    for text in ("You may use this, but not sell it.", "您可以使用本软件，但不得出售。"):
        audit_document(from_text(text), prepared.engine(()))
    gc.collect()
    gc.freeze()
    orders, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in orders:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            _run(order)
        # Whoever waits for something, and uses no time, is ended too.
        signal.signal(signal.SIGALRM, partial(_kill, pid))
        signal.alarm(120)
        _, status, usage = os.wait4(pid, 0)
        signal.alarm(0)
        code = os.waitstatus_to_exitcode(status)
        answers.write(json.dumps([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]) + "\n")
        answers.flush()


def _kill(pid: int, *_: object) -> None:
    os.kill(pid, signal.SIGKILL)


def _run(order: dict[str, Any]) -> NoReturn:
    """Be the command, in a process of its own."""
    from openaudit.cli.main import main

    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (order["cpu"],) * 2)
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["environ"])
        modes = (os.devnull, os.O_RDONLY), (order["out"], os.O_WRONLY), (order["err"], os.O_WRONLY)
        for descriptor, (path, mode) in enumerate(modes):
            os.dup2(os.open(path, mode | os.O_CREAT * (descriptor > 0)), descriptor)
        code = main(order["arguments"])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it ends here
        # As Python itself would do, and as the tests look for.
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
