"""Chinese clauses whose words sound like a restriction of the work and are about something else.

A rule that was taken back, what other projects forbid, an example sentence, a component of a program, what a report
measured, what the licensor may not do, a limit that is lifted, a forum. Nobody is accused for such a clause, and it
explains nothing: who is not sure must look.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.clausewise import clauses
from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.typed import Final

# Said of whatever stands in the clause; and said of a thing, as long as neither the work nor its users stand there.
_FRAMES: Final = "sig.framed"
_LIFTS: Final = "sig.lifted"
_OF_THINGS: Final = "sig.thing"
_WORK: Final = (
    *(
        "您",
        "你",
        "被许可",
        "使用者",
        "授权",
        "许可",
        "本软件",
        "本软体",
        "本模型",
        "本作品",
        "本程序",
        "本程式",
        "本字体",
        "本字型",
    ),
    *(
        "本接口",
        "本模块",
        "本插件",
        "本组件",
        "本证书",
        "本变量",
        "研究用",
        "学术",
        "教学",
        "用途",
        "转载",
        "分发",
        "散布",
        "出售",
    ),
    *("本工具", "商用", "商业", "营利", "再分发", "任何人", "权重"),
)
# Longer sentences say more than one thing of this kind.
_LONGEST: Final = 120


def framed(reading: Reading) -> list[Range]:
    """The clauses that restrain nobody from the work, whatever their words."""
    return _zones(reading, (_FRAMES, _LIFTS, _OF_THINGS))


def of_other_things(reading: Reading) -> bool:
    """Whether there is such a clause that does not even speak of the licence, so that no match explains it."""
    return bool(_zones(reading, (_FRAMES, _OF_THINGS)))


def _zones(reading: Reading, names: Sequence[str]) -> list[Range]:
    hits, words = reading.stretch.hits, reading.words.words
    if not any(name in hits for name in names) or reading.stretch.size - reading.own > _LONGEST:
        return []
    found: list[Range] = []
    parts = clauses(reading)
    for name in names:
        for start, end in hits.get(name, ()):
            own = [part for part in parts if part[0] < end and start < part[1]]
            if not own:
                continue
            zone = (own[0][0], own[-1][1])
            said = "".join(words[zone[0] : zone[1]])
            if name != _OF_THINGS or not any(word in said for word in _WORK):
                found.append(zone)
    return found
