"""Every setting openaudit has: its name, kind, default and what it does.

One table serves the command line (`--fail-on`), the environment (`OPENAUDIT_FAIL_ON`), configuration files
(`fail-on`), shell completion and the reference in `docs/reference/`. A setting that is not here does not exist.
"""

from __future__ import annotations

from openaudit.typed import Final, Literal, NamedTuple
from openaudit.vocabulary import CONFIDENCES, Confidence

SettingKind = Literal["flag", "choice", "text", "integer", "list", "path", "paths"]
Value = str | int | bool | tuple[str, ...] | None


class Settings(NamedTuple):
    """The value of every setting in force, defaults where nothing set it."""

    definition: tuple[str, ...] = ("osd",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    min_confidence: Confidence = "low"
    no_identify: bool = False
    fail_on: str = "needs-review"
    exit_zero: bool = False
    baseline: str | None = None
    no_waivers: bool = False
    output_format: str = "text"
    output_file: str = "-"
    report: tuple[str, ...] = ()
    ui_lang: str = "auto"
    color: str = "auto"
    show_passed: bool = False
    fragment: bool = False
    heading_level: int = 2
    base_url: str | None = None
    image: str | None = None
    quiet: bool = False
    verbose: bool = False
    stdin_filename: str | None = None
    jobs: int = 1
    offline: bool = False
    follow: bool = False
    cache_dir: str | None = None
    no_cache: bool = False
    allow_private_hosts: bool = False
    config: str | None = None
    isolated: bool = False


class Setting(NamedTuple):
    """What one setting is. `name` is the long option without its dashes, `values` the choices of a "choice".

    A "list" takes comma-separated words and may be repeated; a "path" is relative to the current folder on
    the command line and in the environment, and to the configuration file in one. `in_file` is False for
    what a file must not decide: where reports go, whether failures count, what a stranger's folder may reach.
    """

    name: str
    kind: SettingKind
    group: str
    help: str
    values: tuple[str, ...] = ()
    metavar: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    in_file: bool = True

    @property
    def field(self) -> str:
        """The name as a Python identifier."""
        return self.name.replace("-", "_")

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "OPENAUDIT_" + self.field.upper()

    @property
    def default(self) -> Value:
        """The value where nothing sets it."""
        value: Value = Settings._field_defaults[self.field]
        return value


GROUPS: Final = {
    "judging": "what is judged, and by what",
    "exit": "what makes the exit code 1",
    "output": "reports",
    "sources": "where texts come from",
    "config": "configuration",
}

_ALL: Final = (
    Setting(
        "definition",
        "list",
        "judging",
        "judge by osd, fsf, dfsg, osaid, all, or a definition or policy FILE; the first one decides the exit code",
        metavar="NAME",
    ),
    Setting(
        "select",
        "list",
        "judging",
        "count only findings whose rule, provision or criterion id starts with one of IDS",
        metavar="IDS",
    ),
    Setting(
        "ignore",
        "list",
        "judging",
        "do not count findings whose rule, provision or criterion id starts with one of IDS",
        metavar="IDS",
    ),
    Setting(
        "rules",
        "paths",
        "judging",
        "more rule files, folders of them, or patterns (policies/*.yaml)",
        metavar="PATH",
    ),
    Setting(
        "min-confidence",
        "choice",
        "judging",
        "restrictions of less confidence ask for review instead of failing",
        values=CONFIDENCES,
    ),
    Setting("no-identify", "flag", "judging", "do not recognise known licences: judge by the words alone"),
    Setting(
        "fail-on",
        "choice",
        "exit",
        "the mildest verdict that makes the exit code 1",
        values=("needs-review", "not-open-source", "never"),
    ),
    Setting(
        "exit-zero",
        "flag",
        "exit",
        "exit 0 whatever the verdicts; errors still exit 2",
        short="-e",
        in_file=False,
    ),
    Setting("baseline", "path", "exit", "do not count the findings recorded in FILE", metavar="FILE"),
    Setting("no-waivers", "flag", "exit", "count findings that the configuration waives", in_file=False),
    Setting(
        "output-format",
        "text",
        "output",
        "format of the report",
        metavar="FORMAT",
        short="-f",
        aliases=("format",),
    ),
    Setting(
        "output-file",
        "path",
        "output",
        "write the report to PATH, whole or not at all ('-' is standard output)",
        metavar="PATH",
        short="-o",
        in_file=False,
    ),
    Setting(
        "report",
        "list",
        "output",
        "write another report of the same run, for example --report sarif=audit.sarif; may be repeated",
        metavar="FORMAT=PATH",
        in_file=False,
    ),
    Setting("ui-lang", "choice", "output", "language of the report", values=("auto", "en", "zh")),
    Setting("color", "choice", "output", "colour in the terminal", values=("auto", "always", "never")),
    Setting("show-passed", "flag", "output", "also quote the sentences that let a criterion pass"),
    Setting("fragment", "flag", "output", "HTML: only the <article>, to paste into a page of your own"),
    Setting(
        "heading-level", "integer", "output", "HTML: level of the topmost heading of a fragment (1-6)", metavar="N"
    ),
    Setting("base-url", "text", "output", "HTML: address the page will be published at", metavar="URL"),
    Setting("image", "text", "output", "HTML: address of the picture that goes with links to the page", metavar="URL"),
    Setting("quiet", "flag", "output", "print verdicts only", short="-q"),
    Setting("verbose", "flag", "output", "print grants and conditions too, and tracebacks of bugs", short="-v"),
    Setting(
        "stdin-filename",
        "text",
        "sources",
        "the name to show for a text read from standard input",
        metavar="NAME",
        in_file=False,
    ),
    Setting(
        "jobs",
        "integer",
        "sources",
        "audit with N processes (0: one per processor)",
        metavar="N",
        short="-j",
    ),
    Setting("offline", "flag", "sources", "never use the network"),
    Setting("follow", "flag", "sources", "fetch and audit the documents that a licence binds"),
    Setting("cache-dir", "path", "sources", "folder for fetched texts", metavar="PATH", in_file=False),
    Setting("no-cache", "flag", "sources", "neither read nor write the cache", in_file=False),
    Setting(
        "allow-private-hosts",
        "flag",
        "sources",
        "allow addresses in private networks",
        in_file=False,
    ),
    Setting(
        "config",
        "path",
        "config",
        "read settings from FILE instead of the nearest pyproject.toml or openaudit.toml",
        metavar="FILE",
        in_file=False,
    ),
    Setting("isolated", "flag", "config", "read no configuration file", in_file=False),
)

SETTINGS: Final = {setting.name: setting for setting in _ALL}
