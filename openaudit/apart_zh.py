"""Clauses of a Chinese sentence that stand apart from what explains it, and exceptions that take from what it grants.

"You may run it, the source stays with the institute": the grant reaches over both clauses by its norm and says
something of the first alone. "Apart from gambling, all games may use it" grants, and keeps something back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.clausewise import clauses
from openaudit.matching import Match
from openaudit.norms import Reading
from openaudit.pattern import Range
from openaudit.typed import Final
from openaudit.unsaid import about, occurs

# --- exceptions -----------------------------------------------------------------------------------------

_EXCEPTION: Final = re.compile(r"除了?(?!非)([^,;。:]{1,30}?)(?:之外|以外|除外|外)(?!部|界|来|语|国|文|观|形)")
# An exception for what the law, the text itself or its duties say takes nothing from a grant.
_HARMLESS: Final = tuple(
    (
        "法律 法规 法令 另有 商标 标志 徽标 声明 署名 担保 保证 约定 规定 书面 明示 明确 名称 标识 注明"
        " 遵守 条件 义务 要求 本许可 本协议 本条 第 上述 前述 此 许可证 专利 第三方 注释 附录 许可 另行"
        " 商定 同意"
    ).split()
)
# "Apart from teaching, it may *also* be sold".
_ADDING: Final = ("也", "亦", "还", "又", "同样", "并可", "并得")
# "Apart from gambling, all the others may use it, *too*".
_REST: Final = ("其他", "其它", "其余", "各", "均", "皆", "都", "任何", "所有", "一切")


def keeps_back(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether the sentence grants something to all or for all but what it excepts."""
    granting = any(m.rule.kind == "grant" for m in matches) or any(
        n.mode == "permit" and n.bearer == "licensee" and not n.hypothetical for n in reading.norms
    )
    said = "".join(reading.words.words[reading.own :])
    if not granting or "除" not in said:
        return False
    return any(
        not any(word in found[1] for word in _HARMLESS) and not _adds(said[found.end() :])
        for found in _EXCEPTION.finditer(said)
    )


def _adds(said: str) -> bool:
    return any(word in said for word in _ADDING) and not any(word in said for word in _REST)


# Whoever has or has done this is not everybody, unless it is only the work or its licence that he has.
_KIND: Final = r"(?:学校|机构|单位|企业|公司|会员|厂商|团体|组织|人士|人员|师生|读者|学者|学生|教师|用户|居民|人)"
_CHOSEN: Final = re.compile(
    r"凡(?![^,。者之的]{0,8}(?:遵守|同意|接受|取得|收到|获得|得到|拿到|持有|下载|需要|愿|有意|有兴趣|使用|利用|复制))[^,。]{2,14}"
    rf"(?:[之的]{_KIND}|者)[^,。]{{0,2}}?[得可]"
    r"|(?:持有|通过|完成|年满|加入|参加|具有|拥有|隶属|来自|居住|就读|任职|受邀|受聘)([^,。]{1,16})"
    rf"(?:[之的]{_KIND}|者)[^,。]{{0,3}}?[得可]"
    r"|(?<![一-龥])(?:欢迎)?(?:小微企业|中小企业|非营利组织|公益组织|公益团体|非营利团体|学校|高校|院校|学生|教师|师生|政府机关|图书馆|会员)"
    r"(?:皆|均|都)?(?:可|得|使用|采用|取用|下载)"
    r"|(?:分享|转送|转交|赠送|分发|提供|拷贝|转发)(?:一份)?[给予与](?:您的|你的|自己的)?(?:同班)?(?:同学|家人|朋友|亲友|同事|会员|员工|学生|雇员|子公司)"
    r"|[向给](?:您的|你的|自己的)?(?:同学|家人|朋友|亲友|同事|会员|员工|学生|雇员|子公司)(?:分享|转送|转交|赠送|分发|提供|拷贝|转发)"
    r"|(?:免费|无偿|自由)(?:用于|用作|用在|供)(?:教学|研究|学术|科研|学习|自学|自用|评估|测试|公益)(?:研究|活动|目的|用途|之用)?[。]"
)
_OWN: Final = re.compile("本许可|本协议|副本|软件|作品|条款|复制件|拷贝|代码|材料|数据|模型|衍生|修改|条件|要求|权利")


def chooses(reading: Reading) -> bool:
    """Whether the sentence permits those alone who are of some kind: "whichever school has joined may use it"."""
    return any(
        not (found[1] and _OWN.search(found[1]))
        for found in _CHOSEN.finditer("".join(reading.words.words[reading.own :]))
    )


# --- clauses --------------------------------------------------------------------------------------------

# Rules that see a word or two, and nothing of what else the sentence says.
_BARELY: Final = frozenset(("definition/means", "license-versions/new-versions"))
# A clause of so few words says nothing by itself.
_BRIEF: Final = 4
_GIVING: Final = ("cue.cancel", "restraint.idle")
_PERMITTING: Final = (
    "可",
    "得",
    "允许",
    "准许",
    "有权",
    "享有",
    "随意",
    "任意",
    "照",
    "都行",
    "没问题",
    "由您",
    "由你",
    "自定",
    "自便",
)
# What such a clause says of itself: that another arrangement, another price or nobody's eyes but the owner's apply.
_APART: Final = tuple(
    (
        "另行 另议 另计 另谈 另洽 另签 另购 另付 自留 内部 机密 不外 留在 留给 为宜 为度 代理商 请洽 仍归 仍属 仍为"
    ).split()
)
# Such a clause only says when, how or how far what stands beside it holds, or goes on with its verb.
_OPENING: Final = tuple(
    (
        "在 如 若 凡 对 就 因 由于 为 根据 依 按 经 当 只要 无论 不论 不管 以 并 且 以及 或 和 及"
        " 与 包括 包含 例如 比如 等 即使 即便 从而 其中 向 用于 欢迎 鼓励 随便 尽管 请随意 任您 任你"
        " 前提 但前提 不受 无需 无须 不必 便于 以便 供 自"
    ).split()
)
_CLOSING: Final = ("的", "者", "时", "后", "前", "外", "下", "中", "内", "等", "上")


def stands_apart(reading: Reading, matches: Sequence[Match]) -> bool:
    """Whether a clause behind one that grants speaks of a stake, and no match is about it."""
    parts = clauses(reading)
    telling = [m for m in matches if m.rule.id not in _BARELY]
    if not any(m.rule.kind == "grant" for m in telling) or any(m.rule.kind != "grant" for m in telling):
        return False
    first = next((i for i, part in enumerate(parts) if any(about(m, part, reading) for m in telling)), len(parts))
    return any(_loose(part, reading, telling) for part in parts[first + 1 :])


def _loose(part: Range, reading: Reading, matches: Sequence[Match]) -> bool:
    start, end = part
    said = "".join(reading.words.words[start:end])
    if end - start < _BRIEF or said.startswith(_OPENING) or said.endswith(_CLOSING):
        return False
    apart = any(word in said for word in _APART)
    if not (apart or occurs(reading, part, ("sig.stake", "obj.work"))) or _gives(reading, part, said):
        return False
    if any(about(m, part, reading) for m in matches) and not apart:
        return False
    for match in matches:
        for norm in (reading.norms[n] for n in match.norms):
            if norm.act[0] < end and start < norm.act[1] and not apart:
                return False
            if norm.mode != "permit" and norm.scope[0] < end and start < norm.scope[1]:
                return False
    return True


def _gives(reading: Reading, part: Range, said: str) -> bool:
    if any(word in said for word in _APART):
        return False
    if any(word in said for word in _PERMITTING):
        return True
    asked = occurs(reading, part, ("cue.request",)) and "另" not in said
    return asked or occurs(reading, part, _GIVING)
