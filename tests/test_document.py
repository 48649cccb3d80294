"""Reading: normalisation keeps the length, blanks marks and nothing else."""

import pytest

from openaudit.document import FILLER, HEADING_MARK, ITEM_MARK, STEPS, Document, from_text, normalise, read
from openaudit.errors import InputError


def words(document: Document) -> list[str]:
    return document.text.replace(FILLER, "").split()


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("“model” ‘use’ «x» 「y」", '"model" \'use\' "x" "y"'),
        ("non‑commercial – use — only − 1", "non-commercial - use - only - 1"),
        ("a\u00a0b\u2003c\u3000d", "a b c d"),
        ("（一）ＡＢＣ１２：；，", "(一)ABC12:;,"),
        ("軟體授權須經許可，僅限著作權人", "软体授权须经许可,仅限著作权人"),
        ("⽤户不得", "用户不得"),
        ("𝐧𝐨𝐭 ⓐ", "not a"),
        ("line\r\nnext\rlast", "line \nnext\nlast"),
        ("page\fbreak\x1fand\x1cbell\x07", "page break and bell "),
        ("● one ➢ two", "• one • two"),
    ],
)
def test_characters_become_plain_ones_at_their_place(printed: str, plain: str) -> None:
    assert from_text(printed).text == plain


def test_an_unseen_character_inside_a_word_does_not_split_it() -> None:
    document = from_text("non\u200bcommercial use\u00ad and \u200b more\ufeff")
    assert words(document) == ["noncommercial", "use", "and", "more"]
    assert FILLER in document.text


def test_letters_of_another_alphabet_are_latin_only_in_a_mixed_word() -> None:
    assert words(from_text("You may nоt sell Москва")) == ["You", "may", "not", "sell", "Москва"]


def test_ligatures_are_letters_of_the_source_itself() -> None:
    document = from_text("a ﬁeld of oﬃce")
    assert document.source == "a field of office"
    assert document.text == document.source


COMMENTS = {
    "block": "/*\n * You may copy this\n *\n * freely.\n */",
    "hash": "#!/bin/sh\n# You may copy this\n#\n# freely.",
    "slashes": "// You may copy this\n// freely.",
    "dashes": "-- You may copy this\n--\n-- freely.",
    "semicolons": ";; You may copy this\n;;\n;; freely.",
    "m4": "dnl You may copy this\ndnl freely.",
    "batch": "REM You may copy this\nREM freely.",
    "html": "<!--\nYou may copy this\nfreely.\n-->",
    "percent": "% You may copy this\n%\n% freely.",
    "box": "*******************\n* You may copy    *\n*                 *\n* this freely.    *\n*******************",
}


@pytest.mark.parametrize("style", COMMENTS)
def test_comment_marks_are_blanked(style: str) -> None:
    document = from_text(COMMENTS[style])
    assert len(document.text) == len(document.source)
    assert words(document)[-5:] == ["You", "may", "copy", "this", "freely."]
    assert not set(document.text) & set("*#;%<>-/") - set("/" if style == "hash" else "")


def test_a_list_is_no_comment() -> None:
    text = "You may not:\n* sell it\n* rent it\n* lend it\n"
    assert from_text(text).text.count("*") == 3


def test_a_comment_in_the_head_of_a_program_leaves_the_program_alone() -> None:
    document = from_text("// Use freely\n// and share.\nint main() { return 2 * 3; } // end\n")
    assert words(document)[:5] == ["Use", "freely", "and", "share.", "int"]


MARKDOWN = [
    ("**Term.** You must", ["Term.", "You", "must"]),
    ("You may __not__ use *it*", ["You", "may", "not", "use", "it"]),
    ("N**o**t a snake_case name", ["Not", "a", "snake_case", "name"]),
    ("see the [policy](https://example.org/a_b) now", ["see", "the", "policy", "(https://example.org/a_b)", "now"]),
    ("> quoted\n> words", ["quoted", "words"]),
    ("a `code` word", ["a", "'code'", "word"]),
    ("first\\\nsecond", ["first", "second"]),
    ("1\\. Grant", ["1.", "Grant"]),
    ("Name: ________", ["Name:"]),
    ("```\ncode\n```", ["code"]),
    ("one<br>two <b>th</b>ree</p>", ["one", "two", "three"]),
    ("don&#39;t &lt;year&gt; A&amp;B&nbsp;C", ["don't", "<year>", "A&B", "C"]),
    ("Copyright <year> <name of author>", ["Copyright", "<year>", "<name", "of", "author>"]),
    ("at <https://example.org/x> or <me@example.org>", ["at", "https://example.org/x", "or", "me@example.org"]),
]


@pytest.mark.parametrize(("marked", "expected"), MARKDOWN)
def test_markdown_marks_are_blanked_and_words_stay(marked: str, expected: list[str]) -> None:
    document = from_text(marked)
    assert len(document.text) == len(marked)
    assert words(document) == expected


def test_headings_and_rows_leave_a_mark_that_is_white_space() -> None:
    document = from_text("## Restrictions ##\n\n| act | allowed |\n|---|---|\n| sale | no |\n")
    assert document.text.startswith(HEADING_MARK)
    assert words(document) == ["Restrictions", "act", "allowed", "sale", "no"]
    assert document.text.count(ITEM_MARK) == 2
    assert (HEADING_MARK + ITEM_MARK).isspace()


def test_rulers_are_blank_lines() -> None:
    assert words(from_text("Title\n=====\n\n-----\n. . . .\ntext")) == ["Title", "text"]


PAGE = """<!DOCTYPE html>
<html><head><title>Terms</title><style>p { color: red }</style></head>
<body><h1>Model Terms</h1><!-- internal note -->
<p>You <b>may</b>
use it, but don&rsquo;t sell&nbsp;it.</p><ul><li>no resale</li><li>no rent<br>or lease</ul>
<script>var hidden = "<p>secret</p>";</script></body></html>"""


def test_of_a_page_only_the_visible_words_remain() -> None:
    document = from_text(PAGE)
    assert document.media_type == "text/html"
    assert len(document.text) == len(PAGE)
    expected = "Terms Model Terms You may use it, but don't sell it. no resale no rent or lease"
    assert " ".join(words(document)) == expected


def test_a_page_has_the_lines_of_its_blocks_and_not_of_its_source() -> None:
    lines = [line.strip() for line in from_text(PAGE).text.split("\n") if line.strip()]
    assert "You    may     use it, but don'" + FILLER * 6 + "t sell      it." in lines
    assert "or lease" in lines


def test_unclosed_markup_hides_nothing() -> None:
    assert "beyond" in words(from_text("<html><p>before <!-- open <p>and beyond"))
    assert "beyond" in words(from_text("<html><script>var x; <p>and beyond"))


def test_the_media_type_is_told_by_type_name_or_text() -> None:
    assert from_text("x", media_type="text/html; charset=utf-8").media_type == "text/html"
    assert from_text("x", path="docs/LICENSE.md").media_type == "text/markdown"
    assert from_text("x", path="LICENSE").media_type == "text/plain"
    assert from_text("\n<html>x", path="LICENSE.txt").media_type == "text/html"


def test_a_quote_has_the_printed_words_without_marks() -> None:
    source = "You **may\n   not** use “it”"
    document = from_text(source)
    assert document.quote(0, len(source)) == "You may not use “it”"


def test_steps_have_names_and_keep_the_length() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
    for step in STEPS:
        text = "\n" + PAGE + "\r\n# a\n**b** &amp; “c”\n"
        assert len(step.run(text)) == len(text), step.name


def test_normalising_twice_changes_nothing_more() -> None:
    plain = normalise("“a” — **b**（一）權\n", "text/plain")
    assert normalise(plain, "text/plain").split() == plain.split()


def test_the_digest_is_of_the_bytes() -> None:
    import hashlib

    data = b"\xef\xbb\xbfUse it."
    document = read(data, path="x", url="https://example.org/x")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.path, document.url, document.source) == ("x", "https://example.org/x", "Use it.")


def test_text_with_nul_is_refused() -> None:
    with pytest.raises(InputError, match=r"notes: .*NUL"):
        from_text("a\x00b", path="notes")


def test_the_table_of_han_variants_is_one_for_one() -> None:
    from openaudit.variants import PAIRS

    variants, plain = PAIRS[::2], PAIRS[1::2]
    assert len(variants) == len(plain) > 3000
    assert list(variants) == sorted(set(variants))
    assert all(one != other for one, other in zip(variants, plain, strict=True))
    assert "著" not in variants  # 著作权 is written so in both scripts


def test_the_tool_that_makes_the_table_reads_its_sources() -> None:
    import importlib.util
    from pathlib import Path

    tool = Path(__file__).resolve().parent.parent / "tools" / "han_variants.py"
    spec = importlib.util.spec_from_file_location("han_variants", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.pairs("權\t权\n乾\t干 乾\n三字詞\t三字词\n同\t同\n")
    assert (found["權"], found["乾"], found["⽤"]) == ("权", "干", "用")
    assert "同" not in found
    assert "三字詞" not in found
    assert '"' + "乾干" in module.module({"乾": "干"})


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a non-\ntransferable right", "a non-transferable right"),
        ("a non-  \r\n    transferable right", "a non-transferable right"),
        ("pre-\nand post-training", "pre- and post-training"),
        ("one -\ntwo", "one - two"),
        ("non- transferable", "non- transferable"),
    ],
)
def test_a_word_broken_at_its_hyphen_is_quoted_whole(text: str, quoted: str) -> None:
    document = from_text(text)
    assert document.quote(0, len(text)) == quoted


def test_a_word_broken_within_a_comment_block() -> None:
    document = read(b"# a non-\n# transferable right\n# and more\n", path="x")
    assert document.quote(0, len(document.source)) == "a non-transferable right and more"


def test_marks_leave_no_blank_before_what_follows() -> None:
    text = "By the **Larkspur Institute**”, and `code`; **a** b."
    assert read(text.encode(), path="x.md").quote(0, len(text)) == "By the Larkspur Institute”, and `code`; a b."
