"""`openaudit fetch TARGET… -o DIR`: the texts of a target with their provenance, for an audit without a network."""

from __future__ import annotations

from openaudit.cli.guard import complain
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.sources import Fetched

SETTINGS: Final = ("offline", "follow", "cache-dir", "no-cache", "allow-private-hosts", "quiet")


def configure(parser: Parser) -> None:
    """Add the targets and the folder."""
    parser.usage = "openaudit fetch [OPTION…] TARGET… -o DIR"
    parser.add_argument(
        "targets",
        nargs="+",
        metavar="TARGET",
        help="https://…, hf:ORG/MODEL[@REV], hf:datasets/ORG/NAME, gh:OWNER/REPO[@REF][:PATH], ms:ORG/MODEL[@REV], "
        "spdx:ID, or the id of a known licence",
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="folder for the texts and openaudit-fetch.json"
    )


def run(arguments: Arguments, config: Config) -> int:
    """Fetch everything, then write everything that came; 2 where something is missing."""
    from openaudit.cli.auditing import source_options
    from openaudit.cli.guard import write_stdout
    from openaudit.errors import OpenAuditError
    from openaudit.sources import resolve, snapshot

    texts: list[Fetched] = []
    missing: list[str] = []
    for target in arguments.targets:
        try:
            found = resolve(target, source_options(config.settings))
        except OpenAuditError as error:
            missing.append(str(error))
            continue
        texts += found
        missing += [failure.message for text in found for failure in text.missing]
    if texts:
        paths = snapshot.write(texts, arguments.output)
        if not config.settings.quiet:
            write_stdout("".join(f"{path}\n" for path in paths))
    for note in dict.fromkeys(note for text in texts for note in text.notes):
        complain(note, kind="note")
    for message in dict.fromkeys(missing):
        complain(message)
    return 2 if missing else 0
