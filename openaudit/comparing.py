"""What changed between two licence texts: verdicts, provisions, numbers, and the words of their clauses.

A *provision* is gained, lost, kept, or changed: a number in it is another one (700 million users, then 7), which is
an alarm, or it stands elsewhere. A *clause* is here a sentence: added, removed, changed word by word, or moved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from openaudit import words
from openaudit.report import Finding, Result
from openaudit.segment import outline
from openaudit.spans import LineIndex
from openaudit.stretches import differing
from openaudit.typed import Final, Literal, NamedTuple
from openaudit.vocabulary import OUTCOMES, UNEXPLAINED, Kind, Outcome, Verdict

ProvisionStatus = Literal["gained", "lost", "changed", "moved", "kept"]
ClauseStatus = Literal["added", "removed", "changed", "moved"]
WordStatus = Literal["same", "added", "removed"]

# From this share of common words on, two sentences are one that was changed.
_SAME_SENTENCE: Final = 0.5
# Stretches of more pairs of sentences than this are not compared sentence by sentence, nor what would take more pairs
# of words in all: only texts that are made to cost have so many, or texts that have nothing to do with each other.
_MAX_PAIRS: Final = 10_000
_MAX_WORD_PAIRS: Final = 4_000_000
_KIND_ORDER: Final[tuple[Kind, ...]] = ("restriction", "caution", "condition", "grant", "boilerplate")


class Number(NamedTuple):
    """A captured value that differs: its name in the rule ("threshold"), before and after."""

    name: str
    old: str
    new: str


class ProvisionChange(NamedTuple):
    """What became of one provision. `alarm` where a number of it changed or its outcome became worse."""

    provision: str
    kind: Kind
    status: ProvisionStatus
    alarm: bool
    old: tuple[Finding, ...]
    new: tuple[Finding, ...]
    numbers: tuple[Number, ...]


class WordRun(NamedTuple):
    """Words in a row that both sentences have, or only one of them."""

    status: WordStatus
    text: str


class ClauseChange(NamedTuple):
    """One sentence that changed. Lines are 1-based, 0 where the sentence is not there."""

    status: ClauseStatus
    old_section: str
    new_section: str
    old_line: int
    new_line: int
    runs: tuple[WordRun, ...]


class CriterionChange(NamedTuple):
    """One criterion of the definition, before and after."""

    id: str
    title: Mapping[str, str]
    old: Outcome
    new: Outcome

    @property
    def worse(self) -> bool:
        """Whether the new outcome is the more serious one."""
        return OUTCOMES.index(self.new) > OUTCOMES.index(self.old)


class LicenseDiff(NamedTuple):
    """Two texts compared under the first definition of their audits; criteria in order, changed or not."""

    old: Result
    new: Result
    definition: str
    old_verdict: Verdict
    new_verdict: Verdict
    criteria: tuple[CriterionChange, ...]
    provisions: tuple[ProvisionChange, ...]
    clauses: tuple[ClauseChange, ...]

    @property
    def alarms(self) -> tuple[ProvisionChange, ...]:
        """The changes that nobody may miss."""
        return tuple(change for change in self.provisions if change.alarm)

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        return not self.clauses and all(change.status == "kept" for change in self.provisions)


class _Sentence(NamedTuple):
    text: str
    words: tuple[str, ...]
    section: str
    line: int


def compare(old: Result, new: Result) -> LicenseDiff:
    """The differences between two audited texts. Pure; stretches that are too long to be compared count as replaced."""
    before, after = old.judgements[0], new.judgements[0]
    outcomes = {criterion.id: criterion.outcome for criterion in before.criteria}
    criteria = tuple(
        CriterionChange(c.id, c.title, outcomes.get(c.id, "not-assessed"), c.outcome) for c in after.criteria
    )
    return LicenseDiff(
        old,
        new,
        after.definition,
        before.verdict,
        after.verdict,
        criteria,
        _provisions(old.findings, new.findings),
        _clauses(_sentences(old), _sentences(new)),
    )


# --- provisions ---------------------------------------------------------------------------------


def _provisions(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[ProvisionChange, ...]:
    before, after = _by_provision(old), _by_provision(new)
    changes = [_provision(id_, before.get(id_, ()), after.get(id_, ())) for id_ in sorted({*before, *after})]
    order: Final = ("gained", "lost", "changed", "moved", "kept")
    return tuple(
        sorted(changes, key=lambda c: (not c.alarm, order.index(c.status), _KIND_ORDER.index(c.kind), c.provision))
    )


def _by_provision(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.provision != UNEXPLAINED:
            grouped.setdefault(finding.provision, []).append(finding)
    return {provision: tuple(found) for provision, found in grouped.items()}


def _provision(id_: str, old: tuple[Finding, ...], new: tuple[Finding, ...]) -> ProvisionChange:
    kind = (new or old)[0].kind
    numbers = _numbers(old, new)
    status: ProvisionStatus
    if not old or not new:
        status = "gained" if new else "lost"
    elif numbers:
        status = "changed"
    elif {f.section for f in old} != {f.section for f in new}:
        status = "moved"
    else:
        status = "kept"
    alarm = bool(numbers) or (status == "gained" and kind == "restriction")
    return ProvisionChange(id_, kind, status, alarm, old, new, numbers)


def _numbers(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[Number, ...]:
    """The captured values that differ, each new finding held against the old one whose words are nearest."""
    found: dict[Number, None] = {}
    before = [(words.read(finding.quote).words, finding) for finding in old]
    # The first of those with the same words is the nearest there can be.
    same = {tuple(its): finding for its, finding in reversed(before)}
    length, effort = sum(len(its) for its, _ in before), _Effort()
    for at, finding in enumerate(new if old else ()):
        if not finding.captures:
            continue
        ours = words.read(finding.quote).words
        nearest = same.get(tuple(ours))
        if nearest is None and effort.allows(length, len(ours)):
            nearest = max(before, key=lambda pair: _ratio(pair[0], ours))[1]
        elif nearest is None:
            nearest = old[min(at, len(old) - 1)]
        for name, value in finding.captures.items():
            known = nearest.captures.get(name)
            if known is not None and known != value and (isinstance(value, (int, float)) or name in ("unit", "date")):
                found[Number(name, str(known), str(value))] = None
    return tuple(found)


class _Effort:
    """How much may still be compared in one text: pairs of words."""

    def __init__(self) -> None:
        self._left = _MAX_WORD_PAIRS

    def allows(self, ours: int, theirs: int) -> bool:
        """Whether so many words may be compared with so many; if so, they count."""
        cost = ours * theirs
        if cost > self._left:
            return False
        self._left -= cost
        return True


# --- clauses ------------------------------------------------------------------------------------


def _sentences(result: Result) -> list[_Sentence]:
    document = result.document
    structure = outline(document.text)
    lines = LineIndex(document.source)
    found = []
    for sentence in structure.sentences:
        source = document.source[sentence.start : sentence.end]
        its_words = tuple(words.read(document.text[sentence.start : sentence.end]).words)
        if its_words:
            section = structure.clauses[sentence.clause].section
            found.append(_Sentence(source, its_words, section, lines.position(sentence.start).line))
    return found


def _clauses(old: list[_Sentence], new: list[_Sentence]) -> tuple[ClauseChange, ...]:
    removed: list[_Sentence] = []
    added: list[_Sentence] = []
    changes: list[tuple[int, int, ClauseChange]] = []
    effort = _Effort()
    for i1, i2, j1, j2 in differing([s.words for s in old], [s.words for s in new]):
        pairs, gone, come = _paired(old[i1:i2], new[j1:j2], effort)
        changes += [(b.line, a.line, _changed(a, b)) for a, b in pairs]
        removed += gone
        added += come
    places: dict[tuple[str, ...], deque[int]] = {}
    for number, sentence in enumerate(removed):
        places.setdefault(sentence.words, deque()).append(number)
    elsewhere: set[int] = set()
    come, added = added, []
    for sentence in come:
        if not places.get(sentence.words):
            added.append(sentence)
            continue
        elsewhere.add(number := places[sentence.words].popleft())
        moved = removed[number]
        run = (WordRun("same", _flat(sentence.text)),)
        change = ClauseChange("moved", moved.section, sentence.section, moved.line, sentence.line, run)
        changes.append((sentence.line, moved.line, change))
    removed = [sentence for number, sentence in enumerate(removed) if number not in elsewhere]
    for sentence in added:
        run = (WordRun("added", _flat(sentence.text)),)
        changes.append((sentence.line, 0, ClauseChange("added", "", sentence.section, 0, sentence.line, run)))
    for sentence in removed:
        run = (WordRun("removed", _flat(sentence.text)),)
        changes.append((0, sentence.line, ClauseChange("removed", sentence.section, "", sentence.line, 0, run)))
    # Removed sentences first, in the order of the old text; then the rest in the order of the new one.
    return tuple(change for _, _, change in sorted(changes, key=lambda item: item[:2]))


def _paired(
    old: list[_Sentence], new: list[_Sentence], effort: _Effort
) -> tuple[list[tuple[_Sentence, _Sentence]], list[_Sentence], list[_Sentence]]:
    """Sentences of a changed stretch, paired by common words, the most alike first; and what is left on both sides."""
    if not old or not new or len(old) * len(new) > _MAX_PAIRS:
        return [], old, new
    if not effort.allows(sum(len(a.words) for a in old), sum(len(b.words) for b in new)):
        return [], old, new
    ranked = sorted(
        ((_ratio(a.words, b.words), i, j) for i, a in enumerate(old) for j, b in enumerate(new)),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for ratio, i, j in ranked:
        if ratio < _SAME_SENTENCE:
            break
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    matched = [(old[i], new[j]) for i, j in sorted(pairs.items())]
    gone = [sentence for i, sentence in enumerate(old) if i not in pairs]
    return matched, gone, [sentence for j, sentence in enumerate(new) if j not in taken]


def _ratio(a: Sequence[str], b: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= 0.3 and matcher.quick_ratio() >= 0.3 else 0.0


def _changed(old: _Sentence, new: _Sentence) -> ClauseChange:
    return ClauseChange("changed", old.section, new.section, old.line, new.line, word_runs(old.text, new.text))


def word_runs(old: str, new: str) -> tuple[WordRun, ...]:
    """Two sentences as runs of words: kept ones as the new text has them, in its order."""
    a, b = words.read(old), words.read(new)
    runs: list[WordRun] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a.words, b.words, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(WordRun("same", _piece(new, b, j1, j2)))
            continue
        if i2 > i1:
            runs.append(WordRun("removed", _piece(old, a, i1, i2)))
        if j2 > j1:
            runs.append(WordRun("added", _piece(new, b, j1, j2)))
    return tuple(runs)


def _piece(text: str, read: words.Words, low: int, high: int) -> str:
    """The source of some words, with the marks that stand between them and before the next word."""
    start = 0 if low == 0 else read.starts[low]
    end = len(text) if high == len(read.words) else read.starts[high]
    return _flat(text[start:end])


def _flat(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
