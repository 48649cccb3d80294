"""A CycloneDX 1.7 bill of materials: each audited licence on its component, verdict and outcomes as properties.

A model card has no place for licences; they stand at the component (CycloneDX 1.7, `licenses`).
"""

from __future__ import annotations

import uuid

from openaudit.render import bom
from openaudit.render.anchors import result_slug, unique
from openaudit.render.json_report import dump
from openaudit.render.links import web_address
from openaudit.render.safe import one_line
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report, Result

_NAMESPACE: Final = uuid.UUID("6f1c1f0e-6d0a-5c7e-9a53-0f3f5a0f6f70")


def render_cyclonedx(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as a CycloneDX bill of materials; `options.created` is its time stamp, if any."""
    words = texts.words("en")
    refs = unique(result_slug(result) for result in report.results)
    content = "\n".join(result.source.sha256 for result in report.results) + report.rules_digest
    metadata: dict[str, Any] = {
        "tools": {"components": [{"type": "application", "name": "openaudit", "version": report.version}]},
        "properties": [{"name": "openaudit:rules_digest", "value": report.rules_digest}],
    }
    if options.created:
        metadata = {"timestamp": options.created, **metadata}
    return dump(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.7",
            "serialNumber": uuid.uuid5(_NAMESPACE, content).urn,
            "version": 1,
            "metadata": metadata,
            "components": [_component(result, ref, words) for result, ref in zip(report.results, refs, strict=True)],
        }
    )


def _component(result: Result, ref: str, words: Words) -> dict[str, Any]:
    about = bom.component(result)
    data: dict[str, Any] = {
        # "library" is what the standard recommends where the type is not known.
        "type": "machine-learning-model" if about.is_model else "library",
        "bom-ref": ref,
        "name": about.name,
    }
    if about.version:
        data["version"] = about.version
    if result.verdict != "not-a-license":
        data["licenses"] = [{"license": _license(result, words)}]
    if address := web_address(result.source.url):
        data["externalReferences"] = [
            {"type": "license", "url": address, "hashes": [{"alg": "SHA-256", "content": result.source.sha256}]}
        ]
    data["properties"] = [
        {"name": "openaudit:source", "value": one_line(result.name)},
        {"name": "openaudit:sha256", "value": result.source.sha256},
        {"name": "openaudit:verdict", "value": result.verdict},
    ]
    return data


def _license(result: Result, words: Words) -> dict[str, Any]:
    named = bom.license_of(result)
    data: dict[str, Any] = {"id": named.spdx_id} if named.spdx_id else {"name": named.name}
    data["acknowledgement"] = "concluded"
    if named.text:
        data["text"] = {"contentType": "text/plain", "content": named.text}
    if address := web_address(result.source.url):
        data["url"] = address
    data["properties"] = [
        {"name": name, "value": value}
        for judgement in result.judgements
        for name, value in bom.statements(judgement, result, words)
    ]
    return data
