"""`openaudit licenses list|show|search|verify`: the known licences, and whether their texts have moved."""

from __future__ import annotations

import argparse

from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openaudit.catalog import Catalog, Record
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config

SETTINGS: Final = (
    *("output-format", "output-file", "ui-lang", "color", "quiet", "heading-level", "rules"),
    *("offline", "cache-dir", "no-cache", "allow-private-hosts"),
)
ACTIONS: Final = ("list", "show", "search", "verify")


def configure(parser: Parser) -> None:
    """Add the action, what it is about, and the filters."""
    parser.usage = "openaudit licenses {list,show,search,verify} [OPTION…] [ID… | WORD…]"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        "list     the known licences, those that the filters leave\n"
        "show     one licence: who, when, which models, verdicts, what others published, versions\n"
        "search   licences in whose names, models or notes every WORD occurs\n"
        "verify   fetch the recorded addresses again and compare what is there (needs a network)"
    )
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help="one of " + ", ".join(ACTIONS))
    parser.add_argument("items", nargs="*", metavar="ITEM", help="ids or names (show, verify), or words (search)")
    filters = parser.add_argument_group("filters (list, search)")
    filters.add_argument("--publisher", metavar="NAME", help="of one publisher")
    filters.add_argument("--verdict", metavar="VERDICT", help="open-source, not-open-source, needs-review or unaudited")
    filters.add_argument("--provision", metavar="ID", help="whose text has this provision (user-cap, field-of-use …)")
    filters.add_argument("--language", metavar="CODE", help="whose text is in this language (en, zh)")


def run(arguments: Arguments, config: Config) -> int:
    """Do it. 1 where `verify` finds another text, 2 where it could not look."""
    from openaudit.cli.arguments import UsageError
    from openaudit.records import load_catalog

    catalog = load_catalog()
    if arguments.action == "show":
        return _show(arguments.items, catalog, config)
    if arguments.action == "verify":
        return _verify(arguments.items, catalog, config)
    if arguments.action == "list" and arguments.items:
        raise UsageError("list takes filters only; search takes words", "openaudit licenses --help")
    if arguments.action == "search" and not arguments.items:
        raise UsageError("search for what?", "openaudit licenses --help")
    records = catalog.search(" ".join(arguments.items)) if arguments.items else catalog.records
    if arguments.publisher:
        theirs = catalog.by_publisher(arguments.publisher)
        records = tuple(record for record in records if record in theirs)
    return _table(_filtered(records, arguments), config)


def _filtered(records: Sequence[Record], arguments: Arguments) -> list[Record]:
    from openaudit.cli.arguments import UsageError
    from openaudit.suggest import did_you_mean
    from openaudit.vocabulary import VERDICTS

    verdicts = [*VERDICTS, "unaudited"]
    if arguments.verdict and arguments.verdict not in verdicts:
        hint = did_you_mean(arguments.verdict, verdicts)
        raise UsageError(f"no verdict {arguments.verdict!r}{hint}", "openaudit licenses --help")
    known = sorted({p for r in records if r.lock for p in r.lock.provisions})
    if arguments.provision and known and arguments.provision not in known:
        hint = did_you_mean(arguments.provision, known)
        raise UsageError(f"no record has the provision {arguments.provision!r}{hint}", "openaudit rules list")
    return [
        record
        for record in records
        if (not arguments.verdict or (record.verdict or "unaudited") == arguments.verdict)
        and (not arguments.provision or (record.lock and arguments.provision in record.lock.provisions))
        and (not arguments.language or arguments.language in record.languages)
    ]


def _table(records: list[Record], config: Config) -> int:
    from openaudit.cli.reporting import options
    from openaudit.render.records import RECORD_FORMATS, render_records

    settings = config.settings
    _check_format(settings.output_format, RECORD_FORMATS)
    chosen = options(settings, to_screen=settings.output_file == "-")
    _write(render_records(records, settings.output_format, texts=_texts(config), options=chosen), config)
    return 0


def _show(names: list[str], catalog: Catalog, config: Config) -> int:
    from openaudit.cli.arguments import UsageError
    from openaudit.cli.reporting import options
    from openaudit.render.records import STORY_FORMATS, render_stories
    from openaudit.story import story

    settings = config.settings
    _check_format(settings.output_format, STORY_FORMATS)
    if not names:
        raise UsageError("show which licence? `openaudit licenses list` names them", "openaudit licenses --help")
    texts = _texts(config)
    stories = [story(_find(name, catalog), catalog, texts.definitions) for name in names]
    chosen = options(settings, to_screen=settings.output_file == "-")
    _write(render_stories(stories, settings.output_format, texts=texts, options=chosen), config)
    return 0


def _verify(names: list[str], catalog: Catalog, config: Config) -> int:
    from openaudit.cli.auditing import source_options
    from openaudit.cli.guard import complain, write_stdout
    from openaudit.sources.drift import drift

    if config.settings.offline:
        complain("offline: nothing was fetched, so nothing was verified")
        return 2
    records = [_find(name, catalog) for name in names] if names else list(catalog.records)
    counts: dict[str, int] = {}
    for found in drift(records, source_options(config.settings)):
        counts[found.state] = counts.get(found.state, 0) + 1
        if not config.settings.quiet or found.state in ("moved", "unreachable"):
            write_stdout(f"{found.state:11}  {found.id}  {found.url}{f'  {found.detail}' if found.detail else ''}\n")
    write_stdout(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) + "\n")
    return 2 if counts.get("unreachable") else 1 if counts.get("moved") else 0


def _find(name: str, catalog: Catalog) -> Record:
    from openaudit.cli.arguments import UsageError

    record = catalog.find(name)
    if record is None:
        near = ", ".join(catalog.suggest(name))
        raise UsageError(f"no known licence is called {name!r}{f'; did you mean {near}?' if near else ''}",
                         "openaudit licenses search WORD")  # fmt: skip
    return record


def _texts(config: Config) -> Texts:
    from openaudit.cli.reporting import texts_of
    from openaudit.prepared import engine

    return texts_of(engine(config.settings.rules))


def _check_format(name: str, known: Sequence[str]) -> None:
    from openaudit.cli.arguments import UsageError

    if name not in known:
        raise UsageError(f"no format {name!r} here; there are: {', '.join(known)}", "openaudit licenses --help")


def _write(text: str, config: Config) -> None:
    from openaudit.cli.guard import write_stdout
    from openaudit.writing import write_whole

    if config.settings.output_file == "-":
        write_stdout(text)
    else:
        write_whole(config.settings.output_file, text)


if TYPE_CHECKING:
    from openaudit.render import Texts
