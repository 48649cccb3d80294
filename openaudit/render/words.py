"""What the renderers say in one report language: messages, names of provisions, criteria, definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from openaudit.messages import Catalogue, Messages
from openaudit.render.safe import one_line, shorten
from openaudit.typed import TYPE_CHECKING, NamedTuple
from openaudit.vocabulary import RESEMBLANCE, UNEXPLAINED

if TYPE_CHECKING:
    from openaudit.report import (
        Accepted,
        Agreement,
        CriterionResult,
        Difference,
        Finding,
        Judgement,
        LicenseMatch,
        Message,
    )
    from openaudit.ruleset import Criterion, Definition
    from openaudit.vocabulary import Provision, Verdict

# In Chinese, Latin letters and digits stand a blank away from Han characters.
_HAN_LATIN = r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])"
_IDS = re.compile(r"[,\s]+")
# Values of a message that hold ids, and what they are ids of (the judge knows no language).
_PROVISION_VALUES = ("provisions", "provision", "grants", "grant")
_CRITERION_VALUES = ("criteria", "criterion")


class Words(NamedTuple):
    """Every word of a report, in `lang`."""

    lang: str
    messages: Messages
    provisions: Mapping[str, Provision]
    definitions: Mapping[str, Definition]

    def text(self, key: str, /, **values: object) -> str:
        """The message `key`, filled with `values`."""
        return self.messages.text(key, **values)

    def pick(self, texts: Mapping[str, str]) -> str:
        """Of a text that is given by language, the one in this language, else the English one."""
        return texts.get(self.lang) or texts.get("en", "")

    def message(self, message: Message, definition: str) -> str:
        """A message of the judge as a sentence; ids among its values become titles."""
        values = {key: self._value(key, value) for key, value in message.values.items()}
        return self.text(message.key, **{"definition": self.definition(definition), **values})

    def _value(self, key: str, value: str) -> str:
        ids = [part for part in _IDS.split(value) if part]
        if key in _PROVISION_VALUES:
            return self.join(_inside(self.provision(part)) for part in ids)
        if key in _CRITERION_VALUES:
            return self.join(self.label(part) for part in ids)
        return one_line(value)

    def join(self, items: Iterable[str]) -> str:
        """Items as a list in a sentence: "a, b and c"."""
        parts = list(items)
        if len(parts) < 2:
            return "".join(parts)
        joined = self.text("list.comma").join(parts[:-1]) + self.text("list.and") + parts[-1]
        return re.sub(_HAN_LATIN, " ", joined) if self.lang == "zh" else joined

    def provision(self, provision: str) -> str:
        """The title of a provision; its id where no vocabulary knows it."""
        known = self.provisions.get(provision)
        return self.pick(known.title) if known else provision

    def says(self, provision: str) -> str:
        """What the text says that has the provision, in a line; "" for an unknown one."""
        known = self.provisions.get(provision)
        return self.pick(known.says) if known else ""

    def definition(self, definition: str) -> str:
        """The name of a definition."""
        known = self.definitions.get(definition)
        return self.pick(known.name) if known else definition.upper()

    def definition_url(self, definition: str) -> str:
        """Where the definition is published; "" for an unknown one."""
        known = self.definitions.get(definition)
        return known.url if known else ""

    def label(self, criterion: str) -> str:
        """How a criterion is called in running text: "osd-5" is "OSD 5"."""
        definition, _, number = criterion.partition("-")
        return f"{definition.upper()} {number.replace('-', ' ')}".rstrip()

    def criterion(self, criterion: CriterionResult) -> str:
        """The title of a judged criterion."""
        return self.pick(criterion.title)

    def _criterion_text(self, criterion: str) -> Criterion | None:
        definition = self.definitions.get(criterion.partition("-")[0])
        criteria = definition.criteria if definition else ()
        return next((one for one in criteria if one.id == criterion), None)

    def demand(self, criterion: str) -> str:
        """What a criterion demands, in a sentence; "" where no definition tells."""
        known = self._criterion_text(criterion)
        return self.pick(known.demand) if known else ""

    def criterion_url(self, criterion: str) -> str:
        """Where the criterion can be read; "" where no definition tells."""
        known = self._criterion_text(criterion)
        return known.url if known else ""

    def verdict(self, verdict: Verdict, definition: str) -> str:
        """The verdict as a label: "Not open source"; by a company's policy "Not allowed"."""
        return self.text(f"policy.{verdict}" if self._is_policy(definition) else f"verdict.{verdict}")

    def summary(self, judgement: Judgement) -> str:
        """The verdict as one plain sentence."""
        summary = judgement.summary
        if self._is_policy(judgement.definition):
            key = f"summary.policy-{summary.key.partition('.')[2]}"
            summary = summary._replace(key=key) if key in self.messages.catalogue else summary
        return self.message(summary, judgement.definition)

    def _is_policy(self, definition: str) -> bool:
        known = self.definitions.get(definition)
        return known is not None and known.is_policy

    def reason(self, criterion: CriterionResult, judgement: Judgement) -> str:
        """Why a criterion has its outcome."""
        return self.message(criterion.reason, judgement.definition)

    def section(self, finding: Finding) -> str:
        """Where in the text a finding stands: "section 2, “Terms”"; "" where the text has no sections."""
        section, heading = one_line(finding.section), one_line(finding.heading)
        if section and heading:
            return self.text("place.section-heading", section=section, heading=heading)
        if section:
            return self.text("place.section", section=section)
        return self.text("place.heading", heading=heading) if heading else ""

    def lines(self, start: int, end: int) -> str:
        """A range of lines: "line 3" or "lines 3–5"."""
        if start == end:
            return self.text("place.line", line=start)
        return self.text("place.lines", line=start, end=end)

    def difference(self, difference: Difference, limit: int) -> str:
        """The words of a difference; only their number where the licence's text is not at hand."""
        if not difference.text and difference.words:
            return self.text("license.words", count=difference.words)
        return shorten(one_line(difference.text), limit)

    def identity(self, match: LicenseMatch) -> str:
        """Which known licence the text is, as a sentence."""
        # Cut, not rounded: 99.97 % must not become 100 %, since the text does differ.
        percent = f"{int(match.similarity * 1000) / 10:g}%"
        return self.text(
            f"license.{match.match}",
            name=one_line(match.name or match.spdx_id or match.id or ""),
            names=self.join(one_line(part) for part in match.parts),
            percent=percent,
        )

    def agreement(self, found: Agreement) -> tuple[str, ...]:
        """What is to say about the halves of a bilingual text: whether they agree, where not, and which prevails."""
        first, second = (self.messages.maybe(f"language.{one}") or one for one in found.languages)
        differing = [
            self.text(
                "bilingual.criterion",
                criterion=self.label(id_),
                first=first,
                first_outcome=self.text(f"outcome.{one}"),
                second=second,
                second_outcome=self.text(f"outcome.{other}"),
            )
            for id_, one, other in found.criteria
            if one != other
        ]
        lines = [self.text("bilingual.differ" if differing else "bilingual.agree"), *differing]
        if found.differing:
            provisions = self.join(self.provision(one) for one in found.differing)
            lines.append(self.text("bilingual.provisions", provisions=provisions))
        lines.append(self.text("bilingual.prevails" if found.prevails else "bilingual.neither"))
        return tuple(lines)

    def reading(self, finding: Finding) -> str:
        """How sure the reading is, where it is not sure."""
        if finding.rule.startswith(RESEMBLANCE):
            return self.text("reading.resembles")
        return self.text("reading.low") if finding.confidence == "low" and finding.provision != UNEXPLAINED else ""

    def captures(self, finding: Finding) -> str:
        """The numbers and names in a finding: "700,000,000 monthly active users"."""
        values = dict(finding.captures)
        parts = [self._quantity(values)] if {"threshold", "unit"} <= values.keys() else []
        for name, value in values.items():
            shown = self._capture(value)
            known = self.messages.maybe(f"capture.{name}")
            parts.append(known.format(value=shown) if known is not None else f"{one_line(name)}: {shown}")
        return self.text("list.semicolon").join(part for part in parts if part)

    def _quantity(self, values: dict[str, str | int | float | list[str]]) -> str:
        """Takes the threshold and what belongs to it out of `values`."""
        number, unit = self._capture(values.pop("threshold")), str(values.pop("unit"))
        period, currency = str(values.pop("period", "")), one_line(str(values.pop("currency", "")))
        amount = f"{number} {currency}" if currency else number
        known = self.messages.maybe(f"unit.{unit}")
        shown = f"{amount} {known or one_line(unit.replace('-', ' '))}"
        # "monthly active users a month" would say it twice.
        each = "" if period and unit.startswith(period[:2]) else self.messages.maybe(f"period.{period}") or ""
        return f"{shown}{each}"

    def _capture(self, value: str | float | list[str]) -> str:
        if isinstance(value, list):
            return self.text("list.comma").join(
                self.messages.maybe(f"field.{item}") or one_line(item) for item in value
            )
        return one_line(value) if isinstance(value, str) else f"{value:,}"

    def accepted(self, accepted: Accepted | None) -> str:
        """That somebody accepted a finding, and why; "" for None."""
        return self.text(f"accepted.{accepted.by}", reason=one_line(accepted.reason)) if accepted else ""


def _inside(title: str) -> str:
    """A title as it stands inside a sentence: "User cap" is "user cap", "SDK limit" stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


class Texts(NamedTuple):
    """The words of every report language: catalogues by language, and the texts of the rule files.

    A catalogue is read when a report asks for its language, so `catalogue` is a function
    (`openaudit.messages.read_catalogue`, or a cache of it).
    """

    catalogue: Callable[[str], Catalogue]
    provisions: Mapping[str, Provision]
    definitions: Mapping[str, Definition]

    def words(self, lang: str) -> Words:
        """The words of one report language."""
        return Words(lang, Messages(lang, self.catalogue(lang)), self.provisions, self.definitions)
