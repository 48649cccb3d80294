"""Trains what names the provision that an unread sentence is most like (openaudit/resemblance.py).

    pip install scikit-learn licensedcode-data
    python tools/train_resemblance.py            # train and write rules/resemblance/*.weights
    python tools/train_resemblance.py --measure  # score sentences left out of the training; write nothing
    python tools/train_resemblance.py --check    # exit 1 if the weights were made from other sentences

The sentences are our own: `rules/resemblance/*.tsv` (label, tab, sentence; label `none` for what restrains nothing;
of two labels, the first is the main one) and the examples of the rule files. How real licences sound is learnt from an
installed package, whose texts are not kept: what free ones say restrains nobody, except where rules read a restraint in
it, and what rules read as a restraint in the others is one. A logistic regression learns from both.
Its weights are kept as whole numbers of one byte, so that an audit needs no library for them. Needs scikit-learn,
which is no dependency of openaudit.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import sqrt
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from openaudit import norms_zh, resemblance  # noqa: E402
from openaudit.annotating import annotate  # noqa: E402
from openaudit.detect import detect  # noqa: E402
from openaudit.document import from_text  # noqa: E402
from openaudit.matching import Match  # noqa: E402
from openaudit.norms import read_norms  # noqa: E402
from openaudit.prepared import engine  # noqa: E402
from openaudit.ruleset import Engine, Weights  # noqa: E402
from openaudit.segment import outline  # noqa: E402
from openaudit.vocabulary import Kind  # noqa: E402

FOLDER = ROOT / "rules" / "resemblance"
LANGUAGES = ("en", "zh")
# A feature of one sentence or two teaches little.
LEAST = 3
FOLDS = 5
# By so much must a provision outweigh "none" to be named. A smaller margin names more of the restraints that no rule
# reads; at 2.0, one in twenty of the provisions found in labelled licences was such a name, and wrong.
LEAST_MARGIN = 3.5
STRENGTH = 30.0
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\n---[ \t]*\r?\n", re.DOTALL)
_CATEGORY = re.compile(r"^category: *(.+?) *$", re.MULTILINE)
_FREE = frozenset(("Permissive", "Copyleft", "Copyleft Limited", "Public Domain"))
_RESTRAINED = frozenset(("Proprietary Free", "Free Restricted", "Source-available", "Commercial"))
# Sentences of fewer features are headings and names.
_TELLING = 8
RESTRAINING = ("restriction", "caution")


class Labelled(NamedTuple):
    """A sentence's features with the provisions that are right for it, the main one first."""

    features: frozenset[str]
    labels: tuple[str, ...]


@cache
def rules_in_force() -> Engine:
    """The rules, loaded once."""
    return engine()


def sentences(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences with their labels, and the examples of the rule files."""
    rules = rules_in_force()
    found = []
    for line in (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        label, _, sentence = line.partition("\t")
        found.append((sentence, tuple(label.split(","))))
    for example in rules.examples:
        if example.language == language and example.matches:
            restrains = rules.provisions[example.provision].kind in RESTRAINING
            found.append((example.text, (example.provision if restrains else "none",)))
    return found


def digest(language: str) -> str:
    """What the weights of a language were made from."""
    return hashlib.sha256((FOLDER / f"{language}.tsv").read_bytes()).hexdigest()


def labelled(text: str, labels: tuple[str, ...], language: str) -> Labelled:
    """The features of all sentences of the text, by the reading that an audit gives them."""
    found = [features for features, _ in readings(text, language)]
    return Labelled(frozenset().union(*found), labels)


def licensed(language: str) -> list[Labelled]:
    """The sentences of real licences, each once: harmless ones of free licences, and restraints that rules read.

    Their texts come from licensedcode-data, whose categories tell which of them are free.
    """
    found: dict[frozenset[str], tuple[str, ...]] = {}
    with Pool() as pool:
        sentences_of = pool.starmap(_licensed, [(path, language) for path in _texts()], chunksize=20)
    for features, label in (one for many in sentences_of for one in many):
        found.setdefault(features, (label,))
    return [Labelled(features, labels) for features, labels in found.items()]


def _texts() -> list[Path]:
    import licensedcode

    return sorted(path for place in licensedcode.__path__ for path in Path(place).glob("data/licenses/*.LICENSE"))


def _licensed(path: Path, language: str) -> list[tuple[frozenset[str], str]]:
    """The features of those sentences of a text whose labels are beyond doubt, with their labels."""
    said = path.read_text(encoding="utf-8", errors="replace")
    head = _FRONT_MATTER.match(said)
    category = _CATEGORY.search(head[1]) if head else None
    if head is None or category is None or category[1] not in _FREE | _RESTRAINED:
        return []
    found = []
    for features, matches in readings(said[head.end() :], language):
        firm = [m.rule for m in matches if m.rule.kind in RESTRAINING and m.rule.confidence != "low"]
        if len(features) <= _TELLING:
            continue
        if category[1] in _FREE:
            if not any(m.rule.kind in RESTRAINING for m in matches):
                found.append((features, "none"))
        elif firm:
            found.append((features, min(firm, key=lambda rule: RESTRAINING.index(rule.kind)).provision))
    return found


def readings(text: str, language: str) -> Iterator[tuple[frozenset[str], tuple[Match, ...]]]:
    """The features of each sentence in the language, and what rules read in it."""
    rules = rules_in_force()
    document = from_text(text)
    for read in detect(document.text.lower(), document.text, outline(document.text), rules).sentences:
        if read.sentence.language == language:
            table = rules.languages[language]
            words, own = read.reading.words, read.reading.own
            stretch = annotate(words, table)
            norms = (norms_zh.read_norms if table.unspaced else read_norms)(words, stretch, own)
            reading = read.reading._replace(stretch=stretch, norms=norms)
            yield resemblance.features(reading, read.matches, unspaced=table.unspaced), read.matches


def trained(data: Sequence[Labelled], kinds: Mapping[str, Kind]) -> Weights:
    """The weights that the regression finds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    vectors = TfidfVectorizer(analyzer=sorted, min_df=LEAST, norm=None)
    rare = vectors.fit_transform([one.features for one in data])
    rarity = [min(255, max(1, round(float(r) * 16))) for r in vectors.idf_]
    rare.data = rare.data * 0 + [rarity[i] for i in rare.indices]  # the same rounding as at run time
    for row in range(rare.shape[0]):
        part = rare.data[rare.indptr[row] : rare.indptr[row + 1]]
        part /= sqrt(float((part * part).sum())) or 1.0
    names = ["none", *sorted({one.labels[0] for one in data} - {"none"})]
    which = OneVsRestClassifier(LogisticRegression(C=STRENGTH, solver="liblinear"))
    which.fit(rare, [names.index(one.labels[0]) for one in data])
    table = [one.coef_[0] for one in which.estimators_]
    scale = max(float(abs(row).max()) for row in table) / 127
    features = vectors.get_feature_names_out()
    rows = {
        str(feature): resemblance.row_of(rarity[at], (round(float(row[at]) / scale) for row in table))
        for at, feature in enumerate(features)
    }
    bias = tuple(float(one.intercept_[0]) for one in which.estimators_)
    return Weights(tuple((n, kinds.get(n)) for n in names), scale, bias, LEAST_MARGIN, rows)


def crossed(data: Sequence[Labelled], kinds: Mapping[str, Kind]) -> str:
    """What the model says of sentences that it has not seen, by cross-validation."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = trained([one for n, one in enumerate(data) if n % FOLDS != fold], kinds)
        for one in data[fold::FOLDS]:
            like = resemblance.likeness(one.features, weights)
            kind = "harmless" if one.labels == ("none",) else "restraining"
            said = "unnamed" if like is None else "right" if like[0] in one.labels else "wrong"
            counts[kind] += 1
            counts[f"{kind} {said}"] += 1
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args(arguments)
    code = 0
    for language in LANGUAGES:
        file = FOLDER / f"{language}.weights"
        if options.check:
            known = file.read_text(encoding="utf-8").partition("\n")[0] if file.exists() else ""
            if digest(language) not in known:
                print(f"{file.name} was made from other sentences; run tools/train_resemblance.py", file=sys.stderr)
                code = 1
            continue
        kinds = {name: provision.kind for name, provision in rules_in_force().provisions.items()}
        with Pool() as pool:
            data = pool.starmap(labelled, [(*one, language) for one in sentences(language)], chunksize=100)
        data += licensed(language)
        if options.measure:
            print(f"{language}: {crossed(data, kinds)}")
        else:
            weights = trained(data, kinds)
            about = f"made by tools/train_resemblance.py from {language}.tsv, sha256 {digest(language)}"
            file.write_text("\n".join(resemblance.written(weights, about)) + "\n", encoding="utf-8")
            print(f"{file.relative_to(ROOT)}: {len(weights.rows)} features, {file.stat().st_size // 1000} kB")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
