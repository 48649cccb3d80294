"""What the linter of rules finds that a loader cannot see."""

from __future__ import annotations

import pytest

from openaudit.rulelint import lint_stems

FILES = [
    ("words.yaml", "act.break: [violate~, infringe]\nwho: [country, liable, donation, activity]\n"),
    ("rule.yaml", "# one\nmatch: (violat~|break~)\nmatch: violat~ liab~\n"),
]


def test_stems_that_are_no_words_are_told_once_a_file() -> None:
    found = [(one.level, one.place, one.text) for one in lint_stems(FILES)]
    assert found == [
        ("note", "rule.yaml:2", "violat~ stands for violats, violated …; is violate~ meant?"),
        ("note", "rule.yaml:3", "liab~ stands for liabs, liabed …; is liable~ meant?"),
    ]


@pytest.mark.parametrize(
    ("stem", "longer"), [("activit", "activity"), ("countr", "country"), ("donat", "donation"), ("infring", "infringe")]
)
def test_what_a_stem_goes_on_to(stem: str, longer: str) -> None:
    (problem,) = lint_stems([*FILES[:1], ("x.yaml", f"{stem}~")])
    assert problem.text.endswith(f"is {longer}~ meant?")


@pytest.mark.parametrize("word", ["use~", "violate~", "country~", "zzz~", "violates"])
def test_words_are_no_stems(word: str) -> None:
    assert not list(lint_stems([*FILES[:1], ("x.yaml", word)]))
