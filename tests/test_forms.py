"""PDF, DOCX, web pages, front matter, READMEs: what is read of them, and that bad ones do no harm."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from officefiles import assembled, column, docx, paragraph, pdf
from openaudit.document import Document, read
from openaudit.errors import InputError
from openaudit.forms import open_document
from openaudit.forms.docx_numbering import shown
from openaudit.forms.frontmatter import set_aside
from openaudit.forms.pdftext import in_columns, join_pages, rejoin_words
from openaudit.forms.readme import license_section, terse_section
from openaudit.forms.webpage import main_text


def plain(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def failing(data: bytes, name: str = "LICENSE") -> str:
    with pytest.raises(InputError) as caught:
        open_document(data, path=name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# PDF

LINES = ["Terms of Use", "You may use the model for any purpose you like.", "You may not operate a crane with it."]


def test_a_pdf_gives_its_words_and_the_hash_of_the_file() -> None:
    from hashlib import sha256

    data = pdf([column(72, LINES)])
    document = open_document(data, path="LICENSE.pdf").document
    assert plain(document.source) == " ".join(LINES)
    assert (document.media_type, document.sha256) == ("application/pdf", sha256(data).hexdigest())


def test_pages_begin_with_a_form_feed_and_lose_their_numbers() -> None:
    pages = [
        [*column(72, [f"Sentence {name} stands here."]), (300, 30, f"Page {i} of 3")] for i, name in enumerate("ABC", 1)
    ]
    document = open_document(pdf(pages), path="LICENSE.pdf").document
    assert [plain(page) for page in document.source.split("\f")] == [f"Sentence {n} stands here." for n in "ABC"]


def test_a_running_head_is_kept_once() -> None:
    pages = [
        [(72, 760, "Example Terms, version 1"), *column(72, [f"Duty number {n}."])]
        for n in ("one", "two", "three", "four")
    ]
    text = plain(open_document(pdf(pages), path="x.pdf").document.source)
    assert text == "Example Terms, version 1 Duty number one. Duty number two. Duty number three. Duty number four."


def test_a_line_that_only_looks_like_a_page_number_inside_the_page_stays() -> None:
    assert "7" in join_pages(["a\nb\nc\n7\nd\ne\nf\n", "g"])
    assert join_pages(["Clause one.\n\n12\n"]).split() == ["Clause", "one."]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left line number {i} of the text" for i in range(12)]
    right = [f"right line number {i} of the text" for i in range(12)]
    # Written row by row, as some programs do: the order in the file is of no help.
    rows = [line for pair in zip(column(60, left), column(330, right), strict=True) for line in pair]
    text = plain(
        open_document(
            pdf([[(200, 740, "A Title Across Both Columns Of The Page"), *rows]]), path="x.pdf"
        ).document.source
    )
    assert text == " ".join(["A Title Across Both Columns Of The Page", *left, *right])


def test_one_column_with_a_list_is_one_column() -> None:
    layout = "\n".join(
        f"  ({chr(97 + i)})      You shall not do the thing that is number {i} in this list" for i in range(12)
    )
    assert in_columns(layout) is None


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("You may not use this for particu-\nlar things.", "You may not use this for particular things."),
        ("for non-\ncommercial use", "for non-commercial use"),
        ("a royalty-\nfree grant", "a royalty-free grant"),
        ("use is un-\nlawful, of course", "use is unlawful, of course"),
        ("a well-known name; a well-\nknown name", "a well-known name; a well-known name"),
        ("an open-\ning; an open-\nsource work", "an opening; an open-source work"),
        ("GPL-\n3.0 or A-\nB", "GPL- 3.0 or A- B"),
        ("pages 3-\n4", "pages 3- 4"),
        ("no break", "no break"),
    ],
)
def test_words_broken_at_line_ends(broken: str, whole: str) -> None:
    assert plain(rejoin_words(broken)) == whole


def test_lines_keep_their_number_and_indentation() -> None:
    assert rejoin_words("  a particu-\n    lar thing\n  (b) more") == "  a particular\nthing\n  (b) more"


def test_pdfs_without_words() -> None:
    assert "holds no text, only pictures" in failing(pdf([[]]))
    opened = open_document(pdf([column(72, LINES), []]), path="x.pdf")
    assert "1 of the 2 pages" in opened.notes[0]


def test_pdfs_that_are_none() -> None:
    for data in (b"%PDF-", b"%PDF-1.4\n" + b"\xff" * 5000, b"%PDF-1.7\n%%EOF", pdf([column(72, LINES)])[:400]):
        assert "PDF" in failing(data)


def test_an_encrypted_pdf() -> None:
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"ab" * 32, b"cd" * 32)
    assert "encrypted" in failing(
        assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"], key)
    )


def test_a_pdf_whose_pages_are_its_own_parents() -> None:
    loop = assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 2 0 R] >>"])
    assert "PDF" in failing(loop)


def test_a_pdf_that_would_fill_the_memory() -> None:
    packed = _bomb()
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>"
    data = assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, stream])
    start = time.monotonic()
    assert "PDF" in failing(data)
    assert time.monotonic() - start < 15


def _bomb() -> bytes:
    packer = zlib.compressobj(9)
    inner = b"".join([packer.compress(b"0" * 1_000_000) for _ in range(1500)] + [packer.flush()])
    return zlib.compress(inner, 9)


def test_pypdf_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pypdf.py").write_text("raise ImportError('not here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "pip install 'openaudit-license[pdf]'" in failing(pdf([column(72, LINES)]))


def test_a_module_in_the_current_folder_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pypdf", "json", "openaudit"):
        (tmp_path / f"{name}.py").write_text("open('pwned', 'w')")
    monkeypatch.chdir(tmp_path)
    open_document(pdf([column(72, LINES)]), path="x.pdf")
    assert not (tmp_path / "pwned").exists()


# DOCX

NUMBERING = """
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
</w:num>
"""


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def words_of(data: bytes) -> list[str]:
    return [line for line in open_document(data, path="LICENSE.docx").document.source.split("\n") if line]


def test_a_docx_gives_its_paragraphs_with_words_numbers() -> None:
    body = (
        paragraph("Terms &amp; conditions")
        + numbered("Use", 0) + numbered("by you", 1) + numbered("by others", 1) + numbered("deep", 2)
        + numbered("Duties", 0) + numbered("again", 1) + numbered("point", 0, 2) + numbered("New list", 0, 3)
    )  # fmt: skip
    assert words_of(docx(body, numbering=NUMBERING)) == [
        "Terms & conditions", "1. Use", "(a) by you", "(b) by others", "1.b.i deep", "2. Duties", "(a) again",
        "• point",
        "1. New list",
    ]  # fmt: skip


def test_numbers_that_come_from_a_style() -> None:
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Clause"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    body = "".join(
        paragraph(t, f'<w:pStyle w:val="{s}"/>') for t, s in (("one", "Clause"), ("two", "Base"), ("none", "Loop"))
    )
    assert words_of(docx(body, numbering=NUMBERING, styles=styles)) == ["1. one", "2. two", "none"]


def test_tracked_insertions_notes_and_boxes_are_read_deletions_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>You may use this</w:t></w:r><w:ins><w:r><w:t> but not for cranes</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> for free</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:noBreakHyphen/><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a cell.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
        "<w:t>Around it.</w:t></w:r></w:p>"
    )
    opened = open_document(docx(body, footnotes=paragraph("A note binds."), header1=paragraph("Head.")), path="x.docx")
    text = plain(opened.document.source)
    assert "You may use this but not for cranes-x y z" in text
    for part in ("In a cell.", "In a box.", "Around it.", "A note binds.", "Head."):
        assert part in text
    assert "for free" not in text
    assert "moved" not in text
    assert "audited after its text" in opened.notes[0]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        *[
            (4, "lowerRoman", "iv"),
            (1999, "upperRoman", "MCMXCIX"),
            (5000, "lowerRoman", "5000"),
            (28, "lowerLetter", "bb"),
        ],
        *[
            (3, "upperLetter", "C"),
            (12, "chineseCounting", "十二"),
            (20, "chineseCounting", "二十"),
            (7, "ideographDigital", "七"),
        ],
        *[(7, "decimalZero", "07"), (7, "none", ""), (0, "lowerLetter", "0"), (7, "whatever", "7")],
    ],
)
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert shown(number, form) == text


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (i, b"&b%d;" % (i - 1) * 10 if i else b"ha" * 10) for i in range(12))
    + b"]><a>&b11;</a>"
)


@pytest.mark.parametrize(
    "xml",
    [
        BILLION,
        BILLION.decode().encode("utf-16"),
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a" + b">" * 3,
        b"<a>" * 100_000,
        b"",
        b"\xff\xfe\0",
        b"<w:p/>",
        b"x" * 17_000_000,
        b"<a>" + b" " * 40_000_000 + b"</a>",
    ],
)
def test_documents_that_mean_harm(xml: bytes) -> None:
    start = time.process_time()
    message = failing(zipped(word__document_xml=xml), "x.docx")
    assert "DOCX" in message
    assert time.process_time() - start < 5


def test_archives_that_are_no_documents() -> None:
    assert "ZIP archive" in failing(zipped(a=b"x"))
    assert "x.docx" in failing(docx(paragraph("You may."))[:-30], "x.docx")
    broken = docx(paragraph("You may use this." * 50))
    at = broken.index(b"word/document.xml") + 40
    assert "DOCX" in failing(broken[:at] + b"\0" * 20 + broken[at + 20 :], "x.docx")
    assert "holds no text" in failing(docx(""), "x.docx")


# Pages


def page(body: str) -> Document:
    return read(f"<!doctype html><html><body>{body}</body></html>".encode(), media_type="text/html")


LONG = "You may use the model for any purpose, in any place, for all time, alone or with other people. "


@pytest.mark.parametrize(
    ("body", "kept", "left"),
    [
        (f"<nav>Menu</nav><main>{LONG}</main><footer>Foot</footer>", [LONG], ["Menu", "Foot"]),
        (f"<header>Top</header><p>{LONG}</p><aside>Ad</aside>", [LONG], ["Top", "Ad"]),
        (f"<div role=navigation>Menu</div><div role='main'>{LONG}</div><p>After</p>", [LONG], ["Menu", "After"]),
        (f"<article><header>Title of it</header>{LONG}<nav>Inner</nav></article>", [LONG, "Title of it"], ["Inner"]),
        # A small "main" beside the real text is not believed.
        (f"<main>Buy</main><p>{LONG * 3}</p>", [LONG, "Buy"], []),
        # Elements that never end are none.
        (f"<nav>Menu<p>{LONG}</p>", [LONG, "Menu"], []),
        (f"<form>{LONG * 3}</form><p>Short</p>", [LONG, "Short"], []),
        (f"<!-- <nav> --><p>{LONG}</p><!-- </nav> -->", [LONG], []),
        (f"<script>'<nav>'</script><p>{LONG}</p><script>'</nav>'</script>", [LONG], []),
        (f"<NAV>Menu</NAV><MAIN>{LONG}</MAIN>", [LONG], ["Menu"]),
        (f"<p>{LONG}</p>", [LONG], []),
    ],
)
def test_the_main_text_of_pages(body: str, kept: list[str], left: list[str]) -> None:
    document = page(body)
    found = main_text(document)
    text = plain(found.document.text)
    assert all(plain(part) in text for part in kept)
    assert not any(part in text for part in left)
    assert len(found.document.text) == len(document.source)
    assert (found.left_out > 0) == bool(left)


@pytest.mark.parametrize(
    "unit", ["<div>", "</div>", "<nav", "<main><nav>", "<!--", "<script>", "<div role=main>", "<" * 3]
)
def test_pages_that_mean_harm_take_linear_time(unit: str) -> None:
    def cost(count: int) -> float:
        document = page(unit * count + LONG)
        start = time.perf_counter()
        main_text(document)
        return time.perf_counter() - start

    cost(1000)
    assert cost(80_000) < 1.0 + 40 * cost(4000)


# Front matter and READMEs

FRONT = """---
key: example
short_name: Example Licence
spdx_license_key: Example-1.0
notes: |
    This is a long remark of the catalogue about the licence, and of no
    concern to anybody who must keep to it or wants to do so.
condition: You may not use this software on Sundays or when it rains in Rome.
tags: [a, b]
---

You may use this.
"""


def test_front_matter_is_data_but_a_sentence_in_it_is_read() -> None:
    opened = open_document(FRONT.encode(), path="example.LICENSE")
    text = opened.document.text
    assert plain(text) == "You may not use this software on Sundays or when it rains in Rome. You may use this."
    assert text.index("You may not") == FRONT.index("You may not")
    assert "front matter" in opened.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "--- \nYou may.\n---\nuse this\n",
        "---\nYou may use this.\n",
        "----\na: b\n----\n",
        "---\n[1, 2]\n---\nx",
        "a: b\n---\nx",
        "---\n---\nx",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    document = read(text.encode())
    assert set_aside(document) == (document, False)


def sections(text: str) -> str | None:
    found = license_section(read(text.encode(), path="README.md"))
    return None if found is None else plain(found.text)


def test_the_licence_section_of_a_readme() -> None:
    text = f"# M\n\nIntro.\n\n## License\n\n{LONG}{LONG}\n\n### Details\n\nMore terms.\n\n## Cite\n\nUs.\n"
    found = sections(text)
    assert found
    assert "More terms." in found
    assert "Cite" not in found
    assert "Intro" not in found


def test_headings_of_other_forms() -> None:
    assert sections(f"M\n=\n\nLicense\n-------\n{LONG}{LONG}\n\nCite\n----\nUs.\n") == plain(f"License {LONG}{LONG}")
    assert sections(f"# 模型\n\n## 许可协议\n\n{'您可以将本模型用于任何目的，但须保留本声明。' * 3}\n")
    assert sections(f"# M\r\n\r\n## License\r\n\r\n{LONG}{LONG}\r\n")


def test_a_readme_that_only_names_its_licence() -> None:
    assert (
        sections("# M\n\n## License\n\nMIT, see [LICENSE](https://example.org/a/very/long/address/of/the/license).\n")
        is None
    )
    assert sections("# M\n\nNo heading.\n") is None
    assert sections(f"# M\n\n```\n## License\n{LONG}{LONG}\n```\n") is None


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("For research use only.", True), ("You may not sell it.", True), ("Don't use it at work.", True),
        ("仅供学术研究使用。", True), ("本模型采用 Apache-2.0 许可证。", False),
        ("MIT", False), ("Released under the [MIT License](LICENSE).", False),
    ],
)  # fmt: skip
def test_a_licence_section_of_a_few_words_that_limit(words: str, limits: bool) -> None:
    document = read(
        f"# M\n\nOnly a model.\n\n## License\n\n{words}\n\n## More\n\nNot here.\n".encode(), path="README.md"
    )
    found = terse_section(document)
    assert (found is not None) == limits
    assert license_section(document) is None
    assert found is None or " ".join(found.text.split()).strip("# ").startswith("License")


def test_a_readme_of_headings_takes_linear_time() -> None:
    start = time.process_time()
    sections("# License\n" * 100_000)
    sections("###### License\n```\n" * 50_000)
    assert time.process_time() - start < 5
