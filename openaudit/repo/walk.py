"""Looks through a repository's folders: every file's name and role, within limits of time and number.

Folders are listed level by level, so that a walk that must stop early has seen what stands at the top, where licences
are. `.gitignore` files are honoured, links to folders are not entered, tools' own folders are passed over.
"""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping

from openaudit.errors import InputError
from openaudit.repo.kinds import Kind, Role, kind_of
from openaudit.sources import local
from openaudit.sources.gitignore import IgnoreFile, is_ignored
from openaudit.typed import Final, NamedTuple

SECONDS: Final = 20.0
MAX_NAMES: Final = 3_000_000
MAX_DEPTH: Final = 60
# Of each role so many files are kept by name; the others are only counted.
KEPT: Final[Mapping[Role, int]] = {
    "license": 500, "notice": 100, "policy": 100, "card": 500, "manifest": 200, "weights": 2000, "docs": 500,
}  # fmt: skip
_KEPT_OTHERWISE: Final = 1000
_SKIPPED: Final = frozenset(
    """.git .hg .svn .bzr .tox .nox .venv venv env node_modules __pycache__ .mypy_cache .ruff_cache .pytest_cache
    site-packages .cache .idea .vscode""".split()
)


class File(NamedTuple):
    """A file of the repository: its path ("/" between parts, relative), and what it is."""

    path: str
    kind: Kind


class Tree(NamedTuple):
    """What a repository holds.

    `files` are those with a role, in order; `counts` counts all of each role. `skipped` names what was left out
    and why. `complete` is False where a limit stopped the walk: `stopped` says which.
    """

    root: str
    files: tuple[File, ...]
    counts: Mapping[str, int]
    skipped: tuple[tuple[str, str], ...]
    names: int
    stopped: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything was looked at."""
        return not self.stopped

    def of(self, *roles: Role) -> tuple[File, ...]:
        """The files of some roles."""
        return tuple(file for file in self.files if file.kind.role in roles)

    def has(self, path: str) -> bool:
        """Whether a file of exactly this path is among those that were kept."""
        return any(file.path == path for file in self.files)


def walk(
    root: str,
    *,
    seconds: float = SECONDS,
    max_names: int = MAX_NAMES,
    max_depth: int = MAX_DEPTH,
    clock: Callable[[], float] = time.monotonic,
) -> Tree:
    """The tree below the folder `root`, `max_depth` levels deep.

    Raises InputError where `root` is no folder that can be listed.
    """
    if not os.path.isdir(root):
        raise InputError(f"{root}: {'is not a folder' if os.path.lexists(root) else 'no such file or folder'}")
    walker = _Walk(root, clock() + seconds, max_names, max_depth, clock)
    walker.run()
    if walker.stopped == "time":
        walker.stopped = f"{seconds:g} s were not enough to look through it: {walker.names:,} names seen"
    return Tree(root, tuple(walker.files), dict(walker.counts), tuple(walker.skipped), walker.names, walker.stopped)


class _Walk:
    """The state of one walk."""

    def __init__(self, root: str, stop_at: float, max_names: int, max_depth: int, clock: Callable[[], float]) -> None:
        self.root, self.stop_at, self.max_names, self.max_depth, self.clock = root, stop_at, max_names, max_depth, clock
        self.home = local.tree_root(root)
        self.files: list[File] = []
        self.counts: Counter[str] = Counter()
        self.skipped: list[tuple[str, str]] = []
        self.names = 0
        self.stopped = ""

    def run(self) -> None:
        """Lists folder after folder, level by level."""
        waiting: deque[tuple[tuple[str, ...], list[IgnoreFile]]] = deque([((), [])])
        while waiting and not self.stopped:
            parts, ignores = waiting.popleft()
            names = self._list(parts)
            if names is None:
                continue
            files, folders = names
            if ".gitignore" in files:
                ignores = [*ignores, *local.read_ignores(os.path.join(self.root, *parts), parts)]
            self._take(parts, sorted(files), ignores)
            if len(parts) >= self.max_depth:
                if folders and self.max_depth == MAX_DEPTH:
                    self.skipped.append(("/".join(parts), f"folders deeper than {MAX_DEPTH} levels are not entered"))
                continue
            for name in sorted(folders):
                below = (*parts, name)
                if name not in _SKIPPED and not is_ignored(below, True, ignores):
                    waiting.append((below, ignores))

    def _list(self, parts: tuple[str, ...]) -> tuple[list[str], list[str]] | None:
        """The names of files and of folders in a folder; None where it cannot be listed."""
        folder = os.path.join(self.root, *parts)
        files: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self.names += 1
                    if self.names > self.max_names:
                        self.stopped = f"it holds more than {self.max_names:,} names"
                        break
                    if self.names % 512 == 0 and self.clock() > self.stop_at:
                        self.stopped = "time"
                        break
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                        files.append(entry.name)
                    elif kind_of(entry.name).role != "other":
                        # Opening a pipe could wait for ever.
                        self.skipped.append(("/".join((*parts, entry.name)), "is no regular file"))
        except OSError as error:
            why = local.why_not(folder, error)
            if not parts:
                raise InputError(why) from error
            self.skipped.append(("/".join(parts), why.removeprefix(f"{folder}: ")))
            return None
        return files, folders

    def _take(self, parts: tuple[str, ...], names: list[str], ignores: list[IgnoreFile]) -> None:
        prefix = "/".join(parts) + "/" if parts else ""
        for number, name in enumerate(names):
            if number % 4096 == 4095 and self.clock() > self.stop_at:
                self.stopped = self.stopped or "time"
                return
            kind = kind_of(prefix + name)
            if kind.role == "other" or is_ignored((*parts, name), False, ignores):
                continue
            self.counts[kind.role] += 1
            if self.counts[kind.role] > KEPT.get(kind.role, _KEPT_OTHERWISE):
                continue
            full = os.path.join(self.root, *parts, name)
            refused = local.why_refused(full, self.home) if os.path.islink(full) else ""
            if refused:
                self.skipped.append((prefix + name, refused.removeprefix(f"{full}: ")))
                self.counts[kind.role] -= 1
            else:
                self.files.append(File(prefix + name, kind))
