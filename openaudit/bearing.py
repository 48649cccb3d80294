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
_TERMS_ZH: Final = re.compile("使用政策|使用规范|使用条款|使用限制|禁止用途|许可证|许可协议|授权协议")
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
    return _TERMS.search(" ".join(words)) is not None or _TERMS_ZH.search("".join(words)) is not None


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
