"""To whom a permission is given: what somebody else may do is no grant."""

from __future__ import annotations

import pytest

from engine import audited, norms

_ALL = "use, copy, modify, sell and redistribute the tool for any purpose"


@pytest.mark.parametrize(
    "sentence",
    [
        f"Rookwood Labs may {_ALL}.",
        f"Rookwood Labs and its partners may {_ALL}.",
        f"Rookwood Labs is free to {_ALL}.",
        f"Rookwood Labs is granted the right to {_ALL}.",
        f"Rookwood Labs shall have the right to {_ALL}.",
        f"Permission is granted to Rookwood Labs to {_ALL}.",
        f"A licence to {_ALL} is granted to Rookwood Labs.",
        f"The submitter hereby grants Rookwood Labs a licence to {_ALL}.",
        f"You hereby grant to Rookwood Labs a licence to {_ALL}.",
        f"Contributors grant the Foundation a licence to {_ALL}.",
        f"You agree that Rookwood Labs may {_ALL}.",
        f"Registered members may {_ALL}.",
        f"Paying customers may {_ALL}.",
        f"Employees of Rookwood Labs may {_ALL}.",
        "Rookwood Labs may deal in the tool without restriction.",
        "Rookwood Labs may exercise all rights in the tool without restriction.",
    ],
)
def test_what_another_may_do_is_no_grant(sentence: str) -> None:
    report = audited(f"{sentence}\n")
    assert report.verdict != "open-source"
    assert not {f.provision for f in report.findings} & {"use", "redistribute", "modify", "sell"}


@pytest.mark.parametrize(
    "sentence",
    [
        f"You may {_ALL}.",
        f"Anyone may {_ALL}.",
        f"All members of the public may {_ALL}.",
        f"Rookwood Labs grants you a licence to {_ALL}.",
        f"Rookwood Labs hereby grants to everyone the right to {_ALL}.",
        f"Rookwood Labs grants to any person obtaining a copy a licence to {_ALL}.",
        f"Rookwood Labs grants a worldwide licence to {_ALL}.",
        f"Rookwood Labs gives unlimited permission to {_ALL}.",
        f"Permission is hereby granted to {_ALL}.",
        f"The recipient is granted the right to {_ALL}.",
        "RookGPT may be used, copied, modified, sold and redistributed for any purpose.",
    ],
)
def test_what_the_reader_may_do_is_one(sentence: str) -> None:
    assert audited(f"{sentence}\n").verdict == "open-source"


@pytest.mark.parametrize(
    ("sentence", "bearer"),
    [
        ("木林公司可以使用、修改和分发本工具。", "party"),
        ("注册会员可以使用、修改和分发本工具。", "party"),
        ("使用者授予木林公司修改、分发本工具的许可。", "party"),
        ("木林公司授予您修改、分发本工具的许可。", "licensee"),
        ("任何公司可以使用、修改和分发本工具。", "licensee"),
        ("个人和公司均可使用、修改和分发本工具。", "licensee"),
    ],
)
def test_whoever_is_named_in_chinese(sentence: str, bearer: str) -> None:
    assert next(n.bearer for n in norms(sentence, "zh") if n.mode == "permit") == bearer


def test_whoever_else_is_named_is_a_party() -> None:
    assert norms("Rookwood Labs may modify the tool.")[0].bearer == "party"
    assert norms("Each user may modify the tool.")[0].bearer == "licensee"
    assert norms("We may modify the tool.")[0].bearer == "licensor"
