"""Bytes to text: every encoding that licences come in, and clear words about what is no text."""

import pytest

from openaudit.document import MAX_BYTES, read
from openaudit.errors import InputError

ENGLISH = "You may use the model — but “only” for research. Café, £5.\n" * 3
CHINESE = "您不得将本模型用于任何军事目的。本许可由中华人民共和国法律管辖。\n" * 3
TRADITIONAL = "您不得將本模型用於任何軍事目的。本授權條款由著作權人授予您使用的權利。\n" * 3


@pytest.mark.parametrize(
    ("codec", "named", "text"),
    [
        ("utf-8", "utf-8", ENGLISH),
        ("utf-8-sig", "utf-8", ENGLISH),
        ("utf-16", "utf-16-le", ENGLISH),
        ("utf-16-le", "utf-16-le", ENGLISH),
        ("utf-16-be", "utf-16-be", ENGLISH),
        ("utf-32", "utf-32-le", ENGLISH),
        ("cp1252", "cp1252", ENGLISH),
        ("latin-1", "cp1252", "Le café est protégé par le droit. À l'œil nu, non.".replace("œ", "oe")),
        ("gb18030", "gb18030", CHINESE),
        ("gb2312", "gb18030", CHINESE),
        ("big5", "big5", TRADITIONAL),
    ],
)
def test_the_encoding_is_told_from_the_bytes(codec: str, named: str, text: str) -> None:
    document = read(text.encode(codec))
    assert document.source == text
    assert document.encoding == named


def test_utf16_with_a_big_endian_mark() -> None:
    assert read(b"\xfe\xff" + "Use it.".encode("utf-16-be")).source == "Use it."


def test_a_damaged_byte_in_utf8_is_read_as_what_it_was_pasted_from() -> None:
    data = "“a” “b” “c” – café – naïve – “d”".encode() + b" it\x92s"
    document = read(data)
    assert document.source.endswith("it’s")
    assert document.encoding == "utf-8"


def test_a_page_may_declare_its_encoding() -> None:
    data = '<html><meta charset="shift_jis"><p>日本語'.encode("shift_jis")
    assert read(data).source.endswith("日本語")


def test_another_encoding_is_guessed() -> None:
    text = "Вы не можете использовать эту модель в коммерческих целях. " * 6
    assert "использовать" in read(text.encode("koi8-r")).source


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n...", "pdftotext"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office document"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"text\x00text, but with one zero byte in the midst of it", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_its_name_and_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=f"LICENSE: .*{says}"):
        read(data, path="LICENSE")


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(InputError, match="too many"):
        read(b" " * (MAX_BYTES + 1))


def test_nothing_is_a_text() -> None:
    assert read(b"").text == ""
