"""The component view: what OSAID 1.0 and the Model Openness Framework ask for, and what the files show of it.

OSAID 1.0 is about systems: data information, code and parameters, each under open terms
(https://opensource.org/ai/open-source-ai-definition). The framework's classes are those of its specification
(White et al. 2024, arXiv:2403.13784). A tree of files shows that something is there and under which licence; whether
it is complete or good enough it cannot show, and every statement says which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from openaudit.repo.values import Component, Openness, Part, Requirement
from openaudit.report import Message

if TYPE_CHECKING:
    from openaudit.repo.gather import Gathered

_PREPROCESSING: Final = re.compile(r"(?i)pre[-_]?process|prepare|dedup|clean|filter|tokeni[sz]e_data|data[-_]?(prep|pipeline|processing)")
_ARCHITECTURE: Final = re.compile(r"(?i)(^|/)(modeling|model|models|architecture|network|transformer)[\w-]*\.(py|cpp|cu|jl|rs)$")
_CONFIG: Final = re.compile(r"(?i)(^|/)config\.json$")
_INTERMEDIATE: Final = re.compile(r"(?i)(?:step|epoch|checkpoint|iter|ckpt)[-_]?\d+")
_EVALUATED: Final = re.compile(r"(?im)^#{1,6}[^\n]{0,40}(?:evaluation|benchmark|results|performance|评测|评估|性能|测试结果|实验结果)")
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
    """Whether a requirement is met: is it there, under open terms, and can files tell?"""
    examples = held[:_EXAMPLES]
    if not held:
        if asked.id == "architecture" and any(_CONFIG.search(file.path) for file in gathered.tree.of("settings")):
            # A configuration names an architecture whose code lives in a library.
            return Requirement(asked.id, asked.frame, "unknown", "not-determinable", Message("OSAID.by-library", {}))
        return Requirement(asked.id, asked.frame, "unmet", "seen", Message("OSAID.absent", {}))
    # Data for evaluation stands with its code, under that code's licence.
    component = by_part.get(asked.part) or (by_part.get("code") if asked.id == "evaluation-data" else None)
    if component is None or component.verdict is None:
        return Requirement(asked.id, asked.frame, "unknown", "not-determinable", Message("OSAID.no-license", {}), examples)
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
    match asked:
        case "parameters":
            return (file.path for file in tree.of("weights"))
        case "intermediate-parameters":
            found = [file.path for file in tree.of("weights") if _INTERMEDIATE.search(file.path)]
            return found if len(found) > 1 else ()
        case "architecture":
            return (file.path for file in tree.of("inference", "code") if _ARCHITECTURE.search(file.path))
        case "training-code":
            return (file.path for file in tree.of("training") if not _PREPROCESSING.search(file.path))
        case "preprocessing-code":
            return (file.path for file in tree.of("training", "code") if _PREPROCESSING.search(file.path))
        case "inference-code":
            return (file.path for file in tree.of("inference"))
        case "evaluation-code":
            return (file.path for file in tree.of("evaluation") if file.path.endswith((".py", ".ipynb", ".sh", ".cpp")))
        case "evaluation-data":
            return (file.path for file in tree.of("evaluation") if file.path.endswith((".jsonl", ".csv", ".parquet", ".tsv")))
        case "evaluation-results":
            indexed = [f"{card.path}: model-index" for card in main if card.front and card.front.key("model-index")]
            described = [card.path for card in main if _EVALUATED.search(card.text, card.body)]
            results = [file.path for file in tree.of("evaluation") if file.path.endswith((".json", ".md", ".yaml", ".yml"))]
            return (*indexed, *described, *results)
        case "model-card":
            return (card.path for card in main)
        case "data-card":
            return (file.path for file in tree.of("datacard"))
        case "datasets":
            return (file.path for file in tree.of("data"))
        case "technical-report" | "research-paper":
            return (file.path for file in tree.of("paper"))
        case _:  # data-information: whatever tells of the data
            named = [f"{card.path}: {', '.join(text.value for text in card.texts('datasets')[:3])}" for card in main if card.texts("datasets")]
            return (*(file.path for file in tree.of("datacard", "data", "paper")), *named)
