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
    *("本工具", "商用", "商业", "营利", "再分发", "任何人", "权重", "本数据", "本资料", "本语料", "本项目", "本专案"),
    *("本库", "本框架", "本系统", "本产品", "logo", "标识", "标志", "商标", "版权", "署名", "水印", "声明"),
)
# Whoever tells what is done with somebody's data goes on to tell what is not.
_PROMISED: Final = ("不会", "也不会", "亦不会", "绝不会", "决不会", "并不会", "绝不")
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
    found = _lists(reading) if _LIFTS in names else []
    if not any(name in hits for name in names) or reading.stretch.size - reading.own > _LONGEST:
        return found
    parts = clauses(reading)
    for name in names:
        for start, end in hits.get(name, ()):
            own = [part for part in parts if part[0] < end and start < part[1]]
            if not own:
                continue
            last = parts.index(own[-1]) + 1
            promised = name == _FRAMES and last < len(parts) and _starts_with(words, *parts[last], _PROMISED)
            zone = (own[0][0], parts[last][1] if promised else own[-1][1])
            said = "".join(words[zone[0] : zone[1]])
            if name != _OF_THINGS or not any(word in said for word in _WORK):
                found.append(zone)
    return found


# A list of limits that these govern holds no longer, up to the word that says what they were.
_NO_LONGER: Final = (
    *("不再采用", "不再适用", "不再沿用", "不再包含", "不再包括", "不再附带", "不再附加", "不再保留", "不再设有"),
    *("不再设置", "不再要求", "不再有", "不再执行", "不再使用", "不再规定", "不再受", "不沿用", "不采用", "不保留"),
    *("取消了", "已取消", "删除了", "已删除", "移除了", "已移除", "废除了", "已废除", "废止了", "已废止", "去掉了"),
    *("没有", "并无", "不设", "不存在", "不包含", "不含", "不附带", "未附加", "不带有", "不设置", "不附加", "未设置"),
)
# The characters that these begin with: no other place is looked at.
_FIRST: Final = frozenset(phrase[0] for phrase in _NO_LONGER)
_LIMITS: Final = ("限制", "条款", "要求", "规定", "约束", "禁令", "条件", "限定", "禁止", "字样", "门槛")
# So long is such a list, in words.
_LIST: Final = 60


def _lists(reading: Reading) -> list[Range]:
    """The stretches like "不再采用仅限个人使用、禁止转售的限制", inside one clause."""
    words, found = reading.words.words, []
    if _FIRST.isdisjoint(words):
        return []
    for start, end in clauses(reading):
        at = start
        while at < end:
            verb = _starts_with(words, at, end, _NO_LONGER) if words[at] in _FIRST else 0
            if not verb:
                at += 1
                continue
            stop = min(end, at + _LIST)
            nouns = [
                i
                for i in range(verb, stop)
                if _starts_with(words, i + 1, stop, _LIMITS)
                and (words[i] in "的之等" or words[i] in "类项种" or words[i] in _QUOTES)
            ]
            if nouns:
                found.append((at, nouns[0] + 1))
                at = nouns[0]
            at += 1
    return found


_QUOTES: Final = frozenset("\"'\u201c\u201d\u300d\u300f\u300b")


def _starts_with(words: Sequence[str], at: int, end: int, phrases: Sequence[str]) -> int:
    """Where the phrase ends that stands at `at`; 0 if none does."""
    said = "".join(words[at : min(end, at + 4)])
    phrase = next((p for p in phrases if said.startswith(p)), "")
    return at + len(phrase) if phrase else 0
