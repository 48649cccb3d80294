"""Patterns of `.gitignore` files, as gitignore(5) describes them.

git itself is not asked: it runs programs that a repository's own configuration names, and a repository under
audit is not to be trusted.
"""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache

from openaudit.typed import NamedTuple

# A pattern beyond these sizes is nobody's; it would only cost time.
_MAX_PATTERN = 1000
# Not more than are kept compiled, or each file that is walked would have all of them compiled anew.
_MAX_PATTERNS = 4000


class IgnorePattern(NamedTuple):
    """One line: the names it is made of, and whether it gives back, is anchored, or takes folders only."""

    parts: tuple[str, ...]
    negated: bool
    anchored: bool
    folders_only: bool


class IgnoreFile(NamedTuple):
    """The patterns of one `.gitignore`, and the folder it stands in (parts below the walked root)."""

    base: tuple[str, ...]
    patterns: tuple[IgnorePattern, ...]


def parse(text: str, base: tuple[str, ...]) -> IgnoreFile:
    """The patterns of a `.gitignore`'s text. Lines that are too long to be patterns are passed over."""
    lines = text.removeprefix("\ufeff").split("\n")[:_MAX_PATTERNS]
    return IgnoreFile(base, tuple(p for p in map(_parse_line, lines) if p))


def _parse_line(line: str) -> IgnorePattern | None:
    line = line.rstrip("\r")
    bare = line.rstrip(" ")
    line = f"{bare} " if bare.endswith("\\") and bare != line else bare
    if not line or line.startswith("#") or len(line) > _MAX_PATTERN:
        return None
    negated = line.startswith("!")
    line = line[1:] if negated else line
    line = line[1:] if line.startswith(("\\#", "\\!")) else line
    folders_only = line.endswith("/")
    line = line.rstrip("/")
    anchored = "/" in line
    # `**/a/**/**/b` says no more than `**/a/**/b`: runs of ** are one.
    parts = [p for p in line.split("/") if p]
    parts = [p for i, p in enumerate(parts) if p != "**" or i == 0 or parts[i - 1] != "**"]
    return IgnorePattern(tuple(parts), negated, anchored, folders_only) if parts else None


def is_ignored(path: tuple[str, ...], is_folder: bool, files: list[IgnoreFile]) -> bool:
    """Whether the last pattern that matches `path` (parts below the root) ignores it.

    `files` go from the root's `.gitignore` downwards. The parents of `path` are taken to be not ignored: a walk
    does not enter ignored folders.
    """
    for ignore_file in reversed(files):
        inner = path[len(ignore_file.base) :]
        for pattern in reversed(ignore_file.patterns):
            if pattern.folders_only and not is_folder:
                continue
            matched = _matches(inner, pattern.parts) if pattern.anchored else _name_matches(inner[-1], pattern.parts[0])
            if matched:
                return not pattern.negated
    return False


@lru_cache(maxsize=_MAX_PATTERNS)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    # fnmatch knows no backslash escapes, git does: `\*` is a plain star.
    pattern = re.sub(r"\\(.)", lambda m: f"[{m[1]}]" if m[1] in "*?[" else m[1], pattern)
    try:
        return re.compile(fnmatch.translate(pattern))
    except re.error:
        return None


def _name_matches(name: str, pattern: str) -> bool:
    if not any(c in pattern for c in "*?[\\"):
        return name == pattern
    compiled = _compiled(pattern)
    return bool(compiled and compiled.match(name))


def _matches(path: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether `parts`, in which `**` stands for any number of folders, match the whole path."""
    # reachable[i]: the first i parts of the pattern match the path so far. One pass, however many ** there are.
    reachable = {0}
    if parts[0] == "**":
        reachable.add(1)
    for name in path:
        following: set[int] = set()
        for i in reachable:
            if i == len(parts):
                continue
            if parts[i] == "**":
                following.add(i)
                following.add(i + 1)
                if i + 1 < len(parts) and _name_matches(name, parts[i + 1]):
                    following.add(i + 2)
            elif _name_matches(name, parts[i]):
                following.add(i + 1)
        # `a/**` needs something below a, `**/b` and `a/**/b` may have nothing in between.
        following |= {i + 1 for i in following if i < len(parts) - 1 and parts[i] == "**"}
        reachable = following
    return len(parts) in reachable
