"""How far a long run is, on stderr, for who watches a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator

from openaudit.typed import IO, TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

# Nobody needs to be told about what takes less than this, in seconds.
_PATIENCE: Final = 1.0
_BETWEEN: Final = 0.2


def progress(items: Iterable[T], total: int) -> Iterator[T]:
    """The items, unchanged; after a second a bar on stderr counts them, and is gone when they end."""
    stream = sys.stderr
    # A terminal that cannot move its cursor back would be filled with bars.
    if stream is None or not stream.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield from items
        return
    told = time.monotonic() + _PATIENCE - _BETWEEN
    bar: Progress | None = None
    try:
        for done, item in enumerate(items, 1):
            now = time.monotonic()
            if now - told >= _BETWEEN:
                bar = bar or _bar(stream, total)
                bar.update(bar.task_ids[0], completed=done, refresh=True)
                told = now
            yield item
    finally:
        if bar:
            bar.stop()


def _bar(stream: IO[str], total: int) -> Progress:
    # Imported when a run has shown that it is long: short ones must not pay for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    # Refreshed by hand, since a thread that draws would be copied into the processes that audits fork.
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    bar = Progress(*columns, console=Console(file=stream), auto_refresh=False, transient=True)
    bar.add_task("", total=total)
    bar.start()
    return bar
