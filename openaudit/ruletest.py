"""Do the rules keep what their own examples promise? Every example is audited, alone, and its finding looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openaudit.audit import audit_document
from openaudit.compose import settle
from openaudit.detect import detect
from openaudit.document import from_text
from openaudit.report import Finding
from openaudit.ruleset import Engine, Example
from openaudit.segment import outline
from openaudit.typed import NamedTuple
from openaudit.vocabulary import RESEMBLANCE


class ExampleFailure(NamedTuple):
    """An example whose promise the rules do not keep, and in what."""

    example: Example
    problem: str

    @property
    def place(self) -> str:
        """Where the example stands, as compilers print it."""
        return f"{self.example.file}:{self.example.line}"


def failures(engine: Engine, provisions: Iterable[str] = ()) -> Iterator[ExampleFailure]:
    """Every example that fails, in the order of the files; only of `provisions` where some are named."""
    wanted = frozenset(provisions)
    for example in engine.examples:
        if not wanted or example.provision in wanted:
            problem = check(example, engine)
            if problem:
                yield ExampleFailure(example, problem)


def check(example: Example, engine: Engine) -> str:
    """What is wrong with one example; "" if nothing is."""
    if engine.provisions[example.provision].kind == "boilerplate":
        # Boilerplate explains sentences but is no finding.
        found = example.provision in _explaining(example.text, engine)
        return "" if found == example.matches else _wrong(example, _explaining(example.text, engine))
    findings = audit_document(from_text(example.text), engine, identify=False).findings
    # what a sentence merely resembles is no promise of the rules
    read = [finding for finding in findings if not finding.rule.startswith(RESEMBLANCE)]
    own = [finding for finding in read if finding.provision == example.provision]
    if bool(own) != example.matches:
        return _wrong(example, dict.fromkeys(finding.provision for finding in read))
    if not own:
        return ""
    problems = [_compare(example, finding) for finding in own]
    return "" if "" in problems else problems[0]


def _wrong(example: Example, found: Iterable[str]) -> str:
    others = ", ".join(p for p in found if p != example.provision) or "nothing else"
    if example.matches:
        return f"{example.provision} is not found ({others} is)"
    return f"{example.provision} is found, and should not be (beside it: {others})"


def _compare(example: Example, finding: Finding) -> str:
    if example.quote and example.quote not in finding.quote:
        return f"the quote is {finding.quote!r} and does not hold {example.quote!r}"
    for name, value in example.captures.items():
        captured = finding.captures.get(name)
        shown = ", ".join(captured) if isinstance(captured, list) else str(captured)
        if captured is None or shown != value:
            return f"{name} is {shown if captured is not None else 'not captured'}, not {value}"
    return ""


def _explaining(text: str, engine: Engine) -> dict[str, None]:
    """The provisions of every kind that the rules see in a text."""
    document = from_text(text)
    detection = detect(document.text.lower(), document.text, outline(document.text), engine)
    return dict.fromkeys(m.rule.provision for read in detection.sentences for m in settle(read, detection))
