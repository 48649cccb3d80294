"""The claim linter: measured on hand-made sentences, and what Markdown and HTML do to a sentence."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openaudit.claims import Claim, Names, Standing, find_claims, judge_claims, project_names
from openaudit.claims.prose import read
from openaudit.claims.wording import LANGUAGES, load_wording

DATA = Path(__file__).parent / "data"
NAMES = Names(frozenset({"larkspur"}), frozenset(), frozenset({"云雀"}))
CLOSED = Standing("not-open-source", license="Larkspur License", criteria="osd-6")
OPEN = Standing("open-source", osi_approved=True, license="Apache License 2.0")
EVERYTHING = ("weights", "code", "data", "docs", "project")


class Labelled(NamedTuple):
    """A sentence, and what it claims to be open ("" for a trap)."""

    about: str
    text: str


def sentences(name: str) -> list[Labelled]:
    found = []
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, _, text = line.partition(" | ")
            mark, about = label.split()
            found.append(Labelled(about if mark == "+" else "", text))
    return found


def measure(name: str) -> tuple[float, float, list[str]]:
    """Precision, recall, and the sentences that were read wrongly."""
    right = wrong = missed = 0
    errors = []
    for sentence in sentences(name):
        claims = find_claims(sentence.text, NAMES)
        if sentence.about and claims:
            right += 1
        elif sentence.about or claims:
            missed += bool(sentence.about)
            wrong += not sentence.about
            errors.append(sentence.text)
    return right / (right + wrong), right / (right + missed), errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences_and_half_are_traps(language: str) -> None:
    first = sentences(f"claims_{language}")
    traps = [sentence for sentence in first if not sentence.about]
    assert len(first) >= 60
    assert len(traps) / len(first) >= 0.45


# Sets 1 to 5 and 7 were each read once before anything was tuned on them; set 6 was read once and left as it is. First
# readings (precision, recall): English 1.0/.92, .96/.80, 1.0/.80, .93/.65, 1.0/.80, .89/.80, 1.0/.83; Chinese .91/.94,
# .88/.88, .86/.90, .93/.81, .69/.92, .89/.80, 1.0/.75. A change of the readers must not make any set worse.
@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        *(
            (f"claims_{language}{number}", 1.0, 0.95)
            for language in LANGUAGES
            for number in ("", "_2", "_3", "_4", "_5")
        ),
        *((f"claims_{language}_6", 1.0, 0.8) for language in LANGUAGES),
        *((f"claims_{language}_7", 1.0, 0.91) for language in LANGUAGES),
    ],
)
def test_precision_and_recall(name: str, precision: float, recall: float) -> None:
    measured_precision, measured_recall, errors = measure(name)
    assert measured_precision >= precision, errors
    assert measured_recall >= recall, errors


@pytest.mark.parametrize("name", ["claims_en", "claims_zh"])
def test_claims_are_about_the_right_part(name: str) -> None:
    wrong = [
        sentence.text
        for sentence in sentences(name)
        if sentence.about and (claims := find_claims(sentence.text, NAMES)) and sentence.about not in claims[0].about
    ]
    assert wrong == []


def words_of(text: str, claims: tuple[Claim, ...]) -> list[str]:
    return [text[claim.start : claim.end] for claim in claims]


@pytest.mark.parametrize(
    "text",
    [
        "```\nLarkspur is open source.\n```",
        "~~~ text\nLarkspur is open source.\n~~~",
        "Text.\n\n    Larkspur is open source.\n",
        "See `Larkspur is open source`.",
        "<!-- Larkspur is open source. -->",
        "<pre>Larkspur is open source.</pre>",
        "<code>Larkspur is open source</code>",
        "<script>var s = 'Larkspur is open source';</script>",
        "~~Larkspur is open source.~~",
        "> “Larkspur is open source.”\n> — A. Reviewer",
        "| Model | Larkspur is open source |\n|---|---|",
        "[![Open Source](https://example.org/b.svg)](https://example.org/open-source)",
        "![Larkspur is open source](picture.png)",
        "[x]: https://example.org/ 'Larkspur is open source'",
        "Visit https://example.org/larkspur-is-open-source today.",
        "Mail open-source@example.org.",
        "See opensource.org, #opensource and awesome-open-source.",
        "- [ ] Larkspur is open source",
        "## Related work\n\nA powerful open-source language model.",
        "## 致谢\n\n开源的对话模型。",
    ],
)
def test_what_is_no_prose_of_the_author_claims_nothing(text: str) -> None:
    assert words_of(text, find_claims(text, NAMES)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Larkspur is **open source**.", "open source"),
        ("Larkspur is [open source](LICENSE).", "open source"),
        ("<p>Larkspur is <b>open source</b></p>", "open source"),
        ("<h1>Larkspur, an open source model</h1>", "open source"),
        ("Larkspur&nbsp;is open&#32;source.", "open&#32;source"),
        ("Larkspur is open\nsource.", "open\nsource"),
        ("> [!NOTE]\n> Larkspur is open source.", "open source"),
        ("- [x] Larkspur is open source", "open source"),
        ("[![Larkspur is open source](b.svg)](LICENSE)", "open source"),
        ("Larkspur is open source\n=======================\n", "open source"),
        ("云雀完全**开源**。", "开源"),
        ("云雀是開源模型。", "開源"),
        ("云雀是 open source 模型。", "open source"),
        ("Larkspur is open‑source.", "open‑source"),
        ("LARKSPUR IS OPEN SOURCE.", "OPEN SOURCE"),
    ],
)
def test_marks_do_not_hide_a_claim(text: str, words: str) -> None:
    assert words_of(text, find_claims(text, NAMES)) == ([words] if words else [])


def test_a_claim_is_quoted_with_its_place_and_other_words() -> None:
    text = "# Larkspur\n\nIntro.\n\nLarkspur is an open-source chat model. It is new.\n\n云雀是完全开源的模型。\n"
    claims = find_claims(text, NAMES)
    english, chinese = judge_claims(claims, text, "README.md", dict.fromkeys(EVERYTHING, CLOSED))
    assert (english.id, english.severity) == ("CLAIM001", "error")
    assert english.place[:3] == ("README.md", 5, 16)
    assert english.quote == "Larkspur is an open-source chat model."
    assert english.message.values == {
        "words": "open-source", "about": "weights", "license": "Larkspur License", "criteria": "osd-6",
    }  # fmt: skip
    assert "open weights under a restricted licence (Larkspur License)" in english.advice[0].values["wording"]
    assert english.advice[1].values["sentence"] == "Larkspur is an open-weight chat model."
    assert chinese.place[:3] == ("README.md", 7, 6)
    assert "开放权重（受限许可：Larkspur License）" in chinese.advice[0].values["wording"]
    assert chinese.advice[1].values["sentence"] == "云雀是开放权重的模型。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We release an open source model.", "We release an open-weight model."),
        ("The code is fully open source.", "The code is source-available."),
        ("We are open-sourcing the weights.", "We are publishing the weights."),
        ("We open-sourced the model.", "We published the model."),
        ("Open Source License", "Source-available License"),
        ("本仓库的代码已经开源。", "本仓库的代码已经公开源代码（受限许可）。"),
        ("我们开源了全部权重。", "我们公开了全部权重。"),
        ("## 开源协议", "使用协议"),
    ],
)
def test_sentences_in_other_words(text: str, expected: str) -> None:
    (found,) = judge_claims(find_claims(text, NAMES), text, "a.md", dict.fromkeys(EVERYTHING, CLOSED))
    assert found.advice[1].values["sentence"] == expected


@pytest.mark.parametrize(
    ("text", "standing", "expected"),
    [
        ("Larkspur is open source.", OPEN, []),
        ("Larkspur is open source.", OPEN._replace(osi_approved=False), []),
        ("Larkspur is OSI-approved.", OPEN, []),
        ("Larkspur is OSI-approved.", OPEN._replace(osi_approved=False), [("CLAIM002", "error")]),
        ("Larkspur is OSI-approved.", CLOSED, [("CLAIM001", "error")]),
        ("Larkspur is open source.", CLOSED._replace(verdict="needs-review"), [("CLAIM003", "warning")]),
        ("Larkspur is open source.", Standing(None), [("CLAIM004", "warning")]),
        ("Larkspur is open source.", Standing("not-a-license"), [("CLAIM004", "warning")]),
        ("Larkspur is open source and an open-source project.", CLOSED, [("CLAIM001", "error")]),
    ],
)
def test_claims_against_verdicts(text: str, standing: Standing, expected: list[tuple[str, str]]) -> None:
    found = judge_claims(find_claims(text, NAMES), text, "a.md", {"project": standing, "weights": standing})
    assert [(one.id, one.severity) for one in found] == expected


def test_a_true_claim_about_the_code_is_left_alone() -> None:
    text = "The code is open source. The weights are open source."
    known = {"project": CLOSED, "weights": CLOSED, "code": OPEN}
    (found,) = judge_claims(find_claims(text, NAMES), text, "a.md", known)
    assert found.quote == "The weights are open source."
    assert judge_claims(find_claims(text, NAMES), text, "a.md", {"code": OPEN}) == ()


def test_one_fingerprint_wherever_the_sentence_stands() -> None:
    prints = set()
    for text in ("Larkspur is open source.", "\n\n# Title\n\nMore.\n\nLarkspur is\nopen source."):
        (found,) = judge_claims(find_claims(text, NAMES), text, "a.md", {"project": CLOSED})
        prints.add(found.fingerprint)
    assert len(prints) == 1


@pytest.mark.parametrize(
    ("title", "others", "stems", "han"),
    [
        ("Larkspur-7B: a chat model", (), {"larkspur"}, set()),
        ("Welcome to Larkspur", (), {"larkspur"}, set()),
        ("云雀：开源大语言模型", (), set(), {"云雀"}),
        ("介绍", (), set(), set()),
        ("Introduction", ("maker/larkspur-7b-chat",), {"maker", "larkspur"}, set()),
        ("", (), set(), set()),
    ],
)
def test_names_of_a_project(title: str, others: tuple[str, ...], stems: set[str], han: set[str]) -> None:
    names = project_names(title, others)
    assert (set(names.stems), set(names.han)) == (stems, han)


def test_a_name_that_is_a_common_word_counts_only_as_a_name() -> None:
    names = project_names("Stable Diffusion")
    assert find_claims("Stable Diffusion is open source.", names)
    assert not find_claims("Sharks are stable, as PyTorch is open source.", names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_wording_has_every_case(language: str) -> None:
    wording = load_wording(language)
    for texts in wording.instead.values():
        assert all(text.format(license="X") for text in texts)
    assert all(
        "X" in " ".join(t.format(license="X") for t in texts) for texts in wording.instead.values() if len(texts) > 1
    )


def test_prose_keeps_every_offset() -> None:
    text = "---\na: b\n---\n# Größe\n\n一 `x` <b>y</b> &amp; ~~z~~ [t](u) http://e.org/\r\n\r\n> q\n"
    assert len(read(text, 11).text) == len(text)
    assert all(0 <= s.start < s.end <= len(text) for s in read(text, 11).sentences)


# What costs time: many openings that never close, long lines, many claims.
@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "[",
        "![",
        "`",
        "<pre>",
        "<a ",
        "[a](",
        "> ",
        "~~a",
        "open source ",
        "not open source, ",
        "开源",
        "我们开源",
        "a.",
        "| x ",
        '"',
        "- [ ] ",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.perf_counter()
        find_claims(text, NAMES)
        return time.perf_counter() - started

    small, large = max(seconds(10_000), 0.02), seconds(80_000)
    # Eight times the text may take some more than eight times as long, but not sixty-four times.
    assert large < 30 * small


PIECES = (
    'open-source open source is not we the model 开源 模型 我们 不 将 的 了 。 . , ? ! ( ) > - * ` | # \n " “ '
    "<b> </b> <!-- --> Larkspur 云雀 Llama"
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_text_breaks_the_reading(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for claim in find_claims(text, NAMES):
            assert claim.sentence[0] <= claim.start < claim.end <= claim.sentence[1] <= len(text)


@pytest.mark.parametrize("hyphen", ["&#8209;", "&#x2011;", "&hyphen;", "\u2011", "&nbsp;"])
def test_entities_within_the_words(hyphen: str) -> None:
    text = f"<p>Larkspur is an <b>open{hyphen}source</b> model.</p>"
    (claim,) = find_claims(text, NAMES)
    assert text[claim.start : claim.end] == f"open{hyphen}source"


def test_what_a_page_tells_search_engines_is_read() -> None:
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="open source">'
        '<meta name="description" content="Larkspur is open source.">'
        "<meta property='og:title' content='Larkspur: an open source model'>"
    )
    claims = find_claims(head + "<p>Larkspur is here.</p>", NAMES)
    assert [(c.before + head[c.start : c.end] + c.after).strip() for c in claims] == [
        "Larkspur is open source.",
        "Larkspur: an open source model",
    ]
