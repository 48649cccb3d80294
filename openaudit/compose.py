"""What a sentence alone cannot settle: its matches in the light of the whole text.

"You may not distribute it except as this licence allows" restrains nothing where the licence allows
distribution, and a grant for one purpose is no limit beside a sibling that grants the same without one.
"""

from __future__ import annotations

from collections.abc import Iterable

from openaudit.detect import Detection, Match, Read
from openaudit.typed import Final

# Rules named so hold only where the text grants nothing of the kind; the grant that lifts each.
_UNLESS_GRANTED: Final = {
    "no-redistribution": "redistribute",
    "no-modification": "modify",
    "no-sale": "sell",
    "registration": "use",
}
_LIMITS: Final = ("purpose-limit", "non-commercial")


def settle(read: Read, detection: Detection) -> Iterable[Match]:
    """The sentence's matches that still hold."""
    for match in read.matches:
        provision, _, name = match.rule.id.partition("/")
        if name == "unless-granted" and _UNLESS_GRANTED.get(provision, "") in detection.granted:
            continue
        if provision == "patent-refusal" and "patent" in detection.granted:
            continue  # it marks how far the patent licence reaches
        if provision in _LIMITS and (
            _beside_a_broader(read, detection) or (name == "grant-for" and detection.any_purpose)
        ):
            continue
        yield match


def _beside_a_broader(read: Read, detection: Detection) -> bool:
    """Whether this is one of several grants under one lead-in, of which another gives the acts without a limit."""
    leads = read.sentence.leads
    return bool(leads) and detection.broadest.get(leads[0], -1) > read.sentence.index
