"""Naming what the words of an unread sentence are most like."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from openaudit import detect as detecting
from openaudit import resemblance
from openaudit.accounts import Said
from openaudit.annotating import annotate
from openaudit.audit import audit_document
from openaudit.detect import detect
from openaudit.document import from_text
from openaudit.matching import Match
from openaudit.prepared import engine
from openaudit.report import Result
from openaudit.ruleset import Weights
from openaudit.segment import outline
from openaudit.textpackages import licensedb_text
from openaudit.vocabulary import RESEMBLANCE, UNEXPLAINED

FOLDER = Path(__file__).resolve().parents[1] / "rules" / "resemblance"
GRANT = "You may use, copy, modify, sell and distribute this model for any purpose.\n\n"
TOY = Weights(
    (("none", None), ("fee", "restriction"), ("branding", "caution")),
    0.1,
    (0.5, 0.0, 0.0),
    0.5,
    {
        "coin": resemblance.row_of(16, (-100, 120, 0)),
        "logo": resemblance.row_of(16, (-100, 0, 120)),
        "gift": resemblance.row_of(16, (100, 0, 0)),
    },
)


def audited(text: str) -> Result:
    return audit_document(from_text(GRANT + text), engine())


def features(text: str, language: str) -> frozenset[str]:
    rules = engine()
    table = rules.languages[language]
    document = from_text(text)
    found: frozenset[str] = frozenset()
    for read in detect(document.text.lower(), document.text, outline(document.text), rules).sentences:
        reading = read.reading._replace(stretch=annotate(read.reading.words, table))
        found |= resemblance.features(reading, read.matches, unspaced=table.unspaced)
    return found


def test_the_heaviest_words_decide() -> None:
    assert resemblance.likeness(frozenset({"coin", "never seen"}), TOY) == ("fee", "restriction")
    assert resemblance.likeness(frozenset({"logo"}), TOY) == ("branding", "caution")


def test_what_restrains_nothing_and_what_is_unknown_has_no_name() -> None:
    assert resemblance.likeness(frozenset({"gift"}), TOY) is None
    assert resemblance.likeness(frozenset({"never seen"}), TOY) is None
    assert resemblance.likeness(frozenset(), TOY) is None
    assert resemblance.likeness(frozenset({"coin"}), TOY._replace(least=99.0)) is None


def test_a_word_more_for_a_provision_never_makes_it_less_likely() -> None:
    _, little, _ = resemblance.scores({"gift"}, TOY)
    _, more, _ = resemblance.scores({"gift", "coin"}, TOY)
    _, most, _ = resemblance.scores({"coin"}, TOY)
    assert little < more < most


def test_weights_come_back_from_their_file() -> None:
    lines = "\n".join(resemblance.written(TOY, "toy"))
    assert resemblance.read(lines) == TOY


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("Salaried staff, contractors and shareholders had better keep their paws off the weights.", "non-commercial"),
        ("Whoever dwells beyond the borders of Freedonia shall find these gates closed.", "territory"),
    ],
)
def test_a_guess_is_of_low_confidence_and_explains_nothing(text: str, provision: str) -> None:
    result = audited(text)
    found = [f for f in result.findings if f.rule.startswith(RESEMBLANCE)]
    if found:
        beside = [f for f in result.findings if f.start == found[0].start and f.kind in ("restriction", "caution")]
        assert {f.confidence for f in beside} == {"low"}
        assert any(f.provision == UNEXPLAINED or not f.rule.startswith(RESEMBLANCE) for f in beside)
    assert result.verdict == "needs-review", provision


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("c. Commercial Fees.", False),
        ("12. Salaried staff pay 5000.", False),
        ("做生意的一边去。", False),
        ("做生意赚钱的商家请绕路走吧。", True),
    ],
)
def test_what_is_no_more_than_a_title_has_no_name(text: str, *, named: bool) -> None:
    guessed = [f for f in audited(text + "\n").findings if f.rule.startswith(RESEMBLANCE)]
    assert bool(guessed) == named


def test_where_few_sentences_are_unexplained_a_fainter_likeness_is_named() -> None:
    """One odd sentence in a plain licence is likelier to restrain than one odd sentence among many."""
    company = "The weathercock prefers a westerly breeze. Umbrellas sleep upright. Every teapot keeps a diary."
    fainter = 0
    for line in (FOLDER / "en.tsv").read_text(encoding="utf-8").splitlines()[::240]:
        alone, beside = (
            {f.rule for f in audited(f"{rest}\n").findings if f.rule.startswith(RESEMBLANCE)}
            for rest in (line.partition("\t")[2], f"{line.partition(chr(9))[2]}\n\n{company}")
        )
        assert beside <= alone
        fainter += alone > beside
    assert fainter


# Each is explained by a harmless rule, and says more than the rule sees.
DOUBTED = (
    "In consideration of the licence the licensee shall name the Kelso Observatory on every screen that shows a chart.",
    """The licensee's release from liability for past use, and its licence for future use, are each bought by payment of
the settlement sum.""",
    """The subject matter of this licence is the executable image alone; the company retains the source and is under no
duty to disclose it.""",
    """The rights in Part II are subject to the use-based conditions of Appendix Q, which each recipient shall reproduce
in onward agreements.""",
)


@pytest.mark.parametrize("sentence", DOUBTED)
def test_what_sounds_like_a_restraint_does_not_pass_because_a_harmless_rule_explains_it(sentence: str) -> None:
    result = audited(sentence)
    assert result.verdict == "needs-review"
    assert any(f.rule.startswith(RESEMBLANCE) for f in result.findings)


def test_explained_sentences_are_weighed_only_in_a_text_that_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []

    def doubt_of(said: Said, *_: object) -> tuple[Match, ...]:
        weighed.append(" ".join(said.words.words))
        return ()

    monkeypatch.setattr(detecting, "doubt_of", doubt_of)
    assert audited("This notice must be kept in all copies.").verdict == "open-source"
    assert weighed
    weighed.clear()
    assert audited("You may not use the model for military purposes.").verdict == "not-open-source"
    assert not weighed


@pytest.mark.parametrize("key", ["mit", "apache-2.0", "bsd-new", "mpl-2.0", "gpl-3.0", "epl-2.0", "isc"])
def test_approved_texts_are_in_no_doubt(key: str) -> None:
    """The licences that the OSI approved are what the model learnt harmless wording from."""
    text = licensedb_text(key)
    if text is None:
        pytest.skip("the package licensedcode-data is not installed")
    result = audit_document(from_text(text), engine(), identify=False)
    assert not any(f.rule.startswith(RESEMBLANCE) for f in result.findings)


def test_a_guess_alone_is_for_a_person() -> None:
    guessed = 0
    for line in (FOLDER / "en.tsv").read_text(encoding="utf-8").splitlines()[::120]:
        result = audit_document(from_text(line.partition("\t")[2] + "\n"), engine())
        rules = {f.rule for f in result.findings}
        spoken_of = "licen" in line  # who speaks of the licence has one
        if (
            not spoken_of
            and any(rule.startswith(RESEMBLANCE) for rule in rules)
            and all(rule.startswith((RESEMBLANCE, UNEXPLAINED)) for rule in rules)
        ):
            guessed += 1
            assert result.verdict == "needs-review"
    assert guessed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_are_labelled_with_provisions_and_stand_once(language: str) -> None:
    provisions = engine().provisions
    allowed = {"none", *(name for name, one in provisions.items() if one.kind in ("restriction", "caution"))}
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines]
    assert all(len(parts) == 2 and parts[1].strip() for parts in split)
    assert {label for labels, _ in split for label in labels.split(",")} <= allowed
    assert len({sentence for _, sentence in split}) == len(split)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_weights_were_made_from_these_sentences(language: str) -> None:
    first = (FOLDER / f"{language}.weights").read_text(encoding="utf-8").partition("\n")[0]
    assert hashlib.sha256((FOLDER / f"{language}.tsv").read_bytes()).hexdigest() in first


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_model_knows_most_of_the_sentences_that_it_was_taught(language: str) -> None:
    """A broken file of weights would know none of them; how it does on others is in docs/accuracy.md."""
    weights = engine().rules[language].weights()
    kinds = {name: one.kind for name, one in engine().provisions.items()}
    assert all(kind == kinds.get(label) for label, kind in weights.labels)
    texts = [line.split("\t") for line in (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()][::100]
    right = wrong = 0
    for label, text in texts:
        like = resemblance.likeness(features(text, language), weights)
        right += like is not None and like[0] in label.split(",")
        wrong += like is not None and label == "none"
    restraining = sum(label != "none" for label, _ in texts)
    assert right > 0.6 * restraining
    assert wrong < 0.1 * (len(texts) - restraining)
