"""What stands between a command and the shell: streams that close, disks that fill, errors and interrupts."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping

from openaudit.errors import OpenAuditError
from openaudit.typed import IO


class UsageError(OpenAuditError):
    """The command line is wrong; `help_command` is the command that says how it should be."""

    def __init__(self, message: str, help_command: str) -> None:
        super().__init__(message)
        self.help_command = help_command


def guarded(command: Callable[[], int]) -> int:
    """The exit code of `command`, or the one that its error stands for, after saying on stderr what happened."""
    try:
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except OpenAuditError as error:
        complain(str(error), hint=getattr(error, "help_command", ""))
        return 2
    except BrokenPipeError:
        # Whoever reads (`| head`) has seen enough; that is no error.
        _discard_stdout()
        return 0
    except KeyboardInterrupt:
        complain("interrupted")
        _discard_stdout()
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG):
            raise
        complain(f"cannot write the report: {error.strerror}")
        _discard_stdout()
        return 2
    return code


def write_stdout(text: str) -> None:
    """Write a text to standard output, as UTF-8 unless a terminal speaks another encoding.

    Characters that cannot be encoded (bytes of a file name that is no UTF-8) become escapes.
    """
    write_stdout_pieces((text,))


def write_stdout_pieces(texts: Iterable[str]) -> None:
    """Write the pieces of a report as `write_stdout` writes a text."""
    stream = sys.stdout
    if stream is None:
        raise OpenAuditError("standard output is closed; write the report to a file with --output-file")
    encoding = (stream.encoding if stream.isatty() else "") or "utf-8"
    parts = (text.encode(encoding, "backslashreplace") for text in texts)
    try:
        stream.flush()
        buffer = getattr(stream, "buffer", None)
        if buffer is None:  # a test or an embedding program put a text stream in its place
            stream.writelines(part.decode(encoding) for part in parts)
        else:
            buffer.writelines(parts)
            buffer.flush()
    except BrokenPipeError:
        # `| head` has seen enough. The exit code stays the audit's own.
        _discard_stdout()


def complain(message: str, *, kind: str = "error", hint: str = "") -> None:
    """Say on stderr what is wrong, on one line that no input can break up or colour."""
    from openaudit.render.safe import one_line

    lines = [f"openaudit: {kind}: {one_line(message)}"]
    if hint:
        lines.append(f"see: {hint}")
    if sys.stderr is None:
        return
    try:
        # Python sets stderr up to escape what it cannot encode.
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except (OSError, ValueError):
        # stderr is closed: there is nobody to tell, and the exit code still says it.
        return


def wants_color(choice: str, stream: IO[str], environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to `stream`: the user's choice, else the environment's, else if it is a terminal.

    NO_COLOR (no-color.org) wins over FORCE_COLOR and CLICOLOR_FORCE, as in the tools people know.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("TERM") == "dumb" or environ.get("CLICOLOR") == "0":
        return False
    return stream.isatty()


def _discard_stdout() -> None:
    """Point stdout at nothing, or Python's own flush at exit would fail again and print a traceback."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
