"""Titles of laws in a Chinese sentence: "违反《中华人民共和国宪法》" bars what is unlawful, and speaks of no place.

The marks around a title are no words, so a title is known by what stands before it (a verb of keeping or breaking the
law, or a title that it is joined to) and by its last word. What the words inside a title mean is nothing to the
licence: the law for the protection of minors says nothing of minors, that of a country nothing of where the work is
used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.pattern import Range
from openaudit.typed import Final

# What is said of a law, and what a sentence opens with that cites one.
_CITING: Final = (
    "违反|违背|触犯|抵触|有违|违犯|符合|遵守|遵循|遵照|恪守|依照|依据|根据|按照|援引|不符|违法|受制于|除|依"
)
# Words of a title: no particle and no preposition, so that no clause is taken for one.
_TITLE: Final = "[一-龥]{0,24}?"
_LAST: Final = "(?:法典|通则|[一-龥]法(?![典律规令人院定治制度则庭务医学官西国])|条例|暂行办法|暂行规定)"
_NO_TITLE: Final = re.compile(
    "[的于之您你本该此其向将把]|使用|用于|用作|进行|任何|下列|以下|所有|一切|境内|境外|地区|平台|社区"
    "|(?:方|办|算|用|做|手|语|书|写|想|看|说|疗|合|非|违|司|执|立|依|守|无|设|没|魔|加密|解密|编|句|文|乘|加)法"
)
# What sounds like one of these and is none.
_ALLOWED: Final = re.compile("暂行办法|立法法|日本|处罚法|民用|专用")
_JOINED: Final = r"(?:[、,和与及或]|以及|或者|和/或|及其)?"
_CITED: Final = re.compile(rf"(?:{_CITING})(?:了|到|任何|一切|国家|现行|有关|相关)?((?:{_JOINED}{_TITLE}{_LAST})+)")
_SIGNS: Final = frozenset("法例则办定")
_ONE: Final = re.compile(rf"{_TITLE}{_LAST}")


def titles(words: Sequence[str], places: Sequence[Range]) -> list[Range]:
    """Where titles of laws stand. `places` are the names of places, with which a title may begin anywhere."""
    if _SIGNS.isdisjoint(words):
        return []
    said = "".join(words)
    at: list[int] = []
    for number, word in enumerate(words):
        at += [number] * len(word)
    starts = {offset: number for number, offset in reversed(list(enumerate(at)))}
    spans = [found.span(1) for found in _CITED.finditer(said)]
    for begin, _ in places:
        found = _ONE.match(said, starts[begin])
        if found is not None:
            spans.append(found.span())
    result: list[Range] = []
    for low, high in spans:
        for found in _ONE.finditer(said, low, high):
            inner = _ALLOWED.sub("", found[0])
            if _NO_TITLE.search(inner) is None:
                result.append((at[found.start()], at[found.end() - 1] + 1))
    return sorted(set(result))
