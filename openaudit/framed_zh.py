"""Chinese clauses whose words sound like a restriction of the work and are about something else.

A rule that was taken back, what other projects forbid, an example sentence, a component of a program, what a report
measured, what the licensor may not do, a limit that is lifted, a forum. Nobody is accused for such a clause, and it
explains nothing: who is not sure must look.
"""

from __future__ import annotations

from openaudit.clausewise import clauses
from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.typed import Final

# Said of whatever stands in the clause; and said of a thing, as long as neither the work nor its users stand there.
_FRAMES: Final = "sig.framed"
_OF_THINGS: Final = "sig.thing"
_WORK: Final = (
    *("您", "你", "被许可", "使用者", "授权", "许可", "本软件", "本软体", "本模型", "本作品", "本程序", "本程式", "本字体", "本字型"),
    *("本工具", "商用", "商业", "营利", "再分发", "任何人", "权重"),
)
# Longer sentences say more than one thing of this kind.
_LONGEST: Final = 120


def framed(reading: Reading) -> list[Range]:
    """The clauses that restrain nobody from the work, whatever their words."""
    hits, words = reading.stretch.hits, reading.words.words
    if (_FRAMES not in hits and _OF_THINGS not in hits) or reading.stretch.size - reading.own > _LONGEST:
        return []
    found: list[Range] = []
    parts = clauses(reading)
    for name in (_FRAMES, _OF_THINGS):
        for start, end in hits.get(name, ()):
            own = [part for part in parts if part[0] < end and start < part[1]]
            if not own:
                continue
            zone = (own[0][0], own[-1][1])
            said = "".join(words[zone[0] : zone[1]])
            if name == _FRAMES or not any(word in said for word in _WORK):
                found.append(zone)
    return found
