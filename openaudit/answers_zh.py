"""Chinese questions and answers: "问：能拿去卖吗？答：不行。" says what "不得拿去卖" says."""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.answers import together
from openaudit.lexicon import Words
from openaudit.typed import Final

_ASKED: Final = ["问", ":"]
_SAID: Final = ["答", ":"]
_PARTICLES: Final = frozenset("吗呢么嘛吧")
# ("不" stands for "不行", "不用" and their like.)
_NO: Final = tuple("不 都不 否 没 别 恕 免谈 抱歉 恐怕 无需 无须 毋须".split())
_YES: Final = tuple("可以 能 行 要 对 是 会 有 当然 好 得 需要 必须 都可 都要 都能 随便 尽管".split())
_MAY: Final = ("能不能", "可不可以", "能否", "可否", "可以", "能", "可")
_MUST: Final = ("要不要", "需不需要", "必须", "需要", "要")
# Words that hold the syllable of a modal and are none ("功能", "可能", "主要").
_INNER: Final = frozenset("功智性职技效才可许认主重必只想还")
_AFTER: Final = frozenset("力源量能求是么")
_LONGEST: Final = 60
# "不行", "可以的": no more than an answer.
_BARE: Final = 4


def answers(question: Words, reply: Words) -> bool:
    """Say whether `reply` answers `question`: it says so ("答："), or begins with yes or no."""
    asked, said = question.words, reply.words
    if not said or asked[-1:] != ["?"] or len(asked) > _LONGEST or said[-1] == "?":
        return False
    return said[:2] == _SAID or "".join(said[:4]).startswith((*_NO, *_YES))


def statement(question: Words, reply: Words) -> Words:
    """Both as one statement; whoever asks is the licensee."""
    asked, said = question.words, reply.words
    end = len(asked) - 1
    while end and asked[end - 1] in _PARTICLES:
        end -= 1
    begin = 2 if asked[:2] == _ASKED else 0
    first = 2 if said[:2] == _SAID else 0
    denied = "".join(said[first : first + 4]).startswith(_NO)
    taken = [(i, "您" if asked[i] == "我" else asked[i]) for i in range(begin, end)]
    may, must = _modal(asked, begin, end, _MAY), _modal(asked, begin, end, _MUST)
    if denied and may:
        taken[may[0] - begin : may[1] - begin] = [(may[0], "不"), (may[0], "得")]
    elif denied and must:
        taken[must[0] - begin : must[1] - begin] = []
        taken[:0] = [(begin, "无"), (begin, "需")]
    rest = list(enumerate(said))[first:]
    if may or must:
        comma = next((n for n, (_, word) in enumerate(rest) if word in ",。;"), len(rest))
        if comma <= _BARE:
            rest = rest[comma + 1 :]
    # the mark between them has the place of the question's last
    return together(question, [*taken, (end, ",")] if rest else taken, reply, rest)


def _modal(words: Sequence[str], begin: int, end: int, modals: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of the modals stands."""
    for modal in modals:
        size = len(modal)
        for i in range(begin, end - size + 1):
            inner = size == 1 and ((i > begin and words[i - 1] in _INNER) or words[i + 1] in _AFTER)
            if list(words[i : i + size]) == list(modal) and not inner:
                return i, i + size
    return None
