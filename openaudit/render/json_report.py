"""The JSON report: what other programs read. Its shape is `openaudit/schema/report.schema.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openaudit.render.jsontext import pieces
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Agreement, Judgement, LicenseMatch, Report, Result, Source

SCHEMA_VERSION: Final = "1.0"
# JSON allows these raw inside strings; terminals and editors act on them, so they travel as escapes.
_ACTIVE = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def render_json(report: Report, texts: Texts, options: RenderOptions) -> Iterator[str]:
    """The report as JSON; `summary` and `reason` are English whatever the report language."""
    del options
    return dumped(as_data(report, texts.words("en")))


def dump(data: object) -> str:
    """JSON with a line end, indented, in which no character acts on a terminal."""
    return "".join(dumped(data))


def dumped(data: object) -> Iterator[str]:
    """What `dump` gives, in pieces: the report of a long text would otherwise be in memory several times."""
    for text in pieces(data):
        yield text if text.isascii() and "\x7f" not in text else _ACTIVE.sub(_escaped, text)
    yield "\n"


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def as_data(report: Report, words: Words) -> dict[str, Any]:
    """The report as dicts, lists and named tuples, as `dump` writes them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "openaudit", "version": report.version, "rules_digest": report.rules_digest},
        "definition": report.definition,
        "results": [_result(result, words) for result in report.results],
        "accepted": [accepted._asdict() for accepted in report.accepted],
        "errors": [{"source": error.source, "message": error.message} for error in report.errors],
    }


def _result(result: Result, words: Words) -> dict[str, Any]:
    first, *others = result.judgements
    judged = _judgement(first, words)
    del judged["definition"]
    return {
        "source": _source(result.source),
        "license": _license(result.license),
        **judged,
        "findings": result.findings,
        "coverage": result.coverage._asdict(),
        **({"bilingual": _agreement(result.agreement)} if result.agreement else {}),
        "other_judgements": [_judgement(judgement, words) for judgement in others],
    }


def _agreement(found: Agreement) -> dict[str, Any]:
    first, second = found.languages
    return {
        "languages": list(found.languages),
        "criteria": [{"id": id_, "outcomes": {first: one, second: other}} for id_, one, other in found.criteria],
        "differing": list(found.differing),
        "prevails": found.prevails,
    }


def _source(source: Source) -> dict[str, Any]:
    data = source._asdict()
    optional = ("path", "url", "retrieved", "revision", "etag")
    return {key: value for key, value in data.items() if value is not None or key not in optional}


def _license(match: LicenseMatch) -> dict[str, Any]:
    return {
        "id": match.id,
        "name": match.name,
        "spdx_id": match.spdx_id,
        "match": match.match,
        "similarity": round(match.similarity, 4),
        "osi_approved": match.osi_approved,
        "differences": [
            {
                "kind": one.kind,
                "text": one.text,
                "words": one.words,
                "start_line": one.start_line,
                "end_line": one.end_line,
            }
            for one in match.differences
        ],
        "parts": list(match.parts),
        "regions": [{**one._asdict(), "similarity": round(one.similarity, 4)} for one in match.regions],
        "set_aside": match.set_aside,
    }


def _judgement(judgement: Judgement, words: Words) -> dict[str, Any]:
    return {
        "definition": judgement.definition,
        "verdict": judgement.verdict,
        "osi_approved": judgement.osi_approved,
        "summary": words.summary(judgement),
        "criteria": [
            {
                "id": criterion.id,
                "title": criterion.title.get("en", criterion.id),
                "outcome": criterion.outcome,
                "reason": words.reason(criterion, judgement),
                "reason_key": criterion.reason.key,
                "findings": list(criterion.findings),
            }
            for criterion in judgement.criteria
        ],
    }
