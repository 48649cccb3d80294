from __future__ import annotations

import pytest

from openaudit import tolerance


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) 2022 OpenAI",
        "Copyright 2023 Deyao Zhu",
        "   * Copyright (C) 1999-2004, 2007 The Foo Project Developers. All rights reserved.",
        "© 2024 Ada Lovelace <ada@example.org>",
        "Copyright (c) <year> <copyright holders>",
        "Copyright [yyyy] [name of copyright owner]",
        "Portions Copyright (c) 2001 by Example Inc. and its contributors",
        "(c) 2021 Example Ltd.",
        "Copyright (c) 2022 someuser",
        "Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>",
        "All rights reserved.",
        "版权所有 (c) 2023 北京示例科技有限公司",
    ],
)
def test_copyright_lines_may_be_set_aside(line: str) -> None:
    assert tolerance.copyright_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) 2023 Example. Non-commercial use only.",
        "Copyright (c) 2023 Example, for research purposes",
        "Copyright (c) 2023 Example. Not for military purposes",
        "Copyright (c) 2023 Example (free for personal use)",
        "Copyright (c) 2023 <no commercial use>",
        "Copyright (c) 2023 Example. You may not sell it",
        "(c) Distribute it to nobody",
        "(c) UNDER PATENT CLAIMS INFRINGED BY COVERED SOFTWARE",
        "copyright holders and contributors",
        "Copyright notices must be kept",
        "版权所有 (c) 2023 示例 不得商用",
        "版权所有 (c) 2023 示例 仅供研究",
        "",
        "2023 Example",
    ],
)
def test_a_rider_never_passes_as_a_copyright_line(line: str) -> None:
    assert not tolerance.copyright_line(line)


def test_a_name_has_no_word_with_legal_effect_and_is_short() -> None:
    assert tolerance.is_name("Example Widgets GmbH & Co. KG")
    assert tolerance.is_name("EXAMPLE INC.")
    assert not tolerance.is_name("Example Inc. and those whom it may approve")
    assert not tolerance.is_name(" ".join(["Example"] * 17))
    assert not tolerance.is_name("some lower case words here")


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        ("MIT License", (), True),
        ("The MIT License (MIT)", (), True),
        ("Apache License Version 2.0, January 2004 http://www.apache.org/licenses/", (), True),
        ("Zorg Public License 3", (), False),
        ("Zorg Public License 3", ("Zorg Public License",), True),
        ("For academic users", (), False),
        ("Free for students", (), False),
        ("MIT License for universities", (), False),
        ("", (), False),
    ],
)
def test_a_title_has_only_words_of_titles_and_of_the_licence(line: str, names: tuple[str, ...], expected: bool) -> None:
    assert tolerance.title_line(line, names) is expected


def test_only_links_to_stewards_are_set_aside() -> None:
    assert tolerance.link_line("https://opensource.org/licenses/MIT")
    assert not tolerance.link_line("https://example.org/no-commercial-use")


def test_fragments_are_judged_line_by_line_or_joined() -> None:
    assert tolerance.kind_of("Copyright (c) 2015 The Example\n  Foundation") == "copyright"
    assert tolerance.kind_of("SPDX-License-Identifier: MIT", spdx_id="MIT") == "identifier"
    assert tolerance.kind_of("SPDX-License-Identifier: MIT", spdx_id="Apache-2.0") is None
    assert tolerance.kind_of("=======") == "mark"
    assert tolerance.kind_of("Copyright (c) 2015 Example\nOnly on Sundays") is None
