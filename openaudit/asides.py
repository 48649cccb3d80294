"""English statements whose words sound like a restriction of the work and are about something else.

A rule of former times, a clause that was dropped, a help desk, a course, a demonstration on the authors' server, what
other licences ask, a rumour, what somebody else did. Nobody is accused for such a statement, and it explains nothing:
who is not sure must look.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.clauses import statements
from openaudit.lexicon import Hits
from openaudit.pattern import Range
from openaudit.typed import Final

# Longer sentences say more than one thing of this kind.
_LONGEST: Final = 60
_HAN: Final = "\u3400"

# --- what holds no longer -------------------------------------------------------------------------------
_FORMER: Final = frozenset(
    "former earlier previous prior old older first second original initial obsolete superseded outdated early".split()
)
_TEXTS: Final = frozenset(
    "licence license licences licenses version versions edition editions release releases terms text texts draft drafts"
    " agreement contract card readme page site website policy policies server notice build builds upload".split()
)
_NUMBERED: Final = frozenset("version release edition v draft build".split())
# "In 2019 ...", "until version 4 ...", with a verb in the past.
_THEN: Final = (
    *("during the beta", "during the preview", "during the trial", "during the pilot", "during the closed"),
    *("in the past", "back then", "in those days", "at the time", "in the beginning", "in its early", "in former"),
    *("in earlier", "in previous", "in older", "in the old days", "long ago", "years ago", "until recently"),
    *(
        "when we started",
        "when we began",
        "when it was first",
        "when it first",
        "when the project",
        "as first published",
    ),
    *("until then", "up to then", "up until", "at that time", "formerly", "previously", "at one time"),
)
_UNTIL: Final = frozenset("until till before up".split())
_USED_TO: Final = frozenset(
    "be end forbid say have cost exclude contain carry ask demand need expire bar prohibit require restrict limit allow"
    " cover apply charge pay read run stop list count permit hold keep ban reserve want insist come".split()
)
_PAST: Final = frozenset(
    "was were had could couldn't wasn't weren't did didn't permitted forbade allowed listed called required excluded"
    " carried said restricted barred limited prohibited contained asked demanded wrote counted applied ended covered"
    " spoke charged cost read banned granted expired reserved needed insisted kept held cut came let denied".split()
)
_PRESENT: Final = frozenset(
    "may must shall will can cannot can't is are isn't aren't does do doesn't don't remains remain stays stay still"
    " applies apply continues continue holds mustn't won't today now currently".split()
)
_LIFTING: Final = frozenset(
    "dropped scrapped removed lifted withdrawn repealed abolished deleted abandoned struck retired discontinued"
    " superseded replaced revoked rescinded cancelled canceled waived gone went ended disappeared vanished fell".split()
)
_BEING: Final = frozenset("was were been is are has have".split())
_RULES: Final = frozenset(
    "rule rules clause clauses limit limits limitation limitations restriction restrictions ban bans prohibition cap"
    " sentence paragraph fee fees requirement requirements exclusion exclusions threshold thresholds royalty embargo"
    " proviso registration quota ceiling duty term".split()
)
_AFTER_ALL: Final = frozenset("only except unless but until while if when provided once save still yet".split())
_ALL: Final = frozenset("everyone everybody all anybody anyone good".split())

# --- what is beside the work ----------------------------------------------------------------------------
_THINGS: Final = frozenset(
    "forum forums wiki chat hotline helpdesk helpline tracker support maintenance course courses workshop"
    " workshops seminar seminars webinar exam exams certificate certificates certification contest contests prize"
    " prizes award awards hackathon bounty bounties scholarship scholarships bursary membership memberships members"
    " sponsors sponsorship sponsorships donors donations conference conferences meeting meetings ticket tickets mug"
    " mugs sticker stickers poster posters magazine newsletter brochure merchandise domain demo demos sandbox"
    " playground incident incidents credits internship internships consulting consultancy"
    " newsletter calendar subscribers".split()
)
_NAMED_THINGS: Final = (
    *("mailing list", "help desk", "service desk", "trial account", "paid plan", "support plan", "priority plan"),
    *("working group", "technical board", "board seat", "steering board", "hosted", "paid cloud", "cloud edition"),
    *("cloud version", "cloud plan", "public instance", "public server", "public sandbox", "our server"),
    *("our servers", "our office", "our funding", "our grant", "our budget", "our lease", "our website", "our shop"),
    *("our conference", "our mandate", "our insurance", "printed edition", "print edition", "boxed edition", "the box"),
    *("defective media", "accounts on the", "an account on", "bug bounty", "hardship fund", "travel fund"),
    *("conduct policy", "discussion board", "issue tracker", "build farm", "build server", "download server"),
    *(
        "paid edition",
        "paid version",
        "pro edition",
        "premium edition",
        "enterprise edition",
        "committee",
        "shareholders",
    ),
    *("delegates", "supervisory board", "general meeting", "web shop", "tax office"),
    *("programming contest", "t shirt", "the printed", "hosting partner", "trial of the cloud", "school visits"),
)
_LICENSED: Final = frozenset(
    "licence license licensed licences licenses software model models weights code program programs library dataset"
    " data work works copy copies rights right permission permitted package material materials source api".split()
)
_ADDRESSED: Final = frozenset("you your licensee licensees licensee's anyone nobody".split())
# Ways of having it that are not the work itself.
_MEDIA: Final = ("in print", "on paper", "in bookshops", "in shops", "on dvd", "on vinyl", "as a paperback")
_OURS: Final = frozenset("this these".split())
_ACTING: Final = ("act.copy", "act.distribute", "act.modify", "act.sell", "act.sublicense", "act.study", "act.compete")
_BARRED: Final = ("cue.forbid.after", "cue.forbid.before", "cue.forbid.decree")
_VERBS: Final = frozenset(
    "is are was were has have had may must shall can cannot will would should could does do did costs cost lasts last"
    " closes close ends end runs run expires expire pays pay get gets excludes exclude includes requires require needs"
    " need covers accrue accrues keeps keep stops stop goes go starts takes take opens moves admits lies reads".split()
)
_SUBJECT: Final = 10

# --- what others ask, say and do -------------------------------------------------------------------------
_OTHERS: Final = frozenset(
    "some many most other others several those such three two four five certain rival comparable similar".split()
)
_OTHER_TEXTS: Final = frozenset(
    "licences licenses licence license projects vendors licensors publishers families family texts agreements".split()
)
_ASKING: Final = frozenset(
    "forbid forbids bar bars prohibit prohibits carry carries have has ask asks demand demands charge charges limit"
    " limits restrict restricts exclude excludes require requires contain contains add adds say says ban bans".split()
)
_RUMOURS: Final = (
    *("you may have read", "you may have heard", "you may have seen", "you may hear", "you may have been told"),
    *("you might have read", "you might have heard", "you might have seen", "you might hear", "you may read that"),
    *("you may remember", "you will hear", "rumour that", "rumor that", "myth that", "misconception that"),
    *(
        "belief that",
        "claim that",
        "contrary to what",
        "contrary to popular",
        "it is sometimes said",
        "it is often said",
        "some people say",
    ),
    *("some say", "some believe", "sometimes ask", "often ask", "have asked", "ask us whether", "asked us whether"),
    *("we are asked whether", "are often asked", "have asked us", "by mistake", "in error", "erroneously"),
    *("ask us about", "has been claimed", "some think", "some fear", "people think", "mistakenly"),
)
_RUMOUR_BEFORE: Final = frozenset("must shall may not cannot unless only".split())
_DONE: Final = frozenset(
    "wrote built reported contributed translated donated tested measured found sent helped attended joined".split()
)


def asides(words: Sequence[str], hits: Hits, own: int) -> list[Range]:
    """The statements of the sentence's own words that restrain nobody from the work, whatever their words."""
    size = len(words)
    if size - own > _LONGEST or size == own or words[own] >= _HAN:
        return []
    if _lifted(words, own, size) or _alike(words, hits, own, size):
        return [(own, size)]
    found: list[Range] = [*_rumoured(words, own, size), *_denials(words, own, size), *_contrasts(words, own, size)]
    before: Range = (own, own)
    for start, end in statements(words, own):
        # "..., and may be closed": what was spoken of before
        stop = _clause_end(words, start, end)
        going_on = bool(found) and found[-1] == before and words[start] in ("and", "but") and _says(words, start + 1)
        if any(reads(words, hits, start, stop) for reads in (_former, _beside, _of_others)):
            found.append((start, stop))
            before = (start, end)
            continue
        if (
            going_on
            or _done(words, start, end)
            or _wished(words, hits, start, end)
            or _disowned(words, start, size)
            or _unlike(words, before, (start, end))
        ):
            found.append((start, end))
        before = (start, end)
    return found


def _clause_end(words: Sequence[str], start: int, end: int) -> int:
    """Where another statement may begin: at a semicolon, or a comma with a conjunction behind it."""
    return next(
        (
            i
            for i in range(start + 1, end - 1)
            if words[i] == ";" or (words[i] == "," and words[i + 1] in _JOINTS and i - start > _BRIEF)
        ),
        end,
    )


_JOINTS: Final = frozenset("and but whereas while yet although though".split())
_BRIEF: Final = 4


def _says(words: Sequence[str], at: int) -> bool:
    return words[at : at + 1] != [] and words[at] in _AUXILIARY


_AUXILIARY: Final = frozenset("is are was were may can will must shall has have".split())


def _lifted(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a rule is said to have been dropped, for all: "a limit that was removed in release 3"."""
    for i in range(start + 1, end):
        if words[i] not in _LIFTING:
            continue
        before = words[max(start, i - 4) : i]
        near = words[max(start, i - 14) : i]
        # "a rule scrapped in version 6", "that clause was deleted", "the fee has since been waived"
        said = not _BEING.isdisjoint(before) or words[i] in ("went", "disappeared", "vanished", "fell")
        bare = not _RULES.isdisjoint(words[max(start, i - 2) : i])
        if not (bare or (said and not _RULES.isdisjoint(near))) or not _NOT.isdisjoint(before):
            continue
        behind = words[i + 1 : end]
        if (
            not _AFTER_ALL.isdisjoint(behind)
            or not {"no", "not"}.isdisjoint(behind)
            or not _RESTRAINING.isdisjoint(behind)
        ):
            continue
        if not _RESTRAINING_NOW.isdisjoint(words[start:i]):
            continue
        if "for" in behind[:1] and _ALL.isdisjoint(behind[1:3]):
            continue
        return True
    return False


_NOT: Final = frozenset("not never cannot be if when until unless once isn't wasn't hasn't".split())
_RESTRAINING: Final = frozenset("must shall may cannot mustn't forbidden prohibited".split())
_RESTRAINING_NOW: Final = frozenset("must shall only cannot unless".split())


def _rumoured(words: Sequence[str], start: int, end: int) -> list[Range]:
    """What is said to be what people are told or ask, and no rule of this text, up to a reason or a contrast."""
    said = f" {' '.join(words[start:end])} "
    phrase = next((p for p in _RUMOURS if f" {p} " in said), "")
    if not phrase or "must" in words[start:end] or "unless" in words[start:end]:
        return []
    before = said[: said.index(f" {phrase} ")].split()
    if not _RUMOUR_BEFORE.isdisjoint(before):
        return []
    return [(start, next((i for i in range(start + len(before), end) if words[i] in _REASONS), end))]


_REASONS: Final = frozenset("since because although though so but ;".split())


def _former(words: Sequence[str], _: Hits, start: int, end: int) -> bool:
    """Whether the statement is in the past tense, of a text or time that is gone."""
    verb = next((i for i in range(start, end) if words[i] in _PAST), -1)
    used = next((i for i in range(start + 1, end - 2) if words[i : i + 2] == ["used", "to"]), -1)
    if used > 0 and words[used + 2] in _USED_TO and words[used - 1] not in _BEFORE_USED:
        return _PRESENT.isdisjoint(words[start:used])
    if verb < 0 or not _PRESENT.isdisjoint(words[start:end]):
        return False
    said = f" {' '.join(words[start:end])} "
    if any(f" {phrase} " in said for phrase in _THEN):
        return True
    return any(_text_of_old(words, i, start) for i in range(start, verb)) or any(
        words[i] in _UNTIL and any(_dated(words, j) for j in range(i + 1, min(end, i + 4))) for i in range(start, end)
    )


_BEFORE_USED: Final = frozenset("is are be was were been being get not when if software tools".split())


def _text_of_old(words: Sequence[str], at: int, start: int) -> bool:
    if words[at] in _NUMBERED and words[at + 1 : at + 2] and words[at + 1][:1].isdigit():
        return True
    if words[at] not in _TEXTS:
        return False
    before = words[max(start, at - 4) : at]
    return any(word in _FORMER or _year(word) for word in before) or (
        words[at + 1 : at + 2] == ["of"] and any(_year(word) for word in words[at + 2 : at + 3])
    )


def _year(word: str) -> bool:
    return len(word) == len("2000") and word.isdigit() and word[:2] in ("19", "20")


def _dated(words: Sequence[str], at: int) -> bool:
    return _year(words[at]) or (words[at] in _NUMBERED and words[at + 1 : at + 2] != [] and words[at + 1][:1].isdigit())


def _beside(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether the statement is about a thing or a service beside the work, and does not speak of the work."""
    if not _LICENSED.isdisjoint(words[start:end]) or not _ADDRESSED.isdisjoint(words[start:end]):
        return False
    begin = start
    while begin < end and not words[begin].isalnum():
        begin += 1
    verb = next((i for i in range(begin + 1, min(end, begin + _SUBJECT)) if words[i] in _VERBS), end)
    last = end if any(start <= s < end for s, _ in hits.get("topic.money", ())) else min(verb, begin + _SUBJECT)
    named = [i for i in range(begin, last) if words[i] in _THINGS]
    case = next((i for i in range(begin, end - 3) if words[i : i + 3] == ["in", "the", "case"]), end)
    named += [i for i in range(case, min(end, case + _SUBJECT)) if words[i] in _THINGS]
    said = f" {' '.join(words[begin:end])} "
    if any(f" {medium} " in said for medium in _MEDIA):
        return True
    phrase = f" {' '.join(words[begin:last])} "
    if not named and not any(f" {thing} " in phrase for thing in _NAMED_THINGS):
        return False
    if not _OURS.isdisjoint(words[begin : min(last, begin + _SUBJECT)]):
        return False
    acting = any(start <= s < end for name in _ACTING for s, _ in hits.get(name, ()))
    barred = any(start <= s < end for name in _BARRED for s, _ in hits.get(name, ()))
    return not (acting and barred)


def _contrasts(words: Sequence[str], start: int, end: int) -> list[Range]:
    """What is told of something else for contrast: "*unlike the former terms, which end after a year*, these ..."."""
    if words[start] not in ("unlike", "whereas") and words[start : start + 3] not in (
        ["in", "contrast", "to"],
        ["as", "opposed", "to"],
    ):
        return []
    stop = next((i for i in range(start, end - 1) if words[i] == "," and words[i + 1] in _WE), -1)
    return [(start, stop)] if stop > 0 else []


_WE: Final = frozenset("these this ours our the we here you it everyone anyone there".split())


def _of_others(words: Sequence[str], _: Hits, start: int, end: int) -> bool:
    """Whether it is said what other licences ask for: "some licences forbid training"."""
    begin = start
    while begin < end and not words[begin].isalnum():
        begin += 1
    subject = words[begin : begin + _SUBJECT]
    said = words[begin:end]
    if not _OUR_TEXT.isdisjoint(said):
        return False
    if subject[:1] == ["among"] or subject[:1] == ["unlike"]:
        return not _OTHER_TEXTS.isdisjoint(subject[:4])
    at = next((i for i, word in enumerate(subject) if word in _OTHER_TEXTS), -1)
    plain = at >= 0 and not _OTHERS.isdisjoint(subject[:at]) and at < len("1234")
    verb = next((i for i, word in enumerate(said) if word in _ASKING), -1)
    if subject[:1] == ["those"] or subject[:1] == ["they"]:
        return verb == 1 and not _OTHERS.isdisjoint(subject[:1])
    return plain and at < verb


_OUR_TEXT: Final = frozenset("you your this licensee licensees software".split())


def _done(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the statement tells what somebody did or pays themselves: "it costs us 14 dollars", "we keep an eye"."""
    if not _ADDRESSED.isdisjoint(words[start : start + 1]):
        return False
    said = words[start:end]
    if not _RESTRAINING.isdisjoint(said) or "unless" in said:
        return False
    return _known(said) or ("only" not in said and _did(said))


def _known(said: Sequence[str]) -> bool:
    """Whether the words tell what was tested, what is known, or what help the authors give."""
    first = next((word for word in said if word.isalnum()), "")
    if (first in _TESTED or not _KNOWING.isdisjoint(said)) and _LICENSED.isdisjoint(said):
        return True
    if first == "no" and not _UNKNOWN.isdisjoint(said):
        return True
    if "we" in said and not _SERVING.isdisjoint(said) and not _COINS.isdisjoint(said):
        return True
    helped = any(said[i] in _GETTING and not _HELP.isdisjoint(said[i + 1 : i + 4]) for i in range(len(said)))
    return helped and _NOT_HELP.isdisjoint(said)


def _did(said: Sequence[str]) -> bool:
    """Whether the words tell what it costs the authors, or what somebody did or has been doing."""
    for i in range(len(said) - 1):
        if said[i] in _COSTS and said[i + 1] in _TO_US:
            return True
        if said[i] in ("has", "have") and said[i + 1] == "been" and "".join(said[i + 2 : i + 3]).endswith("ing"):
            return True
    return _PRESENT.isdisjoint(said) and any(
        said[i] in _DONE and said[i - 1] not in _RELATIVE and said[i + 1] in _OBJECTS for i in range(1, len(said) - 1)
    )


_RELATIVE: Final = frozenset("that who which".split())
_OBJECTS: Final = frozenset("the a an most some all many us this these two three it their our".split())
_COSTS: Final = frozenset("cost costs".split())
_TO_US: Final = frozenset("us me".split())


# --- what is given to all, denied to be there, or only wished ----------------------------------------------
_SAME: Final = frozenset("licence license rights terms answer permission permissions freedoms text deal".split())
_OF_ALL: Final = frozenset("as for to".split())
_TAKING_BACK: Final = frozenset(
    "only except unless but not no never cannot must shall if provided until other without".split()
)


def _alike(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether all are said to be treated alike: "firms get the same licence as everybody", "... is allowed, too"."""
    said = words[start:end]
    text = f" {' '.join(said)} "
    if any(f" {phrase} " in text for phrase in _UNBOUND) and not _KINDLY.isdisjoint(said):
        return True
    if "no greater and no lesser" not in text and any(
        start <= s < end for name in _BARRED for s, _ in hits.get(name, ())
    ):
        return False
    if _TAKING_BACK.isdisjoint(said):
        for i in range(start, end - 3):
            if words[i : i + 2] == ["the", "same"] and not _SAME.isdisjoint(words[i + 2 : i + 4]):
                return not _OF_ALL.isdisjoint(words[i + 3 : i + 5])
            if words[i] == "same" and words[i - 1 : i] == ["the"] and words[i + 1] in ("for", "as"):
                return True
    if any(f" {phrase} " in text for phrase in _EQUALLY) and (_TAKING_BACK - {"other", "never"}).isdisjoint(said):
        return True
    return any(f" {phrase} " in text for phrase in _ALLOWED) and "only" not in said and "unless" not in said


_ALLOWED: Final = (
    *("but is allowed", "but are allowed", "and is allowed", "and are allowed", "is allowed too", "are allowed too"),
    *("but is permitted", "but are permitted", "is permitted too", "are permitted too", "get permission too"),
    *("is one thing you can do", "is something you can do", "is something you may do", "are something you may do"),
    *("no greater and no lesser", "no fewer rights than", "no more and no less"),
    *("is fine with us", "are fine with us", "is welcome too", "are welcome too", "are just as welcome"),
)

_EQUALLY: Final = (
    *("of any size", "of every size", "of all sizes", "large or small", "small or large", "big or small", "any size"),
    *("whatever its size", "whatever their size", "and to those that never will", "rich or poor", "big and small"),
    *("no greater and no lesser", "no fewer rights", "no more and no less", "neither more nor less", "large and small"),
)

# "Please do not ..., though nothing here stops you".
_KINDLY: Final = frozenset("please kindly prefer hope ask wish beg request plea".split())
_UNBOUND: Final = (
    *("nothing here stops", "nothing here prevents", "nothing here obliges", "nothing here forbids", "not a condition"),
    *("nothing in the licence stops", "nothing in this licence stops", "nothing in the license stops"),
    *("nothing in this license stops", "no condition of", "is no condition", "a wish and no", "not a term"),
    *("a request and not", "a request and no", "a request not a", "not a rule", "is only a wish", "merely a wish"),
    *("nothing follows if", "nothing happens if", "free to ignore", "you may ignore", "may be ignored", "no duty"),
)

_HAVING: Final = frozenset("know knows has have contains contain is are with without include includes sets".split())
_NOTHINGS: Final = frozenset("no any".split())
_CLAUSES: Final = frozenset(
    "clause clauses rule rules list policy threshold thresholds cap caps tier tiers test".split()
)
_PIECES: Final = frozenset("file files code parts part component components dependency dependencies module".split())
_LAWS: Final = frozenset("law laws regulation regulations treaty treaties act directive regime statute".split())
_COVERED: Final = frozenset("covered caught affected regulated controlled".split())
_HARMS: Final = frozenset("lose break crash fail corrupt damage overwrite".split())
_NEAR: Final = 6


def _denials(words: Sequence[str], start: int, end: int) -> list[Range]:
    """What is said not to be there, not to be covered by a law, or to suffice; and what risks harm to data."""
    found: list[Range] = []
    for i in range(start, end):
        word, behind = words[i], words[i + 1 : min(end, i + 1 + _NEAR)]
        if word in _NOTHINGS and words[max(start, i - 1) : i] and words[i - 1] in _HAVING:
            stop = next((j for j, w in enumerate(behind) if w in _CLAUSES), -1)
            if stop >= 0 and _AFTER_ALL.isdisjoint(words[i + stop + 1 : end]):
                found.append((i - 1, i + stop + 2))
            elif not _PIECES.isdisjoint(behind[:3]) and "under" in behind:
                found.append((i - 1, end))
        elif word == ":" and behind[:1] == ["no"] and not _NO_DUTIES.isdisjoint(behind[1:3]):
            found.append((start, end))
        elif word in ("need", "needs") and behind[:1] == ["only"]:
            stop = next((j for j in range(i, end) if words[j] in ";:"), end)
            found.append((i, stop))
        elif (word in _COVERED and behind[:1] == ["by"] and not _LAWS.isdisjoint(behind)) or (
            word == "or" and not _MIGHT.isdisjoint(behind[1:2]) and not _HARMS.isdisjoint(behind[2:4])
        ):
            found.append((start, end))
        elif word == "not" and behind[:1] and behind[0] in _NOT_ALONE:
            stop = next((j for j in range(i, end) if words[j] in ",;:"), end)
            # "not for landlords alone"
            if not {"alone", "only"}.isdisjoint(words[i + 2 : min(stop, i + 1 + _NEAR)]) or behind[0] in _JUST:
                found.append((i, stop))
    return sorted(found)


_NO_DUTIES: Final = frozenset(
    "duty duties fee fees limit limits strings condition conditions obligation obligations need questions".split()
)
_JUST: Final = ("just", "merely")
_NOT_ALONE: Final = ("for", "to", *_JUST)
_MIGHT: Final = frozenset("will may might could".split())

_WISHING: Final = (
    *(
        "would enjoy",
        "would love",
        "would appreciate",
        "would be glad",
        "would be delighted",
        "we'd enjoy",
        "we'd love",
    ),
    *("we'd appreciate", "we'd be glad", "i'd love", "i'd enjoy", "i'd appreciate", "asked to note", "courtesy call"),
    *(
        "we recommend",
        "we suggest",
        "we advise",
        "is not wise",
        "isn't wise",
        "is unwise",
        "is wise",
        "at your leisure",
    ),
    *("looks best", "works best", "runs best", "works better", "runs faster", "runs fastest", "sounds best"),
    *("makes us happy", "would make us happy", "is a kindness", "nice to hear", "good manners", "is regretted"),
)
_ASKED: Final = frozenset(
    "must shall only unless no not before first require required requires need needs consent permission cannot".split()
)


def _wished(words: Sequence[str], hits: Hits, start: int, end: int) -> bool:
    """Whether something is only wished or advised: "above 300 readers we'd enjoy a postcard"."""
    said = f" {' '.join(words[start:end])} "
    phrase = next((p for p in _WISHING if f" {p} " in said), "")
    if not phrase or not _ASKED.isdisjoint(said.replace(phrase, "", 1).split()):
        return False
    return not any(start <= s < end for name in ("topic.consent", *_BARRED) for s, _ in hits.get(name, ()))


# What tells an opinion, or advertises.
_PAPERS: Final = frozenset(
    "opinion opinions view views leaflet brochure blog article articles sticker advertisement advert journalist"
    " newspaper slide slides talk interview tweet principles guidelines values charter manifesto preface faq wishes"
    " ethics rules policy policies statement magazine press".split()
)
_TELLS: Final = frozenset("says said calls called writes wrote claims claimed mentions speaks states dates".split())
_EFFECT: Final = frozenset("effect force bearing consequence consequences application relevance part".split())
_BINDS: Final = frozenset("bind binds concern concerns affect affects regulate regulates".split())


def _disowned(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the statement is about what some paper says, or says that a paper has no effect on the licence."""
    begin = start
    while begin < end and not words[begin].isalnum():
        begin += 1
    at = next((i for i in range(begin, min(end, begin + _NEAR)) if words[i] in _PAPERS), -1)
    if at < 0 or not _ADDRESSED.isdisjoint(words[start:at]):
        return False
    rest = words[at:end]
    if any(rest[i] == "no" and not _EFFECT.isdisjoint(rest[i + 1 : i + 3]) for i in range(len(rest))):
        return True
    if any(
        rest[i] == "not" and (rest[i + 1 : i + 2] == ["part"] or rest[i + 1] in _BINDS) for i in range(len(rest) - 1)
    ):
        return True
    if words[at] in _NORMATIVE:
        return False
    return not _TELLS.isdisjoint(words[at : at + _SUBJECT]) and "you" not in rest and "must" not in rest


_NORMATIVE: Final = frozenset("principles guidelines values charter rules policy policies statement ethics".split())

_BOUND: Final = frozenset(
    "closed blocked suspended limited bound barred forbidden prohibited ended ends expires restricted costs required"
    " reserved excluded paid subject capped".split()
)
_FREE: Final = frozenset("free allowed permitted open welcome licensed granted".split())


def _unlike(words: Sequence[str], before: Range, statement: Range) -> bool:
    """Whether the statement says that what was bound before is not so here: "...; the code is not"."""
    start, end = statement
    said = [word for word in words[start:end] if word.isalnum() or "'" in word]
    if said[-2:-1] and said[-1] == "not" and said[-2] in _AUXILIARY | {"does", "do"}:
        earlier = words[slice(*before)]
        return not _BOUND.isdisjoint(earlier) and _FREE.isdisjoint(earlier) and "not" not in earlier
    return False


_TESTED: Final = frozenset("tested measured benchmarked verified validated dimensioned profiled".split())
_UNKNOWN: Final = frozenset("known implemented supported planned yet".split())
_KNOWING: Final = frozenset("expertise competence knowhow".split())
_SERVING: Final = frozenset("keep monitor install maintain operate answer fix train support watch repair".split())
_COINS: Final = frozenset("dollars euros pounds francs usd eur chf yen money".split())
_GETTING: Final = frozenset("gets get receives receive has".split())
_HELP: Final = frozenset("fixes support updates patches backports maintenance answers bugfixes".split())
_NOT_HELP: Final = frozenset("use used licence license rights permission".split())
