"""A run from beginning to end, as `openaudit bulk` asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from openaudit.bulk import cluster, driver, inputs, store
from openaudit.bulk.schema import criterion_column, definitions_of
from openaudit.bulk.summary import Summary, summarise
from openaudit.bulk.work import How, digest_of, load

if TYPE_CHECKING:
    from openaudit.bulk.inputs import Input, Reading
    from openaudit.bulk.store import Store
    from openaudit.ruleset import Definition


class Request(NamedTuple):
    """What a run is asked for. `workers` 0 is one for each processor, `scheduler` None a cluster of this machine."""

    inputs: tuple[str, ...]
    out: str
    reading: Reading
    how: How
    partition_rows: int = 10_000
    scheduler: str | None = None
    workers: int = 0
    fresh: bool = False
    verbose: bool = False


class Finished(NamedTuple):
    """A run that is done: its counts, and how many of its partitions and texts an earlier run had done."""

    summary: Summary
    kept_partitions: int
    kept_texts: int


# Called with the rows that are written so far, and with how many there are (None: nobody knows).
Progress = Callable[[int, int | None], None]


def run(request: Request, progress: Progress) -> Finished:
    """Audit the tables and write the folder; one that was begun and killed is gone on with.

    Raises `OpenAuditError` where it cannot go on: inputs that cannot be read, a folder of something else, a
    scheduler that does not answer, a full disk. What is written by then stays.
    """
    cluster.require()
    found = inputs.look_at(request.inputs)
    engine, ids = load(request.how.rules, request.how.definitions)
    definitions = definitions_of(engine, ids)
    how = request.how._replace(digest=digest_of(request.how.rules, request.how.definitions))
    asked = _asked(request, found, how, ids)
    with store.locked(request.out):
        folder, complete = store.open_store(request.out, asked, fresh=request.fresh)
        kept = (0, 0) if complete else _audit(request, folder, found, how, definitions, engine.rules_digest, progress)
        first = definitions[0]
        criteria = [(one.id, criterion_column(one.id)) for one in first.criteria]
        summary = summarise(folder, first.id, criteria)
        if not complete:
            store.write_json(folder.path("counts.json"), summary.as_data())
            store.finish(folder, asked, {"rows": summary.rows, "errors": summary.errors, "digest": summary.digest})
    return Finished(summary, *kept)


def _audit(
    request: Request,
    folder: Store,
    found: Sequence[Input],
    how: How,
    definitions: Sequence[Definition],
    rules_digest: str,
    progress: Progress,
) -> tuple[int, int]:
    """Audit and write every partition. How many partitions and texts were there already."""
    from openaudit import __version__

    listing = store.remembered_files(folder)
    if listing is None:
        listing = inputs.list_files(found, request.reading, request.out)
        store.remember_files(folder, listing)
    total = inputs.count_rows(found, listing)
    about = {"openaudit.version": __version__, "openaudit.rules_digest": rules_digest}
    about["openaudit.definition"] = definitions[0].id
    rows = inputs.read_rows(found, listing, request.reading)
    written = kept = 0
    with cluster.connected(request.scheduler, request.workers, folder.path(".work"), verbose=request.verbose) as client:
        pool = cluster.Pool(client, how)
        texts = driver.Texts(folder, pool)
        writer = driver.writer_of(folder, definitions, about)
        for done in driver.audit_rows(rows, request.partition_rows, texts, pool, writer):
            written += done.rows
            kept += done.resumed
            progress(written, total)
    return kept, texts.reused


def _asked(request: Request, found: Sequence[Input], how: How, ids: Sequence[str]) -> dict[str, Any]:
    """What decides the tables, so that a run is never gone on with something else."""
    from openaudit import __version__

    return {
        "version": __version__,
        "rules": how.digest,
        "definitions": list(ids),
        "identify": how.identify,
        "min_confidence": how.min_confidence,
        "inputs": [one._asdict() for one in found],
        "reading": request.reading._asdict(),
        "partition_rows": request.partition_rows,
    }
