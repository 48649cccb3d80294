"""The engine with the shipped rules, and short ways to use it in tests."""

from __future__ import annotations

from functools import cache

from openaudit import norms_zh
from openaudit.annotating import annotate
from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.lexicon import words_of
from openaudit.norms import Norm, read_norms
from openaudit.prepared import engine as load_engine
from openaudit.report import Result
from openaudit.ruleset import Engine

# A free licence of our own, for riders to be slipped into.
OPEN_LICENSE = """Copyright (c) 2024 The Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this work, to use, copy, modify,
merge, publish, distribute, sublicense and sell copies of it for any purpose, provided that the copyright notice and
this permission notice are included in all copies.

The work is provided "as is", without warranty of any kind, express or implied. In no event shall the authors be
liable for any claim, damages or other liability.
"""


@cache
def engine() -> Engine:
    """The shipped rules, loaded once."""
    return load_engine()


def audited(text: str, *, identify: bool = False) -> Result:
    """The audit of a text under the OSD, by rules alone unless asked otherwise."""
    return audit_document(from_text(text), engine(), identify=identify)


def provisions(text: str) -> set[str]:
    """The restrictions and cautions found in a text."""
    return {f.provision for f in audited(text).findings if f.kind in ("restriction", "caution")}


def norms(sentence: str, language: str = "en") -> tuple[Norm, ...]:
    """The norms of one sentence."""
    tables = engine().languages[language]
    lowered = sentence.lower()
    words = words_of(lowered, 0, len(lowered), tables.trie.root)
    read = norms_zh.read_norms if tables.unspaced else read_norms
    return read(words, annotate(words, tables))
