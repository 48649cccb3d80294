"""What a sentence alone cannot settle: grants compared per act, broader ones lifting narrower limits."""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.detect import Detection, Match, Read


def settle(read: Read, detection: Detection) -> Iterable[Match]:
    """The sentence's matches that still hold in the light of the whole text."""
    return read.matches
