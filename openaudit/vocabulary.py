"""The closed words of the project: kinds of provision, outcomes, verdicts.

The provisions themselves are data (`rules/provisions.yaml`); what they mean is in `docs/verdicts.md`.
"""

from __future__ import annotations

from openaudit.typed import Final, Literal, NamedTuple

Kind = Literal["grant", "condition", "restriction", "caution", "boilerplate"]
Outcome = Literal["not-assessed", "pass", "review", "fail"]
Verdict = Literal["open-source", "not-open-source", "needs-review", "not-a-license"]
Confidence = Literal["low", "medium", "high"]

KINDS: Final[tuple[Kind, ...]] = ("grant", "condition", "restriction", "caution", "boilerplate")
# Outcomes fold by maximum, in this order.
OUTCOMES: Final[tuple[Outcome, ...]] = ("not-assessed", "pass", "review", "fail")
VERDICTS: Final[tuple[Verdict, ...]] = ("open-source", "needs-review", "not-open-source", "not-a-license")
CONFIDENCES: Final[tuple[Confidence, ...]] = ("low", "medium", "high")

# The one provision that no rule finds: a sentence that nothing explains.
UNEXPLAINED: Final = "unexplained"
# Ids of what no rule found either: the provision that the words of such a sentence are most like.
RESEMBLANCE: Final = "resemblance/"
# So end the ids of rules for sentences that are about a grant or a condition and do not state it: they explain, and
# are no finding.
ABOUT: Final = "about"
# So end the ids of rules that see the name of a licence and nothing else of its sentence, which they do not explain.
BY_NAME: Final = "/by-name-about"
# So end the ids of rules that know a restraint by the name of the licence or the policy that holds it.
NAMED: Final = "/named"
# and of those that see such a name beside something else, so that it may be the name of another work's licence.
NAMED_ASIDE: Final = "/named-aside"
# So ends the id of what only the title of a text announces.
TITLED: Final = "/titled"


def worst(a: Outcome, b: Outcome) -> Outcome:
    """The more serious of two outcomes."""
    return a if OUTCOMES.index(a) >= OUTCOMES.index(b) else b


class Provision(NamedTuple):
    """One legal effect that a text can have.

    `title` and `says` are texts by report language ("en", "zh"): a short name, and one line that
    completes "the text says that ...".
    """

    id: str
    kind: Kind
    title: dict[str, str]
    says: dict[str, str]
