"""The word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None where none is like it."""
    import difflib

    return next(iter(difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)), None)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A tail for an error message: "; did you mean 'x'?", or "" where nothing is like `word`."""
    match = closest(word, candidates)
    return f"; did you mean {match!r}?" if match else ""
