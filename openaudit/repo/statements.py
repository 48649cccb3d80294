"""Who says what about the licence, and which part of the repository each statement covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openaudit.repo.known import KnownLicenses, Meant
from openaudit.repo.values import PARTS, SERIOUSNESS, Component, Part, Place, Statement
from openaudit.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openaudit.modelcard import ModelCard
    from openaudit.repo.gather import Gathered, Text
    from openaudit.repo.kinds import Role
    from openaudit.repo.walk import Tree

ROLES_OF: Final[Mapping[Part, tuple[Role, ...]]] = {
    "weights": ("weights",),
    "code": ("code", "inference", "training", "evaluation"),
    "data": ("data",),
    "docs": ("docs", "card", "paper"),
}
_EXAMPLES: Final = 3
# Keys of weight files that name a licence; of several the first that is there counts.
_WEIGHT_KEYS: Final = ("general.license", "general.license.name", "license", "modelspec.license")
_WEIGHT_NAMES: Final = ("general.license.name",)


def collect(gathered: Gathered, known: KnownLicenses) -> tuple[Statement, ...]:
    """All statements: licence texts first, then cards, manifests, headers and weight files."""
    found = [_of_text(text, gathered) for text in gathered.texts if _is_license(text, gathered)]
    for card in gathered.cards:
        found += _of_card(card, gathered, known)
    for declaration in gathered.declarations:
        if declaration.file:
            folder = declaration.place.path.rpartition("/")[0]
            path = f"{folder}/{declaration.file}" if folder else declaration.file
            named = next((one for one in found if one.origin == "file" and one.place.path == path), None)
            if named is not None:
                found.append(
                    named._replace(origin=declaration.origin, covers=declaration.covers, place=declaration.place)
                )
            continue
        meant = known.by_name(declaration.value)
        found.append(_statement(declaration.origin, declaration.covers, declaration.place, declaration.value, meant))
    return (*found, *_of_weights(gathered, known))


def _is_license(text: Text, gathered: Gathered) -> bool:
    if text.file.kind.third_party or text.file.kind.role == "policy":
        return False
    verdict = gathered.results[text.result].verdict
    # A NOTICE grants nothing; it matters only where it takes something away.
    return verdict == "not-open-source" if text.file.kind.role == "notice" else verdict != "not-a-license"


def _of_text(text: Text, gathered: Gathered) -> Statement:
    result = gathered.results[text.result]
    match = result.license
    name = (match.name or match.id or "") if match.match in ("exact", "composed") else ""
    return Statement(
        "file",
        text.file.kind.covers,
        Place(text.file.path, 1, 1, 1, 1),
        name or text.file.path.rsplit("/", 1)[-1],
        match.id if match.match in ("exact", "modified") else None,
        match.spdx_id,
        result.verdict,
        # A fact about the words, whatever definition judges them.
        match.match == "exact" and match.osi_approved,
        text.result,
    )


def _statement(origin: str, covers: tuple[Part, ...], place: Place, value: str, meant: Meant) -> Statement:
    return Statement(origin, covers, place, value, meant.id, meant.spdx_id, meant.verdict, meant.osi_approved)


def is_main_card(card: ModelCard) -> bool:
    """Whether the card speaks for the repository: it stands at its top."""
    return "/" not in card.path


def _of_card(card: ModelCard, gathered: Gathered, known: KnownLicenses) -> Iterable[Statement]:
    if not is_main_card(card):
        return
    name, link = card.one("license_name"), card.one("license_link")
    for value in card.texts("license"):
        if not value.is_name:
            continue
        meant = known.by_hub(value.value, name.value if name else None)
        linked = linked_path(link.value, gathered.tree) if link else None
        text = next((t for t in gathered.texts if t.file.path == linked), None)
        place = value.place(card.path)
        if meant.verdict is None and text is not None:
            said = name.value if name and meant.kind == "none" else value.value
            yield _of_text(text, gathered)._replace(
                origin="card", covers=_covered_by_card(gathered), place=place, value=said
            )
        else:
            yield _statement("card", _covered_by_card(gathered), place, value.value, meant)


def _covered_by_card(gathered: Gathered) -> tuple[Part, ...]:
    """A hub's card speaks of what the hub is for: of the weights, or of the data where there are none."""
    if gathered.tree.counts.get("weights"):
        return ("weights",)
    return ("data",) if gathered.tree.counts.get("data") else ()


def linked_path(link: str, tree: Tree) -> str | None:
    """The file of the tree that a `license_link` means: a relative path, or a hub's address of a file of that name."""
    path = link.strip().removeprefix("./").split("#", 1)[0].split("?", 1)[0]
    if "://" in path:
        for mark in ("/blob/", "/resolve/", "/raw/"):
            if mark in path:
                path = path.split(mark, 1)[1].partition("/")[2]
                break
        else:
            return None
    return path if path and tree.has(path) else None


def _of_weights(gathered: Gathered, known: KnownLicenses) -> Iterable[Statement]:
    """One statement per licence that weight files name, at the first file that names it."""
    seen: set[str] = set()
    for path, header in gathered.headers:
        value = next((header.texts[key] for key in _WEIGHT_KEYS if header.texts.get(key, "").strip()), "")
        if not value or value in seen or len(value) > 200:
            continue
        seen.add(value)
        name = next((header.texts[key] for key in _WEIGHT_NAMES if key in header.texts), None)
        yield _statement("weights", ("weights",), Place(path), value, known.by_hub(value, name))


def components(gathered: Gathered, statements: tuple[Statement, ...]) -> tuple[Component, ...]:
    """What is held of each part and said of its licence; parts neither held nor spoken of are left out."""
    found: list[Component] = []
    for part in PARTS:
        files = gathered.tree.of(*ROLES_OF[part])
        count = sum(gathered.tree.counts.get(role, 0) for role in ROLES_OF[part])
        # Weights are often elsewhere while their licence is here.
        if not count and not any(part in one.covers and one.origin == "file" for one in statements):
            continue
        indexes = _covering(part, [file.path for file in files], statements)
        verdicts = [v for i in indexes if (v := statements[i].verdict)]
        verdict = max(verdicts, key=SERIOUSNESS.index, default=None)
        # "Not a licence" settles nothing where something else does.
        approved = bool(verdicts) and all(statements[i].osi_approved for i in indexes if statements[i].verdict)
        examples = tuple(file.path for file in files[:_EXAMPLES])
        found.append(Component(part, count, examples, indexes, verdict, approved))
    return tuple(found)


def _covering(part: Part, paths: list[str], statements: tuple[Statement, ...]) -> tuple[int, ...]:
    """The statements that speak of a part: those that name it, else those that speak of everything there."""
    named = [i for i, one in enumerate(statements) if part in one.covers]
    general = [i for i, one in enumerate(statements) if not one.covers and _in_scope(one, paths)]
    # A text or card that names the part comes before one that names nothing; a lone manifest line does not.
    if any(statements[i].origin in ("file", "card") for i in named):
        return tuple(named)
    # Where nothing else speaks of it, a hub's card does: it is said of the whole repository there.
    return tuple(sorted({*named, *general})) or tuple(i for i, one in enumerate(statements) if one.origin == "card")


def _in_scope(statement: Statement, paths: list[str]) -> bool:
    """Whether a statement's folder holds any of the files; one at the top holds all."""
    if statement.place.path.lower().startswith("licenses/"):
        return False
    folder = statement.place.path.rpartition("/")[0]
    return not folder or any(path.startswith(f"{folder}/") for path in paths)
