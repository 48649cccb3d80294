"""Five hundred inputs that mean harm, each with the exit codes that it may have. Deterministic."""

# ruff: noqa: E501 - the tables read best as tables
from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hubserver import HubServer, Reply, endless, gzip_bomb, says, slow_drip
from officefiles import column, docx, paragraph, pdf

READ = frozenset((0, 1))
REFUSED = frozenset((2,))
ANY = READ | REFUSED

Setup = Callable[[Path, HubServer], list[str]]


class Hostile(NamedTuple):
    """One input: its name, what puts it into a folder and gives the arguments of the command, the exit codes."""

    name: str
    setup: Setup
    codes: frozenset[int]


def every() -> list[Hostile]:
    """All of them, in a fixed order."""
    found = [
        *_bytes(),
        *_repetitions(),
        *_marks(),
        *_pages(),
        *_cards(),
        *_office(),
        *_folders(),
        *_settings(),
        *_targets(),
        *_answers(),
    ]
    assert len({item.name for item in found}) == len(found)
    return found


def _file(data: bytes, name: str = "LICENSE", *more: str) -> Setup:
    def setup(folder: Path, hub: HubServer) -> list[str]:
        (folder / name).write_bytes(data)
        return ["check", name, *more]

    return setup


def _text(name: str, text: str | bytes, codes: frozenset[int] = READ, file: str = "LICENSE", *more: str) -> Hostile:
    return Hostile(
        name, _file(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, file, *more), codes
    )


GRANT = "Permission is granted to use, copy, modify, and distribute this software for any purpose.\n"


def _bytes() -> Iterator[Hostile]:
    """Files that are no text, or in no encoding."""
    rng = random.Random(7)
    for i in range(24):
        yield _text(f"random bytes {i}", rng.randbytes(10 ** (i % 5 + 1)), ANY)
    for value in (0, 1, 7, 8, 11, 12, 13, 27, 127, 128, 155, 160, 173, 254, 255):
        yield _text(f"byte {value} alone, 100 kB", bytes([value]) * 100_000, ANY)
    for i, prefix in enumerate(
        (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"+/v8-", b"\x1b$B")
    ):
        yield _text(f"mark {i} alone", prefix, ANY)
        yield _text(f"mark {i} and bytes", prefix + rng.randbytes(4001), ANY)
        yield _text(f"mark {i} and a grant", prefix + GRANT.encode(), ANY)
    for magic in (
        "7f454c46",
        "89504e47",
        "ffd8ff",
        "504b0304",
        "1f8b08",
        "25504446",
        "d0cf11e0",
        "4d5a",
        "cafebabe",
        "47475546",
    ):
        yield _text(f"magic {magic}", bytes.fromhex(magic) + rng.randbytes(3000), ANY)
    for i in range(12):
        damaged = bytearray(GRANT.encode() * 20)
        for _ in range(2 ** (i % 6)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        yield _text(f"flipped bytes {i}", bytes(damaged), ANY)
    for name, text in {
        "overlong UTF-8": b"\xc0\xaf" * 500,
        "half a character": "许可".encode()[:-1],
        "surrogates in UTF-8": b"\xed\xa0\x80" * 500,
        "UTF-16 with odd length": "You may use this.".encode("utf-16-le") + b"\0",
        "UTF-16 of lone surrogates": b"\xff\xfe" + b"\0\xd8" * 2000,
        "UTF-32 beyond Unicode": b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 500,
        "GB18030 cut": ("被许可方可以使用本模型。" * 50).encode("gb18030")[:-1],
        "every code point of the plane": "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x10000)])).encode(),
        "NUL in the middle": GRANT.encode() + b"\0" + GRANT.encode(),
        "empty": b"",
        "one byte": b"a",
        "only line ends": b"\n" * 300_000,
        "only CR": b"\r" * 300_000,
        "17 MB": b"You may use this. " * 1_000_000,
    }.items():
        yield _text(name, text, ANY)


_UNITS: dict[str, str] = {
    "a": "a", "space": " ", "tab": "\t", "open": "(", "close": ")", "quote": '"', "curly": "“", "stop": ".", "colon": ":",
    "semicolon": ";", "dash": "-", "star": "*", "hash": "#", "gt": ">", "lt": "<", "amp": "&", "pipe": "|", "bracket": "[",
    "tick": "`", "tilde": "~", "underscore": "_", "slash": "/", "backslash": "\\", "digit": "7", "bang": "!", "dollar": "$",
    "may not": "You may not use the software. ", "may not no stop": "you may not use the software ", "not": "not ", "no": "no ",
    "except": "except as permitted by this license ", "unless": "unless you have permission ", "only": "only for ",
    "provided": "provided that you do not ", "if": "if you ", "or": "or ", "and": "and, ", "may": "may ", "shall": "shall not ",
    "for": "for military purposes, ", "item a": "(a) use;\n", "item 1": "1. use\n", "item 1.1": "1.1.1.1 use\n", "item i": "(i) ",
    "lead": "You agree not to:\n", "inline": "(a) use (b) copy (c) sell ", "section": "\n\nSection 1. Use.\n", "article": "第一条 使用\n",
    "means": '"Use" means use, ', "define": '"A" means "A". ', "url": "https://example.org/a/b/c?d=e#f ", "mail": "a@b.example ",
    "copyright": "Copyright (c) 2024 Example\n", "million": "700,000,000 million users, ", "number": "1,000,000.00 ", "亿": "七亿月活跃用户",
    "不得": "不得使用", "未经": "未经许可不得", "不得 alone": "不得", "逗号": "，", "句号": "。", "书名": "《", "顿号": "、使用",
    "traditional": "不得將本軟體用於軍事目的。", "mixed": "不得use不得", "full width": "ｙｏｕ　ｍａｙ　ｎｏｔ　", "zero width": "a\u200bb\u200b",
    "combining": "a\u0301\u0301\u0301", "emoji": "👩‍👩‍👧‍👦", "ligature": "ﬁﬂﬀ", "long s": "ſ", "sharp s": "ß", "dotless": "İı", "soft hyphen": "non\u00adcommercial ",
    "hyphen wrap": "non-\ncommercial ", "form feed": "\f", "table": "| a | b |\n", "ruler": "----\n", "heading": "# A\n", "setext": "A\n=\n",
    "link": "[a](b)", "image": "![a](b)", "emphasis": "**a** ", "unclosed emphasis": "**a", "fence": "```\n", "code": "`a", "quote block": "> > > ",
    "comment": "/* a\n", "comment line": "// a\n", "hash line": "# a\n", "html comment": "<!-- ", "html": "<p>", "entity": "&amp;", "bad entity": "&#99999999;",
    "indent": " a\n  b\n   c\n", "crlf": "a\r\n", "abbreviation": "Inc. Ltd. U.S. e.g. ", "capital": "YOU MAY NOT USE ", "double negation": "not unless not ",
    "initial": "A. ", "initials": "A. B\n", "bullet": "* a\n", "paragraph": "a\n\n", "inline i": "(i) a; ", "不得;": "不得使用;",
    "research": "- use the software for research only;\n", "norms": "You may not use the software. only for ", "question": "May I? ",
    "ignore": "<!-- openaudit: ignore[A] b -->\n", "claim": "This model is fully open source. ",
}  # fmt: skip


# Of these a megabyte is read, or refused, in the time that every input has.
_MEGABYTES = (
    "open", "quote", "may not no stop", "except", "item a", "item 1", "item i", "不得", "不得;", "link", "html", "means", "define",
    "lead", "initial", "initials", "bullet", "paragraph", "inline i", "research", "norms", "question",
)  # fmt: skip
# Texts in which every part could be compared with every other one: name -> the text with so many of them, and how many.
_CUMULATIVE: dict[str, tuple[Callable[[int], str], int]] = {
    "grants beside each other": (lambda n: "You are granted the right to:\n" + "- use it only for non-commercial purposes;\n" * n, 2500),
    "sentences in parentheses": (lambda n: "You may use it " + "(" * n + "You. May) " * n, 20_000),
    "sentences in quotation marks": (lambda n: 'You may "use it. ' + 'You may. Use" "it. ' * n, 12_000),
    "numbers inside numbers": (lambda n: "(i) " * n + "(a) use; (b) copy; " * (n // 4), 10_000),
    "long announcements": (lambda n: "".join(f"{i}. You may not, {'whatever may come, ' * 70}do any of this:\n" for i in range(1, 8)) + "- use it;\n" * n, 5000),
    "terms": (lambda n: "".join(f'"Term {i}" means the software. You may not sell the Term {i}.\n' for i in range(n)), 800),
    "prohibitions, each another": (lambda n: "".join(f"You may not sell {_word(i)}.\n" for i in range(n)), 2500),
    "limits, each another": (lambda n: "".join(f"Use only for {_word(i)}. " for i in range(n)), 2500),
    "questions, each another": (lambda n: "".join(f"May I sell {_word(i)}? No. " for i in range(n)), 2500),
    "Chinese prohibitions, each another": (lambda n: "".join(f"不得将{_word(i)}用于军事。" for i in range(n)), 2000),
}  # fmt: skip


def _word(number: int) -> str:
    """A word of its own for every number."""
    word = "x"
    while number:
        number, letter = divmod(number, 26)
        word += chr(97 + letter)
    return word


def _repetitions() -> Iterator[Hostile]:
    """One thing, 60 kB of it: on one line, and after a grant."""
    for name, unit in _UNITS.items():
        count = 60_000 // len(unit.encode())
        yield _text(f"repeated {name}", unit * count, ANY)
    for name in _MEGABYTES:
        unit = _UNITS[name]
        yield _text(f"a megabyte of {name}", GRANT + unit * (1_000_000 // len(unit.encode())), ANY)
    for name, (text, size) in _CUMULATIVE.items():
        yield _text(name, text(size), ANY)
        yield _text(f"{name}, four times as many", text(4 * size), ANY)
    for name in list(_UNITS)[::2]:
        yield _text(
            f"grant, {name}, grant", GRANT + _UNITS[name] * (5000 // len(_UNITS[name].encode())) + "\n" + GRANT, ANY
        )
    for opening, closing in ("()", "[]", "“”", '""', "《》", "{}", "<>"):
        yield _text(f"nested {opening}", GRANT + opening * 20_000 + "not" + closing * 20_000, ANY)
    yield _text("nested lists", "".join(" " * i + "- You may not:\n" for i in range(300)), ANY)
    yield _text("deep numbers", ".".join("1" for _ in range(5000)) + " Use\n", ANY)
    yield _text(
        "growing numbers", "".join(f"{i}. You may not do the thing that is number {i}.\n" for i in range(1500)), ANY
    )
    yield _text("a sentence of 100,000 words", "You may not use the software " + "or share it " * 33_000 + ".", ANY)
    yield _text("a line of 1,000,000 characters", GRANT.strip() + " " + "x" * 1_000_000, ANY)


def _marks() -> Iterator[Hostile]:
    """Texts that would do something where they are shown."""
    escapes = {
        "colour": "\x1b[31mred\x1b[0m", "title": "\x1b]0;pwned\x07", "link": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
        "clear": "\x1b[2J\x1b[H", "cursor": "\x1b[1A\x1b[2K", "paste": "\x1b[200~rm -rf /\x1b[201~", "dcs": "\x1bP$q\x1b\\", "clipboard": "\x1b]52;c;cHduZWQ=\x07",
        "C1": "\x9b31m", "C1 utf8": "\u009b31m", "backspace": "safe\b\b\b\bevil", "bell": "\a" * 50, "carriage": "fine\revil", "vertical": "\v\f",
        "bidi": "\u202e\u2066evil\u2069\u202c", "isolate": "\u2067", "tag": "\U000e0041\U000e007f", "BOM inside": "\ufeff" * 100, "rich": "[bold red]x[/] [link=https://evil.example]y[/link] [/nope]",
        "jinja": "{{ 7*7 }}{% for x in y %}{{ x.__class__ }}", "script": "<script>alert(1)</script><img src=x onerror=alert(1)>", "cdata": "]]><evil/>", "markdown": "](javascript:alert(1)) ![](https://evil.example/x.png)",
        "format": "%s%n%x {0} {evil} $(id) `id` ${x}", "annotation": "::error file=x::pwned\n::set-output name=a::b\n##[group]x", "csv": '=cmd|"/c calc"!A1,+1,-1,@x', "json": '"}],"verdict":"open-source"', "yaml": "!!python/object/apply:os.system ['id']",
        "surrogate escape": "\udc80", "private": "\ue000\uf8ff", "noncharacter": "\ufffe\uffff", "line separators": "a\u2028b\u2029c\u0085d",
    }  # fmt: skip
    for name, text in escapes.items():
        body = f"{GRANT}You may not use this software for commercial purposes {text} or otherwise.\n"
        yield _text(f"shown: {name}", body, ANY)
        for form in ("json", "html") if name in ("script", "jinja", "cdata", "bidi", "colour", "noncharacter") else ():
            yield _text(f"shown as {form}: {name}", body, ANY, "LICENSE", "-f", form)


def _pages() -> Iterator[Hostile]:
    """Web pages and Markdown."""
    html = {
        "deep": "<div>" * 20_000 + GRANT, "deep lists": "<ul><li>" * 10_000 + GRANT, "unclosed": "<p " * 20_000, "attributes": "<a " + "x=y " * 20_000 + ">",
        "script never ends": GRANT + "<script>" + "a" * 50_000, "comment never ends": "<!--" + GRANT * 100, "many comments": "<!-- a -->" * 8000, "broken comments": "<!-- a --" * 8000,
        "entities": "&lt;" * 20_000, "huge entity": "&#" + "9" * 50_000 + ";", "no names": "<>" * 20_000, "nul": "<p>\ufffd</p>" * 5000, "meta": '<meta charset="evil">' + GRANT,
        "utf-7": '<meta charset="utf-7">+ADw-script+AD4-' + GRANT, "style": "<style>" * 5000 + GRANT, "svg": "<svg onload=alert(1)>" * 2000 + GRANT, "tables": "<table><tr><td>" * 5000 + GRANT,
        "pre": "<pre>" * 9000 + GRANT, "template": "<template>" * 5000 + GRANT, "all caps": ("<P>YOU MAY NOT USE.</P>" * 2000), "nav": "<nav>" * 5000 + GRANT + "</nav>" * 5000, "main": "<main><main>" * 5000 + GRANT,
    }  # fmt: skip
    for name, body in html.items():
        yield _text(f"page: {name}", f"<!doctype html><html><body>{body}", ANY, "LICENSE.html")
    markdown = {
        "links": "[" * 20_000 + "](x)", "images": "![" * 20_000, "emphasis": "*a **b " * 9000, "underscores": "_" * 40_000, "ticks": "`" * 39_999, "tables": "|" * 40_000, "table rows": "|a|b|\n|-|-|\n" * 4000,
        "quotes": ">" * 20_000 + GRANT, "lists": "".join("  " * (i % 500) + "- a\n" for i in range(5000)), "headings": "#" * 40_000, "references": "[a]: b\n" * 5000, "html": "<b>" * 9000, "escapes": "\\*" * 20_000, "fences": "```a\n~~~\n" * 4000,
    }  # fmt: skip
    for name, body in markdown.items():
        yield _text(f"markdown: {name}", body, ANY, "LICENSE.md")


def _cards() -> Iterator[Hostile]:
    """Front matter."""
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    for name, front in {
        "bomb": bomb, "deep": "a: " + "[" * 20_000, "deep maps": "".join("  " * i + "a:\n" for i in range(2000)), "tags": "a: !!python/object/apply:os.system ['touch pwned']\n",
        "recursive": "a: &a [*a]\n", "merge": "a: &a {b: c}\nd:\n  <<: *a\n", "many keys": "".join(f"k{i}: v\n" for i in range(20_000)), "same key": "a: 1\n" * 5000, "huge value": "a: " + "x" * 300_000 + "\n",
        "binary": "a: !!binary AAAA\n", "no end": "a: |\n  " + "x " * 50_000, "tabs": "\ta: b\n", "bad": ": : :\n- - -\n", "dates": "a: 9999-99-99\nb: 0o99999\nc: .inf\n", "timestamp": "a: 2001-12-14t21:59:43.10-05:00\n",
    }.items():  # fmt: skip
        yield _text(f"front matter: {name}", f"---\n{front}---\n{GRANT}", ANY, "README.md")


def _office() -> Iterator[Hostile]:
    """PDF and DOCX files, cut, flipped and swollen."""
    rng = random.Random(11)
    good = {
        "pdf": pdf([column(72, ["You may use this.", "You may not sell it."])]),
        "docx": docx(paragraph("You may use this.") * 50),
    }
    for kind, data in good.items():
        for i in range(6):
            cut = rng.randrange(5, len(data))
            yield _text(f"{kind} cut {i}", data[:cut], ANY, f"LICENSE.{kind}")
        for i in range(6):
            flipped = bytearray(data)
            for _ in range(20):
                flipped[rng.randrange(8, len(flipped))] = rng.randrange(256)
            yield _text(f"{kind} flipped {i}", bytes(flipped), ANY, f"LICENSE.{kind}")
    yield _text("pdf of text only", b"%PDF-1.4\n" + GRANT.encode() * 100, REFUSED, "LICENSE.pdf")
    yield _text("docx swollen", docx(f"<w:p><w:r><w:t>{' ' * 30_000_000}</w:t></w:r></w:p>"), REFUSED, "LICENSE.docx")
    yield _text("docx deep", docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000), REFUSED, "LICENSE.docx")
    yield _text("docx of boxes", docx("<w:p><w:r>" * 200 + "</w:r></w:p>" * 200), REFUSED, "LICENSE.docx")


def _folders() -> Iterator[Hostile]:
    """Trees."""

    def tree(name: str, build: Callable[[Path], object], codes: frozenset[int], *arguments: str) -> Hostile:
        def setup(folder: Path, hub: HubServer) -> list[str]:
            build(folder)
            return ["check", *(arguments or (".",))]

        return Hostile(f"tree: {name}", setup, codes)

    def deep(folder: Path) -> None:
        for _ in range(60):
            folder = folder / ("d" * 60)
        os.makedirs(folder)
        (folder / "LICENSE").write_text(GRANT)

    def names(folder: Path) -> None:
        for name in (
            "LICENSE-\x1b[31m",
            "LICENSE-\nnew",
            "LICENSE-\r",
            "LICENSE-\u202e",
            "LICENSE- ",
            "LICENSE-'\"`$(id)",
            "LICENSE-%s{0}",
            "LICENSE-[bold]",
        ):
            (folder / name).write_text(GRANT)
        with open(os.fsencode(folder) + b"/LICENSE-\xff\xfe", "wb") as file:
            file.write(GRANT.encode())

    def link(target: str) -> Callable[[Path], object]:
        return lambda folder: (folder / "LICENSE").symlink_to(target)

    def write(name: str, data: str) -> Callable[[Path], object]:
        def build(folder: Path) -> None:
            (folder / "LICENSE").write_text(GRANT)
            (folder / name).write_text(data)

        return build

    yield tree("empty", lambda folder: None, REFUSED)
    yield tree("deep", deep, ANY)
    yield tree("names", names, ANY)
    yield tree("link to itself", link("LICENSE"), REFUSED)
    yield tree("link to a device", link("/dev/zero"), REFUSED)
    yield tree("link to a secret", link("/etc/passwd"), REFUSED)
    yield tree("link out", link("../../../../../../etc/hostname"), REFUSED)
    yield tree("folder loop", lambda folder: (folder / "LICENSES").symlink_to("."), REFUSED)
    yield tree("pipe", lambda folder: os.mkfifo(folder / "LICENSE"), REFUSED)
    yield tree("pipe by name", lambda folder: os.mkfifo(folder / "LICENSE"), REFUSED, "LICENSE")
    yield tree("device", lambda folder: None, REFUSED, "/dev/zero")
    yield tree("random device", lambda folder: None, REFUSED, "/dev/urandom")
    yield tree("memory", lambda folder: None, REFUSED, "/proc/self/mem")
    yield tree("folder as licence", lambda folder: (folder / "LICENSE").mkdir(), REFUSED)
    yield tree("many", lambda folder: [(folder / f"f{i}").write_text("") for i in range(3000)], REFUSED)
    yield tree("gitignore", write(".gitignore", "**/" * 5000 + "*" * 5000 + "a\n" + "[" * 3000), READ)
    yield tree(
        "manifest out", write("openaudit-fetch.json", '{"format": 1, "texts": [{"file": "../../etc/passwd"}]}'), REFUSED
    )
    yield tree("manifest deep", write("openaudit-fetch.json", "[" * 200_000), REFUSED)
    yield tree(
        "manifest of a link",
        write("openaudit-fetch.json", json.dumps({"format": 1, "texts": [{"file": "/dev/zero"}]})),
        REFUSED,
    )


def _settings() -> Iterator[Hostile]:
    """Configuration and rule packs of strangers."""

    def with_file(name: str, file: str, data: str | bytes, codes: frozenset[int], *more: str) -> Hostile:
        def setup(folder: Path, hub: HubServer) -> list[str]:
            (folder / "LICENSE").write_text(GRANT)
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
            return ["check", "LICENSE", *more]

        return Hostile(f"{file}: {name}", setup, codes)

    configurations: dict[str, str | bytes] = {
        "deep": "a = " + "[" * 3000 + "]" * 3000, "binary": b"\xff\xfe\0\0", "unknown": "evil = true\n", "types": "fail-on = [[[]]]\n", "huge number": "jobs = " + "9" * 5000,
        "definition device": 'definition = ["/dev/zero"]\n', "baseline device": 'baseline = "/dev/zero"\n', "not TOML": "---\n{}", "private": "allow-private-hosts = true\n", "output": 'output-file = "/etc/passwd"\n', "rules out": 'rules = ["/etc/passwd"]\n', "rules device": 'rules = ["/dev/zero"]\n', "cache": 'cache-dir = "/"\n',
    }  # fmt: skip
    for name, data in configurations.items():
        yield with_file(name, "openaudit.toml", data, REFUSED)
    bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
    packs: dict[str, str | bytes] = {
        "bomb": bomb, "python": "!!python/object/apply:os.system ['touch pwned']\n", "deep": "[" * 50_000, "binary": b"\0\1\2", "list": "- a\n- b\n", "empty": "", "pattern": "id: x\npatterns: ['(a+)+$']\n",
        "huge": "a: " + "x" * 3_000_000, "key twice": "a: 1\na: 2\n", "tabs": "\t- x\n", "two documents": "a: 1\n---\nb: 2\n",
    }  # fmt: skip
    for name, data in packs.items():
        yield with_file(name, "pack/evil.yaml", data, REFUSED, "--rules", "pack/evil.yaml")
    baselines: dict[str, str | bytes] = {
        "list": "[]",
        "deep": "[" * 100_000,
        "binary": b"\xff",
        "wrong": '{"version": 9}',
    }
    for name, data in baselines.items():
        yield with_file(name, "baseline.json", data, REFUSED, "--baseline", "baseline.json")


def _targets() -> Iterator[Hostile]:
    """What stands on the command line."""
    targets = [
        "", "\n", "\x1b[31m", "~", "-x", "--", "a" * 5000, "%s%s%n", "$(id)", "`id`", "; id", "| id", "../../../../etc/no/shadow", "/etc/shadow/x", "file:///etc/passwd",
        "FILE:///etc/passwd", "ftp://example.org/", "http://", "https://", "https://:80", "https://[", "https://a b", "https://user:pw@127.0.0.1/", "http://127.0.0.1:1/", "http://169.254.169.254/",
        "http://[::ffff:169.254.169.254]/", "http://2130706433/", "http://0/", "https://127.0.0.1/", "https://localhost/", "https://0x7f.1/", "hf:", "hf:../..", "hf:a/b@../../c", "gh:a", "gh:a/b:../../c", "ms:", "spdx:", "spdx:((((((",
        "spdx:" + "(" * 900, "spdx:MIT OR " * 80, "javascript:alert(1)", "data:text/plain,hello", "\udcff",
    ]  # fmt: skip

    def typed(*words: str) -> Setup:
        return lambda folder, hub: list(words)

    for i, target in enumerate(targets):
        yield Hostile(f"target {i}: {target[:20]!r}", typed("check", "--no-cache", "--", target), REFUSED)
    wrong = (
        ("--nope",), ("check", "--jobs", "x"), ("check", "-f", "\x1b[31m"), ("rules", "nope"), ("explain", "\x1b[31m"),
        ("--fail-on",), ("check", "--report", "x"),
    )  # fmt: skip
    for i, words in enumerate(wrong):
        yield Hostile(f"words {i}", typed(*words), REFUSED)


def _answers() -> Iterator[Hostile]:
    """Servers."""

    def answered(name: str, make: Callable[[HubServer], Reply], codes: frozenset[int] = REFUSED) -> Hostile:
        def setup(folder: Path, hub: HubServer) -> list[str]:
            path = "/" + name.replace(" ", "-")
            hub.routes[path] = make(hub)
            return ["check", "--allow-private-hosts", hub.url + path]

        return Hostile(f"answer: {name}", setup, codes)

    rng = random.Random(13)
    noise = rng.randbytes(5000)
    html = {"Content-Type": "text/html"}
    grant = GRANT.encode()
    yield answered("gzip bomb", lambda hub: Reply(200, gzip_bomb(500), {"Content-Encoding": "gzip"}))
    yield answered("gzip of noise", lambda hub: Reply(200, noise, {"Content-Encoding": "gzip"}))
    yield answered("brotli", lambda hub: Reply(200, noise, {"Content-Encoding": "br"}))
    yield answered("endless", endless)
    yield answered("metadata", lambda hub: Reply(302, b"", {"Location": "http://169.254.169.254/"}))
    yield answered("mapped metadata", lambda hub: Reply(302, b"", {"Location": "http://[::ffff:a9fe:a9fe]/"}))
    yield answered("file", lambda hub: Reply(302, b"", {"Location": "file:///etc/passwd"}))
    yield answered("circle", lambda hub: Reply(302, b"", {"Location": "?"}))
    yield answered("bad location", lambda hub: Reply(302, b"", {"Location": "http://[::1"}))
    yield answered("unicode location", lambda hub: Reply(302, b"", {"Location": "\xff\xfe\x80"}))
    yield answered("noise", lambda hub: says(noise))
    yield answered("nothing", lambda hub: says(b""))
    yield answered(
        "many headers",
        lambda hub: says(b"HTTP/1.1 200 OK\r\n" + b"".join(b"A%d: b\r\n" % i for i in range(5000)) + b"\r\n"),
    )
    yield answered("huge header", lambda hub: says(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 2_000_000 + b"\r\n\r\n"))
    yield answered("bad length", lambda hub: says(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + grant), ANY)
    yield answered("no length", lambda hub: says(b"HTTP/1.1 200 OK\r\n\r\n" + grant), READ)
    yield answered("short", lambda hub: says(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + grant))
    yield answered(
        "two lengths",
        lambda hub: says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n" + grant),
        ANY,
    )
    yield answered("old", lambda hub: says(b"HTTP/0.9 200 OK\r\n\r\n" + grant), ANY)
    yield answered("404 with escapes", lambda hub: Reply(404, b"\x1b[31m" * 500))
    yield answered("429 for ever", lambda hub: Reply(429, b"", {"Retry-After": "9" * 50}))
    yield answered("429 for a year", lambda hub: Reply(429, b"", {"Retry-After": "31536000"}))
    yield answered("type with escapes", lambda hub: Reply(200, grant, {"Content-Type": "image/\x1b[31mpng"}))
    yield answered("login", lambda hub: Reply(200, b"<form><input type=password></form>", html))
    yield answered("empty page", lambda hub: Reply(200, b"<html></html>", html))
    yield answered("binary", lambda hub: Reply(200, noise, {"Content-Type": "application/octet-stream"}))
    yield answered("page that never ends", lambda hub: Reply(200, b"<div>" * 100_000, html))
    yield answered("dripping body", slow_drip)


def selection(items: list[Hostile], count: int) -> list[Hostile]:
    """Some of each kind, evenly spread, for a run that has little time."""
    step = max(1, len(items) // count)
    return items[::step]
