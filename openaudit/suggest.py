"""The word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.typed import Final

# Less alike is another word and no slip of the fingers; and of several, those that are much less alike than the best.
_ALIKE: Final = 0.7
_BEHIND: Final = 0.08


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` candidates that `word` may be a slip for, the likeliest first; () where none is like it."""
    import difflib

    near = difflib.get_close_matches(word, list(candidates), n=count, cutoff=_ALIKE)
    rates = [difflib.SequenceMatcher(None, one, word).ratio() for one in near]
    return tuple(one for one, rate in zip(near, rates, strict=True) if rate >= rates[0] - _BEHIND)


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None where none is like it."""
    return next(iter(nearest(word, candidates, 1)), None)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A tail for an error message: "; did you mean 'x'?", or "" where nothing is like `word`."""
    match = closest(word, candidates)
    return f"; did you mean {match!r}?" if match else ""
