"""The closed grammar of words that may differ between two copies of one licence.

Copies of a licence differ in whose name and year stands in the copyright line, in the title above it, in
rulers and links. Such words are set aside before texts are compared, but only where they fit the grammar
below, and what was set aside is always listed (`Tolerated`): a rider must never hide in a dropped line.
So a copyright line is a sign, years and a *name*; a name has no word that could grant, forbid or limit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from openaudit.typed import Final

# Words that can carry legal effect. None of them may stand in a name that is set aside: "Acme, for
# non-commercial use only" is no name. The list may grow freely: too long costs an exact match, never a rider.
OPERATIVE: Final = frozenset(
    """
    use uses used user users using usage commercial commercially noncommercial non only solely exclusively merely not
    no never none nor may must shall will would should cannot can permit permits permitted permission prohibit
    prohibited prohibits forbid forbidden restrict restricted restriction restrictions limit limits
    license licensed licensee licensees licence licenced licences licenses sublicense free freely
    grant grants granted right
    government military war weapon weapons academic educational evaluation personal private internal
    purpose purposes provided except excluding exclude unless without with subject require requires required fee fees
    royalty pay paid payment sell sale sold resale rent distribute distributed distribution redistribute redistribution
    redistributed modify modified modification copy copies copied copying train training terms condition conditions
    agreement if when until after before expires expire terminate until revoke revocable approval consent written
    allow allowed disallow disallowed ban banned deny denied limits territory competitor competitors competing
    is are be been has have do does it this that these those you your we our they who which
    不 禁 勿 仅 只 限 须 需 应 可 准 免 非 商 用 许 授 学术 研究 教育 军
    """.split()
)

# Their kin: "noncommercially", "redistributable", "licensing".
_OPERATIVE_STEM: Final = re.compile(
    r"(?:non|un|re|sub|dis|im|pro)*(?:commerc|military|militari|distribut|modif|licen[cs]|restrict|hibit|permi[ts]|forbid"
    r"|grant(?:ed|ing|s|able)$|train(?:s|ed|ing|able)?$|sell(?:s|ing|able)?$|competit|exclud|exclus|revo[ck]|terminat"
    r"|authori[sz]|allow|purchas)"
)
_OPERATIVE_HAN: Final = tuple(word for word in OPERATIVE if not word.isascii())

# Lower-case words that names have.
_CONNECTIVES: Final = frozenset(
    """
    and the of by for de del della di da van von den der du la le les et al i y und & a an
    inc ltd llc llp gmbh ag co corp corporation company limited plc bv sa srl kg pte pty ab oy as
    contributors contributor authors author holders holder owners owner name names fullname copyright c members member
    team project projects developers others organization organisation university institute foundation labs
    its his her their affiliates subsidiaries associates yyyy year years present now et-al other
    """.split()
)

_TITLE_WORDS: Final = frozenset(
    """
    the a license licence licenses licences agreement version v public general lesser library affero gnu mit bsd
    apache isc zlib libpng boost mozilla eclipse clause new simplified modified revised original old style expat x11
    foundation documentation of and or text legal code full creative commons attribution sharealike international
    deed universal unlicense mulan common development microsoft reciprocal python perl ruby php postgresql ncsa
    university illinois berkeley gpl lgpl agpl mpl epl gfdl
    january february march april may june july august september october november december
    """.split()
)

_YEARS: Final = r"(?:\d{4}(?:\s*[-–—,/]\s*(?:\d{2,4}|present|now|today))*)"
_PLACEHOLDER: Final = r"(?:<[^<>\n]{1,80}>|\[[^\[\]\n]{1,80}\]|\{\{?[^{}\n]{1,80}\}?\})"
_PLACEHOLDERS: Final = re.compile(_PLACEHOLDER)
_WORD: Final = re.compile(r"\w+")
_NO_WORD: Final = re.compile(r"[^\w]+")
_PLAIN_WORD: Final = re.compile(r"[^\W_]+")
_LINE_ENDS: Final = re.compile(r"[\r\n]+")
_LEAD: Final = re.compile(
    r"(?:portions\s+)?(?:(?:are\s+)?(?:copyrighted|copyright|copr\.?)|\(c\)|©|版权所有|著作权所有|版權所有|著作權所有)"
    r"(?:[\s:,]+(?:copyright|\(c\)|©|by))*[\s:,]*",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(
    r"\b(?:all|some)\s+rights?\s+reserved\b\.?|保留所有权利|保留一切权利|版权所有|保留所有權利", re.IGNORECASE
)
# "(c)" alone may open a list item as well: only a year makes it a copyright sign.
_BARE_SIGN: Final = re.compile(r"(?:\(c\)|\s)+", re.IGNORECASE)
_YEAR: Final = re.compile(r"\s*(?:(?:19|20)\d\d|[<\[{]+(?:year|yyyy))", re.IGNORECASE)
_SIGN: Final = re.compile(rf"\(c\)|©|\b{_YEARS}\b|{_PLACEHOLDER}|\byyyy\b", re.IGNORECASE)
_DROP_IN_NAME: Final = re.compile(
    rf"<?(?:mailto:)?[\w.+-]+@[\w.-]+>?|[<(]?https?://[^\s<>()]+[>)]?|\(c\)|©|\b{_YEARS}\b", re.IGNORECASE
)
_NAME_WORD: Final = re.compile(r"[^\s,;:/()<>\[\]{}\"“”|*_]+")
# Names that hold an operative word all the same.
_KNOWN_NAMES: Final = re.compile(r"free\s+software\s+foundation(?:\s+europe)?", re.IGNORECASE)
_LINK_HOSTS: Final = (
    "opensource.org",
    "www.opensource.org",
    "spdx.org",
    "www.gnu.org",
    "gnu.org",
    "fsf.org",
    "www.fsf.org",
    "www.apache.org",
    "apache.org",
    "creativecommons.org",
    "www.mozilla.org",
    "mozilla.org",
    "license.coscl.org.cn",
)
_LINK: Final = re.compile(r"[<(]?(?:https?://)?([\w.-]+\.[a-z]{2,})(/[\w./#-]*)?[>)]?\.?", re.IGNORECASE)
_SPDX_LINE: Final = re.compile(r"SPDX-License-Identifier\s*:\s*([\w.+-]+)\s*\.?", re.IGNORECASE)
_EDGE: Final = " \t\r\n\f\v*#/;-–—=_|>+~\"'`!%<\\"
# Parts of company and institute names that hold an operative character.
_NAMES_OF_HAN: Final = re.compile(r"有限(?:责任)?公司|研究[院所中]|工商|电商|商学院|商汤")
_MAX_NAME_WORDS: Final = 16


def is_han(letter: str) -> bool:
    """Whether a letter is a Chinese character."""
    return "㐀" <= letter <= "鿿" or "豈" <= letter <= "﫿" or "\U00020000" <= letter <= "\U0003ffff"


@lru_cache(maxsize=1024)
def copyright_line(line: str) -> bool:
    """Whether `line` is nothing but a copyright statement: a sign, years and names, "all rights reserved"."""
    text = line.strip(_EDGE)
    if len(text) > 300:
        return False
    if not text.strip(". ") or _RESERVED.fullmatch(text):
        return bool(text.strip(". "))
    lead = _LEAD.match(text)
    if lead is None or not _SIGN.search(text):
        return False
    if _BARE_SIGN.fullmatch(lead.group()) and not _YEAR.match(text, lead.end()):
        return False
    return is_name(_RESERVED.sub(" ", text[lead.end() :]), after_sign=True)


def reserves(line: str) -> bool:
    """Whether a copyright line says that rights are reserved."""
    return _RESERVED.search(line) is not None


def is_name(text: str, *, after_sign: bool = False) -> bool:
    """Whether `text` can be the name of persons or organisations, and can be nothing else.

    With `after_sign` (the words follow a copyright sign or a year) a handle in lower case, of one or two words, passes.
    """
    for placeholder in _PLACEHOLDERS.findall(text):
        if any(word.lower() in OPERATIVE for word in _WORD.findall(placeholder)):
            return False
    text = _KNOWN_NAMES.sub(" ", _DROP_IN_NAME.sub(" ", _PLACEHOLDERS.sub(" ", text)))
    words = [word.strip(".'’-–—!") for word in _NAME_WORD.findall(text)]
    words = [word for word in words if any(c.isalnum() for c in word)]
    if len(words) > _MAX_NAME_WORDS:
        return False
    handles = 0
    for word in words:
        low = word.lower()
        if any(map(is_han, word)):
            if len(word) > 30 or any(mark in _NAMES_OF_HAN.sub("", word) for mark in _OPERATIVE_HAN):
                return False
        elif any(part in OPERATIVE or _OPERATIVE_STEM.match(part) for part in _NO_WORD.split(low)):
            return False
        elif low not in _CONNECTIVES and not word[0].isupper() and not word[0].isdigit():
            handles += 1
    return handles == 0 or (after_sign and handles == len(words) <= 2)


def title_line(line: str, names: Collection[str] = ()) -> bool:
    """Whether `line` is nothing but a title: words of the usual licence titles and of `names`, at most 14."""
    words = _PLAIN_WORD.findall(_LINK.sub(_without_steward, line).lower())
    if not 0 < len(words) <= 14:
        return False
    known = {word for name in names for word in _PLAIN_WORD.findall(name.lower())}
    return all(word in _TITLE_WORDS or word.isdigit() or word in known for word in words)


def _without_steward(match: re.Match[str]) -> str:
    return " " if match.group(1).lower() in _LINK_HOSTS else match.group()


def link_line(line: str) -> bool:
    """Whether `line` is nothing but a link to a page of a licence steward."""
    match = _LINK.fullmatch(line.strip())
    return match is not None and match.group(1).lower() in _LINK_HOSTS


def kind_of(fragment: str, *, names: Collection[str] = (), spdx_id: str | None = None) -> str | None:
    """What a fragment beside a licence is, if it may be set aside: "copyright", "title", "link", "identifier"; or None.

    A fragment of several lines may be set aside if each of its lines may, or all of them joined (a wrapped name).
    `names` and `spdx_id` are those of the licence that it stands beside.
    """
    lines = [line for line in _LINE_ENDS.split(fragment) if any(c.isalnum() for c in line)]
    kinds = [_line_kind(line, names, spdx_id) for line in lines]
    if None not in kinds:
        return kinds[0] if kinds else "mark"
    joined = " ".join(line.strip(_EDGE) for line in lines)
    return _line_kind(joined, names, spdx_id)


def _line_kind(line: str, names: Collection[str], spdx_id: str | None) -> str | None:
    text = line.strip(_EDGE)
    if copyright_line(text):
        return "copyright"
    identifier = _SPDX_LINE.fullmatch(text)
    if identifier and spdx_id and identifier.group(1).lower() == spdx_id.lower():
        return "identifier"
    if title_line(text, names):
        return "title"
    return "link" if link_line(text) else None
