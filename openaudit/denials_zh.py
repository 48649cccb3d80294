"""Rights that a Chinese sentence names and does not give: "不另行授予专利许可", "公开不代表您获得修改的权利".

Adverbs stand between the denial and its verb, whom it is given to as well, and in the passive what is denied comes
first ("没有任何许可被授予").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openaudit.pattern import Range
from openaudit.typed import Final

_GIVING: Final = "授予|授与|给予|赋予|许可|授权|让与|让渡|转让|允许|准许|获得|取得|获授|得到|享有|拥有"
_ADVERBS: Final = (
    "额外|另行|另外|单独|自动|当然|因此|因而|同时|据此|就此|一并|默认|默示|明示|隐含|暗示|当即|立即|直接|间接|擅自|再|会|将|曾"
    "|得|以任何方式|以任何形式|以其他方式|通过任何方式|在此|于此|进一步|主动|随之|必然|向[^,;。]{1,8}|对[^,;。]{1,8}|给[^,;。]{1,8}"
    "|就[^,;。]{1,12}|针对[^,;。]{1,12}|通过[^,;。]{1,12}|以[^,;。]{1,12}方式|依[^,;。]{1,8}|因[^,;。]{1,12}而"
    "|地|或|和|、"
)
_NOT: Final = "(?:并)?(?:不|未|没有|从未|无意|概不|均不|绝不)"
_NOT_MEANT: Final = (
    "代表|意味着?|等于|等同于?|构成|表示|视为|应视为|应理解为|得理解为|能理解为|得解释为|应解释为"
    "|能解释为|暗示|表明|是|说明"
)
_DENIALS: Final = re.compile(
    rf"{_NOT}(?:{_ADVERBS})*(?:{_GIVING})"
    rf"|(?:不|并不|并非|绝不|不应被|不得被|不能被|不会被)(?:{_NOT_MEANT})[^,;。但]{{0,60}}?(?:{_GIVING}|可以|有权|能够|可|能)"
    rf"|(?:没有|并无|概无|无)(?:任何|其他|其它|一切)?[^,;。但]{{0,24}}?(?:许可|授权|权利|权限|权)"
    rf"(?:会|将|因此|因而)?(?:被|获|得以?|予以?)?(?:{_GIVING})"
)
# "您不得不...", "无论是否", "不仅授予": none of these denies.
_NO_DENIAL: Final = ("不仅", "不但", "不只", "不光", "不得不", "不是不", "没有不")


def withheld(words: Sequence[str], start: int, end: int) -> list[Range]:
    """The stretches in [start, end) from a denial to the verb of giving that it denies."""
    said = "".join(words[start:end])
    if not any(sign in said for sign in "不未无没非"):
        return []
    begins: list[int] = []
    for number in range(start, end):
        begins += [number] * len(words[number])
    return [
        (begins[found.start()], begins[found.end() - 1] + 1)
        for found in _DENIALS.finditer(said)
        if not said.startswith(_NO_DENIAL, max(0, found.start()))
    ]
