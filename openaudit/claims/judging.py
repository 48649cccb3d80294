"""Claims against what the licence is: which of them are wrong, why, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from openaudit.claims.values import Claim, Wording
from openaudit.claims.wording import load_wording
from openaudit.repo.values import Observation, Place, Severity, observation
from openaudit.report import Message
from openaudit.spans import LineIndex
from openaudit.typed import Final, NamedTuple
from openaudit.vocabulary import Verdict

# "fully open source" is put into other words as a whole.
_STRENGTHENED: Final = re.compile(
    r"(?:(?:fully|completely|truly|totally|entirely|genuinely|100%|really|now)[\s*]{1,3})+$|(?:完全|全面|彻底|真正|徹底)+$",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"\b(an?)(\s+[*_]{0,3})$", re.IGNORECASE)
_COPULA: Final = re.compile(
    r"\b(?:is|are|was|were|be|being|it's|that's|remains?|and|making|made|completely|fully)[\s*]{1,3}$", re.IGNORECASE
)


class Standing(NamedTuple):
    """What is known of the licence that a claim is held against.

    `verdict` is None where there is no licence at all; `license` is its name for people ("" where it has none),
    `criteria` the failed or doubtful criteria ("osd-5, osd-6"), `place` where it stands.
    """

    verdict: Verdict | None
    osi_approved: bool = False
    license: str = ""
    criteria: str = ""
    place: Place | None = None


def judge_claims(
    claims: Sequence[Claim], text: str, path: str, standings: Mapping[str, Standing]
) -> tuple[Observation, ...]:
    """The claims that the licence does not bear out, in order; at most one per sentence and kind of mistake.

    `standings` are by part ("weights", "code", "data", "docs") and for the "project" as a whole. A claim about a
    part that is not in it is not judged: nothing is known about it.
    """
    lines = LineIndex(text)
    found: list[Observation] = []
    seen: set[tuple[int, str]] = set()
    for claim in claims:
        worst = _worst(claim, standings)
        if worst is None:
            continue
        about, standing = worst
        verdict = _wrong(claim, standing)
        if verdict is None or (claim.sentence[0], verdict[0]) in seen:
            continue
        seen.add((claim.sentence[0], verdict[0]))
        found.append(_observe(claim, text, path, lines, about, standing, *verdict))
    return tuple(found)


def _worst(claim: Claim, standings: Mapping[str, Standing]) -> tuple[str, Standing] | None:
    known = [(part, standings[part]) for part in claim.about if part in standings]
    return max(known, key=lambda item: _rank(claim, item[1]), default=None)


def _rank(claim: Claim, standing: Standing) -> int:
    wrong = _wrong(claim, standing)
    return 0 if wrong is None else 2 if wrong[1] == "error" else 1


def _wrong(claim: Claim, standing: Standing) -> tuple[str, Severity] | None:
    """The id and severity of what is wrong with the claim; None where it is borne out."""
    if standing.verdict is None or standing.verdict == "not-a-license":
        return "CLAIM004", "warning"
    if standing.verdict == "not-open-source":
        return "CLAIM001", "error"
    if claim.kind == "approved" and not standing.osi_approved:
        return "CLAIM002", "error" if standing.verdict == "open-source" else "warning"
    if standing.verdict == "needs-review":
        return "CLAIM003", "warning"
    return None


def _observe(
    claim: Claim, text: str, path: str, lines: LineIndex, about: str, standing: Standing, id_: str, severity: Severity
) -> Observation:
    wording = load_wording(claim.language)
    license_ = standing.license or wording.unnamed
    case = {"CLAIM002": "approved", "CLAIM003": "unclear", "CLAIM004": "unlicensed"}.get(id_, about)
    instead = [words.format(license=license_) for words in wording.instead[case]]
    advice = [Message("CLAIM.instead", {"wording": " / ".join(f"“{words}”" for words in instead)})]
    better = rewritten(claim, text, about, wording) if case == about else ""
    if better:
        advice.append(Message("CLAIM.rewritten", {"sentence": better}))
    start, end = lines.position(claim.start), lines.position(claim.end)
    words = " ".join(text[claim.start : claim.end].split())
    if "&" in words:
        import html

        words = html.unescape(words)
    return observation(
        id_,
        severity,
        Place(path, start.line, start.column, end.line, end.column),
        quote=" ".join(f"{claim.before}{words}{claim.after}".split()),
        advice=tuple(advice),
        related=(standing.place,) if standing.place else (),
        words=words,
        about=about,
        license=standing.license,
        criteria=standing.criteria,
    )


def rewritten(claim: Claim, text: str, about: str, wording: Wording) -> str:
    """The claim's sentence with other words in the claim's place.

    "" where the words do not fit by a mere exchange.
    """
    before, after = _STRENGTHENED.sub("", claim.before), claim.after
    if claim.kind == "approved":
        return ""
    new = wording.rewrite[about][claim.form]
    if claim.language == "zh":
        if claim.kind != "open" or (claim.form == "predicate" and ("权重" in before or re.search("[将把]", before))):
            return ""
        after = after.removeprefix("的") if claim.form == "adjective" else after
    else:
        if claim.form == "predicate" and not _COPULA.search(before):
            return ""
        article = _ARTICLE.search(before)
        if article and claim.form in ("adjective", "license"):
            right = "an" if new[0].lower() in "aeiou" else "a"
            right = right.capitalize() if article[1][0].isupper() else right
            before = before[: article.start(1)] + right + article[2]
        if text[claim.start : claim.start + 2].istitle() or (text[claim.start].isupper() and not before.strip()):
            new = new[0].upper() + new[1:]
    return " ".join(f"{before}{new}{after}".split())
