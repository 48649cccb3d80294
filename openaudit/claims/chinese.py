"""Claims in Chinese sentences: of whom 开源 is said, and whether it is said at all.

Chinese leaves no blanks between words and often leaves the subject out, so a sentence is read from the words in
question outwards: what they are joined to on the right (开源模型, 开源了 …, 开源。), and the nearest word on the left
that tells whose it is: an owner (我们, 本项目, the project's name), somebody else (其他, Meta), a verb of use (基于), a
verb of publication (发布) or 是. Traditional characters have been folded to simplified ones before.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from openaudit.claims.clauses import Context, Marker, final_run, nouns, run, union
from openaudit.claims.prose import Sentence
from openaudit.claims.values import MAX_TERMS, Claim, ClaimKind, Form, Names, Wording
from openaudit.typed import Final

_SKIPPED: Final = re.compile(r"[\s*_~\x00\x1e\x1f]+")
_BREAKS: Final = ",;:。!?()[]{}|—…\n"
_BREAK: Final = re.compile(r"[,;:。!?()\[\]{}|—…]|-{2,}")
_QUOTED: Final = re.compile(r"\"[^\"]{0,200}\"|'[^']{0,100}'")
_COPULAS: Final = ("是", "为", "均", "都是", "均为", "属于", "系", "均是")
_CONTAINERS: Final = ("包含", "包括", "提供", "内含", "收录")


def read(prose: str, sentence: Sentence, names: Names, wording: Wording) -> list[Claim]:
    """The claims in one sentence of `prose`, whose characters are plain."""
    text = prose[sentence.start : sentence.end]
    if (
        sentence.quoted
        or sentence.planned
        or sentence.kind == "cell"
        or not any(term in _SKIPPED.sub("", text) for term in _cues(wording))
    ):
        return []
    offsets = [i for i, char in enumerate(text) if not _SKIPPED.match(char)]
    compact = "".join(text[i] for i in offsets)
    asks = compact.endswith("?") or any(word in compact for word in wording.lists["questions"])
    if asks and not sentence.answer:
        return []
    elsewhere = any(name in sentence.section for name in wording.lists["other-sections"])
    quoted = [m.span() for m in _QUOTED.finditer(compact)]
    claims: list[Claim] = []
    for match in islice(_terms(wording).finditer(compact), MAX_TERMS):
        if any(a <= match.start() and match.end() <= b for a, b in quoted) or _is_another_word(compact, match, wording):
            continue
        reader = _Reader(compact, match, names.stems | names.han, wording, sentence.kind, elsewhere=elsewhere)
        found = reader.claim()
        if found:
            form, about = found
            kind: ClaimKind = "approved" if match["approved"] else "free" if match[0].startswith("自由") else "open"
            start, end = sentence.start + offsets[match.start()], sentence.start + offsets[match.end() - 1] + 1
            claims.append(Claim(kind, about, form, start, end, (sentence.start, sentence.end), "zh"))
    return claims


def _cues(wording: Wording) -> frozenset[str]:
    return wording.lists["terms"] | wording.lists["approved"]


def _terms(wording: Wording) -> re.Pattern[str]:
    return _compiled_terms(wording.lists["terms"], wording.lists["approved"])


@cache
def _compiled_terms(terms: frozenset[str], approved: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"(?P<approved>{union(approved).pattern})|(?:{union(terms).pattern})", re.IGNORECASE)


def _is_another_word(compact: str, match: re.Match[str], wording: Wording) -> bool:
    before = compact[max(0, match.start() - 1) : match.start()]
    if match[0].startswith("开") and before in wording.lists["left-bound"]:
        return True
    return any(compact.startswith(idiom, match.start()) for idiom in wording.lists["idioms"])


_UNDER_LICENSE: Final = re.compile(
    r"(?:依照|依据|基于|遵循|遵守|采用|使用|按照|按|以|在)[A-Za-z0-9 .()+-]{2,60}"
    r"(?:协议|许可证|许可协议|许可|授权|licen[sc]e)?下?$",
    re.IGNORECASE,
)

_OUGHT: Final = re.compile("应当|应该")


@cache
def _dated(adverbs: frozenset[str]) -> re.Pattern[str]:
    """Words and dates that stand before the words in question and change nothing."""
    return re.compile(rf"{union(adverbs).pattern}|[\d.年月日/-]+")


class _Reader:
    """Reads one occurrence of the words in one sentence without blanks."""

    def __init__(
        self, text: str, match: re.Match[str], names: frozenset[str], wording: Wording, kind: str, *, elsewhere: bool
    ) -> None:
        self.text, self.match, self.wording, self.c = text, match, wording, Context(names, wording)
        self.kind, self.elsewhere = kind, elsewhere
        breaks = [m.end() for m in _BREAK.finditer(text, 0, match.start())]
        self.clause = breaks[-1] if breaks else 0
        after = _BREAK.search(text, match.end())
        # 依照 Apache-2.0 协议开源: the licence's name is nobody's.
        self.left = _UNDER_LICENSE.sub("", text[self.clause : match.start()])
        self.right = text[match.end() : after.start() if after else len(text)]

    def claim(self) -> tuple[Form, tuple[str, ...]] | None:
        """The form of the claim and what it is about; None where it is none."""
        if self._negated():
            return None
        right = self.right.removeprefix("的")
        if any(right.startswith(word) for word in self.wording.lists["never-heads"]):
            return None
        if any(right.startswith(word) for word in self.wording.lists["licenses"]):
            return self._license()
        object_ = self._object()
        if self._is_verb(object_):
            if self._planned():
                return None
            return ("verb", object_ or self._subject_about()) if self._acts() else None
        if object_:
            return ("adjective", object_) if not self._planned() and self._owned(right) else None
        if self._planned():
            return None
        return self._alone()

    # --- what takes it back -----------------------------------------------------------------------------

    def _negated(self) -> bool:
        lists = self.wording.lists
        near = union(lists["not-negations"]).sub("", self.left)[-10:]
        if union(lists["negations"]).search(near):
            return True
        following = self.text[self.match.end() : self.match.end() + 8]
        return any(following.startswith(word) for word in lists["after-negations"])

    def _planned(self) -> bool:
        lists = self.wording.lists
        if self.right.startswith("了") or re.search("敬请期待|coming", self.text[self.match.end() :], re.IGNORECASE):
            return not self.right.startswith("了")
        left = self.text[max(0, self.match.start() - 24) : self.match.start()]
        if self.c.has_own_name(self.left):
            # AI 应当开放，因此云雀现在开源: what ought to be, of something else.
            left = _OUGHT.sub("", left[: -len(self.left)]) + self.left
        left = union(lists["compounds"]).sub("", left) if "未来" not in left else left
        if union(lists["not-plans"]).search(left):
            return False
        plans = list(union(lists["plans"]).finditer(left))
        if not plans:
            return False
        # 将 with an object before the verb (将权重开源) only moves the object.
        moved = plans[-1][0] == "将" and len(plans) == 1 and len(left) - plans[-1].end() >= 2
        return not moved or bool(re.search(r"将(?:会|在|于|逐步|陆续|很快|全面)", left))

    # --- forms ------------------------------------------------------------------------------------------

    def _object(self) -> tuple[str, ...]:
        """The parts named by the first run of nouns on the right ("模型权重" is weights); () without one."""
        right = self.right
        start = next((m for m in nouns(self.wording).finditer(right[:24])), None)
        if start is None or re.search(r"[了是到给在于由]", right[: start.start()].removeprefix("了")):
            return ()
        parts: list[str] = []
        at, last = start.start(), ""
        while at < len(right):
            noun = nouns(self.wording).match(right, at)
            if noun:
                last, at = noun[0], noun.end()
            elif right[at] in "和与及、/以" and last:
                self.c.add(parts, last)
                last, at = "", at + (2 if right.startswith("以及", at) else 1)
            else:
                break
        self.c.add(parts, last)
        return tuple(part for part in parts if part != "project") or tuple(parts)

    def _is_verb(self, object_: tuple[str, ...]) -> bool:
        if self.match[0].lower() not in ("开源", "opensource", "open-source"):
            return False
        if re.match(r"(?:了|给|其|全部|所有|我们|本|该|这|更多|第|自己|自研|训练|最新)", self.right):
            return True
        if self._names_at_start(self.right) or (self.right.startswith("的") and self._agent()):
            return True
        if not object_ or self._names_at_start(self.right.removeprefix("的")):
            return False
        return bool(
            re.search(r"(?:正式|同时|同步|还|全面|宣布|选择|现|已|已经|继续|率先|首次|首先|再次|也|又)$", self.left)
        )

    def _names_at_start(self, text: str) -> bool:
        return any(match.start() == 0 for match in self.c.names_in(text[:40]))

    def _agent(self) -> str:
        """Who stands right before the verb in 我们开源的模型, 由团队开源的模型, Meta开源的模型."""
        near = self.left
        marker = self.c.marker(near, ("own", "others", "governors"))
        if marker and marker.name == "own" and run(self.wording.lists["before-verb"]).fullmatch(near, marker.end):
            return "own"
        if re.search(r"由[^是]{1,16}$|并$", self.left):
            return "agent"
        return "other" if self.c.has_foreign_name(near) and not self.c.has_own_name(near) else ""

    def _acts(self) -> bool:
        """Whether the one who open-sources is this project's maker (often left out)."""
        if self.right.startswith("的") and self._agent() == "agent":
            before = re.sub(r"由[^由]{0,16}$", "", self.text[: self.match.start()])
            return bool(self.c.has_own_name(before) or union(self.wording.lists["own"]).search(before))
        marker = self.c.marker(self.text[: self.match.start()], ("own", "others"))
        governor = self.c.marker(self.left, ("governors",))
        if self.right.startswith("的") and governor and (not marker or self.clause + governor.end > marker.end):
            return False
        if marker and marker.name == "own":
            return not self.c.has_foreign_name(self.text[marker.end : self.match.start()])
        if marker or self.c.has_foreign_name(self.left):
            return False
        following = self.text[self.match.end() : self.match.end() + 24]
        if self.c.has_own_name(following):
            return True
        return (
            not self.elsewhere
            and not self.c.has_foreign_name(following)
            and not _dated(self.wording.lists["adverbs"]).sub("", self.left)
        )

    def _license(self) -> tuple[Form, tuple[str, ...]] | None:
        """采用开源协议, 遵循…开源许可证, and the heading 开源协议."""
        marker = self.c.marker(self.text[: self.match.start()], ("own", "others"))
        if (
            (marker and marker.name == "others")
            or re.search(r"各自|其$|原$|原有|相应|对应|任何", self.left)
            or self._planned()
        ):
            return None
        rest = re.sub(r"^的?(?:许可)?(?:协议|许可证|许可协议|许可|授权协议|授权|证书|条款)", "", self.right)
        alone = not self.left and not rest and self.kind in ("heading", "item")
        chosen = re.search(r"采用|遵循|遵守|基于|依照|依据|使用|附带|按照|按|以|受", self.left)
        if not marker and not alone and not chosen:
            return None
        if not marker and (self.elsewhere or re.search(r"兼容|选择|主流|遵守.{0,6}项目", self.text)):
            return None
        return "license", self._subject_about()

    def _owned(self, right: str) -> bool:
        """Whether 开源 before a noun is said of the project's own."""
        lists = self.wording.lists
        following = right[:30]
        marker = self.c.marker(self.left, ("own", "others", "governors", "releases"))
        if marker and marker.name == "governors" and len(marker.word) == 1 and self.left.endswith("的"):
            # 可在手机上运行的开源模型: the preposition belongs to what 的 closes.
            marker = self.c.marker(self.left[: marker.start], ("own", "others", "governors", "releases"))
        plural = bool(union(lists["plural-heads"]).search(following[:16]))
        if re.search(r"(?:模型|项目|工具|框架|数据集?|软件|方案)(?:中|里|上|之间|们|对比|相比|的对比)", following):
            return False
        # 下载已开源的云雀权重, 与开源的云雀相比: the name that follows is called so, whatever is done with it.
        if self._named_after_break() or self._names_at_start(right):
            return True
        if marker is None:
            return self._owned_without_marker(following, plural=plural)
        if marker.name == "own":
            named = marker.word not in lists["own"]
            used = named and re.search(r"(?:使用|基于|采用|集成|支持|用)$", self.left[: marker.start])
            return (
                not used and not self.c.has_foreign_name(self.left[marker.end :]) and not self._somebodys_team(marker)
            )
        if marker.word in _CONTAINERS and self._object()[0] in ("weights", "data"):
            who = self.c.marker(self.text[: self.clause + marker.start], ("own", "others"))
            return who is not None and who.name == "own"
        if marker.name == "releases":
            return self._published(marker, following)
        return False

    def _named_after_break(self) -> bool:
        """首个开源的法律大模型——云雀: the name that follows the break."""
        after = self.text[self.match.end() + len(self.right) :]
        named = after.lstrip("—-:")
        return named != after and len(self.right) < 16 and self._names_at_start(named)

    def _somebodys_team(self, marker: Marker) -> bool:
        """朱鹮团队: a team with a name that is not the project's."""
        if marker.word not in ("团队", "课题组", "作者"):
            return False
        before = self.left[: marker.start]
        return bool(before) and not self.c.has_own_name(before) and not re.search(r"(?:我们|本|由|该|,|与|和)$", before)

    def _owned_without_marker(self, following: str, *, plural: bool) -> bool:
        if self.c.has_own_name(self.left):
            return not self.c.has_foreign_name(self.left)
        if self.c.has_foreign_name(self.left) or self.elsewhere:
            return False
        before = self.text[: self.clause].rstrip(_BREAKS)
        if self.c.has_own_name(before[-16:]) or union(self.wording.lists["own"]).search(before[-8:]):
            return True
        if self.c.has_own_name(following):
            return True
        standing = self.kind in ("heading", "item") and not self.left
        listed = len(self._object()) > 1
        return standing and not self.c.has_foreign_name(following) and (listed or not (plural and self.kind == "item"))

    def _published(self, marker: Marker, following: str) -> bool:
        """After 是, 发布 and the like: the subject before it, or the name after the noun, decides."""
        subject = self.text[: self.clause + marker.start]
        if self.c.has_own_name(following):
            return True
        between = re.sub(r"[A-Za-z0-9.-]{1,40}的(?:完全|真正)?$", "", self.left[marker.end :])
        if self.c.has_foreign_name(following) or self.c.has_foreign_name(between):
            return False
        who = self.c.marker(subject, ("own", "others"))
        if who:
            return who.name == "own"
        if self.c.has_own_name(subject) or (marker.word in _COPULAS and self.c.parts(subject)):
            return True
        return not subject and not self.elsewhere

    def _alone(self) -> tuple[Form, tuple[str, ...]] | None:
        """No noun after it: 云雀完全开源, 代码已经开源, - 完全开源."""
        before = self.text[: self.match.start()]
        marker = self.c.marker(before, ("own", "others"))
        about = self._subject_about()
        # Before a noun that no list knows (开源解析器) it is no predicate.
        if (marker and marker.name == "others") or self._governed_directly():
            return None
        if not self.match["approved"] and not self._goes_on():
            return None
        if self.right.startswith("的") and len(self.right) > 1:
            last = self.c.marker(self.left, ("own", "governors"))
            if last and last.name == "governors":
                return None
        after = marker.end - self.clause if marker else 0
        if marker and not self.c.has_foreign_name(self.left[max(after, 0) :]):
            return "predicate", about
        if marker is None and self.c.has_own_name(before):
            return "predicate", about
        if self.c.has_foreign_name(self.left) or self.elsewhere:
            return None
        if self.c.parts(self.left):
            return "predicate", about
        if self.text[self.clause - 1 : self.clause] == "(":
            return None
        bare = _dated(self.wording.lists["adverbs"]).sub("", self.left)
        standing = self.kind in ("heading", "item") or len(self.text) <= 16
        return (
            ("label", about)
            if not bare and standing and not self.right.removeprefix("的").rstrip("可商用免费且与和、/")
            else None
        )

    def _goes_on(self) -> bool:
        """Whether what follows is no noun: the end, a particle, or a word that no noun begins with."""
        rest = re.sub(r"^(?:的|了|出来|过|啦)", "", self.right)
        return not rest or bool(union(self.wording.lists["goes-on"]).match(rest)) or rest[0].isascii()

    def _governed_directly(self) -> bool:
        """热爱开源, 关于开源: a verb or preposition of which it is the object."""
        if re.match(r"的?(?:方式|形式)", self.right):
            return False
        left = final_run(self.wording.lists["strengtheners"]).sub("", self.left)
        marker = self.c.marker(left, ("governors",))
        return marker is not None and marker.end == len(left)

    def _subject_about(self) -> tuple[str, ...]:
        # What stands after a preposition of place (在平台上, 对学术) is not the subject.
        subject = re.split(r"[已]?(?:在|于|对|向|到|至|给)", self.left)[0]
        return self.c.parts(subject) or self.c.parts(self.left) or ("project",)
