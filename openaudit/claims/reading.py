"""From a document to its claims: the sentences, the language of each, and the names of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openaudit.claims.values import Claim, Names
from openaudit.claims.wording import load_wording
from openaudit.typed import Final

MAX_CLAIMS: Final = 500

_CONTEXT: Final = 250

_HAN: Final = re.compile("[\u3400-\u9fff]")
# Whatever has none of these has no claim; most documents are done with after this look.
_CUE: Final = re.compile(
    r"open(?:[\s*_\u2010-\u2015-]|&\#?\w{1,6};){0,4}sourc|\bOS[ID]\b|\bOSAID\b|\bF?L?OSS\b|libre|free[^.\n]{0,40}software|开源|開源|开放源|開放源|开放原|開放原|自由软|自由軟|源代码|原始碼|源码",
    re.IGNORECASE,
)
_STEM: Final = re.compile(r"[A-Za-z]{3,}")
_SPLIT: Final = re.compile(r"[\s/_,.@-]+")
_TITLE_END: Final = re.compile(r"[:：|,，(（—–]| - ")
# Parts of names and titles that name nobody.
_COMMON: Final = frozenset(
    """the and for with model models chat base instruct instruction large small medium mini tiny nano pro max plus ultra
    language open source project readme main repo llm code data version preview release demo official introduction
    welcome overview
    about card hub library toolkit framework description usage training inference install installation getting started
    quick start news update updates table contents license licence what how why using new latest gguf ggml awq gptq
    quantized safetensors pytorch transformers huggingface hf github www com org home index docs
    documentation blog post""".split()
)
_COMMON_HAN: Final = re.compile(
    "模型|介绍|项目|开源|說明|说明|使用|教程|文档|更新|简介|目录|快速|开始|安装|协议|許可|许可|大模型|中文|英文|概述|概览|背景|声明|关于|首页|公告|我们|发布"
)


def find_claims(text: str, names: Names | None = None, *, start: int = 0) -> tuple[Claim, ...]:
    """The claims of openness in a Markdown or HTML `text`, from offset `start` on, in order.

    Text past `prose.MAX_CHARS` is not read, nor is what follows the `MAX_CLAIMS`th claim.
    """
    if not _CUE.search(text, start):
        return ()
    names = names or Names()
    # Only here: most documents make no claim, and the readers' patterns are costly to compile.
    from openaudit.claims import chinese, english, prose

    read = prose.read(text, start)
    claims: list[Claim] = []
    for sentence in read.sentences:
        if len(claims) >= MAX_CLAIMS:
            break
        words = read.text[sentence.start : sentence.end]
        # A Chinese sentence stays one whatever English names and terms stand in it.
        if 4 * len(_HAN.findall(words)) >= sum(char.isalpha() for char in words):
            claims += chinese.read(read.text, sentence, names, load_wording("zh"))
        else:
            claims += english.read(read.text, sentence, names, load_wording("en"))
    return tuple(_with_context(claim, text, read.text) for claim in claims)


def _with_context(claim: Claim, text: str, prose: str) -> Claim:
    """The claim with what stands around it: the characters of the file where the prose has any."""

    def seen(start: int, end: int) -> str:
        return "".join(text[i] if prose[i] not in " \x1e" else " " for i in range(start, end))

    start, end = claim.sentence
    before = seen(max(start, claim.start - _CONTEXT), claim.start)
    after = seen(claim.end, min(end, claim.end + _CONTEXT))
    cut = "… " if claim.start - _CONTEXT > start else ""
    more = " …" if claim.end + _CONTEXT < end else ""
    return claim._replace(before=cut + before.lstrip(), after=after.rstrip() + more)


def project_names(title: str, others: Iterable[str] = ()) -> Names:
    """What a project is called, from the title of its README and from names given elsewhere (folder, metadata)."""
    stems: set[str] = set()
    lower: set[str] = set()
    parts = [(part, False) for part in _SPLIT.split(_TITLE_END.split(title, maxsplit=1)[0])]
    parts += [(part, True) for name in others for part in _SPLIT.split(name)]
    for part, given in parts:
        stem = _STEM.match(part)
        if not stem or stem[0].lower() in _COMMON or not (given or not part.islower()):
            continue
        stems.add(stem[0].lower())
        if given and part.islower():
            lower.add(stem[0].lower())
    han: list[str] = re.findall("[\u3400-\u9fff]{2,6}", _TITLE_END.split(title, maxsplit=1)[0])
    return Names(frozenset(stems), frozenset(lower), frozenset(p for p in han if not _COMMON_HAN.search(p)))
