"""`openaudit schema`: the JSON Schemas that ship with openaudit."""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: tuple[str, ...] = ()
NAMES: Final = ("report", "repository", "config", "record")


def configure(parser: Parser) -> None:
    """Add the name of the schema."""
    parser.usage = "openaudit schema [{report,repository,config,record}]"
    parser.add_argument(
        "name",
        nargs="?",
        choices=NAMES,
        default="report",
        metavar="NAME",
        help="report (what `check -f json` prints, the default), repository (what `repo -f json` prints), config "
        "(openaudit.toml) or record (licenses/*.yaml)",
    )


def run(arguments: Arguments, config: Config) -> int:
    """Print the schema."""
    from openaudit.cli.guard import write_stdout

    del config
    if arguments.name == "config":
        import json

        from openaudit.configschema import config_schema

        write_stdout(json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n")
    else:
        from importlib.resources import files

        write_stdout((files("openaudit") / "schema" / f"{arguments.name}.schema.json").read_text(encoding="utf-8"))
    return 0
