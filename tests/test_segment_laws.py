"""Laws that hold for every text, made up or real."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaudit.document import Document, from_text, read
from openaudit.segment import Outline, outline
from openaudit.sentences import MAX_SENTENCE

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"

PARTS = st.sampled_from(
    [
        *"You may not|use|the model.|:|;|.|, and|(a) |(b) |(i) |1. |2. |1.1 |a. |b) |- |* |• |2.0|Inc. |U.S. ".split(
            "|"
        ),
        *"第一条|（一）|一、|①|您不得|使用。|；|：|é|Ж|の|한|“|”|Section 1|Attachment A|TITLE|Title Case Words".split(
            "|"
        ),
        *"\n|\n\n|\r\n|    |\t|\u200b|\u00ad|\ufeff|\x0c|(|)|# |**|__|`|> |[x](y)|<p>|<br>|&amp;|<!--|-->".split("|"),
        *"/*| * |*/|//|---|====|https://example.org/a.b".split("|"),
        "|",
        '"',
        "|a|b|\n",
    ]
)
TEXTS = st.one_of(st.lists(PARTS, max_size=60).map("".join), st.text(max_size=200))


def check(document: Document, found: Outline) -> None:
    """Every character that can be seen belongs to one sentence, every sentence to its clause, and so on up."""
    text = document.text
    assert len(text) == len(document.source)
    at = 0
    for index, sentence in enumerate(found.sentences):
        assert sentence.index == index
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        assert not text[sentence.start].isspace()
        assert sentence.end - sentence.start <= MAX_SENTENCE
        assert list(sentence.leads) == sorted(set(sentence.leads))
        assert all(lead < index for lead in sentence.leads)
        clause = found.clauses[sentence.clause]
        assert clause.start <= sentence.start
        assert sentence.end <= clause.end
        at = sentence.end
    assert not text[at:].strip()
    parts = [clause.part for clause in found.clauses]
    assert parts == sorted(parts)
    for index, clause in enumerate(found.clauses):
        assert clause.index == index
        assert -1 <= clause.parent < index
        assert (clause.kind == "item") or not clause.label or clause.kind == "heading"


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_nothing_is_lost_or_said_twice(text: str) -> None:
    text = text.replace("\x00", "")
    document = from_text(text)
    check(document, outline(document.text))


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_a_page_loses_nothing_either(text: str) -> None:
    document = from_text("<html>" + text)
    check(document, outline(document.text))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_with_a_clear_error(data: bytes) -> None:
    from openaudit.errors import InputError

    try:
        document = read(data, path="x")
    except InputError as error:
        message = str(error)
    else:
        message = "x: "
        check(document, outline(document.text))
    assert message.startswith("x: ")


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_words_are_never_blanked(text: str) -> None:
    plain = text.replace("<p>", "").replace("<br>", "").replace("&amp;", "")
    document = from_text(plain)
    kept = [char for char in document.text if char.isalnum()]
    assert len(kept) == len([char for char in plain if char.isalnum()])


def test_outlines_are_values() -> None:
    text = "1. A. You may use it.\n\n2. B. You may not."
    assert outline(text) == outline(text)
    assert hash(outline(text).sentences[0]) == hash(outline(text).sentences[0])


@pytest.mark.parametrize(
    "unit",
    [" ", "\n", "(", '"', "(a) ", "1. Title\n", "- a:\n", "a:\n\n", "(i) x; ", "X. ", "[](", "<b>", "<!-- ", "&amp;",
     "|a|b|\n", "不；", "（一）x；", "a\u200b", "You may not use it for any purpose, "],
)  # fmt: skip
def test_the_cost_grows_with_the_length_alone(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        outline(from_text(text).text)
        return time.process_time() - start

    seconds(4_000)
    small, large = min(seconds(8_000) for _ in range(3)), min(seconds(64_000) for _ in range(2))
    # Eight times the text: a cost that grows with the square would be sixty-four times as high.
    assert large < 0.02 + 24 * small


def corpus_files(folder: str) -> list[Path]:
    return sorted((CORPUS / folder).glob("**/*.txt")) if CORPUS.is_dir() else []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus of licence texts beside the checkout")
@pytest.mark.parametrize("folder", ["models/texts", "general/spdx", "general/licensedb"])
def test_the_laws_hold_over_real_texts(folder: str) -> None:
    files = corpus_files(folder)
    assert files
    for file in files if folder.startswith("models") else files[::4]:
        document = read(file.read_bytes(), path=file.name)
        check(document, outline(document.text))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus of licence texts beside the checkout")
def test_sections_of_a_real_text() -> None:
    document = read((CORPUS / "models/texts/llama-2-community.txt").read_bytes())
    found = outline(document.text)
    sections = {
        words: clause.section
        for words in ("700 million monthly", "improve any other", "hereby incorporated")
        for sentence in found.sentences
        for clause in [found.clauses[sentence.clause]]
        if words in document.text[sentence.start : sentence.end]
    }
    assert sections == {"700 million monthly": "2", "improve any other": "1.b.v", "hereby incorporated": "1.b.iv"}
