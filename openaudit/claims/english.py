"""Claims in English sentences: of whom "open source" is said, and whether it is said at all.

Every occurrence of the words is read by where it stands: before a noun ("an open-source model"), after a form of
"to be", as a verb ("we open-sourced the weights"), or alone (a headline, a bullet). Then the noun phrase's article
and what governs it, or the sentence's subject, tell whether the project at hand is meant. What is not understood is
no claim: a linter that cries wolf is switched off.
"""

from __future__ import annotations

import re

from openaudit.claims.phrases import NUMBERS, Phrases, Reading, split
from openaudit.claims.prose import Sentence
from openaudit.claims.values import MAX_TERMS, Claim, ClaimKind, Form, Names, Wording
from openaudit.typed import Final

_TERM: Final = re.compile(
    r"""(?P<approved>\bOS[ID][\s-]{1,3}(?:approved|certified|compliant|compatible|conformant|recogni[sz]ed)\b
      | \b(?:approved|certified|recogni[sz]ed)\s{1,3}by\s{1,3}(?:the\s{1,3})?
        (?:OSI|open[\s-]{1,3}source\s{1,3}initiative)\b
      | \b(?:meets?|satisf(?:y|ies)|fulfil?ls?|(?:conforms?|conformant)\s{1,3}(?:to|with)
        |compl(?:y|ies|iant)\s{1,3}with)
        \s{1,3}(?:the\s{1,3})?(?:OSI(?:'s)?\s{1,3})?(?:open[\s-]{1,3}source\s{1,3}(?:AI\s{1,3})?definition|OSD|OSAID)\b)
    | (?P<free>\bfree(?:\s{0,3}(?:/|&|,|\band\b)\s{0,3}libre)?(?:\s{0,3}(?:/|&|,|\band\b)\s{0,3}open[\s-]{1,3}source)?
        \s{1,3}software\b | \bFL?OSS\b | \b(?:free\s{0,3}/\s{0,3})?libre(?:\s{1,3}software)?\b)
    | (?P<open>\bopen[\s*_-]{0,12}sourc(?:e|ed|es|ing)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED: Final = re.compile(r"\"[^\"]{0,600}\"|(?<!\w)'[^'\n]{0,200}'(?!\w)")
_LICENSE: Final = ("license", "licence")
_VERB_FORMS: Final[dict[str, Form]] = {"ced": "verbed", "ing": "verbing"}
_OBJECTS: Final = (
    "our",
    "the",
    "all",
    "this",
    "these",
    "both",
    "it",
    "them",
    "everything",
    "its",
    "a",
    "an",
    "my",
    "two",
    "three",
)
_MAKERS: Final = ("we", "i", "we've", "we're", "our", "us", "let's", "hereby")
_MAKING: Final = ("made", "make", "making", "keep", "kept", "keeping")
_MEMBERSHIP: Final = frozenset(("one", "of", "among", "part", "member", "still", "the"))


def read(prose: str, sentence: Sentence, names: Names, wording: Wording) -> list[Claim]:
    """The claims in one sentence of `prose`."""
    text = prose[sentence.start : sentence.end]
    terms = [match for match in _TERM.finditer(text) if not _is_part_of_a_word(text, match)]
    if not terms or sentence.quoted or sentence.planned or sentence.kind == "cell":
        return []
    if text.rstrip().endswith("?") and not sentence.answer:
        return []
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    elsewhere = any(name in sentence.section.lower() for name in wording.lists["other-sections"])
    claims: list[Claim] = []
    for match in terms[:MAX_TERMS]:
        if any(a <= match.start() and match.end() <= b for a, b in quoted):
            continue
        words, at = split(text, match)
        reader = _Reader(Phrases(words, at, names, wording, elsewhere=elsewhere), match, sentence.kind)
        found = reader.claim()
        if found:
            kind: ClaimKind = "approved" if match["approved"] else "free" if match["free"] else "open"
            start, end = sentence.start + match.start(), sentence.start + match.end()
            claims.append(Claim(kind, found[1], found[0], start, end, (sentence.start, sentence.end), "en"))
    return claims


def _is_part_of_a_word(text: str, match: re.Match[str]) -> bool:
    """opensource.org, awesome-open-source, #opensource, non-open-source: no words of their own."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    return before in ("-", "_", "#", "@", ".", "\\") or bool(re.match(r"[-_.][A-Za-z]|_", after))


class _Reader:
    """Reads one occurrence of the words in one sentence."""

    def __init__(self, phrases: Phrases, match: re.Match[str], kind: str) -> None:
        self.p, self.at, self.match, self.kind = phrases, phrases.at, match, kind
        self.lists = phrases.wording.lists
        self.surface = re.sub(r"[^a-z]", "", match[0].lower())
        self.head = phrases.head()

    def claim(self) -> tuple[Form, tuple[str, ...]] | None:
        """The form of the claim and what it is about; None where it is none."""
        if self._negated() or self._reported() or self._planned():
            return None
        form: Form
        if self.match["open"] and self._is_verb():
            form, reading = _VERB_FORMS.get(self.surface[-3:], "verb"), self._verb()
        elif self.p.text(self.head) in _LICENSE:
            form, reading = "license", self._license()
        elif self.head >= 0 and not self.match["approved"]:
            form, reading = "adjective", self._adjective()
        else:
            form, reading = self._alone()
        if reading.who != "own":
            return None
        if form == "predicate" and self.surface.endswith("sourced"):
            form = "verbed"
        return form, reading.about or ("project",)

    # --- what takes it back -----------------------------------------------------------------------------

    def _left(self) -> list[str]:
        """The words of the clause before the words in question."""
        return [self.p.text(i) for i in range(self.p.clause_start(self.at), self.at)]

    def _tail(self) -> str:
        return " ".join(self.p.text(i) for i in range(self.at + 1, min(self.at + 7, len(self.p.words))))

    def _reported(self) -> bool:
        joined = f" {' '.join(self._left())} "
        return any(f" {phrase} " in joined for phrase in self.lists["reported"])

    def _negated(self) -> bool:
        left = self._left()
        joined, tail = f" {' '.join(left)} ", self._tail()
        if any(f" {phrase} " in joined for phrase in self.lists["negation-phrases"]):
            return True
        if any(tail.startswith(phrase) for phrase in self.lists["after-negations"]):
            return True
        for index in range(len(left) - 1, -1, -1):
            word, following = left[index], left[index + 1] if index + 1 < len(left) else ""
            # A negation reaches neither into a new clause nor out of a relative one.
            if word == "," and following in self.lists["clause-openers"]:
                return False
            if word in ("because", "since", "although", "though", "that", "which") and following:
                return False
            if word in self.lists["negations"] or word.endswith("n't"):
                if f"{word} {following}" in self.lists["not-negations"]:
                    continue
                # "Unlike closed models, X is open source": the comma ends what is denied.
                return not (word in ("unlike", "without") and "," in left[index:])
        return False

    def _planned(self) -> bool:
        left = self._left()
        certain = self.lists["not-plans"]
        if any(self._tail().startswith(phrase) for phrase in self.lists["after-plans"]):
            return not any(word in certain for word in left)
        start = self.p.clause_start(self.at)
        plans = [i for i in range(start, self.at) if self.p.has("plans", i) and self.p.words[i].raw != "May"]
        if not plans:
            return False
        after = left[plans[-1] - start + 1 :]
        if any(word in certain for word in after) or "," in after:
            return False
        # "You may use our open-source model": what is possible is the use.
        possessed = any(word in self.lists["own"] for word in after[-3:])
        return not (possessed and self.head >= 0)

    # --- forms ------------------------------------------------------------------------------------------

    def _is_verb(self) -> bool:
        following = self.p.text(self.at + 1)
        has_object = following in _OBJECTS or self.p.is_own_name(self.at + 1)
        if self.surface.endswith("sourcing"):
            return True
        if self.surface.endswith("sourced"):
            named = self.at + 1 < len(self.p.words) and self.p.is_foreign_name(self.at + 1)
            return (has_object or named or self.head < 0) and not self.p.has("copulas", self.p.before_adverbs(self.at))
        if self.surface.endswith("sources"):
            return has_object
        before = range(max(0, self.at - 4), self.at)
        subject = any(self.p.text(i) in (*_MAKERS, "to", "we'll") or self.p.is_own_name(i) for i in before)
        noun = bool(self.p.part(self.at + 1)) and self.p.text(self.at - 1) in ("we", "i", "hereby")
        return (has_object and (subject or self.at == 0)) or noun

    def _verb(self) -> Reading:
        """`We open-sourced the weights`: by whom, and what."""
        start, end = self.p.clause_start(self.at), self.at + 1
        while end < len(self.p.words) and self.p.text(end) not in (
            "under",
            "for",
            "on",
            "to",
            "in",
            "with",
            "that",
            "which",
            "from",
        ):
            end += 1
        left, right = range(start, self.at), range(self.at + 1, end)
        about = self.p.parts(right)
        # "To open-source" is an intention, "happy to open-source" is done.
        intended = self.p.text(self.at - 1) == "to" and not self.p.any("glad", left)
        own = Reading("") if intended else Reading("own", about)
        if any(self.p.text(i) in _MAKERS or self.p.is_own_name(i) for i in left):
            return Reading("") if any(self.p.text(i) == "where" for i in left) else own
        owned = any(self.p.has("own", i) or self.p.is_own_name(i) for i in right)
        if any(self.p.is_foreign_name(i) for i in left) or self.p.any("others", left):
            return Reading("own", about) if owned else Reading("other")
        return own if not left or owned or self.kind in ("item", "heading") else Reading("")

    def _license(self) -> Reading:
        """What is "released under an open-source licence"."""
        phrase = range(self.p.phrase_start(), self.at)
        if self.p.any("others", phrase):
            return Reading("other")
        if not phrase and self.at == self.p.clause_start(self.at) and self.kind in ("heading", "item"):
            return Reading("" if self.p.elsewhere else "own")
        start = self.p.clause_start(self.at)
        verb = next((i for i in range(start, self.at) if self._is_any_verb(i)), self.at)
        return Reading("own") if verb == start else self.p.subject(start, verb)

    def _is_any_verb(self, index: int) -> bool:
        return self.p.has("verbs", index) or self.p.has("releases", index) or self.p.has("copulas", index)

    def _adjective(self) -> Reading:
        """Whose "an open-source model" is."""
        p, start = self.p, self.p.phrase_start()
        if p.has("never-heads", self.head):
            return Reading("other")
        about = (p.part(self.head) or "project",)
        grouped = p.any("groups", range(start, self.at))
        plural = p.has("plural-heads", self.head) and not grouped
        if p.has("own", start) and start < self.at:
            # "With our open-source library X" names another work of the same people.
            tool = p.has("tools", self.head) and p.has("governors", start - 1)
            return Reading("other" if tool else "own", about)
        copula = p.copula(start, over=_MEMBERSHIP)
        foreign = p.has("others", start) and p.text(start) not in NUMBERS and start < self.at
        if copula >= 0:
            member = any(p.text(i) in ("one", "among") for i in range(copula, self.at))
            reading = p.subject_of(copula)
            if reading.who and (not foreign or member):
                said = about if about != ("project",) else reading.about
                return Reading(reading.who, said)
        if foreign or p.elsewhere:
            return Reading("other")
        return self._unowned(start, about, plural=plural)

    def _unowned(self, start: int, about: tuple[str, ...], *, plural: bool) -> Reading:
        """A phrase with "a", "the" or nothing before it: names around it and what governs it decide."""
        p = self.p
        if p.has("containers", start - 1) and about[0] in ("weights", "data"):
            return Reading(p.subject_of(start - 1).who, about)
        if self._named_at_the_end() or self._release_of_own():
            return Reading("own", about)
        if p.has("governors", start - 1):
            return Reading("other")
        if any(p.is_own_name(i) for i in range(self.at + 1, min(self.head + 2, len(p.words)))):
            return Reading("own", about)
        after = self.head + 2 if p.text(self.head + 1) == "of" else self.head + 1
        if after < len(p.words) and p.is_foreign_name(after):
            return Reading("other")
        if self._released(start):
            return Reading("own", about)
        named = self._apposition(start)
        at_start = p.clause_start(start) == start
        # "- Open-source weights, code and data" names what is here; "- Open-source models" may list others'.
        listed = at_start and self.kind == "item" and p.has("own-plurals", self.head)
        if named or (plural and not listed):
            return Reading(named or "other", about)
        # A participle after the noun ("built for courts") makes no sentence.
        has_verb = any(p.has("verbs", i) and not p.has("stops", i) for i in range(len(p.words)) if i != self.head)
        if at_start and (not has_verb or self.kind == "heading" or (p.text(start) == "the" and start == 0)):
            return Reading("own", about)
        return Reading("")

    def _named_at_the_end(self) -> bool:
        """Whether a name ends it: "the best open-source model for contracts, Larkspur"."""
        last = len(self.p.words) - 1
        return last > self.head + 1 and self.p.is_own_name(last) and self.p.text(last - 1) in (",", ":", "–", "—")

    def _release_of_own(self) -> bool:
        """`The open-source release of Larkspur`; a version or a clone of it may be other people's."""
        p = self.p
        if p.text(self.head) not in ("release", "launch", "debut", "availability") or p.text(self.head + 1) != "of":
            return False
        # "of Larkspur", "of the Larkspur model", "of our model".
        return any(
            p.is_own_name(i) or p.text(i) == "our" for i in range(self.head + 2, min(self.head + 4, len(p.words)))
        )

    def _released(self, start: int) -> bool:
        """Whether "we release", "introducing" or the like leads to the phrase, and nobody else's name before it."""
        p, begin = self.p, self.p.clause_start(start)
        verb = next((i for i in range(start - 1, begin - 1, -1) if p.has("releases", i)), -1)
        if verb < 0:
            return False
        if any(p.has("governors", i) and p.text(i) not in ("of", "and", "in", "for") for i in range(verb + 1, start)):
            return False
        makers = any(p.text(i) == "we" for i in range(begin, verb))
        if not makers and any(p.is_foreign_name(i) for i in range(begin, verb)):
            return False
        return verb == begin or any(p.has("own-subjects", i) or p.is_own_name(i) for i in range(begin, start))

    def _apposition(self, start: int) -> str:
        """`Larkspur, an open-source model`: the name before the comma decides."""
        if self.p.text(start - 1) not in (",", ":", "–", "—", "-", "--", "("):
            return ""
        for index in range(start - 2, max(-1, start - 7), -1):
            if self.p.is_own_name(index):
                return "own"
            if self.p.is_foreign_name(index):
                return "other"
        return ""

    def _alone(self) -> tuple[Form, Reading]:
        """No noun after the words: "X is open source", "X (open source)", "- Fully open source"."""
        p = self.p
        copula = p.copula(self.at)
        if copula >= 0:
            # "It takes more to be open source" says it of nobody, "proud to be open source" does.
            wished = p.text(copula) == "be" and p.text(copula - 1) == "to" and not p.any("to-be", range(copula))
            return "predicate", Reading("") if wished else p.subject_of(copula)
        made = self._made()
        if made:
            return "predicate", made
        before, following = p.before_adverbs(self.at), p.text(self.at + 1)
        if p.text(before) in ("–", "—", "-", "--") and p.is_own_name(before - 1) and p.clause_start(before) == 0:
            return "label", Reading("own")
        if p.text(before) == ":" and p.text(before - 1) in _LICENSE:
            return "label", Reading("own")
        if p.text(before) == "(" and following == ")":
            return "label", Reading("own" if p.is_own_name(before - 1) else "")
        if self.match["approved"] and before >= 0:
            return "predicate", p.subject(p.clause_start(before + 1), before + 1)
        if before < 0 or (p.clause_start(self.at) == before + 1 and self.kind in ("item", "heading")):
            standing = self.kind in ("item", "heading") or len(p.words) <= 12
            goes_on = following.isalpha() and following not in ("and", "under", "with", "for")
            return "label", Reading("own" if standing and not goes_on and not p.elsewhere else "")
        return "label", Reading("")

    def _made(self) -> Reading | None:
        """`We have made the training pipeline open source`: what is made so, by whom."""
        p, start = self.p, self.p.clause_start(self.at)
        verb = next((i for i in range(self.at - 2, max(start, self.at - 9) - 1, -1) if p.text(i) in _MAKING), -1)
        if verb < 0 or p.any("governors", range(verb + 1, self.at)):
            return None
        maker = any(p.text(i) in _MAKERS or p.is_own_name(i) for i in range(start, verb))
        return Reading("own", p.parts(range(verb + 1, self.at))) if maker else Reading("")
