"""The clause tree: labels by ordinals, items by indentation or look, headings, attachments, documents."""

import time

import pytest

from openaudit.document import from_text
from openaudit.errors import TooLongError
from openaudit.segment import outline
from outlines import find, said


def sections(text: str) -> list[str]:
    document = from_text(text)
    return [clause.section for clause in outline(document.text).clauses if clause.label]


NESTED = """Demo Model License

1. Rights.

      a. Grant. You receive a licence to use the model and
to share it with others.

      b. Duties.

            i. Keep this notice in every copy.
            ii. Tell others what you changed.
            v. You see a slip here.

2. Large Users. If you have many users, ask us.

3. Term. This licence lasts until it ends.
"""


def test_sections_are_paths_of_the_printed_labels() -> None:
    assert find(NESTED, "share it with others").section == "1.a"
    assert find(NESTED, "Tell others").section == "1.b.ii"
    assert find(NESTED, "ask us").section == "2"


def test_a_wrapped_line_stays_in_its_sentence() -> None:
    assert "use the model and to share it" in find(NESTED, "share it with others").words


def test_headings_and_run_in_titles_are_sentences_of_their_own() -> None:
    roles = {one.words: one.role for one in said(NESTED)}
    assert roles["Demo Model License"] == "heading"
    assert roles["1. Rights."] == "heading"
    assert roles["a. Grant."] == "run-in"
    assert roles["2. Large Users."] == "run-in"
    assert find(NESTED, "Keep this notice").heading == "Duties"
    assert find(NESTED, "ask us").heading == "Large Users"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        # The list that is open tells whether a letter is a roman figure.
        ("(g) one\n(h) two\n(i) three\n(j) four", ["g", "h", "i", "j"]),
        ("(iii) one\n(iv) two\n(v) three\n(vi) four", ["iii", "iv", "v", "vi"]),
        ("(iv) one\n(V) two\n(vi) three", ["iv", "V", "vi"]),
        ("1. Alpha\n2. Beta\n2.1 Gamma\n2.2 Delta\n3. End", ["1", "2", "2.1", "2.2", "3"]),
        ("1) one:\na) two\nb) three\n2) four", ["1", "1.a", "1.b", "2"]),
        # A gap in the numbers, and a number that was printed twice.
        ("1. Alpha\n2. Beta\n4. Delta", ["1", "2", "4"]),
        ("1.1 Alpha\n1.1 Alpha again\n1.2 Beta", ["1.1", "1.1", "1.2"]),
        ("Article I\nArticle II\nArticle III", ["Article I", "Article II", "Article III"]),
        ("1. Alpha\n1a. Beta\n1b. Gamma\n2. Delta", ["1", "1a", "1b", "2"]),
        ("1.A. Alpha\n1.B. Beta\n1.B.1. Gamma", ["1.A", "1.B", "1.B.1"]),
        ("9. Nine\n10. Ten\n11. Eleven", ["9", "10", "11"]),
        ("A. Alpha\nB. Beta\nC. Gamma", ["A", "B", "C"]),
        ("一、总则\n二、许可\n三、限制", ["一", "二", "三"]),
        (
            "第一条 总则\n第二条 许可\n（一）使用\n（二）修改\n第三条 限制",
            ["第一条", "第二条", "第二条（一）", "第二条（二）", "第三条"],
        ),
        ("①甲\n②乙\n③丙", ["①", "②", "③"]),
    ],
)
def test_ordinals_decide(labels: str, expected: list[str]) -> None:
    assert sections(labels.replace("\n", "\n\n") + "\n\nThe end of it all is here.") == expected


def test_nested_lists_may_reuse_the_outer_mark() -> None:
    text = """1. Definitions.
   1. "Model" means the weights.
   2. "You" means the reader.
2. Limits. You will not:
   1. sell the model;
   2. rent the model.
3. Law. The law of the sea applies."""
    assert sections(text) == ["1", "1.1", "1.2", "2", "2.1", "2.2", "3"]
    assert find(text, "rent the model").leads == ("You will not:",)


def test_a_list_without_indentation_is_told_by_the_colon_above() -> None:
    text = "1. You will not:\n1. sell the model;\n2. rent the model;\n3. lend the model.\n2. You may copy it."
    assert sections(text)[:4] == ["1", "1.1", "1.2", "1.3"]


def test_numbers_that_run_through_divisions_leave_those_out_of_the_path() -> None:
    text = """Section I: GENERAL

1. Words. A word means what it means.

Section II: RIGHTS

2. Use. You may use it.

3. Copies. You may copy it.
"""
    assert [one.section for one in said(text) if "may" in one.words] == ["2", "3"]
    again = text.replace("2. Use", "1. Use").replace("3. Copies", "2. Copies")
    assert [one.section for one in said(again) if "may" in one.words] == ["Section II.1", "Section II.2"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The terms that you received together with this tool are, in all respects, those of", "Section 4. You may"),
        ("This tool is free software under the terms that its authors published as version", "2. You may"),
        ("The fee that you pay for the first copy of the tool is never higher than the sum of", "1. You may"),
    ],
)
def test_a_wrap_before_a_number_makes_no_item(before: str, after: str) -> None:
    text = f"{before}\n{after} read them there, and nothing else in this text changes them at all."
    assert sections(text) == []


def test_items_without_a_mark_are_told_by_indentation() -> None:
    text = """Nobody may use the tool to:

    Harm animals, including:

        Hunting of any kind, such as:
            Hunting birds;
            Hunting fish; or
            Hunting deer.

        Racing of horses.

    Print money.

The tool is free.
"""
    assert find(text, "Hunting fish").leads == (
        "Nobody may use the tool to:",
        "Harm animals, including:",
        "Hunting of any kind, such as:",
    )
    assert find(text, "Racing").leads == ("Nobody may use the tool to:", "Harm animals, including:")
    assert find(text, "Print money").leads == ("Nobody may use the tool to:",)
    assert find(text, "tool is free").leads == ()


def test_items_without_mark_and_indentation_are_told_by_their_look() -> None:
    text = """You agree not to use the tool:

In any way that breaks a law;

For the purpose of harming animals;

To print money.

The tool comes without support."""
    assert find(text, "print money").leads == ("You agree not to use the tool:",)
    assert find(text, "without support").leads == ()


def test_an_item_may_end_with_what_joins_it_to_the_last() -> None:
    text = """You agree not to use the model:

In a way that breaks a law;
For hurting animals; and/or
To mock others.
"""
    document = from_text(text)
    spoken = [one for one in outline(document.text).sentences if one.role == "item"]
    assert [document.text[one.start : one.end].split()[0] for one in spoken] == ["In", "For", "To"]
    wrapped = "You may use the model if you keep this notice with all the copies of it; and\nNotices stay legible."
    assert len(outline(from_text(wrapped).text).clauses) == 1


def test_named_uses_after_a_colon_are_items_with_run_in_titles() -> None:
    text = """Nobody may use the tool for any of these uses:

Harm to animals: hunting, racing or baiting them, by methods including:

* traps; and
* dogs.

Forged money: printing or passing it."""
    assert find(text, "hunting").leads == ("Nobody may use the tool for any of these uses:",)
    assert find(text, "dogs").leads[-1].startswith("hunting")
    assert find(text, "printing").leads == ("Nobody may use the tool for any of these uses:",)
    assert find(text, "Forged money:").role == "run-in"


def test_bullets_nest_by_indentation() -> None:
    text = "You may not:\n* harm animals, that is:\n    * hunt\n    * race\n* print money\n"
    assert find(text, "race").leads == ("You may not:", "* harm animals, that is:")
    assert find(text, "print money").leads == ("You may not:",)


def test_signs_are_bullets_of_an_announced_list() -> None:
    text = (
        "You may:\n✅ Paint the model\n✅ Lend the model\n\n"
        "You must not:\n\n❌ Melt the model.\n\n❌ Bury the model.\n\n"
        "✅ You may hang it up.\n\nKeep away from:\n⛔ Swimming pools\n⛔ Lakes\n\n📧 Contact: the keeper\n"
    )
    leads = {one.words: one.leads for one in said(text)}
    assert leads["✅ Paint the model"] == leads["✅ Lend the model"] == ("You may:",)
    assert leads["❌ Melt the model."] == leads["❌ Bury the model."] == ("You must not:",)
    assert leads["⛔ Swimming pools"] == leads["⛔ Lakes"] == ("Keep away from:",)
    assert leads["✅ You may hang it up."] == ()
    assert all(one.leads == () for one in said(text) if "Contact" in one.words)


def test_a_sign_without_a_list_is_part_of_its_line() -> None:
    assert [one.role for one in said("✅ You may paint the model.\n\n# ❌ Not Allowed\n\nNo melting.\n")] == [
        "prose",
        "heading",
        "prose",
    ]


def test_a_title_leads_the_items_right_below_it() -> None:
    text = "# Forbidden Uses\n\n- hunting\n- racing\n"
    assert find(text, "hunting").leads == ("Forbidden Uses",)


def test_an_item_that_ends_with_a_stop_keeps_the_list_open() -> None:
    text = "You must:\n\n(a) Keep the notice. It is short.\n\n(b) Keep the name.\n\nThe notice is below."
    assert find(text, "Keep the name").leads == ("You must:",)
    assert find(text, "notice is below").leads == ()


def test_what_stands_below_the_list_belongs_to_the_section() -> None:
    text = """2. Sharing. You may share the model if you:

   a. keep the notice; and
   b. name the authors.

   You may add a notice of your own.

3. Law. None."""
    below = find(text, "notice of your own")
    assert (below.section, below.leads) == ("2", ())


def test_attachments_begin_parts() -> None:
    terms = "1. Use. You may use it.\n\nEND OF TERMS AND CONDITIONS\n\n"
    text = terms + "Attachment A\nForbidden Uses\nDo not:\n(a) hunt;\n(b) race.\n"
    item = find(text, "race")
    assert (item.section, item.part, item.heading) == ("Attachment A.b", 1, "Forbidden Uses")
    assert find(text, "may use it").part == 0


def test_a_mention_of_an_attachment_begins_none() -> None:
    assert find("1. Use. You may.\n\nExhibit A is part of these terms.", "Exhibit").part == 0


def test_a_further_document_begins_a_part() -> None:
    first = "".join(f"{number}. Clause. This is clause {number}.\n\n" for number in range(1, 5))
    text = f"TOOL LICENSE\n\n{first}TOOL USE POLICY\n\nThis is the policy.\n\n1. Never hunt.\n\n2. Never race.\n"
    assert find(text, "Never race").part == 1
    assert find(text, "Never race").section == "2"
    assert find(text, "clause 4").part == 0


def test_the_same_text_in_another_language_begins_a_part() -> None:
    chinese = "1. 定义\n\n“您”指读者。\n\n2. 许可\n\n您可以使用本模型。\n\n3. 限制\n\n您不得出售本模型。\n\n"
    english = "1. Words\n\n“You” means the reader.\n\n2. Rights\n\nYou may use the model.\n"
    item = find(chinese + english, "may use the model")
    assert (item.part, item.section, item.language) == (1, "2", "en")
    assert find(chinese + english, "不得出售").part == 0


def test_a_title_between_paragraphs_needs_no_blank_line() -> None:
    before = "You may use the tool for any purpose that is listed above in these terms of ours."
    after = "You must ensure that everybody who gets the tool from you gets a copy of these terms of ours as well."
    text = f"{before}\nNotices\n{after}"
    assert find(text, "Notices").role == "heading"


def test_capital_paragraphs_are_no_headings() -> None:
    text = "THE TOOL COMES AS IT IS, WITHOUT WARRANTY.\n\nIN NO EVENT SHALL WE BE LIABLE FOR DAMAGES.\n\nBye now."
    assert all(one.role == "prose" for one in said(text))


def test_rows_of_a_table_are_items() -> None:
    text = "| Act | Allowed |\n|-----|---------|\n| Sale | no |\n| Use | yes |\n"
    assert [one.words for one in said(text)] == ["Act Allowed", "Sale no", "Use yes"]


def test_a_page_has_the_structure_that_it_shows() -> None:
    page = (
        "<html><body><h2>Limits</h2><p>You may not:</p><ul><li>hunt</li><li>race</li></ul><p>Thanks.</p></body></html>"
    )
    assert find(page, "race").leads == ("You may not:",)
    assert find(page, "race").heading == "Limits"
    assert find(page, "Thanks").leads == ()


def test_a_comment_block_has_the_structure_of_its_text() -> None:
    commented = "".join(f" * {line}".rstrip() + "\n" for line in NESTED.splitlines())
    plain = [(one.words, one.section) for one in said(NESTED)]
    assert [(one.words, one.section) for one in said(f"/*\n{commented} */\n")] == plain


def test_a_definition_is_no_title() -> None:
    assert find("1.1 本许可证：是指第一版。", "本许可证").words == "1.1 本许可证:是指第一版。"


@pytest.mark.parametrize("title", ["Permitted uses", "PROHIBITED USE", "Strictly Prohibited (no exceptions)"])
def test_what_stands_in_a_list_of_uses_is_no_title(title: str) -> None:
    """Short items with capitals look like titles, but under such a line each is a use."""
    sentences = outline(f"The Map\n\n{title}\n- Academic Research\n- Teaching in Schools\n").sentences
    assert [s.role for s in sentences[2:]] == ["item", "item"]
    assert all(s.leads == (1,) for s in sentences[2:])


def test_a_paragraph_below_a_title_of_uses_is_read_alone() -> None:
    sentences = outline("The Map\n\n4) Prohibited Use (Commercial)\n\nYou may copy it.\n").sentences
    assert sentences[-1].leads == ()


def test_leads_inside_leads_have_an_end() -> None:
    """Nothing but announcements, each inside the one above: the cost stays that of the length."""
    sentences = outline("You agree not to:\n" * 3000).sentences
    assert max(len(sentence.leads) for sentence in sentences) == 12
    deepest = sentences[-1]
    assert deepest.leads[0] == 0
    assert deepest.leads[-1] == deepest.index - 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a\n" * 500_001, "lines"),
        ("* a\n" * 100_002, "clauses"),
        ("a\n\n" * 100_002, "clauses"),
        ("May I? " * 200_001, "sentences"),
        ("; (i) use" * 100_001, "numbers in one clause"),
    ],
)
def test_texts_made_to_fill_the_memory_are_refused(text: str, what: str) -> None:
    with pytest.raises(TooLongError, match=f"more than [125]00,000 {what}"):
        outline(text)


def test_paths_of_numbers_have_an_end() -> None:
    text = "(i) " * 2000 + "(a) use; (b) copy; " * 2000
    assert max(len(clause.section) for clause in outline(text).clauses) < 80


def test_sentences_inside_parentheses_take_linear_time() -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        outline("You may use it (" + "(" * times + "You. May) " * times)
        return time.process_time() - start

    cost(100)
    assert cost(40_000) < 8 * cost(10_000) + 0.2
