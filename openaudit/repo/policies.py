"""Documents that a licence binds its licensees to: audited where they stand in the repository, named where not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openaudit.catalog import plain
from openaudit.repo.agreement import deciding, place_of
from openaudit.repo.values import Observation, Place, observation
from openaudit.spans import LineIndex
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.incorporated import Incorporated
    from openaudit.repo.gather import Gathered, Text

# Words that tell no two policies apart.
_COMMON: Final = frozenset(
    "policy policies the of and use usage terms md txt pdf license licence acceptable prohibited".split()
)


def check_policies(gathered: Gathered) -> Iterable[Observation]:
    """What the licences of the repository incorporate, and what policies stand beside them."""
    from openaudit.incorporated import find

    policies = [text for text in gathered.texts if text.file.kind.role == "policy"]
    bound: set[str] = set()
    for text in gathered.texts:
        if text.file.kind.role != "license" or text.file.kind.third_party:
            continue
        for one in find(text.document):
            policy = None if one.here else _standing(one, policies, text)
            if policy is not None:
                bound.add(policy.file.path)
                yield from _bound(one, policy, text, gathered)
            elif not one.here:
                yield observation(
                    "POL002", "warning", _place(one, text), quote=_quote(one, text), name=one.name, url=one.url,
                    key="" if one.url else "nowhere", file=text.file.path,
                )  # fmt: skip
            if one.changeable:
                yield observation(
                    "POL003", "warning", _place(one, text), quote=_quote(one, text), name=one.name, file=text.file.path
                )
    for policy in policies:
        result = gathered.results[policy.result]
        if policy.file.path not in bound and result.verdict == "not-open-source":
            finding = deciding(result)
            yield observation(
                "POL004", "warning", place_of(finding, policy.file.path) if finding else Place(policy.file.path),
                quote=finding.quote if finding else "", file=policy.file.path,
            )  # fmt: skip


def _bound(one: Incorporated, policy: Text, text: Text, gathered: Gathered) -> Iterable[Observation]:
    """A policy that the licence binds: what it forbids is forbidden by the licence."""
    result = gathered.results[policy.result]
    finding = deciding(result)
    fails = result.verdict == "not-open-source"
    yield observation(
        "POL001",
        "error" if fails else "note",
        place_of(finding, policy.file.path) if finding and fails else Place(policy.file.path, 1, 1, 1, 1),
        key="restricts" if fails else "",
        quote=finding.quote if finding and fails else "",
        related=(_place(one, text),),
        name=one.name,
        file=policy.file.path,
        license=text.file.path,
        provision=finding.provision if finding else "",
    )


def _standing(one: Incorporated, policies: Sequence[Text], text: Text) -> Text | None:
    """The policy file that the licence means: by its name or address, or because there is only one to mean."""
    wanted = set(plain(one.name).split("-"))
    for policy in policies:
        name = policy.file.path.rsplit("/", 1)[-1]
        if one.url.endswith(f"/{name}") or name.lower() in one.name.lower():
            return policy
        words = set(plain(name.rsplit(".", 1)[0]).split("-"))
        if (words - _COMMON) and (words - _COMMON) <= wanted:
            return policy
    del text
    return policies[0] if len(policies) == 1 else None


def _place(one: Incorporated, text: Text) -> Place:
    lines = LineIndex(text.document.source)
    start, end = lines.position(one.start), lines.position(one.end)
    return Place(text.file.path, start.line, start.column, end.line, end.column)


def _quote(one: Incorporated, text: Text) -> str:
    return " ".join(text.document.source[one.start : one.end].split())[:500]
