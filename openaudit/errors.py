"""The errors openaudit raises on purpose. Anything else that escapes is a bug."""

from __future__ import annotations


class OpenAuditError(Exception):
    """Base of all expected errors; its text is one clear sentence for the user (exit code 2)."""


class InputError(OpenAuditError):
    """A target cannot be read or is no text: missing, unreadable, binary, too large."""


class TooLongError(InputError):
    """A text has more lines, clauses or sentences than any licence: reading it would fill the memory."""

    def __init__(self, most: int, what: str) -> None:
        super().__init__(f"this text has more than {most:,} {what}, which no licence text has")


class ConfigError(OpenAuditError):
    """A setting, waiver or baseline is wrong."""


class NetworkError(OpenAuditError):
    """A remote text could not be had, or was refused for safety."""


class RuleError(OpenAuditError):
    """A rule, definition or record file is wrong, at a place in a file.

    `line` and `column` are 1-based; 0 means unknown.
    """

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: int = 0, hint: str = "") -> None:
        self.message, self.file, self.line, self.column, self.hint = message, file, line, column, hint
        place = ":".join([file, *(str(n) for n in (line, column) if n)]) if file else ""
        super().__init__(f"{place}: {message}" if place else message)
        if hint:
            self.args = (f"{self.args[0]} ({hint})",)
