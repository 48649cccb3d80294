"""What reads as a title, as a lead-in, and as the end of a statement."""

from __future__ import annotations

import re

from openaudit.han import has_han
from openaudit.typed import Final

# Words that make a statement of a line.
_STATES: Final = re.compile(
    r"\b(?:may|shall|must|will|can|cannot|is|are|was|were|be|been|being|has|have|had|does|not|don't|agrees?|grants|means"
    r"|includes|provided|hereby|please|granted|reserved|permitted|thank)\b",
    re.IGNORECASE,
)
# These do so too, except in a title whose every long word has a capital ("The Output You Generate").
_SPEAKS: Final = re.compile(r"\b(?:you|we|i|they|he|it|which|who|if|when|unless|do)\b", re.IGNORECASE)
_FOLLOWING: Final = re.compile(
    r"\bfollowing\b[^.:;]{0,40}\.\Z|\bas follows\.\Z|(?:如下|以下(?!简称|统称|合称|称))[^。:;,]{0,12}。\Z",
    re.IGNORECASE,
)
_RECITAL: Final = re.compile(r"\bagreed? as follows\W*\Z|达成如下[^。:]{0,40}\W*\Z", re.IGNORECASE)
_STATES_ZH: Final = re.compile(
    r"[,。;!?]|日期|版本号|\d{4}|不得|禁止|您|可以|应当|须|是指|我们|如果|本协议将|视为|包括|保留所有"
)
# Lines that stand alone and are no title all the same.
_NO_TITLE: Final = re.compile(
    r"(?:copyright\s*(?:\(c\)|©|[\d<\[{]|\Z)|\(c\)|©|https?:|www\.|version\b|v?\d|last (?:modified|updated)"
    r"|effective\b|release date|date\b|spdx-|url:|all rights|<|\[|版权所有|版本|发布日期|最后更新)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|[@/]\w|://")
_WORD: Final = re.compile(r"[^\W\d_][\w'.-]*")
_FOLLOWS: Final = re.compile(
    r"(?:\b(?:following|follows)\b[^.:]{0,60}|\b(?:to|that|if|by|including|namely|must|may|shall|will|not|for|in|of|with|either|you"
    r"|when|where|who|which|and|or)|[,-]|以下[^。:]{0,30}|如下[^。:]{0,12}|下列[^。:]{0,30}|之一)[.。]?\Z",
    re.IGNORECASE,
)
_DOCUMENT: Final = re.compile(
    r"\b(?:LICEN[CS]E|AGREEMENT|POLICY|TERMS|CONTRACT|EULA|NOTICE)\b|许可|协议|政策|条款|声明|英文版|中文版"
    r"|^(?:ENGLISH|CHINESE)\b",
    re.IGNORECASE,
)
# How much of a text's end says whether it announces what follows.
TAIL: Final = 120
_MAX_WORDS: Final = 14
_MAX_HAN: Final = 26
_MAX_LENGTH: Final = 160


def is_title(words: str, *, alone: bool) -> bool:
    """Whether `words` (white space squeezed, label and last stop left out) name a part of a text and state nothing.

    `alone` says that they stand in lines of their own, which is itself a sign.
    """
    if not words or len(words) > _MAX_LENGTH or words[0] in "\"'<[{" or words[-1] in ",;":
        return False
    if has_han(words):
        return len(words) <= _MAX_HAN and _STATES_ZH.search(words) is None and _NO_TITLE.match(words) is None
    found = _WORD.findall(words)
    if not found or len(found) > _MAX_WORDS or _STATES.search(words) or _NO_TITLE.match(words) or words[0].islower():
        return False
    if words.isupper():
        return _SPEAKS.search(words) is None
    if alone and ((len(found) > 1 and _DATE.search(words)) or found[0].lower() == "copyright"):
        return False
    long = [word for word in found if len(word) > 3]
    capitals = sum(1 for word in long if word[0].isupper())
    if _SPEAKS.search(words):
        return capitals == len(long) > 1
    if alone:
        return capitals >= 0.6 * len(long) or len(found) <= 6
    return capitals >= 0.75 * len(long) or len(found) <= 4


def names_document(title: str) -> bool:
    """Whether a title is such as a whole document has ("... License Agreement")."""
    return _DOCUMENT.search(title) is not None


# "Permitted uses", "PROHIBITED USE", "Strictly Prohibited": what stands in the list below is such a use, no title.
_USES: Final = re.compile(
    r"(?:^|\n)[\s#*_]*(?:\d+[.)]\s*)?(?:(?:strictly|expressly|explicitly|generally)\s)?"
    r"(?:permitted|allowed|acceptable|authori[sz]ed|approved|prohibited|forbidden|disallowed|unacceptable|banned)"
    r"(?:\s(?:uses?|usages?|purposes?|activity|activities|applications?|conduct))?(?:\s\([^()\n]{1,40}\))?$"
    # "What you may not do", "You must not", "Users cannot", "What is not allowed"
    r"|(?:^|\n)[\s#*_]*(?:\d+[.)]\s*)?(?:what\s)?(?:you|users?|licensees?|recipients?|the\s(?:user|licensee|recipient))"
    r"\s(?:may|can|must|shall)(?:\s?not|n't)?(?:\sdo)?$"
    r"|(?:^|\n)[\s#*_]*(?:\d+[.)]\s*)?what\s(?:is|isn't)\s(?:not\s)?(?:allowed|permitted|prohibited|forbidden)$",
    re.IGNORECASE,
)
USES_LENGTH: Final = 80


def names_uses(tail: str) -> bool:
    """Whether a line is nothing but the title of a list of uses, permitted or prohibited."""
    return len(tail) <= USES_LENGTH and _USES.search(tail.rstrip(" \t\n\"'*_-\x00\x1f")) is not None


def leads(tail: str) -> bool:
    """Whether a text that ends with `tail` announces what follows: by a colon, or by saying so before a full stop."""
    tail = tail.rstrip(" \t\n\"'*_-\x00\x1f")
    if tail.endswith(":"):
        return _RECITAL.search(tail) is None
    # (Most texts say nothing of the kind, and finding that out without the pattern is much cheaper.)
    return tail.endswith((".", "。")) and ("ollow" in tail or "下" in tail) and _FOLLOWING.search(tail) is not None


# A clause that stops before it has said what for: "The model may not be used", and a list that says it.
_UNFINISHED: Final = re.compile(
    r"(?:\b(?:may|must|shall|should|can|will|do|does|agrees?|undertakes?)(?: not| only| never)?(?: to)?(?: not| only)?"
    r"(?: be)?(?: only| solely| exclusively)?|\bcannot(?: be)?|\b(?:can't|don't)(?: be)?|\b(?:prohibited|forbidden) to"
    r"|\b(?:not |un)(?:permitted|allowed) to|\brefrain from)\s"
    r"(?:us(?:e[ds]?|ing)|deploy(?:ed|ing)?|employ(?:ed|ing)?|appl(?:y|ied|ying)|utili[sz](?:e[ds]?|ing)"
    r"|(?:re)?distribut(?:e[ds]?|ing)|shar(?:e[ds]?|ing)|cop(?:y|ied|ying)|modif(?:y|ied|ying)|run)\b(?:[^.:;!?\0]{0,80}[\w'\")])?\Z",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"(?:[a-z]|(?:To|For|In|As|By|With|On|If|When|Where|Unless|Without|Under|Against|Through|At|Within|Outside|Beyond)\b)"
)


def unfinished(tail: str) -> bool:
    """Whether a text that ends with `tail` is a clause about a use that a list may go on with, without a colon."""
    tail = " ".join(tail.rstrip("\"'*_-\x00\x1f \t\n").split())
    return _UNFINISHED.search(tail) is not None


def goes_on(words: str) -> bool:
    """Whether the words of a list item go on with a clause that is not finished: by a purpose, or in lower case."""
    return _GOES_ON.match(words.lstrip("\"'*_\x00\x1f \t\n")) is not None


def announces(tail: str) -> bool:
    """Whether a text that ends with `tail`, without a colon, and stands before a list goes on in the list's items."""
    return _FOLLOWS.search(tail.rstrip()) is not None
