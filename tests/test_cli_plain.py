"""A command line is read alike with and without argparse."""

from __future__ import annotations

import pytest

from openaudit.cli import check, plain
from openaudit.cli.arguments import Parser
from openaudit.cli.guard import UsageError
from openaudit.cli.main import COMMANDS
from openaudit.settings import SETTINGS


def by_argparse(words: list[str]) -> tuple[dict[str, object], list[str]]:
    parser = Parser("check", COMMANDS["check"], check.SETTINGS)
    check.configure(parser)
    arguments = parser.parse(words)
    return {name: getattr(arguments, name) for name in SETTINGS if hasattr(arguments, name)}, list(arguments.targets)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "LICENSE",
        "LICENSE -f json",
        "-f json a b -q c",
        "--format=json --output-file - -",
        "--select osd-5 --select=osd-6,osd-1 x",
        "-f json -f text x",
        "--isolated --jobs 2 -v --color never x",
        "--output-format= x",
    ],
)
def test_a_plain_line_means_what_argparse_says(line: str) -> None:
    assert plain.read(line.split(), check.SETTINGS) == by_argparse(line.split())


@pytest.mark.parametrize(
    "line", ["x -h", "--help", "x --formt json", "x -f", "-qv x", "x -- -y", "-fjson x", "--quiet=1"]
)
def test_what_is_not_plain_is_left_to_argparse(line: str) -> None:
    assert plain.read(line.split(), check.SETTINGS) is None


@pytest.mark.parametrize("name", check.SETTINGS)
def test_every_setting_is_read_alike(name: str) -> None:
    setting = SETTINGS[name]
    words = [f"--{name}"] if setting.kind == "flag" else [f"--{name}", "value"]
    assert plain.read([*words, "x"], check.SETTINGS) == by_argparse([*words, "x"])


def test_an_option_of_another_command_is_an_error_still() -> None:
    assert plain.read(["--strict", "x"], check.SETTINGS) is None
    with pytest.raises(UsageError):
        by_argparse(["--strict", "x"])
