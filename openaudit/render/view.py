"""What a page about one result says, in the order in which it says it. Templates only lay this out.

Every string of a licence has passed `safe`; escaping for the format is the template's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from openaudit.render.anchors import unique
from openaudit.render.links import text_fragment, web_address
from openaudit.render.marked import Mark, marked_lines
from openaudit.render.parts import Block, Change, Criterion, Evidence, Group, Opinion, Page
from openaudit.render.safe import one_line, shorten
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME, deciding, lead_of
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.render.words import Words
    from openaudit.report import Accepted, CriterionResult, Judgement, Result

NOTHING: Final[Mapping[int, Accepted]] = MappingProxyType({})
_QUOTE_LIMIT: Final = 1500
_LEAD_LIMIT: Final = 300
_GRANTS_SHOWN: Final = 3  # sentences that grant, quoted under a criterion that passes
_DOUBTS_SHOWN: Final = 3  # open points quoted of a criterion that fails anyway; all are marked in the text


def page(result: Result, words: Words, *, prefix: str = "", accepted: Mapping[int, Accepted] = NOTHING) -> Page:
    """The view of one result; every id of it starts with `prefix`. `accepted` are findings that somebody accepted."""
    return _Builder(result, words, prefix, accepted).page()


def title(result: Result, words: Words) -> str:
    """What to call the text in a heading: the licence that it is, with a hint if it was changed, else its file."""
    match = result.license
    if match.name and match.match == "exact":
        return one_line(match.name)
    if match.name and match.match == "modified":
        return words.text("name.modified", name=one_line(match.name))
    return one_line(result.name)


class _Builder:
    """Makes one Page. Findings are quoted once with an id, the first time that the page needs them."""

    def __init__(self, result: Result, words: Words, prefix: str, accepted: Mapping[int, Accepted]) -> None:
        self.result, self.words, self.prefix, self.accepted = result, words, prefix, accepted
        self.ids = [prefix + one for one in unique(finding.provision for finding in result.findings)]
        self.quoted: set[int] = set()
        # The lines are made last: only what is quoted above them is marked with a way back.
        self.labels: dict[int, str] = {}

    def page(self) -> Page:
        result, words = self.result, self.words
        judgement = result.judgements[0]
        first = self._opinion(judgement, quoting=True)
        loose = self._loose(judgement)
        also = self._also(judgement)
        others = tuple(self._opinion(other, quoting=False) for other in result.judgements[1:])
        return Page(
            prefix=self.prefix,
            name=title(result, words),
            license_name=one_line(result.license.name or ""),
            path=one_line(result.source.path or ""),
            url=web_address(result.source.url),
            lang=result.source.languages[0] if result.source.languages else "und",
            first=first,
            others=others,
            identity=words.identity(result.license),
            osi_approved=judgement.osi_approved,
            loose=loose,
            also=also,
            changes=tuple(self._changes()),
            aside=tuple(shorten(one_line(one.text), _QUOTE_LIMIT) for one in result.license.set_aside),
            bilingual=words.agreement(result.agreement) if result.agreement else (),
            instead=instead(result, words),
            claim=words.text(f"claim.{judgement.verdict}"),
            lines=tuple(marked_lines(result.document.source, self._marks())),
            line_prefix=f"{self.prefix}L",
            coverage=words.text(
                "text.coverage", explained=result.coverage.explained, sentences=result.coverage.sentences
            ),
            facts=tuple(self._facts()),
        )

    def _opinion(self, judgement: Judgement, *, quoting: bool) -> Opinion:
        words = self.words
        # Failed criteria come first on the page, so they get the quotes with ids.
        order = sorted(
            judgement.criteria, key=lambda one: ("fail", "review", "pass", "not-assessed").index(one.outcome)
        )
        made = {one.id: self._criterion(one, judgement, quoting=quoting) for one in order}
        return Opinion(
            definition=words.definition(judgement.definition),
            url=web_address(words.definition_url(judgement.definition)),
            verdict=judgement.verdict,
            outcome=VERDICT_OUTCOME[judgement.verdict],
            symbol=SYMBOLS[judgement.verdict],
            word=words.verdict(judgement.verdict, judgement.definition),
            summary=words.summary(judgement),
            criteria=tuple(made[one.id] for one in judgement.criteria),
        )

    def _criterion(self, one: CriterionResult, judgement: Judgement, *, quoting: bool) -> Criterion:
        words, findings = self.words, self.result.findings
        label = words.label(one.id)
        groups: tuple[Group, ...] = ()
        doubts: tuple[Group, ...] = ()
        if quoting and one.outcome in ("fail", "review"):
            groups = self._groups((i for i in one.findings if findings[i].outcome == one.outcome), label)
            if one.outcome == "fail":
                open_points = (i for i in one.findings if findings[i].outcome == "review")
                doubts = self._groups(open_points, label, _DOUBTS_SHOWN)
        elif quoting:
            groups = self._groups((i for i in one.findings if findings[i].kind == "grant"), label, _GRANTS_SHOWN)
        return Criterion(
            id=self.prefix + one.id,
            label=label,
            number=one.id.partition("-")[2],
            title=one_line(words.criterion(one)),
            demand=one_line(words.demand(one.id)),
            url=web_address(words.criterion_url(one.id)),
            outcome=one.outcome,
            symbol=SYMBOLS[one.outcome],
            word=words.text(f"outcome.{one.outcome}"),
            reason=words.reason(one, judgement),
            groups=groups,
            doubts=doubts,
        )

    def _groups(self, indexes: Iterable[int], label: str, limit: int | None = None) -> tuple[Group, ...]:
        words, findings = self.words, self.result.findings
        by_provision: dict[str, list[int]] = {}
        for i in sorted(indexes, key=lambda i: findings[i].start):
            by_provision.setdefault(findings[i].provision, []).append(i)
        groups = []
        for provision, members in by_provision.items():
            shown = members[:limit]
            outcome = "fail" if any(findings[i].outcome == "fail" for i in members) else findings[members[0]].outcome
            question = words.messages.maybe(f"question.{provision}") or words.text("question.other")
            groups.append(
                Group(
                    title=one_line(words.provision(provision)),
                    says=one_line(words.says(provision)),
                    outcome=outcome,
                    question=question if outcome == "review" else "",
                    blocks=tuple(self._blocks(shown, label)),
                    more=len(members) - len(shown),
                )
            )
        # What fails comes before what is in doubt.
        return tuple(sorted(groups, key=lambda group: group.outcome != "fail"))

    def _blocks(self, indexes: Sequence[int], label: str) -> Iterable[Block]:
        findings = self.result.findings
        current: list[Evidence] = []
        lead = ""
        lang = ""
        for i in indexes:
            finding = findings[i]
            if current and lead_of(finding) != lead:
                yield Block(shorten(lead, _LEAD_LIMIT), lang, tuple(current))
                current = []
            lead, lang = lead_of(finding), finding.language
            current.append(self._evidence(i, label))
        if current:
            yield Block(shorten(lead, _LEAD_LIMIT), lang, tuple(current))

    def _evidence(self, index: int, label: str) -> Evidence:
        finding, words = self.result.findings[index], self.words
        first = index not in self.quoted
        self.quoted.add(index)
        self.labels.setdefault(index, label)
        return Evidence(
            id=self.ids[index] if first else "",
            text_id=self._text_id(index),
            outcome=finding.outcome,
            quote=shorten(one_line(finding.quote), _QUOTE_LIMIT),
            lang=finding.language,
            place=words.section(finding),
            lines=words.lines(finding.start_line, finding.end_line),
            captures=words.captures(finding),
            original=text_fragment(self.result, finding),
            notes=tuple(self._notes(index)),
        )

    def _notes(self, index: int) -> Iterable[str]:
        if note := self.words.reading(self.result.findings[index]):
            yield note
        if index in self.accepted:
            yield self.words.accepted(self.accepted[index])

    def _text_id(self, index: int) -> str:
        return f"{self.prefix}text-{self.ids[index].removeprefix(self.prefix)}"

    def _loose(self, judgement: Judgement) -> tuple[Group, ...]:
        """What is in doubt without touching any one criterion."""
        quoted = {i for one in judgement.criteria for i in one.findings}
        indexes = [i for i in deciding(self.result, judgement) if i not in quoted]
        return self._groups(indexes, self.words.text("html.point"))

    def _also(self, judgement: Judgement) -> tuple[Group, ...]:
        """Grants and conditions that no criterion has quoted."""
        del judgement
        findings = self.result.findings
        indexes = [i for i, one in enumerate(findings) if i not in self.quoted and one.kind in ("grant", "condition")]
        return self._groups(indexes, "", _GRANTS_SHOWN)

    def _marks(self) -> list[Mark]:
        marks = []
        for i in sorted(self.quoted):
            finding = self.result.findings[i]
            style = finding.outcome if finding.outcome in ("fail", "review") else finding.kind
            if style not in ("fail", "review", "grant"):
                style = "condition"
            title = one_line(self.words.provision(finding.provision))
            label = self.labels[i] or title
            marks.append(Mark(finding.start, finding.end, style, self._text_id(i), self.ids[i], label, title))
        return marks

    def _changes(self) -> Iterable[Change]:
        for one in self.result.license.differences if self.result.license.match == "modified" else ():
            added = one.kind == "added"
            yield Change(
                added=added,
                word=self.words.text(f"license.{one.kind}"),
                text=self.words.difference(one, _QUOTE_LIMIT),
                lines=self.words.lines(one.start_line, one.end_line),
                line_id=f"{self.prefix}L{one.start_line}",
            )

    def _facts(self) -> Iterable[tuple[str, str, str]]:
        """Where the text came from: (name, value, address or "")."""
        source, words = self.result.source, self.words
        if source.path:
            yield words.text("fact.file"), one_line(source.path), ""
        if source.url:
            yield words.text("fact.url"), one_line(source.url), web_address(source.url)
        if source.revision:
            yield words.text("fact.revision"), one_line(source.revision), ""
        if source.retrieved:
            yield words.text("fact.retrieved"), one_line(source.retrieved), ""
        yield "SHA-256", source.sha256, ""
        languages = words.join(words.messages.maybe(f"language.{one}") or one_line(one) for one in source.languages)
        if languages:
            yield words.text("fact.languages"), languages, ""
        yield words.text("fact.encoding"), one_line(f"{source.encoding}, {source.media_type}"), ""


def instead(result: Result, words: Words) -> tuple[str, ...]:
    """What to write instead of "open source", as paragraphs; empty for a text that is open source."""
    judgement = result.judgements[0]
    if judgement.verdict == "needs-review":
        return (words.text("instead.needs-review"),)
    if judgement.verdict != "not-open-source":
        return ()
    failing = dict.fromkeys(
        result.findings[i].provision for i in deciding(result, judgement) if result.findings[i].outcome == "fail"
    )
    says = [one_line(words.says(provision)).rstrip(".。") for provision in failing if words.says(provision)]
    paragraphs = [words.text("instead.why"), words.text("instead.labels")]
    if says:
        paragraphs.append(words.text("instead.sentence", says=words.text("list.semicolon").join(says)))
    return tuple(paragraphs)
