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
# The rules of grants that name what they are for. What bars or limits is lifted by no other sentence.
_GRANT_FOR: Final = "grant-for"
# A lead-in with such a match hands the grant on to its items.
_GIVING: Final = "scope-statement/further-permission"

# The rules that go by the name of a licence.
_BY_NAME: Final = ("named", "named-aside")


def settle(read: Read, detection: Detection) -> Iterable[Match]:
    """The sentence's matches that still hold."""
    for match in read.matches:
        provision, _, name = match.rule.id.partition("/")
        if name == "unless-granted" and _UNLESS_GRANTED.get(provision, "") in detection.granted:
            continue
        if name in _BY_NAME and provision in detection.said:
            continue  # a name stands for words that are not at hand; these are, and the title is no evidence
        if provision == "patent-refusal" and "patent" in detection.granted:
            continue  # it marks how far the patent licence reaches
        if name == _GRANT_FOR and (
            detection.any_purpose - {read.sentence.index} or _beside_a_broader(match, read, detection)
        ):
            continue
        yield match


def _beside_a_broader(match: Match, read: Read, detection: Detection) -> bool:
    """Whether this is one of several grants of a lead-in, of which a later one gives the same without a limit.

    "You may: use it for research; use and copy it." A heading grants nothing: what stands under it is no alternative.
    """
    leads, index = read.sentence.leads, read.sentence.index
    if not leads or not any(
        m.rule.kind == "grant" or m.rule.id == _GIVING for lead in leads for m in detection.sentences[lead].matches
    ):
        return False
    acts = {"use"} & match.acts or match.acts
    return bool(acts) and all(detection.broadest.get((leads, act), -1) > index for act in acts)
