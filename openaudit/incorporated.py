"""Documents outside of a text that the text binds its licensees to: use policies, terms of service, guidelines.

What such a document forbids is forbidden by the licence, so an audit without it is an audit of half the terms. Found
are sentences in which a licensee must follow a document that is named or has an address. A mere pointer ("you may
obtain a copy at …") is no binding. Pure; the addresses are fetched elsewhere, if the user wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.segment import Outline, Sentence, outline
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.document import Document


class Incorporated(NamedTuple):
    """One document that the text binds.

    `name` is how the text calls it, `url` its address ("" where the text gives none). `start`/`end` are offsets of
    the sentence that binds it. `changeable`: the text lets the licensor change it. `here`: it stands in this very
    file, under a heading of its name.
    """

    name: str
    url: str
    start: int
    end: int
    changeable: bool
    here: bool


# Longer sentences are lists run together; their beginning holds the duty.
_MAX_SENTENCE: Final = 6000
# With a scheme, or bare with a path ("example.org/use-policy").
_URL: Final = re.compile(
    r"https?://[^\s<>\"'“”‘’（）()\[\]{}|\\^`，。；、]{3,500}"
    r"|(?<![\w@./-])(?:[A-Za-z0-9][\w-]{0,60}\.){1,4}[a-z]{2,12}/[^\s<>\"'“”‘’（）()\[\]{}|\\^`，。；、]{2,500}"
)
_NOUN: Final = (
    r"(?:(?:acceptable |responsible |prohibited )?us(?:e|age) (?:policy|policies|guidelines|rules|restrictions|terms)"
    r"|(?:acceptable|permitted|prohibited|responsible)[- ]use(?:s)? polic(?:y|ies)|terms of (?:use|service)"
    r"|code of (?:conduct|ethics)|(?:community|ethical|content|brand|branding|responsible ai|safety) "
    r"(?:guidelines|standards|principles|polic(?:y|ies))|(?:polic(?:y|ies)|guidelines|rules of (?:use|conduct)))"
)
# Its own words are capitalised ("the Example Acceptable Use Policy"); small letters name only the kind.
_NAMED: Final = re.compile(rf"\b((?:(?:[A-Z][\w.&'-]{{0,40}}|[0-9][0-9.]{{0,8}}) ){{0,6}}(?i:{_NOUN}))\b")
_OPENING: Final = re.compile(
    r"^(?:(?:And|The|Our|Its|Their|With|To|Of|By|In|Under|Any|All|You|Your|Licensee|Or|If|For|As) )+"
)
_NAMED_ZH: Final = re.compile(
    r"《([^《》\n]{1,60})》"
    r"|((?:可接受使用|使用|服务|社区|内容|安全|伦理)(?:政策|准则|条款|规范|规则|守则|公约|协议))"
)
_ZH_KIND: Final = re.compile(r"政策|准则|条款|规范|规则|守则|公约|使用协议|服务协议|指南")
# Rules that bind anyone anyway or are about other things, and what the licence says of itself.
_NOT_A_RULE: Final = re.compile(
    r"(?i)privacy|trademark|\bpatents?\b|\bcopyright polic|\b(?:support|deprecation) polic"
    r"|隐私|商标|法律|法规|管理办法|暂行办法|本协议|本许可"
    r"|\b(?:this|these|present) (?:\w+ ){0,4}(?:polic|guidelin|terms|code|rules)"
)
# What a licence calls a part of itself; with a capital it may be a document of its own.
_OWN_PART: Final = re.compile(
    r"(?:use|usage) (?:restrictions|terms|rules)|terms of (?:use|service)|polic(?:y|ies)|guidelines"
)
_BINDS: Final = re.compile(
    r"(?i)\b(?:compl(?:y|ies|ying|iance)|adher(?:e|es|ing|ence)|abid(?:e|es|ing)|conform|bound by|subject to"
    r"|governed by|in accordance with|consistent with|consistently with|accordance"
    r"|incorporated (?:\w+ ){0,3}(?:by reference|into)|incorporates? (?:\w+ ){0,3}by reference"
    r"|agree(?:s|d)? to|accept(?:s|ed)? the|must follow|shall follow|shall observe"
    r"|violat(?:e|es|ing)|prohibited by|restricted by|as set (?:out|forth) in|forms? (?:an integral )?part of)"
    r"|遵守|遵循|符合|受.{1,40}约束|纳入本|组成部分|同意并接受|违反|依照|按照"
)
_CHANGES: Final = re.compile(
    r"(?i)\b(?:may|can|will|reserves? the right to|at any time)\b[^.;]{0,80}"
    r"\b(?:update|modif(?:y|ied)|amend|revis|chang|replace)"
    r"|\b(?:as|when|if) (?:\w+ ){0,2}(?:updated|amended|modified|revised|changed)\b|\bfrom time to time\b"
    r"|\b(?:latest|current|most recent|then-current) version\b|不时|随时.{0,12}(?:修改|更新|变更|调整)"
    r"|有权.{0,12}(?:修改|更新|变更|调整)|最新版"
)
_ABOUT_DOCUMENT: Final = re.compile(rf"(?i){_NOUN}|政策|准则|条款|规范|规则|守则|指南")


def find(document: Document, structure: Outline | None = None) -> tuple[Incorporated, ...]:
    """The documents that `document` binds, in the order of their first binding, each once."""
    structure = structure or outline(document.text)
    found: dict[str, Incorporated] = {}
    changing = {key for sentence in structure.sentences for key in _changed_by(document.text, sentence)}
    for sentence in structure.sentences:
        for name, url in _bound_by(document.text, sentence):
            key = _key(name)
            known = found.get(key)
            if known is None:
                changeable = bool(changing & {key, ""}) if key else bool(changing)
                here = _stands_here(document.text, structure, name, sentence)
                found[key] = Incorporated(name, url, sentence.start, sentence.end, changeable, here)
            elif url and not known.url:
                found[key] = known._replace(url=url)
    return tuple(_without_short_names(found))


def _bound_by(text: str, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Name and address of the documents that a sentence binds."""
    words = _words(text, sentence)
    if sentence.role == "heading" or not _BINDS.search(words):
        return
    urls = [_address(match[0]) for match in _URL.finditer(words)]
    names = _names(_URL.sub(lambda m: " " * len(m[0]), words))
    if len(urls) == 1 and names:
        # One address: it belongs to the most specific name.
        best = max(names, key=len)
        yield best, urls[0]
        yield from ((name, "") for name in names if name != best and _is_name(name))
        return
    for index, name in enumerate(names):
        url = urls[index] if index < len(urls) and len(urls) == len(names) else ""
        # "usage guidelines" in small letters and without an address could be anybody's.
        if url or _is_name(name):
            yield name, url
    if not names and urls and _ABOUT_DOCUMENT.search(words):
        yield from ((url, url) for url in urls if not _NOT_A_RULE.search(url))


def _names(words: str) -> list[str]:
    found: list[str] = []
    for match in _NAMED.finditer(words):
        name = " ".join(match[1].split())
        name = _OPENING.sub("", name)
        if _OWN_PART.fullmatch(name) or name.isupper():
            continue
        if not _NOT_A_RULE.search(words[max(0, match.start() - 12) : match.end()]):
            found.append(name)
    for match in _NAMED_ZH.finditer(words):
        name = match[1] or match[2]
        if _ZH_KIND.search(name) and not _NOT_A_RULE.search(name):
            found.append(name)
    return list(dict.fromkeys(name for name in found if name))


def _changed_by(text: str, sentence: Sentence) -> list[str]:
    """Keys of the documents that a sentence lets the licensor change; "" where it speaks of "the policy"."""
    words = _words(text, sentence)
    if not _CHANGES.search(words):
        return []
    names = _names(_URL.sub(" ", words))
    return [_key(name) for name in names] or ([""] if _ABOUT_DOCUMENT.search(words) else [])


def _words(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : min(sentence.end, sentence.start + _MAX_SENTENCE)].replace("\0", "").split())


def _is_name(name: str) -> bool:
    return name != name.lower() or not name.isascii()


def _address(printed: str) -> str:
    url = printed.rstrip(".,;:!?'\"*_")
    return url if "://" in url else f"https://{url}"


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def _stands_here(text: str, structure: Outline, name: str, binding: Sentence) -> bool:
    """Whether a heading elsewhere in the file has this name."""
    key = _key(name)
    for sentence in structure.sentences:
        if sentence.index == binding.index or sentence.role not in ("heading", "run-in"):
            continue
        heading = _key(text[sentence.start : min(sentence.end, sentence.start + 300)])
        if key and (
            heading == key or heading.endswith(f" {key}") or (len(heading) > 9 and key.endswith(f" {heading}"))
        ):
            return True
    return False


def _without_short_names(found: dict[str, Incorporated]) -> list[Incorporated]:
    """Without a name that is the end of a longer one: "the Policy" after "the Acceptable Use Policy"."""
    return [
        item
        for key, item in found.items()
        if item.url or not any(other != key and other.endswith(f" {key}") for other in found)
    ]
