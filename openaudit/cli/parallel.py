"""Auditing with several processes, in the order of the texts."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from openaudit.cli.auditing import audit_one, load
from openaudit.errors import OpenAuditError
from openaudit.report import Failure
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.cli.auditing import How
    from openaudit.document import Document
    from openaudit.report import Result
    from openaudit.ruleset import Engine

# Texts per message to a worker: fewer messages cost less, smaller shares keep all workers busy to the end.
_SHARE: Final = 8
# So many texts are audited before the workers are forked: what they wake is then awake in all of them.
_WAKING: Final = 4


def audit_parallel(documents: Sequence[Document], how: How, jobs: int) -> Iterator[Result | Failure]:
    """The audits in the order of `documents`, made by `jobs` processes."""
    # Loaded before the workers are forked, the engine is in all of them; where processes cannot be forked,
    # each loads it once.
    engine, definitions = _engine(how)
    first = _WAKING if len(documents) > _WAKING * _SHARE else 0
    for document in documents[:first]:
        yield audit_one(document, engine, definitions, how)
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    rest = documents[first:]
    share = max(1, min(_SHARE, len(rest) // jobs))
    gc.freeze()  # a collection in a worker would copy every page that it has in common with the others
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(rest, how)) as workers:
        try:
            for document, outcome in zip(rest, workers.map(_audit, range(len(rest)), chunksize=share), strict=True):
                yield outcome if isinstance(outcome, Failure) else outcome._replace(document=document)
        except BrokenProcessPool as error:
            raise OpenAuditError("a worker process died (out of memory?); try fewer with --jobs") from error
        finally:
            workers.shutdown(cancel_futures=True)
            gc.unfreeze()


class _Work:
    """What a worker is to do: handed over once, since forked workers have all texts already."""

    documents: Sequence[Document]
    how: How


def _begin(documents: Sequence[Document], how: How) -> None:
    _Work.documents, _Work.how = documents, how


def _audit(number: int) -> Result | Failure:
    """The audit of one of the texts, which travels back without the text."""
    document, how = _Work.documents[number], _Work.how
    engine, definitions = _engine(how)
    outcome = audit_one(document, engine, definitions, how)
    return outcome if isinstance(outcome, Failure) else outcome._replace(document=document._replace(source="", text=""))


@cache
def _engine(how: How) -> tuple[Engine, tuple[str, ...]]:
    return load(how.rules, how.definitions)
