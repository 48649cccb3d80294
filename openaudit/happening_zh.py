"""What a Chinese cue only tells, barring nobody: what happens, what a thing lacks, what is unpublished, a doubt."""

from __future__ import annotations

import re

from openaudit.clauses_zh import Cue, Line, first_from, last_before
from openaudit.typed import Final

# So near before its cue stands what makes it a mere possibility.
_NEAR_HEDGE: Final = 6
# What a program does not do ("...不会把文件上传") is no rule for anybody.
_OWN_DOING: Final = frozenset(("不会", "不会把", "不会将"))
_WILL_NOT: Final = ("不会", "绝不会", "决不会", "永不会", "从不会", "并不会", "也不会", "均不会", "都不会")
# Whose duty it is, wherever in the sentence that is said.
_BOUND_BY_IT: Final = tuple("您 你 被许可 被授权 使用者 使用人 接收者 任何人 下载者 承诺 同意 保证".split())
# What one avoids for one's own good.
_HARMS: Final = (
    *("误导", "误解", "混淆", "歧义", "损失", "风险", "纠纷", "浪费", "意外", "错误", "偏差", "争议", "泄露", "重复"),
    *("冗余", "过拟合", "溢出", "报错", "冲突", "阻塞", "卡顿", "崩溃", "中断", "延迟", "死锁", "污染", "丢失", "超时"),
    *("限流", "被封", "封号", "乱码", "误操作", "误触", "误判", "压力", "遗漏", "重名", "抖动", "拥堵", "失真"),
)
# What stands "in" something is not in it: a fact, unless it is the licence or a use of which that is said.
_CONTAINED: Final = frozenset("不含 未含 不包含 未包含 没有包含 不存在".split())
_INSIDE: Final = ("中", "里", "内", "中均", "中也", "中都", "里面", "当中")
_OF_RIGHTS: Final = (
    "许可",
    "授权",
    "协议",
    "条款",
    "用途",
    "使用",
    "权利",
    "场景",
    "领域",
    "目的",
    "范围",
    "地区",
    "地域",
)
# Whose data, not who.
BELONGINGS: Final = ("隐私", "数据", "信息", "资料", "代码", "文件", "权益", "体验", "内容", "设备", "终端", "的")
_UNSUITABLE: Final = frozenset(("不适用", "不适用于", "不适合", "不适于"))
# What may be no more than a doubt.
_DOUBTFUL: Final = frozenset((*_UNSUITABLE, "不能", "不能够", "不支持", "不能用于"))
# What one thing is not in place of another, and matter that is not fit for something.
_CANNOT: Final = frozenset(("不能", "不能够", "不可", "无法", "不足以"))
_STANDS_FOR: Final = re.compile(r"(?:直接|完全|简单|单独)?(?:替代|代替|取代|等同|代表|说明|证明)")
_UNFIT: Final = frozenset(("不宜", "不便", "不应", "不该"))
_UNFIT_MATTER: Final = re.compile(r"(?:对外|公开|传播|分享|发布|披露){1,2}的(?:信息|内容|数据|资料|部分|材料|字段)")
# What is only possible, and what is not true of everybody or always, is no bar.
_HEDGES: Final = ("可能", "也许", "或许", "未必", "恐怕", "不一定", "不见得", "并非", "难免", "往往", "有时", "通常")
_NOT_ALL: Final = re.compile(
    r"(?:于|用于|适用于|满足|覆盖|代表|保证)?(?:所有|全部|每一?[个位种名]|一切|各种|每)[^,;。]{0,6}"
    r"(?:用户|使用者|人|人群|情况|情形|情境|场景|语言|方言|环境|设备|硬件|平台|需求|领域|患者|孩子|年龄|地区|任务|问题|系统)(?:$|[,;。或和及与、的])"
)


def happens(cut: Line, cue: Cue, name: str, said: str) -> bool:
    """Whether the cue, whose subject is of the class `name`, says what a thing does, or what happens to it."""
    if name.startswith("obj.") and said in _OWN_DOING and cut.words[cue.end : cue.end + 1] not in (["被"], ["用"]):
        return True  # "the software will not upload anything" binds nobody
    if said == "避免" and any(word in _behind(cut, cue) for word in _HARMS):
        return True  # "..., so that nobody is misled": why, and no bar
    if said in _CONTAINED and _lacks(cut, cue):
        return True  # "the part holds none of these, and serves as ...": a fact
    if cue.cls == "cue.forbid.after" and name != "who.licensee" and _tells(cut, cue, said):
        return True  # "..., will not be kept, nor passed on": what happens to somebody's data
    if said in _DOUBTFUL and name not in ("obj.license", "obj.rights", "who.licensor") and _doubts(cut, cue):
        return True  # "..., may not suit everybody"
    if said in _CANNOT and name != "who.licensee" and _STANDS_FOR.match(_behind(cut, cue)):
        return True  # "public reports cannot take the place of ...": what a thing is not
    if said in _UNFIT and _UNFIT_MATTER.match(_behind(cut, cue)):
        return True  # "... whether it has matter unfit to be published": what somebody is to look for
    # "the software is not suitable for ...": no bar, and no rule explains it by itself
    return name in ("obj.work", "obj.derivative") and said in _UNSUITABLE


def _lacks(cut: Line, cue: Cue) -> bool:
    """Whether the cue only says what does not stand in something that is neither the licence nor a use."""
    before, behind = _before(cut, cue), _behind(cut, cue)
    return before.endswith(_INSIDE) and not any(word in before or word in behind for word in _OF_RIGHTS)


# Parts of what somebody made that he may not have published, and that they are not.
_PART: Final = re.compile(
    r"(?:训练|预训练|微调|标注|评测|测试|验证|清洗|采集|爬取|原始|数据处理|预处理)[^,;。本您你此该]{0,6}"
    r"(?:代码|数据|脚本|权重|集|标签|日志|语料|细节|配置|流程|参数|音频|视频|图片|资料|程序)(?:集|文件|标签|部分)?"
    r"(?:目前|现阶段|暂时|暂|尚|均|都|还|仍)*$"
)
_UNRELEASED: Final = re.compile(
    r"(?:暂时?|尚|目前|还|并)?(?:不|未|没有|恕不|概不|不予|暂不|暂未|尚未|不会)(?:再|予|对外|公开)*"
    r"(?:公开|开源|开放|公布|发布|释出|放出|提供)(?:下载|源码|源代码|出来)?$"
)


def unreleased(cut: Line, cue: Cue) -> bool:
    """Whether the cue only says that a part has not been published, to nobody in particular."""
    end = min(first_from(cut.commas, cue.end) or cut.size, first_from(cut.stops, cue.end) or cut.size)
    if _UNRELEASED.match("".join(cut.words[cue.start : end])) is None:
        return False
    return _PART.search(_before(cut, cue)) is not None


def _doubts(cut: Line, cue: Cue) -> bool:
    """Whether the cue only says that something may not suit, or does not suit everybody."""
    said = "".join(cut.words[cue.start : cue.end])
    before, behind = _before(cut, cue, _NEAR_HEDGE), _behind(cut, cue)
    if any(word in before for word in _HEDGES):
        return said.startswith("不适") or not behind.startswith(("再", "被"))
    suits = said.endswith(("适用于", "适用", "适合", "适合于", "适于")) or behind.startswith(
        ("适用", "满足", "覆盖", "适合")
    )
    return suits and _NOT_ALL.match(behind) is not None


def _tells(cut: Line, cue: Cue, said: str) -> bool:
    """Whether "不会" says what happens, and no reader of the licence is named before it who would promise it."""
    said += "".join(cut.words[cue.end : cue.end + 1])
    if not said.startswith(_WILL_NOT) or said.endswith(("被", "用")):
        return False
    start = last_before(cut.stops, cue.start)
    named = "".join(cut.words[start if cue.start >= cut.own else 0 : cue.start])
    if cue.start >= cut.own > 0:
        named = "".join(cut.words[: cut.own]) + named
    for belonging in BELONGINGS:
        named = named.replace("您" + belonging, "").replace("你" + belonging, "")
        named = named.replace("您的" + belonging, "").replace("你的" + belonging, "")
    return not any(word in named for word in _BOUND_BY_IT)


def _before(cut: Line, cue: Cue, most: int | None = None) -> str:
    """The words of the cue's clause before it, the last `most` of them."""
    clause = max(last_before(cut.commas, cue.start), last_before(cut.stops, cue.start))
    return "".join(cut.words[clause if most is None else max(clause, cue.start - most) : cue.start])


def _behind(cut: Line, cue: Cue) -> str:
    """The words behind the cue, up to a comma."""
    return "".join(cut.words[cue.end : first_from(cut.commas, cue.end) or cut.size])
