from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from openaudit import document
from openaudit.audit import audit_document
from openaudit.comparing import LicenseDiff, WordRun, compare, word_runs
from openaudit.prepared import engine
from openaudit.report import Result
from openaudit.ruleset import Engine

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "models" / "texts"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus in ../shared")
OLD = """\
Example Model Terms

1. You may use, copy, modify and distribute the Model.

2. If you have more than 700 million monthly active users, you must request a license from us.

3. You may not use the Model to train other language models.

4. You must keep this notice in every copy.
"""


@cache
def loaded() -> Engine:
    return engine()


def audited(text: str, name: str = "x") -> Result:
    return audit_document(document.from_text(text, path=name), loaded())


def diff(new: str, old: str = OLD) -> LicenseDiff:
    return compare(audited(old, "old"), audited(new, "new"))


def by_status(found: LicenseDiff) -> dict[str, str]:
    return {change.provision: change.status for change in found.provisions}


def test_equal_texts_have_no_difference() -> None:
    found = diff(OLD)
    assert found.same
    assert found.clauses == ()
    assert set(by_status(found).values()) == {"kept"}
    assert not found.alarms


def test_another_number_is_an_alarm() -> None:
    found = diff(OLD.replace("700 million", "7 million"))
    (cap,) = [change for change in found.provisions if change.provision == "user-cap"]
    assert (cap.status, cap.alarm) == ("changed", True)
    assert [(n.name, n.old, n.new) for n in cap.numbers] == [("threshold", "700000000", "7000000")]
    (clause,) = found.clauses
    assert (clause.status, clause.old_section, clause.old_line, clause.new_line) == ("changed", "2", 5, 5)
    assert [run for run in clause.runs if run.status != "same"] == [WordRun("removed", "700"), WordRun("added", "7")]


def test_a_lost_and_a_new_restriction_are_told_apart() -> None:
    found = diff(OLD.replace("to train other language models", "for military purposes"))
    assert by_status(found)["no-model-training"] == "lost"
    assert by_status(found)["field-of-use"] == "gained"
    assert [change.provision for change in found.alarms] == ["field-of-use"]
    assert found.provisions[0].provision == "field-of-use"


def test_a_clause_that_moved_is_no_addition() -> None:
    third = "3. You may not use the Model to train other language models.\n\n"
    first = "1. You may not use the Model to train other language models.\n\n2. You may"
    moved = OLD.replace(third, "").replace("1. You may", first)
    found = diff(moved.replace("\n2. If", "\n3. If"))
    assert by_status(found)["no-model-training"] == "moved"
    assert "added" not in {clause.status for clause in found.clauses if "train" in clause.runs[0].text}


def test_added_and_removed_sentences_have_their_place() -> None:
    found = diff(OLD + "\n5. We may end these terms at any time.\n")
    (added,) = [clause for clause in found.clauses if clause.status == "added"]
    assert (added.new_section, added.old_line) == ("5", 0)
    assert "end these terms" in added.runs[0].text
    back = compare(audited(OLD + "\n5. We may end these terms at any time.\n"), audited(OLD))
    assert [clause.status for clause in back.clauses] == ["removed"]


def test_criteria_keep_their_order_and_say_what_is_worse() -> None:
    found = diff(OLD.replace("3. You may not use the Model to train other language models.\n\n", ""))
    changed = [c for c in found.criteria if c.old != c.new]
    assert [c.id for c in found.criteria] == [f"osd-{n}" for n in range(1, 11)]
    assert all(not c.worse for c in changed)
    assert "osd-6" in [c.id for c in changed]


def test_word_runs_say_every_word_of_both() -> None:
    runs = word_runs("You may not use it for trade.", "You may use it for trade or war.")
    assert " ".join(run.text for run in runs if run.status != "removed") == "You may use it for trade or war."
    assert [(run.status, run.text) for run in runs if run.status == "removed"] == [("removed", "not")]


@needs_corpus
def test_llama_2_to_3_1_training_ban_gone_naming_duty_new_cap_unchanged() -> None:
    names = ("llama-2-community", "llama-3.1-community")
    old, new = (audited((CORPUS / f"{key}.txt").read_text("utf-8")) for key in names)
    found = compare(old, new)
    status = by_status(found)
    assert status["no-model-training"] == "lost"
    assert status["branding"] == "gained"
    assert status["user-cap"] == "kept"
    (branding,) = [change for change in found.provisions if change.provision == "branding"]
    quotes = " ".join(finding.quote for finding in branding.new)
    assert "Built with Llama" in quotes
    assert not found.alarms


@needs_corpus
def test_tongyi_to_qwen_training_ban_gone_naming_duty_new_cap_unchanged() -> None:
    names = ("tongyi-qianwen-2023-08-03", "qwen-2024")
    old, new = (audited((CORPUS / f"{key}.txt").read_text("utf-8")) for key in names)
    status = by_status(compare(old, new))
    assert (status["no-model-training"], status["branding"], status["user-cap"]) == ("lost", "gained", "kept")


@pytest.mark.parametrize(
    "sentence",
    [
        "You may not sell thing {}.\n",
        "{0}. If you have more than {0}00 monthly active users, you must request a license from us.\n\n",
        "You may not sell it.\nYou may not lend it.\n",
    ],
)
def test_texts_that_are_made_to_cost_are_compared_in_a_moment(sentence: str) -> None:
    old = audited("".join(sentence.format(number) for number in range(1, 600)))
    new = audited("You may use it.\n" + "".join(sentence.format(number) for number in range(1200, 601, -1)))
    start = time.process_time()
    found = compare(old, new)
    assert time.process_time() - start < 5
    assert found.clauses
