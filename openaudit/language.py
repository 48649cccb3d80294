"""Which language a span of text is in: English, Chinese, or another one.

Script decides first, then function words: the small words that no sentence does without.
"""

from __future__ import annotations

import re

from openaudit.han import han, kana, other_script
from openaudit.typed import Final, Literal

Language = Literal["en", "zh", "other"]

_ENGLISH: Final = frozenset(
    "the of to and or is are you not any for this that in be by with shall may as on it from such if will your"
    " all have has must which an at no under we our its other use do does can than without only these those".split()
)
# French, German, Spanish, Portuguese, Italian, Dutch, the Scandinavian and Baltic tongues, Polish, Czech, Turkish, ...
# without the words that English has too.
_FOREIGN: Final = (
    frozenset(
        "le la les des du une est et sont dans pour sur avec ou vous votre ne pas qui que aux ce cette sous par toute"
        " der das und ist sind nicht dem den ein eine einer eines oder werden wird von zu mit auf für durch bei auch"
        " sie nach nur"
        " el los las del y en una es se por con para su sus al como o lo este esta no usted"
        " os da dos das em um uma não são ao pela pelo ou sua seu você"
        " il gli di che della delle dei degli è sono nel nella per con può non si questa questo alla"
        " het een van niet zijn wordt met aan voor deze dit te bij naar"
        " och att som av till är inte med den det eller og ikke til på af er på ett en"
        " i w na z się nie do oraz jest lub że przez dla a v se je na pro nebo který ve"
        " ve bir bu için ile da de olarak veya"
        " dan yang dengan untuk atau dari ini tidak"
        " și să nu cu sau este din pentru în és vagy hogy nem és va không được của và".split()
    )
    - _ENGLISH
    - frozenset("a i v z y o w en do no an per on per as at to in is are all use".split())
)
# (Han characters count as letters here, so texts in them are told by their script first.)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-z]+")
_FEW: Final = 5


def language_of(words: str) -> Language | None:
    """The language of a sentence or paragraph; None where it is too short or has no words to tell by."""
    if not words.isascii():
        script = _by_script(words)
        if script is not None:
            return script
    spoken = set(words.lower().split())
    english = len(spoken & _ENGLISH)
    if english >= _FEW:
        return "en"
    spoken = set(_WORD.findall(words.lower()))
    english = len(spoken & _ENGLISH)
    foreign = len(spoken & _FOREIGN)
    if english > foreign:
        return "en" if english > 1 or len(spoken) <= 3 * _FEW else None
    if foreign > english and foreign > 1 and foreign * 12 >= len(spoken):
        return "other"
    return None


def _by_script(words: str) -> Language | None:
    chinese = len(han().findall(words))
    other = len(other_script().findall(words))
    syllables = len(kana().findall(words))
    if chinese == other == syllables == 0:
        return None
    latin = len(_LATIN.findall(words))
    if syllables * 12 > chinese + syllables and syllables * 2 > latin:
        return "other"
    if other > 4 * latin and other > 2 * chinese:
        return "other"
    return "zh" if chinese > 1 and chinese * 2 >= latin else None
