"""Licence texts of our own making, by the thousand: repetition and small edits, the same for the same number.

Real collections are like this: a few hundred wordings, each with a maker's name, a number or a date of its own, and
each copied many times.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

_MAKERS: Final = "Harbour Quarry Lantern Meadow Orchard Saffron Tundra Willow Yarrow Zephyr".split()
_WORKS: Final = "Model Software Work Weights Library Data".split()
_OPENING: Final = (
    """{maker} {work} License, version {version}

Copyright (c) {year} {maker} Labs""",
    """Terms for the {maker} {work}, version {version}

These terms are between you and {maker} Labs and begin on 1 March {year}.""",
    """THE {maker} {work} AGREEMENT, version {version}

1. Definitions. “{work}” means what {maker} Labs publishes under this agreement.""",
)
_GRANTS: Final = (
    """Permission is granted, free of charge, to any person to use, copy, modify, merge, publish, distribute,
sublicense and sell copies of the {work} for any purpose.""",
    """{maker} Labs grants you a worldwide, royalty-free, non-exclusive and perpetual license to use, reproduce,
modify and distribute the {work} and works based on it.""",
    "You may use and modify the {work}. You may give copies of it to others, changed or unchanged.",
    "特此授予您免费使用、复制、修改和分发本作品的权利。",
)
_CONDITIONS: Final = (
    "You must keep this notice in all copies of the {work}.",
    "If you give away a changed {work}, say prominently that you changed it, and when.",
    "Whoever receives a copy from you must receive this license with it.",
    "分发时须附上本许可证的副本。",
)
_LIMITS: Final = (
    "You may not use the {work} for military purposes.",
    "You shall not use the {work} or its output to train any other language model.",
    """If your products have more than {number} million monthly active users, you need a separate license from
{maker} Labs.""",
    "The {work} may be used for non-commercial research only.",
    "You may not offer the {work} to others as a hosted service.",
    "{maker} Labs may change these terms at any time.",
    "You must display “Built with {maker}” in your product.",
    "不得将本作品用于商业目的。",
)
_CLOSING: Final = (
    """The {work} is provided “as is”, without warranty of any kind, express or implied. In no event shall {maker}
Labs be liable for any damages arising from its use.""",
    "This license ends if you break it. It is governed by the laws of the place where {maker} Labs has its seat.",
    "If a part of these terms is invalid, the other parts stay in force.",
)


def text(number: int) -> str:
    """The text with this number; different numbers give different texts."""
    chosen = random.Random(number)  # noqa: S311 - texts are mixed, nothing is guarded
    limits = chosen.choices((0, 1, 2, 3), (50, 30, 15, 5))[0]
    sentences = [
        *chosen.sample(_GRANTS, chosen.choice((1, 1, 2))),
        *chosen.sample(_CONDITIONS, chosen.choice((0, 1, 2))),
        *chosen.sample(_LIMITS, limits),
        *chosen.sample(_CLOSING, chosen.choice((1, 2, 3))),
    ]
    values = {
        "maker": chosen.choice(_MAKERS),
        "work": chosen.choice(_WORKS),
        "year": 2015 + chosen.randrange(12),
        "version": f"{number // 10}.{number % 10}",
        "number": chosen.randrange(1, 900),
    }
    numbered = chosen.random() < 0.5
    lines = [f"{place}. {sentence}" if numbered else sentence for place, sentence in enumerate(sentences, 2)]
    return "\n\n".join([chosen.choice(_OPENING), *lines]).format(**values) + "\n"


def rows(count: int, distinct: int) -> Iterator[tuple[str, str | None]]:
    """`count` rows of an id and a text, of `distinct` texts; one row in ten thousand has none that can be audited.

    Every text appears, and some much more often than others.
    """
    texts = [text(number) for number in range(distinct)]
    chosen = random.Random(count)  # noqa: S311
    bad: tuple[str | None, ...] = (None, "", "  \n", "\0\0\0", "x" * (1 << 20) + "y")
    for number in range(count):
        if number % 10_000 == 5_000:
            yield f"row-{number}", bad[number // 10_000 % len(bad)]
        else:
            # The first `distinct` places of every text are spread over all rows.
            first = number * distinct // count
            at = first if number == -(-first * count // distinct) else int(distinct * chosen.random() ** 3)
            yield f"row-{number}", texts[at]


def write_parquet(path: str, count: int, distinct: int) -> None:
    """Write the rows as a Parquet file with the columns `id` and `text`."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[tuple[str, str | None]] = []
        for row in rows(count, distinct):
            waiting.append(row)
            if len(waiting) == 20_000:
                writer.write_table(pa.table(list(zip(*waiting, strict=True)), schema=schema))
                waiting = []
        if waiting:
            writer.write_table(pa.table(list(zip(*waiting, strict=True)), schema=schema))
