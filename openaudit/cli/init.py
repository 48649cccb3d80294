"""`openaudit init`: a commented openaudit.toml to start from."""

from __future__ import annotations

import os

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: tuple[str, ...] = ()

TEMPLATE: Final = """\
# openaudit settings. The same keys can stand in pyproject.toml under [tool.openaudit].
# All of them: `openaudit schema config`. The command line wins over OPENAUDIT_* variables, those over this file.

# Judge by: "osd" (Open Source Definition), "fsf", "dfsg", "osaid", "all", or the path of a policy file.
definition = ["osd"]

# The mildest verdict that fails a run: "needs-review", "not-open-source" or "never".
fail-on = "needs-review"

# Never use the network, whatever a target asks for.
# offline = true

# Findings that were there before: made with `openaudit baseline create .`
# baseline = ".openaudit-baseline.json"

# A finding that somebody has looked at and accepted. The verdict stays; the run no longer fails, until it expires.
# [[waiver]]
# fingerprint = "oa1:…"          # from the report: the words of one sentence, wherever they move
# target = "models/*/LICENSE"    # path pattern, relative to this file
# reason = "research use only, agreed in ticket 123"
# approved-by = "legal@example.org"
# expires = 2027-06-30
"""


def configure(parser: Parser) -> None:
    """Add the path and --force."""
    parser.usage = "openaudit init [--force] [PATH]"
    parser.add_argument("path", nargs="?", default="openaudit.toml", metavar="PATH", help="default: openaudit.toml")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(arguments: Arguments, config: Config) -> int:
    """Write the file, unless one is there."""
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.guard import complain
    from openaudit.writing import write_whole

    del config
    if os.path.lexists(arguments.path) and not arguments.force:
        raise UsageError(f"{arguments.path} is there already; --force replaces it", "openaudit init --help")
    write_whole(arguments.path, TEMPLATE)
    complain(f"wrote {arguments.path}", kind="note")
    return 0
