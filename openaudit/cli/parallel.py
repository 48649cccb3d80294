"""Auditing with several processes, in the order of the texts."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial

from openaudit.cli.auditing import audit_one, load
from openaudit.errors import OpenAuditError
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.auditing import How
    from openaudit.document import Document
    from openaudit.report import Failure, Result
    from openaudit.ruleset import Engine

# Texts per message to a worker: fewer messages cost less, smaller shares keep all workers busy to the end.
_SHARE: Final = 8


def audit_parallel(documents: Sequence[Document], how: How, jobs: int) -> Iterator[Result | Failure]:
    """The audits in the order of `documents`, made by `jobs` processes."""
    # Loaded before the workers are forked, the engine is in all of them; where processes cannot be forked,
    # each loads it once.
    _engine(how)
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    share = max(1, min(_SHARE, len(documents) // jobs))
    with ProcessPoolExecutor(jobs, mp_context=context) as workers:
        try:
            yield from workers.map(partial(_audit, how), documents, chunksize=share)
        except BrokenProcessPool as error:
            raise OpenAuditError("a worker process died (out of memory?); try fewer with --jobs") from error
        finally:
            workers.shutdown(cancel_futures=True)


def _audit(how: How, document: Document) -> Result | Failure:
    engine, definitions = _engine(how)
    return audit_one(document, engine, definitions, how)


@cache
def _engine(how: How) -> tuple[Engine, tuple[str, ...]]:
    return load(how.rules, how.definitions)
