from __future__ import annotations

from openaudit.catalog import Catalog, Determination, Lock, Record
from openaudit.ruleset import Definition
from openaudit.story import story


def definition(id_: str) -> Definition:
    stances = {"user-cap": ((f"{id_}-5", "fail"),), "branding": ((f"{id_}-10", "review"),)}
    return Definition(id_, {"en": id_.upper()}, "1", "https://example.org", (), stances)  # type: ignore[arg-type]


DEFINITIONS = {"dfsg": definition("dfsg"), "osd": definition("osd")}
LOCK = Lock("ab", {"osd": "not-open-source", "dfsg": "needs-review"}, {"branding": ("4",), "user-cap": ("2", "2.a")})


def record(id_: str = "x-2", **changes: object) -> Record:
    return Record(id_, "The X License", "X Corp")._replace(**changes)  # type: ignore[arg-type]


def test_verdicts_come_with_the_sections_behind_them_the_worst_first() -> None:
    told = story(record(lock=LOCK), Catalog([]), DEFINITIONS)
    judged = [(one.definition, one.verdict) for one in told.judged]
    assert judged == [("osd", "not-open-source"), ("dfsg", "needs-review")]
    assert [(r.provision, r.outcome, r.criteria, r.sections) for r in told.judged[0].reasons] == [
        ("user-cap", "fail", ("osd-5",), ("2", "2.a")),
        ("branding", "review", ("osd-10",), ("4",)),
    ]


def test_a_closed_model_is_judged_by_record() -> None:
    told = story(record(offer="none"), Catalog([]), DEFINITIONS)
    assert {one.verdict for one in told.judged} == {"not-open-source"}
    assert story(record(), Catalog([]), DEFINITIONS).judged == ()


def test_where_ours_differs_from_what_a_body_published() -> None:
    said = [
        ("OSI", "approved"),
        ("OSI", "not-open-source"),
        ("Debian", "allowed"),
        ("OSI", "opinion"),
        ("A lawyer", "free"),
    ]
    determinations = tuple(Determination(by, verdict, "x", "https://example.org") for by, verdict in said)
    told = story(record(lock=LOCK, determinations=determinations), Catalog([]), DEFINITIONS)
    assert [one.differs for one in told.published] == ["not-open-source", None, "needs-review", None, None]


def test_versions_are_the_chain_oldest_first_and_a_circle_ends() -> None:
    first, second = record("x-1", successor="x-2"), record("x-2", predecessor="x-1", successor="x-3")
    third = record("x-3", predecessor="x-2", successor="x-1")
    told = story(second, Catalog([third, first, second]), DEFINITIONS)
    assert [one.id for one in told.versions] == ["x-1", "x-2", "x-3"]
