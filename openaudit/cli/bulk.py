"""`openaudit bulk`: audit the texts of tables and folders, by the million, into Parquet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from openaudit.cli.arguments import UsageError
from openaudit.cli.guard import complain

if TYPE_CHECKING:
    from openaudit.bulk.run import Finished
    from openaudit.bulk.work import How
    from openaudit.cli.arguments import Arguments, Parser
    from openaudit.config import Config
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Words

SETTINGS: Final = (
    *("definition", "rules", "min-confidence", "no-identify"),
    *("ui-lang", "color", "quiet", "verbose"),
)
_HELP: Final = "openaudit bulk --help"


def configure(parser: Parser) -> None:
    """Add the inputs, and how to read them."""
    parser.usage = "openaudit bulk INPUT… --out FOLDER [OPTION…]"
    add = parser.add_argument
    add("inputs", nargs="*", metavar="INPUT", help="a .parquet, .jsonl or .csv file, or a folder of texts")
    add("--out", "-o", metavar="FOLDER", help="where results, errors and the summary go; a killed run goes on there")
    add("--text-column", metavar="NAME", help="the column that holds texts (default: text, if there is one)")
    add("--path-column", metavar="NAME", help="the column that holds paths of files (default: path)")
    add("--card-column", metavar="NAME", help="the column that holds model cards, as Markdown (default: card)")
    add("--id-column", metavar="NAME", help="a column to copy into the results, to know rows by (default: id)")
    add("--root", metavar="FOLDER", help="where the paths of a column begin (default: the table's own folder)")
    add("--allow-outside", action="store_true", help="also read files outside of --root")
    add("--licenses-only", action="store_true", help="of folders, only files with the name of a licence file")
    add("--max-bytes", type=_number, default=1024 * 1024, metavar="N", help="largest text (default: 1048576)")
    add("--partition-rows", type=_number, default=10_000, metavar="N", help="rows in a file (default: 10000)")
    add("--workers", type=_number, metavar="N", help="processes on this machine (default: one per processor)")
    add("--scheduler", metavar="ADDRESS", help="use the Dask scheduler at tcp://… or tls://… instead")
    add("--max-errors", type=int, default=0, metavar="N", help="exit with 2 if more rows are bad (default: 0)")
    add("--report", action="append", default=[], dest="pages", metavar="html[=PATH]", help="write the counts as a page")
    add("--fresh", action="store_true", help="start over, whatever is in the folder")


def run(arguments: Arguments, config: Config) -> int:
    """Audit, write, and return the exit code: 0, or 2 where more rows than allowed have no audit."""
    from openaudit.bulk.inputs import Reading
    from openaudit.bulk.run import Request
    from openaudit.bulk.run import run as audit_all
    from openaudit.bulk.work import How
    from openaudit.cli.reporting import options

    settings = config.settings
    if not arguments.inputs or not arguments.out:
        raise UsageError("name an INPUT, and with --out a folder for what comes of it", _HELP)
    page = _page(arguments.pages, arguments.out)
    columns = {form: getattr(arguments, f"{form}_column") for form in ("text", "path", "card")}
    if sum(name is not None for name in columns.values()) > 1:
        raise UsageError("a row has one text: name one of --text-column, --path-column, --card-column", _HELP)
    if arguments.scheduler and arguments.workers:
        raise UsageError("--workers is for this machine: a scheduler has its own", _HELP)
    request = Request(
        inputs=tuple(arguments.inputs),
        out=arguments.out,
        reading=Reading(
            columns={"text": columns["text"], "path": columns["path"], "card": columns["card"]},
            id_column=arguments.id_column,
            root=arguments.root,
            allow_outside=arguments.allow_outside,
            max_bytes=arguments.max_bytes,
            licenses_only=arguments.licenses_only,
        ),
        how=How(settings.rules, settings.definition, not settings.no_identify, settings.min_confidence),
        partition_rows=arguments.partition_rows,
        scheduler=arguments.scheduler,
        workers=arguments.workers or 0,
        fresh=arguments.fresh,
        verbose=settings.verbose,
    )
    told = _Told()
    try:
        finished = audit_all(request, told)
    finally:
        told.end()
    _report(finished, request.how, page, options(settings, to_screen=True), quiet=settings.quiet)
    if finished.kept_partitions or finished.kept_texts:
        complain(
            f"an earlier run had done {finished.kept_partitions} files and {finished.kept_texts} distinct texts",
            kind="note",
        )
    errors = finished.summary.errors
    if errors > arguments.max_errors:
        complain(f"{errors} of {finished.summary.rows} rows have no audit: see {arguments.out}/errors")
        return 2
    return 0


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _page(wanted: list[str], out: str) -> str | None:
    """Where the HTML page goes; None where none is asked for."""
    import os

    paths = []
    for spec in wanted:
        name, equals, path = spec.partition("=")
        if name != "html" or (equals and not path):
            raise UsageError(f"--report {spec}: a bulk run writes html, or html=PATH", _HELP)
        paths.append(path or os.path.join(out, "report.html"))
    if len(paths) > 1:
        raise UsageError("--report html: one page is enough", _HELP)
    return paths[0] if paths else None


def _report(finished: Finished, how: How, page: str | None, options: RenderOptions, *, quiet: bool) -> None:
    from openaudit.bulk.work import load
    from openaudit.cli.guard import write_stdout
    from openaudit.cli.reporting import texts_of
    from openaudit.render.bulk import render_page, render_text
    from openaudit.writing import write_whole

    engine, _ = load(how.rules, how.definitions)
    words: Words = texts_of(engine).words(options.ui_lang)
    if page is not None:
        write_whole(page, render_page(finished.summary, words))
    if not quiet:
        write_stdout(render_text(finished.summary, words))


class _Told:
    """Says on a terminal how far the run is, in place, with rows a second."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._began = self._clock()
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0

    def __call__(self, rows: int, total: int | None) -> None:
        if not self._shown:
            return
        took = self._clock() - self._began
        rate = rows / took if took else 0.0
        left = f", {(total - rows) / rate:,.0f} s left" if total and rate else ""
        of = f" of {total:,}" if total else ""
        line = f"{rows:,}{of} rows, {rate:,.0f} rows/s{left}"
        self._write(line)

    def end(self) -> None:
        """Take the line away: what follows are results and errors."""
        if self._width:
            self._write("")
            self._write("\r")

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r{line:{self._width}}")
        sys.stderr.flush()
        self._width = len(line)
