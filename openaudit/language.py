"""Which language a text is in: English, Chinese, or another one."""

from __future__ import annotations

from openaudit.segment import Outline


def languages(outline: Outline) -> tuple[str, ...]:
    """The languages of an outline's sentences, the most used first."""
    counts: dict[str, int] = {}
    for sentence in outline.sentences:
        counts[sentence.language] = counts.get(sentence.language, 0) + sentence.end - sentence.start
    return tuple(sorted(counts, key=lambda language: (-counts[language], language)))
