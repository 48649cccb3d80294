from __future__ import annotations

import io
import os
from collections.abc import Iterator

import pytest

from openaudit.cli import parallel, progress
from openaudit.cli.auditing import How
from openaudit.document import from_text
from openaudit.errors import OpenAuditError


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def gone(shown: str) -> bool:
    """Whether the last thing that was drawn is erased, and the cursor is back."""
    return "\x1b[2K" in shown[shown.rindex("/") :] and shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock takes a quarter of a second."""
    monkeypatch.setenv("TERM", "xterm")
    ticks = iter(range(1000))
    monkeypatch.setattr("openaudit.cli.progress.time.monotonic", lambda: next(ticks) / 4)


@pytest.mark.usefixtures("clock")
def test_a_terminal_sees_how_far_it_is_and_then_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(progress.progress(iter("abcdefgh"), 8)) == list("abcdefgh")
    shown = terminal.getvalue()
    assert "5/8" in shown
    assert "1/8" not in shown
    assert gone(shown)


@pytest.mark.usefixtures("clock")
def test_the_line_is_gone_when_the_run_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def items() -> Iterator[int]:
        yield from range(6)
        raise OpenAuditError("stop")

    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with pytest.raises(OpenAuditError):
        list(progress.progress(items(), 10))
    assert "5/10" in terminal.getvalue()
    assert gone(terminal.getvalue())


@pytest.mark.usefixtures("clock")
def test_what_is_no_terminal_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    assert list(progress.progress(range(9), 9)) == list(range(9))
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("clock")
def test_a_terminal_that_cannot_go_back_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(progress.progress(range(9), 9)) == list(range(9))
    assert terminal.getvalue() == ""


def test_a_worker_that_dies_is_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> object:
        os._exit(9)

    monkeypatch.setattr(parallel, "audit_one", dies)
    how = How((), ("osd",), True, "low", False)
    with pytest.raises(OpenAuditError, match="a worker process died"):
        list(parallel.audit_parallel([from_text("a"), from_text("b")], how, 2))
