"""Bills of materials: valid by the standards' own schema and model, and honest about what a licence is."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

import reports
from openaudit.render import RenderOptions, render
from openaudit.render.bom import component, license_of
from openaudit.report import Report, Result

REPORTS = {
    "full": reports.FULL,
    "hostile": reports.report(reports.hostile()),
    "none": reports.report(),
}
EVERY = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def remote(url: str) -> Result:
    result = reports.restricted()
    return result._replace(source=result.source._replace(path=None, url=url, revision="abc123"))


def shown(report: Report, name: str, **options: object) -> str:
    return render(report, name, texts=reports.TEXTS, options=RenderOptions(**options))  # type: ignore[arg-type]


@EVERY
def test_cyclonedx_is_valid(report: Report) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = shown(report, "cyclonedx", created="2030-01-02T03:04:05Z")
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) is None


def test_cyclonedx_says_what_the_audit_found() -> None:
    data = json.loads(shown(REPORTS["full"], "cyclonedx"))
    restricted, approved, changed, tale = data["components"]
    licence = restricted["licenses"][0]["license"]
    assert licence["name"] == "models/llambda/LICENSE"
    assert licence["text"]["content"] == reports.LLAMBDA
    said = {one["name"]: one["value"] for one in licence["properties"]}
    assert said["openaudit:osd-5"] == "fail"
    assert said["openaudit:finding:user-cap"].startswith("osd-5; lines 12–13; Whoever counts")
    assert approved["licenses"][0]["license"]["id"] == "MIT"
    assert "id" not in changed["licenses"][0]["license"]
    assert changed["licenses"][0]["license"]["name"] == "Plain License (modified)"
    assert "licenses" not in tale


@EVERY
def test_spdx3_is_valid(report: Report) -> None:
    from spdx_python_model.bindings import v3_0_1 as spdx

    text = shown(report, "spdx3", created="2030-01-02T03:04:05Z")
    objects = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().deserialize_data(json.loads(text), objects)
    missing = objects.link()
    assert not missing
    # Serialising checks that every object has the properties that its class demands.
    spdx.JSONLDSerializer().write(objects, BytesIO())
    packages = list(objects.foreach_type("software_Package", match_subclass=True))
    assert len(packages) == len(report.results)


def test_spdx3_relates_packages_to_their_licenses() -> None:
    graph: list[dict[str, Any]] = json.loads(shown(REPORTS["full"], "spdx3"))["@graph"]
    by_id = {one["spdxId"]: one for one in graph if "spdxId" in one}
    concluded = [one for one in graph if one.get("relationshipType") == "hasConcludedLicense"]
    assert len(concluded) == 3
    licenses = [by_id[one["to"][0]] for one in concluded]
    assert [one["type"].partition("_")[2] for one in licenses] == [
        "SimpleLicensingText", "LicenseExpression", "SimpleLicensingText",
    ]  # fmt: skip
    notes = [one["statement"] for one in graph if one["type"] == "Annotation"]
    assert any("openaudit:osd-5=fail" in note for note in notes)
    assert "isOsiApproved" not in json.dumps(graph)


def test_components_are_named_for_what_the_text_licenses() -> None:
    model = component(remote("https://huggingface.co/anna/llambda/resolve/main/LICENSE"))
    assert (model.name, model.is_model, model.version) == ("anna/llambda", True, "abc123")
    assert component(reports.restricted())[:2] == ("llambda", False)
    assert component(remote("https://example.org/LICENSE")).name == "example.org"
    data = json.loads(
        shown(reports.report(remote("https://huggingface.co/anna/llambda/raw/main/LICENSE")), "cyclonedx")
    )
    assert data["components"][0]["type"] == "machine-learning-model"
    assert data["components"][0]["externalReferences"][0]["type"] == "license"


def test_a_changed_license_never_goes_by_an_spdx_id() -> None:
    assert license_of(reports.approved()).spdx_id == "MIT"
    assert license_of(reports.doubtful()).spdx_id == ""
    assert license_of(reports.doubtful()).reference.startswith("LicenseRef-openaudit-kind-")


@pytest.mark.parametrize("name", ["cyclonedx", "spdx3"])
def test_a_known_license_that_is_not_on_the_spdx_list_goes_by_its_name_and_text(name: str) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    approved = reports.approved()
    listed = approved.license._replace(spdx_id="LicenseRef-example-heron", name="Heron License", osi_approved=False)
    result = approved._replace(license=listed)
    found = license_of(result)
    assert (found.spdx_id, found.reference, found.name) == ("", "LicenseRef-example-heron", "Heron License")
    assert found.text == result.document.source
    text = shown(reports.report(result), name, created="2030-01-02T03:04:05Z")
    assert "Heron License" in text
    if name == "cyclonedx":
        assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) is None
