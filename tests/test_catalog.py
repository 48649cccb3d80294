from __future__ import annotations

import pytest

from openaudit.catalog import Catalog, Model, Record, plain
from openaudit.records import load_catalog

# The ids that the hub offered in November 2026, from its own list of licences.
HUGGINGFACE_IDS = """
apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m
afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5
cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0
cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0
cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl
lgpl-2.1 lgpl-3.0 isc h-research intel-research lppl-1.3c ms-pl apple-ascl apple-amlr mpl-2.0 odc-by odbl openmdw-1.0
openmdw-1.1 openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr deepfloyd-if-license
fair-noncommercial-research-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 grok2-community gemma unknown other
""".split()

# Names that people know licences and models by, and the record that they mean.
KNOWN_AS = {
    "llama-2-community": "llama-2-community",
    "LLaMA": "llama-1-research",
    "Llama 2": "llama-2-community",
    "llama-2": "llama-2-community",
    "Llama 3.1": "llama-3.1-community",
    "Llama 4": "llama-4-community",
    "Alpaca": "cc-by-nc-4.0",
    "BLOOM": "bigscience-bloom-rail-1.0",
    "Petals": "mit",
    "Stable Diffusion": "creativeml-openrail-m",
    "ChatGLM-6B": "chatglm-6b-model",
    "GLM-130B": "glm-130b-model",
    "Tongyi Qianwen": "tongyi-qianwen-2023-08-03",
    "通义千问": "tongyi-qianwen-2023-08-03",
    "BERT": "apache-2.0",
    "T5": "apache-2.0",
    "Cerebras-GPT": "apache-2.0",
    "Android": "apache-2.0",
    "GPT-3": "openai-gpt-3",
    "ChatGPT": "openai-chatgpt",
    "GPT-4": "openai-gpt-4",
    "PaLM": "google-palm",
    "Bard": "google-bard",
    "ERNIE Bot": "baidu-ernie-bot",
    "文心一言": "baidu-ernie-bot",
    "Apache-2.0": "apache-2.0",
    "GPL-3.0-or-later": "gpl-3.0",
    "GPL-3.0-only": "gpl-3.0",
    "BUSL-1.1": "busl-1.1",
    "bsl-1.0": "bsl-1.0",
    "mongodb-sspl-1.0": "sspl-1.0",
    "Gemma": "gemma-terms-2024-04-01",
    "Falcon 3": "falcon-llm-tii-2.0",
    "Grok-1": "apache-2.0",
    "Grok-2": "grok-2-community",
    "Kimi K2": "kimi-k2-modified-mit",
    "DeepSeek-R1": "mit",
    "EXAONE 4.0": "exaone-1.2-nc",
    "Jamba 1.5": "jamba-open-model",
}


def small(**changes: object) -> Record:
    return Record("x-1.0", "The X License 1.0", "X Corp")._replace(**changes)  # type: ignore[arg-type]


def test_the_hub_has_83_ids() -> None:
    assert len(HUGGINGFACE_IDS) == len(set(HUGGINGFACE_IDS)) == 83


@pytest.mark.parametrize("id_", HUGGINGFACE_IDS)
def test_every_id_of_the_hub_is_mapped(id_: str) -> None:
    records = load_catalog().by_huggingface(id_)
    if id_ in ("unknown", "other"):
        assert records == ()
    elif id_ in ("openrail", "bsd", "cc", "gpl", "lgpl", "gfdl"):
        assert records
        assert len(records) > 1 or id_ == "gfdl"
    else:
        assert len(records) == 1


def test_no_record_claims_an_id_that_the_hub_does_not_have() -> None:
    claimed = {name for r in load_catalog().records for name in (*r.huggingface_ids, *r.huggingface_families)}
    assert claimed <= set(HUGGINGFACE_IDS)


def test_bsl_on_the_hub_is_boost() -> None:
    (boost,) = load_catalog().by_huggingface("bsl-1.0")
    assert boost.spdx == "BSL-1.0"
    assert "Boost" in boost.name


def test_a_license_name_of_a_card_is_mapped() -> None:
    catalog = load_catalog()
    assert [r.id for r in catalog.by_huggingface("other", "deepseek")] == ["deepseek-model-1.0"]
    assert [r.id for r in catalog.by_huggingface("other", "tongyi-qianwen")] == ["tongyi-qianwen-2023-08-03"]
    flux = catalog.by_huggingface("other", "flux-1-dev-non-commercial-license")
    assert [r.id for r in flux] == ["flux-1-dev-nc-v1.1"]
    assert catalog.by_huggingface("other", "our-own") == ()
    assert catalog.by_huggingface("other") == ()
    assert catalog.by_huggingface("LLAMA2")[0].id == "llama-2-community"


@pytest.mark.parametrize(("name", "id_"), KNOWN_AS.items())
def test_records_are_found_by_the_names_people_know(name: str, id_: str) -> None:
    record = load_catalog().find(name)
    assert record is not None
    assert record.id == id_


def test_an_id_beats_an_alias_and_an_alias_beats_a_model() -> None:
    a, b = small(id="a", aliases=("c",)), small(id="b", aliases=("a",), models=(Model("c"),))
    catalog = Catalog([b, a])
    assert catalog.find("A") == a
    assert catalog.find("c") == a
    assert catalog.get("A") is None


def test_spdx_ids_of_one_text_find_one_record() -> None:
    catalog = load_catalog()
    for name in ("GPL-2.0-only", "GPL-2.0-or-later", "gpl-2.0", "GPL-2.0+"):
        record = catalog.by_spdx(name)
        assert record is not None
        assert record.id == "gpl-2.0"
    assert catalog.by_spdx("No-Such-1.0") is None
    ferret = catalog.by_licensedb("apple-ml-ferret-2023")
    assert ferret is not None
    assert ferret.id == "apple-ml-ferret"


def test_search_wants_every_word_and_puts_names_first() -> None:
    catalog = load_catalog()
    assert [r.id for r in catalog.search("hunyuan image")] == ["tencent-hunyuan-image-3.0"]
    assert catalog.search("llama acceptable use")[0].id.endswith("acceptable-use-policy")
    assert catalog.search("zzz") == ()
    assert {r.id for r in catalog.search("Allen Institute")} >= {"impact-mr", "ai2-tulu-model"}


def test_a_publisher_is_found_by_its_words() -> None:
    catalog = load_catalog()
    assert {r.publisher for r in catalog.by_publisher("meta")} == {"Meta"}
    assert {r.publisher for r in catalog.by_publisher("Moonshot")} == {"Moonshot AI"}
    assert catalog.by_publisher("nobody") == ()


def test_unknown_names_get_suggestions() -> None:
    catalog = load_catalog()
    assert "llama-2-community" in catalog.suggest("llama-2-comunity")
    assert "apache-2.0" in catalog.suggest("Apache2.0")
    assert catalog.suggest("zzzzzzzz") == ()


def test_the_verdict_by_record_of_a_closed_model() -> None:
    catalog = load_catalog()
    closed = [r for r in catalog.records if r.offer == "none"]
    assert len(closed) >= 6
    assert {r.verdict for r in closed} == {"not-open-source"}
    assert all("(no model licence)" in r.name and r.notes for r in closed)


def test_plain_names() -> None:
    assert plain(" Llama 2 (Community)") == "llama-2-community"
    assert plain("openrail++") == "openrail++"
    assert plain("CC BY-NC 4.0") == "cc-by-nc-4.0"
