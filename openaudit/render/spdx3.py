"""An SPDX 3.0.1 document (JSON-LD): packages, their licences as declared and concluded, verdicts as annotations.

A model is a software package with the purpose "model" and not an `ai_AIPackage`: that class demands a release
time and a supplier, which a licence text does not tell, and nothing here is made up.
"""

from __future__ import annotations

import hashlib

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

_CONTEXT: Final = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_CREATION: Final = "_:creationinfo"
# SPDX demands a time of creation. The same report must give the same bytes, so unless the caller knows one
# (a time of retrieval, SOURCE_DATE_EPOCH) it is the beginning of the epoch, as in other reproducible builds.
_EPOCH: Final = "1970-01-01T00:00:00Z"


def render_spdx3(report: Report, texts: Texts, options: RenderOptions) -> str:
    """The report as an SPDX 3 document; `options.created` is its time of creation."""
    words = texts.words("en")
    content = "\n".join(result.source.sha256 for result in report.results) + report.rules_digest + report.version
    base = f"urn:openaudit:{hashlib.sha256(content.encode()).hexdigest()[:32]}"
    tool = f"{base}:tool"
    graph: list[dict[str, Any]] = [
        {
            "type": "CreationInfo",
            "@id": _CREATION,
            "specVersion": "3.0.1",
            "created": options.created or _EPOCH,
            "createdBy": [tool],
        },
        _element("SoftwareAgent", tool, name=f"openaudit {report.version}"),
    ]
    packages = []
    names = unique(result_slug(result) for result in report.results)
    for result, name in zip(report.results, names, strict=True):
        elements = _package(result, f"{base}:{name}", words)
        packages.append(elements[0]["spdxId"])
        graph += elements
    document = _element("SpdxDocument", f"{base}:document", name="openaudit report")
    document["profileConformance"] = ["core", "software", "simpleLicensing"]
    if packages:
        document["rootElement"] = packages
    graph.append(document)
    return dump({"@context": _CONTEXT, "@graph": graph})


def _element(type_: str, id_: str, **values: object) -> dict[str, Any]:
    return {"type": type_, "spdxId": id_, "creationInfo": _CREATION, **values}


def _package(result: Result, id_: str, words: Words) -> list[dict[str, Any]]:
    about = bom.component(result)
    package = _element("software_Package", id_, name=about.name)
    if about.is_model:
        package["software_primaryPurpose"] = "model"
    if about.version:
        package["software_packageVersion"] = about.version
    elements = [package]
    if result.verdict != "not-a-license":
        license_ = _license(result, f"{id_}:license")
        if address := web_address(result.source.url):
            license_["externalRef"] = [{"type": "ExternalRef", "externalRefType": "license", "locator": [address]}]
        elements.append(license_)
        elements += [
            _element(
                "Relationship",
                f"{id_}:{relation}",
                **{"from": id_, "relationshipType": relation, "to": [license_["spdxId"]], "completeness": "complete"},
            )
            for relation in ("hasDeclaredLicense", "hasConcludedLicense")
        ]
    for judgement in result.judgements:
        said = "\n".join(f"{name}={value}" for name, value in bom.statements(judgement, result, words))
        statement = f"{words.summary(judgement)}\n{said}"
        elements.append(
            _element(
                "Annotation",
                f"{id_}:{judgement.definition}",
                annotationType="review",
                subject=id_,
                contentType="text/plain",
                statement=statement,
            )
        )
    return elements


def _license(result: Result, id_: str) -> dict[str, Any]:
    named = bom.license_of(result)
    if named.spdx_id:
        return _element("simplelicensing_LicenseExpression", id_, simplelicensing_licenseExpression=named.spdx_id)
    return _element(
        "simplelicensing_SimpleLicensingText",
        id_,
        name=one_line(named.name),
        simplelicensing_licenseText=named.text,
    )
