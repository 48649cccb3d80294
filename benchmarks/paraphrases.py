"""How often a restriction is found that is said in words the rules have not seen.

    python benchmarks/paraphrases.py [BATCH.yaml ...] [--language en|zh] [--wrong]

Each batch in `tests/paraphrases/` was written by somebody who had not read the rules. A case is a sentence of
ours, either added to a free licence (a rider) or standing in a short licence of its own. Of the cases that
restrain, *right* have a provision that the writer expected, *review* and *other* were noticed but not named so,
and *silent* passed as open source. Of the harmless ones, *accused* were called not open source, *named* got a
restriction of low confidence (a question, which a person must answer), and *passed* are open source.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from openaudit import strictyaml
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.prepared import engine
from openaudit.ruleset import Engine

BATCHES = Path(__file__).resolve().parents[1] / "tests" / "paraphrases"
HOSTS = {
    "en": """Copyright (c) 2024 The Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this work, to use, copy, modify,
merge, publish, distribute, sublicense and sell copies of it for any purpose, provided that the copyright notice and
this permission notice are included in all copies.

The work is provided "as is", without warranty of any kind, express or implied. In no event shall the authors be
liable for any claim, damages or other liability.
""",
    "zh": (
        "任何人均可出于任何目的使用、复制、修改、合并、出版、分发、再许可和销售本作品的副本,"
        "但须在所有副本中保留版权声明和本许可声明。\n\n"
        "本作品按“原样”提供,不附带任何明示或暗示的保证。作者不对任何索赔、损害或其他责任负责。\n"
    ),
}


class Case(NamedTuple):
    """One sentence or short licence. `expect` are the provisions that are right for it, none if it is harmless."""

    id: str
    language: str
    text: str
    expect: tuple[str, ...]


class Scored(NamedTuple):
    """A case, what came of it, and the provisions found."""

    case: Case
    result: str
    found: tuple[str, ...]


def cases(path: Path) -> Iterator[Case]:
    """The cases of a batch, riders already beside their licence."""
    for entry in strictyaml.load(path.read_text(encoding="utf-8"), path.name):
        language = entry["lang"].partition("-")[0]
        text = entry["text"] if entry["form"] == "standalone" else f"{HOSTS[language]}\n{entry['text']}"
        yield Case(entry["id"], language, text, tuple(entry["expect"] or ()))


def score(case: Case, rules: Engine) -> Scored:
    """Audit one case by rules alone."""
    result = audit_document(from_text(case.text), rules, identify=False)
    serious = [f for f in result.findings if f.kind in ("restriction", "caution")]
    found = tuple(sorted({f.provision for f in serious}))
    if not case.expect:
        named = "named" if any(f.kind == "restriction" for f in serious) else "asked"
        verdict = {"not-open-source": "accused", "open-source": "passed"}.get(result.verdict, named)
    elif set(found) & set(case.expect):
        verdict = "right"
    elif result.verdict == "open-source":
        verdict = "silent"
    else:
        verdict = "other" if result.verdict == "not-open-source" else "review"
    return Scored(case, verdict, found)


def table(name: str, scored: Sequence[Scored]) -> Iterator[str]:
    """A line per language with its shares."""
    for language in ("en", "zh"):
        count = Counter(s.result for s in scored if s.case.language == language)
        restrained = sum(count[r] for r in ("right", "silent", "review", "other"))
        harmless = sum(count[r] for r in ("accused", "named", "passed", "asked"))
        if restrained or harmless:
            yield (
                f"{name:10} {language}  right {_share(count['right'], restrained)}"
                f"  silent {_share(count['silent'], restrained)}  of {restrained}"
                f"   harmless: accused {_share(count['accused'], harmless)}"
                f"  named {_share(count['named'], harmless)}"
                f"  passed {_share(count['passed'], harmless)}  of {harmless}"
            )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%}" if whole else "     -"


def main() -> int:
    """Print the scores; exit code 0 whatever they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("batches", nargs="*", type=Path)
    parser.add_argument("--language", choices=("en", "zh"))
    parser.add_argument("--wrong", action="store_true", help="list the cases that are neither right nor passed")
    args = parser.parse_args()
    rules = engine()
    for path in args.batches or sorted(BATCHES.glob("*.yaml")):
        scored = [score(c, rules) for c in cases(path) if args.language in (None, c.language)]
        print("\n".join(table(path.stem, scored)))
        for one in scored if args.wrong else ():
            if one.result not in ("right", "passed"):
                expected, found = (", ".join(names) or "nothing" for names in (one.case.expect, one.found))
                print(f"  {one.result:8}{one.case.id}  expected {expected}; found {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
