"""The component view: what OSAID 1.0 and the Model Openness Framework ask for, and what the files show of it.

OSAID 1.0 is about systems: data information, code and parameters, each under open terms
(https://opensource.org/ai/open-source-ai-definition). The framework's classes are those of its specification
(White et al. 2024, arXiv:2403.13784). A tree of files shows that something is there and under which licence; whether
it is complete or good enough it cannot show, and every statement says which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from openaudit.repo.kinds import Role
from openaudit.repo.values import Component, Openness, Part, Requirement
from openaudit.report import Message
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered

_CONFIG: Final = re.compile(r"(?i)(^|/)config\.json$")
_ANY: Final = re.compile("")
_WORDS_OF_PREPROCESSING: Final = (
    r"pre[-_]?process|prepare|dedup|clean|filter|tokeni[sz]e_data|data[-_]?(prep|pipeline|processing)"
)
# What is asked for -> the roles of files that may be it, and what their paths must have.
_FILES: Final[dict[str, tuple[tuple[Role, ...], re.Pattern[str]]]] = {
    "parameters": (("weights",), _ANY),
    "intermediate-parameters": (("weights",), re.compile(r"(?i)(?:step|epoch|checkpoint|iter|ckpt)[-_]?\d+")),
    "architecture": (
        ("inference", "code"),
        re.compile(r"(?i)(^|/)(modeling|model|models|architecture|network|transformer)[\w-]*\.(py|cpp|cu|jl|rs)$"),
    ),
    "training-code": (("training",), re.compile(rf"(?i)^(?!.*(?:{_WORDS_OF_PREPROCESSING}))")),
    "preprocessing-code": (("training", "code"), re.compile(rf"(?i){_WORDS_OF_PREPROCESSING}")),
    "inference-code": (("inference",), _ANY),
    "evaluation-code": (("evaluation",), re.compile(r"(?i)\.(py|ipynb|sh|cpp)$")),
    "evaluation-data": (("evaluation",), re.compile(r"(?i)\.(jsonl|csv|parquet|tsv)$")),
    "evaluation-results": (("evaluation",), re.compile(r"(?i)\.(json|md|ya?ml)$")),
    "data-card": (("datacard",), _ANY),
    "datasets": (("data",), _ANY),
    "technical-report": (("paper",), _ANY),
    "research-paper": (("paper",), _ANY),
    "data-information": (("datacard", "data", "paper"), _ANY),
}
_EVALUATED: Final = re.compile(
    r"(?im)^#{1,6}[^\n]{0,40}(?:evaluation|benchmark|results|performance|评测|评估|性能|测试结果|实验结果)"
)
_EXAMPLES: Final = 3


class _Asked(NamedTuple):
    """One thing that a frame asks for: its id, the part whose licence counts, and whether presence settles it."""

    id: str
    frame: str
    part: Part
    enough: bool = True


_OSAID: Final = (
    _Asked("data-information", "osaid", "docs", enough=False),
    _Asked("preprocessing-code", "osaid", "code", enough=False),
    _Asked("training-code", "osaid", "code", enough=False),
    _Asked("inference-code", "osaid", "code"),
    _Asked("architecture", "osaid", "code"),
    _Asked("parameters", "osaid", "weights"),
)
_MOF: Final = (
    (3, ("architecture", "parameters", "technical-report", "evaluation-results", "model-card", "data-card")),
    (2, ("training-code", "inference-code", "evaluation-code", "evaluation-data")),
    (1, ("research-paper", "datasets", "preprocessing-code", "intermediate-parameters")),
)
_PARTS: Final[dict[str, Part]] = {
    "architecture": "code", "parameters": "weights", "technical-report": "docs", "evaluation-results": "docs",
    "model-card": "docs", "data-card": "docs", "training-code": "code", "inference-code": "code",
    "evaluation-code": "code", "evaluation-data": "data", "research-paper": "docs", "datasets": "data",
    "preprocessing-code": "code", "intermediate-parameters": "weights",
}  # fmt: skip


def component_view(gathered: Gathered, components: Sequence[Component]) -> Openness:
    """Each requirement of both frames with what the files show of it, and the framework's class they add up to."""
    held = {asked: tuple(_held(asked, gathered)) for asked in {one.id for one in _OSAID} | set(_PARTS)}
    by_part = {component.part: component for component in components}
    requirements = [_judged(one, held[one.id], by_part, gathered) for one in _OSAID]
    reached = 0
    complete = True
    for number, names in _MOF:
        for name in names:
            asked = _Asked(name, f"mof-{number}", _PARTS[name])
            requirement = _judged(asked, held[name], by_part, gathered)
            requirements.append(requirement)
            complete = complete and requirement.status == "met"
        reached = number if complete else reached
    return Openness(tuple(requirements), reached)


def _judged(asked: _Asked, held: tuple[str, ...], by_part: dict[Part, Component], gathered: Gathered) -> Requirement:
    """Whether a requirement is met: whether it is there, under open terms, and whether files can tell."""
    examples = held[:_EXAMPLES]
    if not held:
        if asked.id == "architecture" and any(_CONFIG.search(file.path) for file in gathered.tree.of("settings")):
            # A configuration names an architecture whose code lives in a library.
            return Requirement(asked.id, asked.frame, "unknown", "not-determinable", Message("OSAID.by-library", {}))
        return Requirement(asked.id, asked.frame, "unmet", "seen", Message("OSAID.absent", {}))
    # Data for evaluation stands with its code, under that code's licence.
    component = by_part.get(asked.part) or (by_part.get("code") if asked.id == "evaluation-data" else None)
    if component is None or component.verdict is None:
        return Requirement(
            asked.id, asked.frame, "unknown", "not-determinable", Message("OSAID.no-license", {}), examples
        )
    verdict = {"verdict": component.verdict}
    if component.verdict == "not-open-source":
        return Requirement(asked.id, asked.frame, "unmet", "seen", Message("OSAID.not-open", verdict), examples)
    if component.verdict != "open-source":
        return Requirement(asked.id, asked.frame, "unknown", "seen", Message("OSAID.unclear", verdict), examples)
    if asked.frame == "osaid" and asked.part == "code" and not component.osi_approved:
        # OSAID asks of code that the OSI approved its licence.
        return Requirement(asked.id, asked.frame, "unmet", "seen", Message("OSAID.not-approved", verdict), examples)
    if not asked.enough:
        reason = Message("OSAID.present", verdict)
        return Requirement(asked.id, asked.frame, "unknown", "not-determinable", reason, examples)
    return Requirement(asked.id, asked.frame, "met", "seen", Message("OSAID.met", verdict), examples)


def _held(asked: str, gathered: Gathered) -> Iterable[str]:
    """The files (or card fields) that are what is asked for."""
    tree = gathered.tree
    main = [card for card in gathered.cards if "/" not in card.path]
    if asked == "model-card":
        return [card.path for card in main]
    roles, pattern = _FILES[asked]
    files = [file.path for file in tree.of(*roles) if pattern.search(file.path)]
    if asked == "intermediate-parameters":
        # One set of weights may have any name; steps are several.
        return files if len(files) > 1 else ()
    if asked == "evaluation-results":
        indexed = [f"{card.path}: model-index" for card in main if card.front and card.front.key("model-index")]
        return [*indexed, *(card.path for card in main if _EVALUATED.search(card.text, card.body)), *files]
    if asked == "data-information":
        named = ((card.path, card.texts("datasets")) for card in main)
        return [*files, *(f"{path}: {', '.join(text.value for text in texts[:3])}" for path, texts in named if texts)]
    return files
