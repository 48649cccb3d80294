"""What an audit of a repository results in: frozen values that its renderers receive.

Like `openaudit.report`: texts for people are `Message`s, positions are 1-based and in code points, end columns
exclusive. Paths are relative to the repository, with "/".
"""

from __future__ import annotations

from collections.abc import Mapping

from openaudit.report import Message
from openaudit.typed import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from openaudit.report import Failure, Result
    from openaudit.vocabulary import Verdict

Severity = Literal["note", "warning", "error"]
SEVERITIES: Final[tuple[Severity, ...]] = ("note", "warning", "error")

# What a licence can cover in a model repository.
Part = Literal["weights", "code", "data", "docs"]
PARTS: Final[tuple[Part, ...]] = ("weights", "code", "data", "docs")


class Place(NamedTuple):
    """A place in a file of the repository; line 0 is the file as a whole, path "." the repository."""

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Observation(NamedTuple):
    """One thing about the repository that somebody should know.

    `id` is stable ("CARD005"), `quote` the words it rests on, `advice` what to do or to write instead,
    `related` other places that the message speaks of. `fingerprint` depends on id and words only.
    """

    id: str
    severity: Severity
    message: Message
    place: Place
    quote: str = ""
    advice: tuple[Message, ...] = ()
    related: tuple[Place, ...] = ()
    fingerprint: str = ""


class Suppressed(NamedTuple):
    """An observation that an ignore comment takes out of the count, and the reason the comment gives."""

    observation: Observation
    reason: str


class Statement(NamedTuple):
    """One place that says under which licence something stands.

    `origin` is "file" (a licence text), "card", "manifest", "header" (SPDX) or "weights"; `covers` the parts it
    speaks of. `value` is the licence as written, or the name of the recognised text; `license_id` and `spdx_id`
    the known licence it is. `verdict` is None where the name alone tells nothing. `result` is the index of the
    audited text in the report.
    """

    origin: str
    covers: tuple[Part, ...]
    place: Place
    value: str
    license_id: str | None = None
    spdx_id: str | None = None
    verdict: Verdict | None = None
    osi_approved: bool = False
    result: int | None = None


class Component(NamedTuple):
    """A part of the repository: how many files, some of their names, what is said of its licence, the verdict.

    `statements` are indexes into the report's statements. `verdict` is the worst of them, None where none tells.
    """

    part: Part
    files: int
    examples: tuple[str, ...]
    statements: tuple[int, ...]
    verdict: Verdict | None
    osi_approved: bool


class Requirement(NamedTuple):
    """One thing that OSAID 1.0 or the Model Openness Framework asks for.

    `status` is "met", "unmet" or "unknown"; `basis` is "seen" (in the tree) or "not-determinable" (from files).
    """

    id: str
    frame: str
    status: str
    basis: str
    reason: Message
    examples: tuple[str, ...] = ()


class Openness(NamedTuple):
    """The component view: OSAID's requirements, the Model Openness Framework's, and the class they add up to.

    `mof_class` is 1, 2, 3 or 0 (none), as far as files show it.
    """

    requirements: tuple[Requirement, ...]
    mof_class: int


class RepositoryReport(NamedTuple):
    """Everything that one repository says about its licence.

    `roles` counts the files by role. `own` are the indexes of the results that are about the repository's own
    texts and not about other people's in it. `complete` is False when the walk had to stop early: then `errors`
    tells why.
    """

    root: str
    definition: str
    roles: Mapping[str, int]
    statements: tuple[Statement, ...]
    components: tuple[Component, ...]
    results: tuple[Result, ...]
    own: tuple[int, ...]
    observations: tuple[Observation, ...]
    suppressed: tuple[Suppressed, ...]
    errors: tuple[Failure, ...]
    complete: bool
    openness: Openness | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of any part; None where nothing states a licence that can be judged."""
        verdicts = [component.verdict for component in self.components if component.verdict]
        verdicts = verdicts or [statement.verdict for statement in self.statements if statement.verdict]
        return max(verdicts, key=SERIOUSNESS.index, default=None)


# How verdicts fold over several texts that cover the same part.
SERIOUSNESS: Final[tuple[Verdict, ...]] = ("open-source", "not-a-license", "needs-review", "not-open-source")


def observation(
    id_: str,
    severity: Severity,
    place: Place,
    *,
    key: str = "",
    quote: str = "",
    advice: tuple[Message, ...] = (),
    related: tuple[Place, ...] = (),
    **values: str,
) -> Observation:
    """An observation whose message is `<id>` or `<id>.<key>`, with its fingerprint."""
    name = f"{id_}.{key}" if key else id_
    words = quote or "\n".join(f"{k}={v}" for k, v in sorted(values.items()))
    return Observation(id_, severity, Message(name, values), place, quote, advice, related, fingerprint(id_, words))


def fingerprint(id_: str, words: str) -> str:
    """`oa1:` and the sha256 of an id and words, whatever their white space: it survives moved and rewrapped lines."""
    import hashlib

    return "oa1:" + hashlib.sha256(f"{id_}\n{' '.join(words.split())}".encode("utf-8", "replace")).hexdigest()
