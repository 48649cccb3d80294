"""Whether a sentence that nothing explains bears on what others may do with the work.

A text that grants and restrains nothing is no licence. A sentence that no rule reads may restrain all the same, or say
where the terms are: a text with one is for a person, however little else it says.
"""

from __future__ import annotations

import re

from openaudit.norms import Reading
from openaudit.typed import Final

_FREEDOMS: Final = frozenset(("use", "copy", "distribute", "modify", "sell", "sublicense", "host", "train"))
# Documents of terms, and statements that something is licensed, or stands under terms.
_PUT: Final = (
    r"(?:released?|distributed?|provided?|available|shared?|published?|offered?|open ?sourced?|covered|governed|falls?"
    r"|is|are|comes?)"
)
_TERMS: Final = re.compile(
    r"\b(?:acceptable|permitted|prohibited|allowed|responsible|ethical|fair) (?:use|usage|ai|uses)"
    r" (?:polic|guideline|rule|restriction|agreement|term|licen)"
    r"|\b(?:usage|use|license|licensing) (?:polic(?:y|ies)|restrictions?)\b|(?<!contributor )\blicense agreements?\b"
    r"|\bterms of (?:use|service|this license|the license)\b|\bterms and conditions\b|\beula\b"
    r"|\b(?:is|are|be|been|hereby|being) (?:\w+ ){0,3}(?:licensed|sublicensed|relicensed|licenced|copyleft)\b"
    r"|\b(?:licensed|licenced) (?:\w+ ){0,4}(?:under|for|to|by|as|only|from)\b"
    rf"|\b{_PUT} (?:[\w.]+ ){{0,8}}under (?:[\w.,/]+ ){{0,8}}(?:licen[cs]es?|terms|agreements?|cc by(?: \w+)?)\b"
    r"|\bunder (?:[\w.,/]+ ){0,6}licen[cs](?:es?|ing)\b"
    r"|\bnon ?commercial(?:ly)?\b|\bcommercial(?:ly)? (?:use|usage|purposes?|licen|exploit|ends?)"
    r"|\b(?:use|purposes?) only\b"
    r"|\b(?:subject to|governed by|bound by|(?:comply|complies|complying) with|abide by|adhere to|restricted by"
    r"|in accordance with) (?:[\w.,]+ ){0,6}(?:licen[cs]es?|terms|agreements?|conditions|polic(?:y|ies)|rules"
    r"|guidelines)\b"
    r"|\b(?:our|the|this) (?:[\w.]+ ){0,5}licen[cs]es? (?:can be found|applies|apply|governs?|covers?|permits?|allows?"
    r"|prohibits?|is|are|forbids?|restricts?)\b"
)
_TERMS_ZH: Final = re.compile(
    "使用政策|使用规范|使用条款|使用限制|禁止用途|许可证|许可协议|授权协议|(?:授权|许可)(?:条款|方式|声明|范围)"
    "|(?:采用|遵循|依据|依照|按照|沿用|维持|适用)[^,。;]{0,20}(?:licen[cs]e|授权|许可)"
)
# Whose terms these are, if they are no terms of the work.
_OTHERS: Final = re.compile(
    r"\bthird part(?:y|ies) (?:librar|package|component|module|dependenc)|\bdependenc(?:y|ies)\b"
)
_OTHERS_ZH: Final = re.compile("第三方|依赖")
# One of these is in every such statement.
_HINTS: Final = frozenset(
    "license licenses licence licences licensed licenced licensing sublicensed relicensed copyleft terms agreement"
    " agreements conditions policy policies guidelines guideline rules restriction restrictions eula cc noncommercial"
    " commercial commercially only"
    " 许 授 用".split()
)


def points_to_terms(words: list[str]) -> bool:
    """Whether the words say where the terms are, or that something is licensed."""
    if _HINTS.isdisjoint(words):
        return False
    said, unspaced = " ".join(words), "".join(words)
    if _OTHERS.search(said) or _OTHERS_ZH.search(unspaced):
        return False
    return _TERMS.search(said) is not None or _TERMS_ZH.search(unspaced) is not None


# "Use in any commercial product.": what has no verb, and is out of scope by its heading.
_OUT_OF_SCOPE: Final = re.compile(
    r"\b(?:out of scope|prohibited|forbidden|disallowed|unacceptable|banned|restricted)\b"
)
_A_USE: Final = re.compile(
    r"(?:[(]?\w[).] )?(?:any |all )?(?:(?:uses?|usage|deployment|application) (?:in|for|by|as|of|to|on|with|within"
    r"|where|that|outside)|using|deploying)\b"
)
# Without one of these nothing is forbidden.
_DENIALS: Final = frozenset(
    "not no nor neither never cannot without nobody none forbid forbids forbidden prohibit prohibits prohibited"
    " prohibition barred bars banned ban disallowed refrain excluded denied refused unlicensed unauthorised"
    " unauthorized 不 禁 勿 无 未 莫".split()
)


def names_misuse(heading: str) -> bool:
    """Whether what stands below such a heading are uses that are not wanted."""
    return _OUT_OF_SCOPE.search(heading) is not None


def is_a_use(words: list[str]) -> bool:
    """Whether the words begin with a use, as an item of a list of them does."""
    return _A_USE.match(" ".join(words[:8])) is not None


def may_restrain(words: list[str]) -> bool:
    """Whether the words have what forbids something, so that they are worth reading again."""
    return not _DENIALS.isdisjoint(words) or any(word.endswith("n't") for word in words)


def restrains(reading: Reading) -> bool:
    """Whether the sentence forbids what is done with the work, which it names."""
    return "obj.work" in reading.stretch.hits and any(
        n.mode == "forbid"
        and n.bearer == "licensee"
        and not n.hypothetical
        and not _FREEDOMS.isdisjoint(n.acts)
        and "work" in n.objects
        for n in reading.norms
    )
