from __future__ import annotations

import importlib
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import openaudit
from openaudit.cli import guard
from openaudit.cli.arguments import Parser, UsageError
from openaudit.cli.main import COMMANDS, load_command, main
from openaudit.errors import InputError
from openaudit.settings import SETTINGS

COMMAND = [sys.executable, "-m", "openaudit"]


def run(*words: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, **kwargs)  # type: ignore[call-overload,no-any-return]


def test_the_table_lists_every_module_that_is_a_command_and_no_other() -> None:
    folder = Path(openaudit.__file__).parent / "cli"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "main"}
    commands = {name for name in modules if hasattr(importlib.import_module(f"openaudit.cli.{name}"), "configure")}
    assert set(COMMANDS) == commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_settings_that_exist_and_prints_its_help(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert set(load_command(name).SETTINGS) <= set(SETTINGS)
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert capfd.readouterr().out.startswith(f"usage: openaudit {name}")


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["version"]])
def test_version(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert capfd.readouterr() == (f"openaudit {openaudit.__version__}\n", "")


def test_verbose_version_tells_the_python(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["version", "-v"]) == 0
    assert "Python 3" in capfd.readouterr().out


def test_version_loads_nothing_else() -> None:
    code = (
        "import sys; from openaudit.cli.main import main; main(['--version']); "
        "print(sorted(m for m in sys.modules if m.startswith('openaudit')), 'argparse' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[1] == "['openaudit', 'openaudit.cli', 'openaudit.cli.main'] False"


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], []])
def test_the_overview_names_every_command(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    out = capfd.readouterr().out
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["chek", "LICENSE"], "no command 'chek'; did you mean 'check'?"),
        (["check", "--fromat", "json"], "no option --fromat; did you mean '--format'?"),
        (["check", "--fromat=json"], "no option --fromat; did you mean '--format'?"),
        (["check", "--fail"], "no option --fail; did you mean '--fail-on'?"),
        (["check", "--color", "alwyas"], "--color: 'alwyas' is not one of auto, always, never; did you mean 'always'?"),
        (["check", "--fail-on"], "argument --fail-on: expected one argument"),
        (["check", "-f", "jsn"], "no output format 'jsn'; did you mean 'json'?"),
        (["check", "--report", "json"], "--report json: write FORMAT=PATH"),
        (["check", "--report", "json=-"], "two reports would go to standard output"),
        (["check", "-j", "two"], "--jobs: 'two' is not a whole number"),
        (["check", "-j", "-3"], "--jobs: '-3' is not 0 or more"),
        (["version", "extra"], "unexpected argument 'extra'"),
        (["schema", "rport"], "invalid choice: 'rport'"),
    ],
)
def test_wrong_command_lines_exit_2_and_say_what_was_meant(
    words: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"openaudit: error: {message}") or message in err.splitlines()[0]
    assert "Traceback" not in err


def test_options_stand_before_between_and_after_targets() -> None:
    parser = Parser("check", "x", ["quiet", "output-format"])
    parser.add_argument("targets", nargs="*")
    for words in (["-q", "A", "B"], ["A", "-q", "B"], ["A", "B", "-q"]):
        arguments = parser.parse(words)
        assert (arguments.targets, arguments.quiet) == (["A", "B"], True)
    assert parser.parse(["--", "-q"]).targets == ["-q"]
    with pytest.raises(UsageError):
        parser.parse(["--quite"])


def test_python_m_openaudit_is_the_command() -> None:
    assert run("--version").stdout == f"openaudit {openaudit.__version__}\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_an_error_and_no_traceback() -> None:
    for words in (["schema"], ["--version"], ["--help"], ["check", "--help"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2, words
        assert done.stderr == "openaudit: error: cannot write the report: No space left on device\n", words


def test_a_closed_pipe_is_silent() -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m openaudit schema | head -c 1; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("{0\n", "")


def test_a_closed_stdout_is_an_error_and_no_traceback() -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m openaudit schema >&-"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "standard output" in done.stderr


def test_interrupt_is_130_and_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        signal.raise_signal(signal.SIGINT)
        return 0

    # _discard_stdout must not swallow the test's own output
    saved = os.dup(1)
    try:
        assert guard.guarded(interrupted) == 130
    finally:
        os.dup2(saved, 1)
        os.close(saved)
    assert capfd.readouterr().err == "openaudit: error: interrupted\n"


def test_expected_errors_are_one_line_that_no_input_breaks(capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        raise InputError("bad\x1b[31m\nname \u202e")

    assert guard.guarded(fails) == 2
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert "\u202e" not in err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environ", "tty", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_color(choice: str, environ: dict[str, str], tty: bool, expected: bool) -> None:
    stream = _Terminal() if tty else io.StringIO()
    assert guard.wants_color(choice, stream, environ) is expected
