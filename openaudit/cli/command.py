"""What makes a module of this package a command."""

from __future__ import annotations

from collections.abc import Callable

from openaudit.cli.arguments import Arguments, Parser
from openaudit.config import Config
from openaudit.typed import Protocol


class Command(Protocol):
    """What a module of this package offers to be a command.

    `configure` adds the command's own arguments to its parser, which has those of `SETTINGS` already. `run` does
    it and returns the exit code; what goes wrong as expected it raises as `OpenAuditError`.
    """

    @property
    def SETTINGS(self) -> tuple[str, ...]:  # noqa: N802 - a module constant
        """The names of the settings that the command takes."""

    @property
    def configure(self) -> Callable[[Parser], None]:
        """A function."""

    @property
    def run(self) -> Callable[[Arguments, Config], int]:
        """A function."""
