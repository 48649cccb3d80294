"""The words that decide, as people misspell them: "non-commerical", "liscence", "prohibitted".

A slip of the pen is no way around a rule. Most slips are of four forms, which are worked out from the right word: two
letters that changed places, a letter that was left out, one that was doubled, and two alike that became one. What goes
wrong otherwise is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from openaudit.typed import Final

# Long words, of which no slip is a word of its own.
_WORDS: Final = (
    "commercial commercially commercialise commercialize noncommercial noncommercially license licenses licensed"
    " licensee licensing licence licences licenced redistribute redistributed redistributes redistributing"
    " redistribution redistributions distribute distributed distributing distribution sublicense sublicensed"
    " prohibit prohibited prohibits prohibition forbidden permission permissions permitted restricted restriction"
    " restrictions exclusively exclusive modification modifications modified modifying derivative derivatives"
    " reproduce reproduction academic academics educational research purpose purposes personal military"
    " surveillance discriminate discrimination harassment disinformation misinformation weapons competitor"
    " competitors competing royalty subscription written consent authorization authorisation authorized authorised"
    " acceptable evaluation governmental government commercialization commercialisation permitting trademark"
    " trademarks agreement warranty liability attribution acknowledge acknowledgment acknowledgement"
    " organization organisation organizations organisations individuals individual"
).split()
# Slips of no such form, and forms that mix two of them.
_OTHERS: Final = {
    "acceptable": "acceptible exceptable",
    "acknowledgement": "acknowlegement aknowledgement",
    "authorised": "autherised authourised",
    "authorized": "autherized authourized",
    "commercial": "commericial commerical commersial commerciel comercial commecial commercal commerial",
    "commercially": "commericially comercially commercialy",
    "derivative": "derivitive derivatve deriviative",
    "derivatives": "derivitives deriviatives",
    "discrimination": "descrimination",
    "distributed": "distrubuted",
    "distribute": "distrubute",
    "distribution": "distrubution distribtuion",
    "exclusively": "exclusivly exlusively exclusivelly",
    "forbidden": "forbiden forbidded forbbiden",
    "governmental": "govermental",
    "government": "goverment",
    "harassment": "harrasment harrassment",
    "licence": "lisence liscence lisance",
    "licenced": "lisenced liscenced",
    "license": "lisense liscense",
    "licensed": "lisensed liscensed",
    "licenses": "lisenses liscenses",
    "military": "millitary milatary",
    "modification": "modifcation modificaton",
    "modify": "modifiy modifify modfiy",
    "noncommercial": "noncommericial noncomercial",
    "permission": "permision premission",
    "permitted": "permited premitted",
    "personal": "persoanl personnal",
    "prohibited": "prohibitted prohibitied prohibated",
    "prohibits": "prohibites",
    "purpose": "porpose",
    "purposes": "porposes",
    "redistribute": "redistrubute redistibute",
    "redistributed": "redistrubuted",
    "redistribution": "redistrubution",
    "research": "reasearch reserach reseach",
    "restricted": "restriced restircted",
    "royalty": "royality",
    "surveillance": "surveilance survaillance",
    "warranty": "warrenty waranty",
    "without": "witout withouth wihout whithout wtihout",
}
# What a slip would make of a word that is another one, or a form of the same.
_RIGHT: Final = frozenset(
    "licensees licensee license licence licenses licences personnel permission permissions prohibit modified"
    " persona competing competition compete weapon weapons reprohibit attributions".split()
)
_VOWELS: Final = "aeiou"


@cache
def corrections() -> dict[str, str]:
    """The right word for each misspelt one."""
    found: dict[str, str] = {}
    right = {*_WORDS, *_RIGHT, *_OTHERS}
    for word in _WORDS:
        for slip in _slips(word):
            if slip not in right:
                found.setdefault(slip, word)
    found |= {slip: word for word, slips in _OTHERS.items() for slip in slips.split()}
    return found


def _slips(word: str) -> Iterator[str]:
    """What a slip makes of the word; its first letter stays, and so does its ending."""
    last = len(word) - 2
    for at in range(1, last):
        one, other = word[at], word[at + 1]
        if one != other:
            yield word[:at] + other + one + word[at + 2 :]
        yield word[:at] + word[at + 1 :]
        yield word[:at] + one + word[at:]
    yield word[:last] + word[last] + word[last:]


def corrected(words: list[str]) -> list[str]:
    """The words, with those that are misspelt put right."""
    known = corrections()
    return words if known.keys().isdisjoint(words) else [known.get(word, word) for word in words]
