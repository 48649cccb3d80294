"""Chinese questions and answers as one statement."""

import pytest

from openaudit.answers_zh import answers, statement
from openaudit.document import from_text
from openaudit.lexicon import Words, words_of
from openaudit.prepared import engine


def words(text: str) -> Words:
    document = from_text(text)
    return words_of(document.text.lower(), 0, len(document.text), engine().languages["zh"].trie.root)


@pytest.mark.parametrize(
    ("question", "reply", "said"),
    [
        ("问：能拿去卖吗？", "答：不行。", "不得拿去卖"),
        ("问：我可以改图标吗？", "答：不可以，图标归我们。", "您不得改图标,图标归我们。"),
        ("要付费吗？", "不用。", "无需付费"),
        ("能拿它练手吗？", "可以的。", "能拿它练手"),
        ("有功能限制吗？", "没有。", "有功能限制,没有。"),
    ],
)
def test_statement(question: str, reply: str, said: str) -> None:
    asked, answered = words(question), words(reply)
    assert answers(asked, answered)
    stated = statement(asked, answered)
    assert "".join(stated.words) == said
    assert len(stated.starts) == len(stated.ends) == len(stated.words)


@pytest.mark.parametrize(
    ("question", "reply"), [("能卖吗？", "作者住在山里。"), ("不能卖。", "不行。"), ("能卖吗？", "能租吗？")]
)
def test_no_answer(question: str, reply: str) -> None:
    assert not answers(words(question), words(reply))


def test_answered_question_restrains() -> None:
    from openaudit.audit import audit_document

    text = "任何人均可使用、修改和分发本软件，但须保留本声明。\n\n问：能把它转手卖掉吗？答：不行，谁都不可以。\n"
    found = {f.provision for f in audit_document(from_text(text), engine(), identify=False).findings}
    assert "no-sale" in found
