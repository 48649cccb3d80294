"""How far a long run is, on stderr, for who watches a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

# Nobody needs to be told about what takes less than this, in seconds.
_PATIENCE: Final = 1.0
_BETWEEN: Final = 0.2


def progress(items: Iterable[T], total: int) -> Iterator[T]:
    """The items, unchanged; after a second a line on stderr counts them, and is gone when they end."""
    stream = sys.stderr
    if stream is None or not stream.isatty():
        yield from items
        return
    started = time.monotonic()
    told = started + _PATIENCE - _BETWEEN
    shown = False
    try:
        for done, item in enumerate(items, 1):
            now = time.monotonic()
            if now - told >= _BETWEEN:
                rate = done / (now - started)
                left = (total - done) / rate
                stream.write(f"\r\x1b[K{done}/{total} texts · {rate:.0f}/s · {left:.0f} s left")
                stream.flush()
                told, shown = now, True
            yield item
    finally:
        if shown:
            stream.write("\r\x1b[K")
            stream.flush()
