"""What a clause says of itself, and of no other."""

import pytest

from openaudit.annotating import annotate
from openaudit.clausewise import all_set_aside, clauses, set_aside
from openaudit.document import from_text
from openaudit.lexicon import words_of
from openaudit.norms import Reading
from openaudit.norms_zh import read_norms
from openaudit.prepared import engine


def reading(text: str) -> Reading:
    language = engine().languages["zh"]
    document = from_text(text)
    words = words_of(document.text.lower(), 0, len(document.text), language.trie.root)
    stretch = annotate(words, language)
    return Reading(words, stretch, read_norms(words, stretch), 0)


def shown(read: Reading) -> list[str]:
    return ["".join(read.words.words[slice(*place)]) for place in set_aside(read)]


def test_clauses_end_at_marks() -> None:
    read = reading("署名要留，图标可换；别的随意。")
    assert ["".join(read.words.words[slice(*place)]) for place in clauses(read)] == ["署名要留", "图标可换", "别的随意"]


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("顾问按日收费，与软件授权无关。", ["顾问按日收费,与软件授权无关"]),
        ("顾问按日收费，与软件授权无关，但不得转卖本软件。", ["顾问按日收费,与软件授权无关"]),
        ("不得转卖本软件，且顾问按日收费，与软件授权无关。", ["且顾问按日收费,与软件授权无关"]),
        ("我们盼它不被滥用，但这只是愿望。", ["我们盼它不被滥用,但这只是愿望"]),
        ("不得转卖本软件。", []),
    ],
)
def test_set_aside(text: str, aside: list[str]) -> None:
    assert shown(reading(text)) == aside


def test_all_set_aside() -> None:
    assert all_set_aside(reading("顾问按日收费，与软件授权无关。"))
    assert not all_set_aside(reading("顾问按日收费，与软件授权无关，但不得转卖本软件。"))
    assert not all_set_aside(reading("不得转卖本软件。"))
