"""Where sentences end, and lists within a line."""

import pytest

from openaudit.sentences import MAX_SENTENCE
from outlines import find, said


def split(text: str) -> list[str]:
    return [one.words for one in said(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The owner is Example Inc. of Springfield.",
        "Written by A. B. Author et al. in 2020.",
        "See Sec. 4 and No. 5 of the list, e.g. the fifth item, i.e. the last.",
        "The law of the U.S. Government applies here.",
        "Version 2.0 of the file LICENSE.txt is at https://example.org/a.b?c=d. or near it.",
        "As said in Section 2.1 of these terms, nothing changes.",
        'Add the line "Made with Tool. All rights reserved." to your notice.',
        "You may use it (see the list below. It is short.) for anything.",
        "Dr. Who and Mr. Nobody vs. Example Co., Ltd. agree.",
    ],
)
def test_a_stop_that_ends_no_sentence(sentence: str) -> None:
    assert split(f"{sentence} This is another one, which ends here.") == [
        sentence,
        "This is another one, which ends here.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You may use it. You may not sell it.", ["You may use it.", "You may not sell it."]),
        ("Is it free? Yes! You may use it.", ["Is it free?", "Yes!", "You may use it."]),
        ("It is owned by Example Inc. You may use it.", ["It is owned by Example Inc.", "You may use it."]),
        ('He said "use it." You may.', ['He said "use it."', "You may."]),
        ("您可以使用。您不得出售；也不得出租！为什么？", ["您可以使用。", "您不得出售;", "也不得出租!", "为什么?"]),
        ("您可以使用(见下文。)。您不得出售。", ["您可以使用(见下文。)。", "您不得出售。"]),
        ("YOU MAY USE IT. YOU MAY NOT SELL IT.", ["YOU MAY USE IT.", "YOU MAY NOT SELL IT."]),
        ("You may use it; you may not sell it.", ["You may use it; you may not sell it."]),
        ("It is yours — you may not sell it.", ["It is yours -", "you may not sell it."]),
        ("It is yours -- but nobody may ever sell it.", ["It is yours -- but nobody may ever sell it."]),
        ("If you sell it - you may not hide this.", ["If you sell it - you may not hide this."]),
        ("It is yours - you may sell it.", ["It is yours - you may sell it."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_wrapped_chinese_is_one_sentence() -> None:
    text = "您不得将本模型或其任何衍生品用于军事目的，也不得将其用于违反法律法规的活\n动，否则许可自动终止。\n"
    assert len(split(text)) == 1


def test_an_inline_list_gives_items_under_the_words_before_it() -> None:
    text = "3. Duties. You are asked to: (i) tell us about it; and (ii) show our name, in each case without delay."
    assert find(text, "tell us").leads == ("You are asked to:",)
    assert find(text, "show our name").leads == ("You are asked to:",)
    assert find(text, "show our name").section == "3.ii"
    assert find(text, "You are asked to:").role == "lead"
    assert "without delay" in find(text, "show our name").words


def test_what_follows_the_list_as_a_sentence_is_no_item() -> None:
    text = "Works means: (i) the text; (ii) the images; and (iii) the code. Output is no work."
    after = find(text, "Output")
    assert (after.words, after.leads, after.role) == ("Output is no work.", (), "prose")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("You shall not: a. use it for war; b. use it for spam; c. sell it.", "c. sell it."),
        ("您不得：1)出售本模型；2)出租本模型；3)出借本模型。", "3)出借本模型。"),
        ("您不得：（一）出售本模型；（二）出租本模型。", "(二)出租本模型。"),
        ("您不得：①出售本模型；②出租本模型。", "②出租本模型。"),
        ("You may (1) use it; (2) copy it; or (3) change it.", "(3) change it."),
    ],
)
def test_marks_of_inline_lists(text: str, last: str) -> None:
    found = said(text)
    assert found[-1].words == last
    assert found[-1].leads == (found[0].words,)
    assert found[0].role == "lead"


def test_inline_lists_nest() -> None:
    text = "You must: (a) tell us: (i) who you are; and (ii) where you are; and (b) pay nothing."
    assert find(text, "where you are").leads == ("You must:", "(a) tell us:")
    assert find(text, "pay nothing").leads == ("You must:",)


def test_a_next_item_in_the_line_of_the_one_before_is_an_item() -> None:
    text = "You must:\n\na. keep the notice;\n\nb. name the authors; c. say what you changed.\n\nd. be kind.\n"
    found = find(text, "say what you changed")
    assert (found.section, found.leads) == ("c", ("You must:",))
    assert find(text, "be kind").section == "d"


@pytest.mark.parametrize(
    "text",
    [
        "Subject to clauses (a) and (b) of this section, you may use it.",
        "If you (a) copy or (b) sell the tool, you must keep this notice.",
        "As said in Section 3(a) and Section 3(b), you may use it.",
        "It is free, i. e. you pay nothing.",
    ],
)
def test_references_and_lists_in_passing_stay_in_their_sentence(text: str) -> None:
    assert split(text) == [text]


def test_a_lead_without_colon() -> None:
    lead = "You may use the tool if you meet the following conditions."
    text = f"{lead}\n\n(a) You keep the notice.\n\n(b) You pay nothing.\n"
    assert find(text, "pay nothing").leads == (lead,)


def test_a_statement_above_a_list_is_no_lead() -> None:
    text = "You may not sell the tool.\n\n(a) You keep the notice.\n\n(b) You pay nothing.\n"
    assert find(text, "pay nothing").leads == ()
    assert find(text, "not sell").role == "prose"


def test_a_recital_leads_nothing() -> None:
    text = "NOW THEREFORE, you and we agree as follows:\n\n1. Words. A word is a word.\n\n2. Use. You may use it.\n"
    assert find(text, "may use it").leads == ()


def test_no_sentence_is_longer_than_the_cap() -> None:
    text = "You may use it for this, and " * 2000
    assert max(len(one.words) for one in said(text)) <= MAX_SENTENCE


def test_a_heading_as_long_as_a_text_has_sentences() -> None:
    assert len(said("# " + "不得將本軟體用於軍事目的。" * 300)) == 300
    assert max(len(one.words) for one in said("# Use " + "it for this and " * 300)) <= MAX_SENTENCE


def test_wide_white_space_in_a_long_sentence_is_none_itself() -> None:
    text = f"You may use it{' ' * 5000}and sell it."
    assert [one.words for one in said(text)] == ["You may use it", "and sell it."]


def test_a_run_in_title_with_a_colon() -> None:
    text = "1.b. Attribution: You must name us."
    assert [one.role for one in said(text)] == ["run-in", "item"]
    assert find(text, "name us").heading == "Attribution"


def test_bold_titles_run_in() -> None:
    text = "**Required Notices.** You must keep this text.\n\nThe end is near, as they say.\n"
    assert find(text, "Required Notices.").role == "run-in"
