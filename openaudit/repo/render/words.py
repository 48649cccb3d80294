"""What reports about repositories say in one language: the shared words, and those of `locales/repo.<lang>.yaml`."""

from __future__ import annotations

from openaudit.messages import Catalogue, Messages, read_catalogue
from openaudit.render.safe import one_line
from openaudit.render.words import Words
from openaudit.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openaudit.repo.values import Observation, Place, RepositoryReport, Statement
    from openaudit.report import Message
    from openaudit.ruleset import Engine
    from openaudit.vocabulary import Verdict


def read_repo_catalogue(lang: str) -> Catalogue:
    """The messages of `locales/<lang>.yaml` and `locales/repo.<lang>.yaml` together."""
    from importlib.resources import files

    import yaml

    shared = read_catalogue(lang)
    text = (files("openaudit") / "locales" / f"repo.{lang}.yaml").read_text(encoding="utf-8")
    own: Catalogue = yaml.load(text, yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)  # noqa: S506
    return {**shared, **own}


class RepoWords(NamedTuple):
    """Every word of a report about repositories. `version` and `rules_digest` are of the tool that made it."""

    words: Words
    version: str
    rules_digest: str

    def text(self, key: str, /, **values: object) -> str:
        """The message `key`, filled with `values`."""
        return self.words.text(key, **values)

    def message(self, message: Message, definition: str) -> str:
        """A message with its values in this language: parts, provisions, criteria and verdicts have names."""
        values = dict(message.values)
        for key in ("part", "about"):
            if key in values:
                values[key] = self.text(f"part.{values[key]}")
        if "verdict" in values:
            values["verdict"] = self.text(f"verdict.{values['verdict']}")
        if "license" in values and not values["license"]:
            values["license"] = self.text("repo.its-license")
        sentence = self.words.message(message._replace(values=values), definition)
        # What has no criteria to name leaves nothing between its brackets.
        return sentence.replace(" ()", "").replace("（）", "")

    def title(self, one: Observation) -> str:
        """The short name of what was noticed."""
        return self.text(f"title.{one.id}")

    def severity(self, one: Observation) -> str:
        """The name of its severity."""
        return self.text(f"severity.{one.severity}")

    def verdict(self, verdict: Verdict | None, definition: str) -> str:
        """The name of a verdict by a definition or policy, or that there is none."""
        return self.words.verdict(verdict, definition) if verdict else self.text("repo.no-verdict")

    def statement(self, one: Statement, root: str) -> str:
        """A statement in a line: what it says, and where."""
        return f"{one_line(one.value) or '?'} ({shown(one.place, root)})"


def words_of(engine: Engine, lang: str) -> RepoWords:
    """The words in one report language."""
    from openaudit import __version__

    catalogue = read_repo_catalogue(lang)
    words = Words(lang, Messages(lang, catalogue), engine.provisions, engine.definitions)
    return RepoWords(words, __version__, engine.rules_digest)


def shown(place: Place, root: str) -> str:
    """A place as editors and terminals take it: path:line:column, seen from where the command runs."""
    path = one_line(path_of(place, root))
    return ":".join([path, *(str(number) for number in (place.line, place.column) if number)])


def path_of(place: Place, root: str) -> str:
    """The path of a place, seen from where the command runs."""
    from openaudit.repo.gather import shown_path

    return shown_path(root, place.path)


def tally(report: RepositoryReport) -> dict[str, int]:
    """How many observations there are of each severity."""
    return {name: sum(one.severity == name for one in report.observations) for name in ("error", "warning", "note")}
