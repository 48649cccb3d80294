"""Sentences that take back what the others say: "That rule was dropped in 2021.", "该限制已废止".

And those that disown a whole document: "This page is guidance and no term of the licence."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.typed import Final

_TAKEN_BACK: Final = re.compile(
    r"\b(?:that|this|the|these|those|its|his|her|their) (?:\w+ ){0,2}"
    r"(?:rules?|limits?|limitations?|restrictions?|conditions?|requirements?|stamps?|bans?|caps?|clauses?|terms?"
    r"|prohibitions?|notes?|comments?|markings?|notices?|polic(?:y|ies)) "
    r"(?:(?:was|were|is|are|has|have|had|been|now|since|long|later) ){1,3}"
    r"(?:dropped|lifted|withdrawn|removed|abolished|repealed|deleted|struck|gone|void|cancelled|canceled|revoked"
    r"|rescinded|out of date|obsolete|without effect|history|no longer)\b"
    r"|\b(?:no longer|not any more|not anymore) (?:applies|apply|binding|binds|holds|hold|stands|in force|valid)\b"
    r"|\bha(?:s|ve) no (?:effect|force) (?:on|in|for|any|now|today)\b"
)
_TAKEN_BACK_ZH: Final = re.compile(
    "(?:[该該这這此本]|上述|前述|原)[^,。;]{0,4}"
    "(?:限制|规定|規定|条件|條件|要求|条款|條款|禁令|门槛|門檻|说法|說法|约定|約定)[^,。;]{0,8}"
    "(?:废止|廢止|废除|廢除|取消|撤销|撤銷|解除|失效|作废|作廢|删除|刪除|不再|停用)"
)
# With these it is taken back for some, or later, or not at all.
_FOR_SOME: Final = frozenset(
    "if unless when where once until after before only except not never those customers members subscribers upon"
    " payment request application may can will shall would should".split()
)
_FOR_SOME_ZH: Final = re.compile(
    "不得|不能|不会|不會|不可|未|没有|沒有|除非|如|若|当|當|仅|僅|只|付费|付費|后|後|对|對"
)


def takes_back(words: Sequence[str], *, unspaced: bool) -> bool:
    """Whether a sentence of these words takes back, for everybody and for good, what stands before it."""
    if unspaced:
        said = "".join(words)
        return _TAKEN_BACK_ZH.search(said) is not None and _FOR_SOME_ZH.search(said) is None
    return _FOR_SOME.isdisjoint(words) and _TAKEN_BACK.search(" ".join(words)) is not None


_PAPER: Final = r"(?:document|page|file|text|guide|statement|note|readme|faq|summary|card)"
_DISOWNED: Final = re.compile(
    rf"\bthis (?:whole |entire )?{_PAPER} (?:is|serves as|contains|offers|gives|only gives) (?:\w+ ){{0,4}}"
    r"(?:guidance|advice|guidelines?|recommendations?|suggestions?|information|explanations?|requests?|background)\b"
    r".{0,40}\b(?:not|no|neither|nor|never)\b.{0,40}\b(?:licen[cs]e|legal|legally|binding|terms?|conditions?)\b"
    rf"|\bnothing (?:here|in this {_PAPER}|on this page) (?:(?:\w+|,) ){{1,6}}(?:the |your |any )?(?:[\w.]+ ){{0,3}}"
    r"(?:licen[cs]e|grant|rights|permissions)\b"
)


def disowns(words: Sequence[str]) -> bool:
    """Whether an English sentence says of its whole document that it is no part of the licence."""
    return ("this" in words or "nothing" in words) and _DISOWNED.search(" ".join(words)) is not None
