"""`audit_repository` on small repositories: what contradicts what, what is missing, what is dropped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from openaudit.repo.ignores import apply_ignores, read_ignores
from openaudit.repo.known import KnownLicenses
from openaudit.repo.values import Place, observation
from trees import MODEL_LICENSE, RIDER, USE_POLICY, audit, gguf, ids, keys, license_text, one, plant, rules, safetensors

CARD = "---\nlicense: {license}\n---\n# Larkspur\n\nA model.\n"


def test_a_repository_of_the_shape_of_chatglm_6b(tmp_path: Path) -> None:
    readme = (
        "---\nlicense: apache-2.0\nlanguage: [zh, en]\n"
        "extra_gated_prompt: You may use the model for research only.\n---\n"
        "# 云雀-6B\n\n云雀-6B 是一个开源的、支持中英双语的对话语言模型。\n\n"
        "## 协议\n\n本仓库的代码依照 [Apache-2.0](LICENSE) 协议开源，"
        "云雀-6B 模型的权重的使用则需要遵循 [Model License](MODEL_LICENSE)。\n"
    )
    report = audit(
        plant(
            tmp_path,
            {
                "LICENSE": license_text("apache-2.0"),
                "MODEL_LICENSE": MODEL_LICENSE,
                "README.md": readme,
                "pytorch_model-00001-of-00008.bin": b"\x80",
                "modeling_larkspur.py": "pass\n",
            },
        )
    )
    assert report.verdict == "not-open-source"
    assert [(part.part, part.verdict) for part in report.components] == [
        ("weights", "not-open-source"),
        ("code", "open-source"),
        ("docs", "open-source"),
    ]
    weights = one(report, "MIS002")
    assert (weights.severity, weights.place.path) == ("error", "MODEL_LICENSE")
    assert weights.quote in MODEL_LICENSE
    card = one(report, "MIS001.unrecognised-restricted")
    assert (card.severity, card.place[:3], card.quote) == ("error", ("README.md", 2, 10), "apache-2.0")
    gate = one(report, "GATE001")
    assert (gate.severity, gate.place.line) == ("error", 4)
    assert gate.message.values["provision"] == "purpose-limit"
    claim = one(report, "CLAIM001")
    assert claim.place[:3] == ("README.md", 8, 10)
    assert claim.quote == "云雀-6B 是一个开源的、支持中英双语的对话语言模型。"
    assert "开放权重" in claim.advice[0].values["wording"]
    assert claim.advice[1].values["sentence"] == "云雀-6B 是一个开放权重的、支持中英双语的对话语言模型。"


def test_an_honest_open_repository_has_nothing_to_notice(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "LICENSE": license_text("apache-2.0"),
        "README.md": CARD.format(license="apache-2.0") + "\nLarkspur is an open-source model.\n",
        "model.safetensors": safetensors(license="apache-2.0"),
        "train.py": "# SPDX-License-Identifier: Apache-2.0\n",
        "pyproject.toml": '[project]\nname = "x"\nlicense = "Apache-2.0"\n',
        "CITATION.cff": "cff-version: 1.2.0\nlicense: Apache-2.0\n",
    }
    report = audit(plant(tmp_path, files))
    assert keys(report) == []
    assert report.verdict == "open-source"
    assert {statement.origin for statement in report.statements} == {"file", "card", "weights", "header", "manifest"}
    assert all(part.osi_approved for part in report.components)


def test_an_honest_restricted_repository_has_nothing_to_notice_either(tmp_path: Path) -> None:
    front = "license: other\nlicense_name: larkspur\nlicense_link: LICENSE"
    card = f"---\n{front}\n---\n# Larkspur\n\nOpen weights, limited use.\n"
    report = audit(plant(tmp_path, {"LICENSE": MODEL_LICENSE, "README.md": card, "model.safetensors": safetensors()}))
    assert keys(report) == []
    assert report.verdict == "not-open-source"
    (card_says,) = [statement for statement in report.statements if statement.origin == "card"]
    assert (card_says.value, card_says.verdict, card_says.result) == ("larkspur", "not-open-source", 0)


@pytest.mark.parametrize(
    ("front", "key", "line", "column"),
    [
        ("license: [mit", "CARD001.invalid", 3, 1),
        ("license: mit\nlicense: apache-2.0", "CARD002", 3, 1),
        ("license:", "CARD003.empty", 2, 1),
        ("license: no", "CARD003.type", 2, 10),
        ("license: mitt", "CARD004", 2, 10),
        ("license: openrail", "CARD005", 2, 10),
        ("license: unknown", "CARD005", 2, 10),
        ("license: other\nlicense_name: mine", "CARD006", 2, 10),
        ("tags: [x]", "CARD007.no-license", 1, 1),
        ("license: other\nlicense_name: mine\nlicense_link: NOPE.md", "CARD008.dead", 4, 15),
        ("license: other\nlicense_name: mine\nlicense_link: ../../etc/passwd", "CARD008.outside", 4, 15),
        ("license: other\nlicense_name: mine\nlicense_link: javascript://x", "CARD008.address", 4, 15),
        ("license: mit\nlicense_name: mine", "CARD009", 3, 15),
    ],
)
def test_what_is_wrong_with_a_cards_fields(tmp_path: Path, front: str, key: str, line: int, column: int) -> None:
    report = audit(plant(tmp_path, {"README.md": f"---\n{front}\n---\n# T\n", "model.safetensors": safetensors()}))
    found = one(report, key)
    assert (found.place.path, found.place.line, found.place.column) == ("README.md", line, column)


def test_a_name_that_is_nearly_right_is_guessed(tmp_path: Path) -> None:
    report = audit(plant(tmp_path, {"README.md": CARD.format(license="apache2.0"), "model.gguf": gguf()}))
    assert "apache-2.0" in one(report, "CARD004").advice[0].values["ids"]


def test_a_family_name_with_a_text_beside_it_is_fine(tmp_path: Path) -> None:
    card = "---\nlicense: openrail\n---\n# T\n"
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": MODEL_LICENSE, "model.gguf": gguf()}))
    assert "CARD005" not in ids(report)


@pytest.mark.parametrize("license_id", ["apache-2.0", "mit", "gpl-3.0"])
def test_a_card_that_names_the_text_beside_it_is_fine(tmp_path: Path, license_id: str) -> None:
    report = audit(
        plant(
            tmp_path,
            {"README.md": CARD.format(license=license_id), "LICENSE": license_text(license_id), "model.gguf": gguf()},
        )
    )
    assert keys(report) == []


def test_a_rider_under_a_licence_that_the_card_names(tmp_path: Path) -> None:
    report = audit(
        plant(
            tmp_path,
            {"README.md": CARD.format(license="mit"), "LICENSE": license_text("mit") + RIDER, "model.gguf": gguf()},
        )
    )
    found = one(report, "MIS001.changed-restricted")
    assert found.severity == "error"
    assert found.message.values["provision"] == "non-commercial"
    assert found.related[0].line == len((license_text("mit") + RIDER).splitlines())


@pytest.mark.parametrize(
    ("name", "content", "key", "line"),
    [
        ("pyproject.toml", '[project]\nname = "x"\nlicense = "MIT"\n', "MIS003.other", 3),
        ("pyproject.toml", '[project]\nname = "x"\nlicense = {text = "MIT"}\n', "MIS003.other", 3),
        (
            "pyproject.toml",
            '[project]\nclassifiers = [\n  "License :: OSI Approved :: MIT License",\n]\n',
            "MIS003.other",
            3,
        ),
        ("pyproject.toml", '[tool.poetry]\nlicense = "MIT"\n', "MIS003.other", 2),
        ("package.json", '{\n  "license": "MIT"\n}\n', "MIS003.other", 2),
        ("package.json", '{"licenses": [{"type": "MIT"}]}', "MIS003.other", 1),
        ("CITATION.cff", "cff-version: 1.2.0\nlicense: MIT\n", "MIS003.other", 2),
        (
            "REUSE.toml",
            'version = 1\n[[annotations]]\npath = "**"\nSPDX-License-Identifier = "MIT"\n',
            "MIS003.other",
            4,
        ),
        ("src/a.py", "#!/usr/bin/env python\n# SPDX-License-Identifier: MIT\n", "MIS005.other", 2),
        ("model.safetensors", safetensors(license="mit"), "MIS004.other", 0),
        ("model.gguf", gguf(license="mit"), "MIS004.other", 0),
    ],
)
def test_who_contradicts_the_licence_text(tmp_path: Path, name: str, content: str, key: str, line: int) -> None:
    report = audit(plant(tmp_path, {"LICENSE": license_text("apache-2.0"), "a.py": "pass\n", name: content}))
    found = one(report, key)
    assert (found.place.path, found.place.line, found.quote.upper()[:3]) == (name, line, "MIT")


def test_manifests_that_point_at_the_file_agree_with_it(tmp_path: Path) -> None:
    files = {
        "LICENSE": license_text("mit"),
        "pyproject.toml": '[project]\nname = "x"\nlicense = {file = "LICENSE"}\n',
        "package.json": '{"license": "SEE LICENSE IN LICENSE"}',
        "a.py": "pass\n",
    }
    report = audit(plant(tmp_path, files))
    assert keys(report) == []
    assert [statement.origin for statement in report.statements] == ["file", "manifest", "manifest"]


def test_a_choice_of_licences(tmp_path: Path) -> None:
    files = {
        "LICENSE-APACHE": license_text("apache-2.0"),
        "LICENSE-MIT": license_text("mit"),
        "pyproject.toml": '[project]\nname = "x"\nlicense = "MIT OR Apache-2.0"\n',
        "a.py": "pass\n",
    }
    report = audit(plant(tmp_path, files))
    assert keys(report) == []
    assert report.verdict == "open-source"


def test_weights_that_name_another_licence_than_the_card(tmp_path: Path) -> None:
    report = audit(
        plant(tmp_path, {"README.md": CARD.format(license="mit"), "model.gguf": gguf(license="cc-by-nc-4.0")})
    )
    found = one(report, "MIS004.card")
    assert (found.severity, found.place) == ("error", Place("model.gguf"))


def test_cards_in_two_languages(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": CARD.format(license="mit"),
        "README_zh.md": CARD.format(license="apache-2.0"),
        "m.gguf": gguf(),
    }
    found = one(audit(plant(tmp_path, files)), "MIS006")
    assert found.place.path == "README_zh.md"


@pytest.mark.parametrize(
    ("files", "key", "severity"),
    [
        ({"model.safetensors": safetensors(), "README.md": "# T\n"}, "MISS002", "error"),
        ({"a.py": "pass\n"}, "MISS002", "error"),
        ({"README.md": "# T\n"}, "MISS002", "note"),
        ({"LICENSE-CODE": "MIT", "a.py": "pass\n", "model.safetensors": safetensors()}, "MISS001", "error"),
        ({"MODEL_LICENSE": MODEL_LICENSE, "a.py": "pass\n", "model.safetensors": safetensors()}, "MISS004", "warning"),
        ({"README.md": CARD.format(license="mit"), "model.safetensors": safetensors()}, "MISS003", "note"),
        ({"LICENSE": "To be decided.\n", "a.py": "pass\n"}, "MISS005", "warning"),
        ({"LICENSE": "", "a.py": "pass\n"}, "MISS002", "error"),
    ],
)
def test_what_is_missing(tmp_path: Path, files: dict[str, str | bytes], key: str, severity: str) -> None:
    if "LICENSE-CODE" in files:
        files = {**files, "LICENSE-CODE": license_text("mit")}
    assert one(audit(plant(tmp_path, files)), key).severity == severity


def test_an_empty_folder_has_nothing_to_notice(tmp_path: Path) -> None:
    report = audit(tmp_path)
    assert (keys(report), report.verdict, report.complete) == ([], None, True)


def test_a_gate_is_read_like_a_licence(tmp_path: Path) -> None:
    card = (
        "---\nlicense: mit\nextra_gated_heading: Please sign\nextra_gated_fields:\n  Company: text\n"
        "  I agree not to use the model for commercial purposes: checkbox\n---\n# T\n"
    )
    found = one(
        audit(plant(tmp_path, {"README.md": card, "LICENSE": license_text("mit"), "m.gguf": gguf()})), "GATE001"
    )
    assert (found.place.line, found.severity) == (6, "error")
    assert found.message.values["provision"] == "non-commercial"


def test_a_gate_that_repeats_the_licence_is_a_note_and_one_that_asks_for_a_name_too(tmp_path: Path) -> None:
    card = "---\nlicense: other\nlicense_name: x\nlicense_link: LICENSE\nextra_gated_prompt: {}\n---\n# T\n"
    files: dict[str, str | bytes] = {"LICENSE": MODEL_LICENSE, "m.gguf": gguf()}
    plant(tmp_path / "a", {**files, "README.md": card.format("You may not use the model for commercial purposes.")})
    plant(tmp_path / "b", {**files, "README.md": card.format("Please tell us who you are.")})
    assert one(audit(tmp_path / "a"), "GATE001.licensed").severity == "note"
    assert one(audit(tmp_path / "b"), "GATE002").severity == "note"


LICENSE_WITH_POLICY = """\
You may use, copy, modify and distribute the Model for any purpose. Your use must comply with the Larkspur
Acceptable Use Policy (https://example.org/larkspur/use-policy).
"""


def test_a_policy_beside_the_licence_belongs_to_it(tmp_path: Path) -> None:
    report = audit(plant(tmp_path, {"LICENSE": LICENSE_WITH_POLICY, "USE_POLICY.md": USE_POLICY, "m.gguf": gguf()}))
    found = one(report, "POL001.restricts")
    assert (found.severity, found.place.path) == ("error", "USE_POLICY.md")
    assert found.related[0].path == "LICENSE"
    assert "POL002" not in ids(report)


def test_a_policy_that_is_not_here_is_named(tmp_path: Path) -> None:
    found = one(audit(plant(tmp_path, {"LICENSE": LICENSE_WITH_POLICY, "m.gguf": gguf()})), "POL002")
    assert found.message.values["name"] == "Larkspur Acceptable Use Policy"
    assert found.message.values["url"] == "https://example.org/larkspur/use-policy"
    assert found.place.line == 1


def test_a_policy_that_no_licence_names(tmp_path: Path) -> None:
    report = audit(plant(tmp_path, {"LICENSE": license_text("mit"), "USE_POLICY.md": USE_POLICY, "m.gguf": gguf()}))
    assert one(report, "POL004").severity == "warning"


def test_a_base_model_under_a_restrictive_licence(tmp_path: Path) -> None:
    card = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Larkspur\n"
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": license_text("apache-2.0"), "m.gguf": gguf()}))
    found = one(report, "LIN001.opens")
    assert (found.severity, found.place[:3]) == ("error", ("README.md", 3, 13))
    assert "user-cap" in found.message.values["provisions"]


def test_a_base_model_whose_licence_goes_on(tmp_path: Path) -> None:
    card = "---\nlicense: llama2\nbase_model: [meta-llama/Llama-2-7b-hf]\n---\n# Larkspur\n"
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": license_text("llama-2-community"), "m.gguf": gguf()}))
    assert [key for key in ids(report) if key.startswith("LIN")] == []


def test_base_models_in_weight_files_and_unknown_ones(tmp_path: Path) -> None:
    weights = gguf(
        base_model__0__repo_url="https://huggingface.co/bigscience/bloom-560m", base_model__1__name="Nobody-1B"
    )
    report = audit(
        plant(tmp_path, {"README.md": CARD.format(license="mit"), "LICENSE": license_text("mit"), "m.gguf": weights})
    )
    assert one(report, "LIN001.opens").message.values["base"] == "bigscience/bloom-560m"
    assert one(report, "LIN003").quote == "Nobody-1B"


LLAMA_CARD = "---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\n---\n"


def test_a_name_that_the_base_licence_asks_for_and_nobody_sees(tmp_path: Path) -> None:
    report = audit(plant(tmp_path, {"README.md": LLAMA_CARD + "# Larkspur 8B\n<!-- Built with Llama -->\n"}))
    name = one(report, "LIN004.begins")
    assert (name.severity, name.place, name.quote) == ("warning", Place("README.md", 5, 3, 5, 14), "Larkspur 8B")
    assert (name.message.values["words"], name.related[0][:2]) == ("“Llama”", ("README.md", 3))
    assert one(report, "LIN005").message.values["words"] == "“Built with Llama”"
    assert "LIN002" not in ids(report)


def test_a_name_that_the_base_licence_asks_for_is_quoted_where_it_is_seen(tmp_path: Path) -> None:
    card = LLAMA_CARD + "# Model card for **Llama-3.1-Larkspur**\n\nBuilt with\n[Llama](https://example.org).\n"
    report = audit(plant(tmp_path, {"README.md": card}))
    seen = one(report, "LIN002.seen")
    assert seen.severity == "note"
    assert seen.message.values["seen"] == "“Llama-3.1-Larkspur” (README.md:5); “Built with [Llama” (README.md:7)"
    assert not {"LIN004", "LIN005"} & set(ids(report))


@pytest.mark.parametrize("heading", ["Model Details", "Introduction", "Model card", "模型介绍", "License"])
def test_a_heading_that_names_nothing_is_no_name(tmp_path: Path, heading: str) -> None:
    report = audit(plant(tmp_path, {"README.md": f"{LLAMA_CARD}# {heading}\n"}))
    assert one(report, "LIN004.begins-unnamed").place[:2] == ("README.md", 3)


def test_names_are_seen_in_weight_files_badges_and_documents(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": LLAMA_CARD + "# Lark\n",
        "m.gguf": gguf(name="Llama Lark"),
        "docs/a.md": "BUILT WITH LLAMA\n",
    }
    assert one(audit(plant(tmp_path / "a", files)), "LIN002.seen").related == (
        Place("m.gguf"), Place("docs/a.md", 1, 1, 1, 17),
    )  # fmt: skip
    badge = "![](https://img.example.org/Built%20with%20Llama-blue)\n"
    report = audit(plant(tmp_path / "b", {"README.md": LLAMA_CARD + badge}))
    assert one(report, "LIN004.begins-unnamed").place == one(report, "LIN002.seen").place
    assert "LIN005" not in ids(report)


@pytest.mark.parametrize(
    ("model", "license_id"),
    [
        ("meta-llama/Meta-Llama-3.1-8B", "llama-3.1-community"),
        ("unsloth/llama-3-8b-bnb-4bit", "llama-3-community"),
        ("meta-llama/Llama-2-7b-hf", "llama-2-community"),
        ("x/llama2-7b", "llama-2-community"),
        ("huggyllama/llama-7b", "llama-1-research"),
        ("openbmb/MiniCPM3-4B", "minicpm-model-commercial-zh"),
        ("meta-llama/Llama-Guard-3-8B", None),
        ("TinyLlama/TinyLlama-1.1B", None),
    ],
)
def test_which_licence_a_base_model_has(model: str, license_id: str | None) -> None:
    record = KnownLicenses(rules(), "osd").of_model(model)
    assert (record.id if record else None) == license_id


def test_weights_that_are_elsewhere_have_their_licence_here(tmp_path: Path) -> None:
    readme = "# Larkspur\n\nThis model is open source. The code is open source.\n"
    files = {
        "LICENSE": license_text("apache-2.0"),
        "MODEL_LICENSE": MODEL_LICENSE,
        "README.md": readme,
        "a.py": "pass\n",
    }
    report = audit(plant(tmp_path, dict(files)))
    weights = report.components[0]
    assert (weights.part, weights.files, weights.verdict) == ("weights", 0, "not-open-source")
    assert one(report, "CLAIM001").quote == "This model is open source."


def test_claims_are_read_in_every_document(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "LICENSE": MODEL_LICENSE,
        "README.md": "# Larkspur\n\nLarkspur is open source.\n",
        "docs/blog.md": "# News\n\nLarkspur is an open-source model.\n",
        "site/index.md": "Larkspur has limits.\n",
        "m.gguf": gguf(),
    }
    report = audit(plant(tmp_path, files))
    places = [each.place.path for each in report.observations if each.id == "CLAIM001"]
    assert places == ["README.md", "docs/blog.md"]
    assert keys(audit(tmp_path, claims=False)).count("CLAIM001") == 0


def test_a_claim_about_open_code_beside_closed_weights_is_true(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "LICENSE": license_text("mit"),
        "MODEL_LICENSE": MODEL_LICENSE,
        "README.md": "# Larkspur\n\nThe code is open source. The weights are open source.\n",
        "m.gguf": gguf(),
        "a.py": "pass\n",
    }
    assert one(audit(plant(tmp_path, files)), "CLAIM001").quote == "The weights are open source."


@pytest.mark.parametrize(
    ("comment", "counted", "suppressed"),
    [
        ("<!-- openaudit: ignore[CLAIM001] quoted from the press -->\nLarkspur is open source.", [], 1),
        ("Larkspur is open source. <!-- openaudit: ignore[CLAIM] quoted -->", [], 1),
        ("<!-- openaudit: ignore[CLAIM001] quoted -->\n\nLarkspur is open source.", [], 1),
        ("<!-- openaudit: ignore[CLAIM001] quoted -->\nText.\n\nLarkspur is open source.", ["CLAIM001", "IGN002"], 0),
        ("<!-- openaudit: ignore[CLAIM001] -->\nLarkspur is open source.", ["CLAIM001", "IGN001"], 0),
        ("<!-- openaudit: ignore[CARD001] other -->\nLarkspur is open source.", ["CLAIM001", "IGN002"], 0),
        ("<!-- openaudit: ignore[claim] x -->\nLarkspur is open source.", ["CLAIM001", "IGN003"], 0),
        ("<!-- openaudit: ignore[] x -->\nLarkspur is open source.", ["CLAIM001", "IGN003"], 0),
    ],
)
def test_ignore_comments(tmp_path: Path, comment: str, counted: list[str], suppressed: int) -> None:
    files = {"LICENSE": MODEL_LICENSE, "README.md": f"# Larkspur\n\n{comment}\n"}
    report = audit(plant(tmp_path, files))
    assert sorted(ids(report)) == counted
    assert len(report.suppressed) == suppressed


def test_ignore_comments_without_number_cost_their_length() -> None:
    observations = [
        observation("CLAIM001", "error", Place("README.md", line, 1, line, 9)) for line in range(2, 9000, 2)
    ]
    text = "<!-- openaudit: ignore[CLAIM001, CARD001] quoted -->\nLarkspur is open source.\n" * 5000
    start = time.process_time()
    left, suppressed = apply_ignores(observations, read_ignores(text, "README.md"))
    assert time.process_time() - start < 2
    assert (len(suppressed), {one.id for one in left}) == (4499, {"IGN002"})


def test_ignore_comments_in_front_matter(tmp_path: Path) -> None:
    card = "---\nlicense: mitt  # openaudit: ignore[CARD004] renamed next week\n---\n# T\n"
    report = audit(plant(tmp_path, {"README.md": card, "LICENSE": license_text("mit"), "m.gguf": gguf()}))
    assert "CARD004" not in ids(report)
    assert [one.reason for one in report.suppressed] == ["renamed next week"]


@pytest.mark.parametrize("definition", ["osd", "osaid"])
def test_the_component_view_tells_seen_from_not_determinable(tmp_path: Path, definition: str) -> None:
    files: dict[str, str | bytes] = {
        "LICENSE": license_text("apache-2.0"),
        "README.md": CARD.format(license="apache-2.0") + "\n## Evaluation\n\n| a | b |\n",
        "model.safetensors": safetensors(),
        "config.json": "{}",
        "train.py": "pass\n",
        "infer.py": "pass\n",
        "DATASHEET.md": "# Data\n",
    }
    view = audit(plant(tmp_path, files), components_view=True, definitions=(definition,)).openness
    assert view is not None
    status = {(each.frame, each.id): (each.status, each.basis) for each in view.requirements}
    assert status["osaid", "parameters"] == ("met", "seen")
    assert status["osaid", "inference-code"] == ("met", "seen")
    assert status["osaid", "training-code"] == ("unknown", "not-determinable")
    assert status["osaid", "data-information"] == ("unknown", "not-determinable")
    assert status["osaid", "preprocessing-code"] == ("unmet", "seen")
    assert status["osaid", "architecture"] == ("unknown", "not-determinable")
    assert status["mof-3", "evaluation-results"] == ("met", "seen")
    assert status["mof-3", "technical-report"] == ("unmet", "seen")
    assert view.mof_class == 0


def test_the_classes_of_the_model_openness_framework(tmp_path: Path) -> None:
    third: dict[str, str | bytes] = {
        "LICENSE": license_text("apache-2.0"),
        "README.md": CARD.format(license="apache-2.0") + "\n## Evaluation\n",
        "model-step-2.safetensors": safetensors(),
        "modeling_x.py": "pass\n",
        "data_card.md": "# Data\n",
        "technical_report.pdf": b"%PDF-1.4",
    }
    second: dict[str, str | bytes] = {"train.py": "", "infer.py": "", "eval/run.py": "", "eval/set.jsonl": "{}"}
    first: dict[str, str | bytes] = {
        "data/train.jsonl": "{}",
        "preprocess.py": "",
        "model-step-1.safetensors": safetensors(),
    }
    reached = []
    for more in (third, second, first):
        view = audit(plant(tmp_path, more), components_view=True).openness
        assert view is not None
        reached.append(view.mof_class)
    assert reached == [3, 2, 1]
    view = audit(plant(tmp_path, {"LICENSE": MODEL_LICENSE}), components_view=True).openness
    assert view is not None
    assert view.mof_class == 0


def test_fingerprints_survive_moved_lines(tmp_path: Path) -> None:
    files = {"LICENSE": MODEL_LICENSE, "README.md": "# Larkspur\n\nLarkspur is open source.\n"}
    first = one(audit(plant(tmp_path, files)), "CLAIM001").fingerprint
    moved = {**files, "README.md": "# Larkspur\n\nMore.\n\nLarkspur is\nopen source.\n"}
    assert one(audit(plant(tmp_path, moved)), "CLAIM001").fingerprint == first


def test_the_same_tree_gives_the_same_report(tmp_path: Path) -> None:
    plant(tmp_path, {"LICENSE": MODEL_LICENSE, "README.md": CARD.format(license="mit"), "m.gguf": gguf(license="mit")})
    assert audit(tmp_path).observations == audit(tmp_path).observations
