"""What a Chinese sentence says beside what its matches are about: a clause, or a limit in a grant or a definition.

The counterpart of `unsaid`. Chinese strings clauses together with commas, and one of them may keep back what the others
give, or be explained by nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from openaudit.apart_zh import chooses, keeps_back, stands_apart
from openaudit.clausewise import clauses
from openaudit.matching import Match
from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.typed import Final
from openaudit.unsaid import about, occurs

# Words that keep something back, or that make one thing hang on another.
_STRONG: Final = ("sig.deny", "sig.limit", "restraint.strong")
# What only a restriction or a caution may explain.
_SURE: Final = ("restraint.sure",)
# Such a statement takes nothing away, whatever its words: "您无须...", "不影响...", "建议...".
_GIVING: Final = ("cue.cancel", "cue.request")
_IDLE: Final = ("restraint.idle", *_GIVING)
# Rules that see that something is defined, and nothing of what the definition says.
_BARELY: Final = frozenset(("definition/means",))
# So many words beside a match still belong to what it matched.
_BESIDE: Final = 3
# In a longer sentence such a word may stand far from what says it.
_TERSE: Final = 90


def says_more(reading: Reading, matches: Sequence[Match], term: str) -> bool:
    """Whether a word that keeps something back stands where no match is about it."""
    if reading.stretch.size - reading.own > _TERSE:
        return False
    if occurs(reading, (reading.own, reading.stretch.size), _SURE) and not any(
        m.rule.kind == "caution" for m in matches
    ):
        return True
    if not any(m.rule.kind == "caution" for m in matches) and (
        keeps_back(reading, matches) or chooses(reading) or (not term and stands_apart(reading, matches))
    ):
        return True
    places = [p for name in _STRONG for p in reading.stretch.hits.get(name, ()) if p[0] >= reading.own]
    if not places:
        return bool(term) and _owned(term, reading)
    known = _known(reading, matches)
    loose = [p for p in places if not any(start <= p[0] and p[1] <= end for start, end in known)]
    return bool(loose) or (bool(term) and _owned(term, reading))


def _known(reading: Reading, matches: Sequence[Match]) -> list[Range]:
    """The stretches that the matches account for, apart from what grants and definitions merely have beside them."""
    hits = reading.stretch.hits
    known = [place for name in _IDLE for place in hits.get(name, ())]
    known += [norm.cue for norm in reading.norms if norm.hypothetical or norm.bearer in ("licensor", "law")]
    parts = clauses(reading)
    for match in matches:
        if match.rule.id in _BARELY:
            known.append(match.place)
            continue
        norms = [reading.norms[n] for n in match.norms]
        known += [(min(n.scope[0], n.cue[0] - 1), n.scope[1]) for n in norms if n.mode != "permit"]
        if match.rule.kind != "grant":
            low, high = match.place
            known.append((low - _BESIDE, high + _BESIDE))
            known += [part for part in parts if about(match, part, reading)]
    return known


# In the definition of such a term stands who may do what, what for, where, and how long; and what narrows it.
_TERMS: Final = (
    *(
        "用途",
        "用户",
        "使用",
        "期",
        "期间",
        "地区",
        "区域",
        "硬体",
        "硬件",
        "设备",
        "平台",
        "订户",
        "分发",
        "散布",
        "目的",
    ),
    *("被授权人", "被许可人", "被许可方", "使用者", "整体作品", "整体", "作品", "使用人", "机型"),
)
_NARROWING: Final = (
    *(
        "无偿",
        "免费",
        "自然人为",
        "附录",
        "附表",
        "附件",
        "之间",
        "置于",
        "所列",
        "已",
        "经",
        "非",
        "仅",
        "只",
        "未",
        "不以",
        "期间",
    ),
    *("持有", "付", "缴", "拘束", "约束", "登记", "注册", "认证", "为了", "通过考", "通过审", "满"),
)
# Such a term says itself that not everybody and not everything is meant.
_CHOSEN: Final = ("合格", "授权", "许可", "获许", "适用", "有效", "指定", "注册", "核准", "正式", "认证", "登记")
_CHOOSING: Final = (
    "用户",
    "使用者",
    "使用人",
    "用途",
    "目的",
    "使用",
    "地区",
    "设备",
    "硬件",
    "硬体",
    "平台",
    "期间",
    "期",
)
_BROAD: Final = ("任何", "所有", "一切", "任意", "不限", "不论")


def _owned(term: str, reading: Reading) -> bool:
    """Whether the definition of such a term narrows it."""
    before, _, said = "".join(reading.words.words[reading.own :]).partition(term)
    chosen = term.startswith(_CHOSEN) and term.endswith(_CHOOSING)
    return (
        term.endswith(_TERMS)
        and (chosen or any(word in before + said for word in _NARROWING))
        and not any(word in said[:_BEGINNING] for word in _BROAD)
    )


# So near its beginning a definition says that it is broad: "指任何..."
_BEGINNING: Final = 9


# --- rows of tables ---------------------------------------------------------------------------------

_CELLS: Final = ("restraint.cell", "sig.deny", "sig.limit", "topic.threshold")
# The space between two cells is wider than that between two words.
_GAP: Final = 3
# The first of the Han characters.
_HAN: Final = "\u3400"


def answers(reading: Reading) -> bool:
    """Whether a line without a stop is a row of a table that says what is not allowed: "| 修改 | 否 |"."""
    words, own = reading.words.words, reading.own
    marked = words[own:].count("\u2022") + any(occurs(reading, (own, len(words)), (name,)) for name in _CELLS)
    if not marked:
        return False
    starts, ends = reading.words.places()
    first = next((i for i in range(own, len(words)) if words[i] >= _HAN), len(words))  # behind a number: "3.  ..."
    return any(starts[i + 1] - ends[i] >= _GAP for i in range(first, len(words) - 1))
