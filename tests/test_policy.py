from __future__ import annotations

from pathlib import Path

import pytest

from openaudit.audit import audit_document
from openaudit.document import read
from openaudit.errors import ConfigError, OpenAuditError
from openaudit.messages import read_catalogue
from openaudit.policy import choose, read_definition
from openaudit.prepared import engine as load_engine
from openaudit.render.words import Texts
from openaudit.ruleset import Engine

POLICY = """\
id: acme
name: Acme licence policy
based-on: osd
deny: [share-alike]
review: [attribution, fee]
allow: [user-cap]
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def write(folder: Path, text: str) -> str:
    file = folder / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_policy_changes_what_it_names_and_keeps_the_rest(engine: Engine, tmp_path: Path) -> None:
    own = read_definition(write(tmp_path, POLICY), engine)
    osd = engine.definitions["osd"]
    assert own.stances["share-alike"] == (("acme-policy", "fail"),)
    assert own.stances["fee"] == own.stances["attribution"] == (("acme-policy", "review"),)
    assert own.stances["user-cap"] == ()
    assert own.stances["non-commercial"] == osd.stances["non-commercial"]
    assert [c.id for c in own.criteria] == [*(c.id for c in osd.criteria), "acme-policy"]
    assert own.name == {"en": "Acme licence policy", "zh": "Acme licence policy"}


@pytest.mark.parametrize(("otherwise", "outcome"), [("", "review"), ("otherwise: deny\n", "fail")])
def test_a_policy_without_a_base(engine: Engine, tmp_path: Path, otherwise: str, outcome: str) -> None:
    own = read_definition(write(tmp_path, f"id: acme\nname: Acme\n{otherwise}"), engine)
    assert own.stances["user-cap"] == (("acme-policy", outcome),)
    assert "attribution" not in own.stances
    assert [c.id for c in own.criteria] == ["acme-policy"]


def test_otherwise_allow_lets_all_pass(engine: Engine, tmp_path: Path) -> None:
    own = read_definition(write(tmp_path, "id: acme\nname: Acme\notherwise: allow\ndeny: [fee]\n"), engine)
    assert own.stances["user-cap"] == ()
    assert own.stances["fee"] == (("acme-policy", "fail"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (POLICY.replace("user-cap", "uesr-cap"), "policy.yaml:6:9: no provision 'uesr-cap' (did you mean 'user-cap'?)"),
        (POLICY.replace("user-cap", "fee"), "'fee' stands in two lists"),
        (POLICY.replace("deny:", "denny:"), "unknown key 'denny'"),
        (POLICY.replace("based-on: osd", "based-on: osdd"), "no definition 'osdd' (did you mean 'osd'?)"),
        (POLICY + "otherwise: deny\n", "leave out otherwise"),
        (POLICY.replace("id: acme", "id: osd"), "the id 'osd' is taken"),
        (POLICY.replace("id: acme", "id: a/b"), "an id is made of letters"),
        (POLICY.replace("name: Acme licence policy", "name: [x]"), "a name is a text"),
        (POLICY.replace("[user-cap]", "user-cap"), "allow should be a list"),
        ("id: acme\nname: x\notherwise: no\n", "'no' is not one of allow, review, deny"),
        ("name: x\n", "the key 'id' is missing"),
        ("- a\n", "should be a YAML mapping"),
        ("id: [\n", "not valid YAML"),
    ],
)
def test_mistakes_name_their_place(engine: Engine, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OpenAuditError) as caught:
        read_definition(write(tmp_path, text), engine)
    assert message in str(caught.value)


def test_choosing(engine: Engine, tmp_path: Path) -> None:
    path = write(tmp_path, POLICY)
    chosen = choose([path, "osd", "osd"], engine)
    assert chosen.ids == ("acme", "osd")
    assert "acme" in chosen.engine.definitions
    assert "acme" not in engine.definitions
    assert choose(["all"], engine).ids[0] == "osd"
    with pytest.raises(ConfigError, match="did you mean 'dfsg'"):
        choose(["dfgs"], engine)
    with pytest.raises(ConfigError, match=r"there are: all, .*or the path of a file"):
        choose(["zzz"], engine)
    with pytest.raises(ConfigError, match="cannot read the definition"):
        choose(["absent.yaml"], engine)


def test_a_full_definition_of_ones_own(engine: Engine, tmp_path: Path) -> None:
    stances = "\n".join(
        f"  {provision.id}: ok"
        for provision in engine.provisions.values()
        if provision.kind in ("restriction", "caution")
    )
    text = (
        "id: house\nname: {en: House rules, zh: 内部规则}\ncriteria:\n  - id: house-1\n"
        "    title: {en: Usable, zh: 可用}\n    demand: {en: Usable., zh: 可用。}\n    needs: [use]\n"
        f"provisions:\n{stances.replace('fee: ok', 'fee: fail house-1')}\n"
    )
    own = read_definition(write(tmp_path, text), engine)
    assert (own.id, own.criteria[0].needs, own.stances["fee"]) == ("house", ("use",), (("house-1", "fail"),))
    (tmp_path / "policy.yaml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(ConfigError, match="it is not UTF-8"):
        read_definition(str(tmp_path / "policy.yaml"), engine)


@pytest.mark.parametrize(
    ("lists", "label", "summary"),
    [
        ("allow: [non-commercial]", "Allowed", "That does not make the text open source."),
        ("deny: [non-commercial]", "Not allowed", "does not allow this text: it fails ACME policy."),
        ("review: [non-commercial]", "Needs review", "before it is used."),
    ],
)
def test_a_policy_does_not_call_a_text_open_source(
    engine: Engine, tmp_path: Path, lists: str, label: str, summary: str
) -> None:
    policy = f"id: acme\nname: Acme policy\nbased-on: osd\n{lists}\n"
    chosen = choose([write(tmp_path, policy), "osd"], engine)
    text = "You may use, copy, modify and distribute the Work with its source code. Commercial use is forbidden.\n"
    result = audit_document(read(text.encode(), path="LICENSE"), chosen.engine, definitions=chosen.ids)
    words = Texts(read_catalogue, chosen.engine.provisions, chosen.engine.definitions).words("en")
    own, osd = result.judgements
    assert words.verdict(own.verdict, own.definition) == label
    assert words.summary(own).endswith(summary)
    assert words.verdict(osd.verdict, osd.definition) == "Not open source"
