"""What a command says on stderr about its own run, in the language of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openaudit.cli.guard import complain
from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from openaudit.messages import Messages
    from openaudit.settings import Settings
    from openaudit.waivers import Waiver


def notice(settings: Settings, key: str, *, kind: str = "note", hint: str = "", **values: object) -> None:
    """Say the text `note.<key>` on stderr."""
    complain(_messages(settings).text(f"note.{key}", **values), kind=kind, hint=hint)


def expired(waivers: Iterable[Waiver], settings: Settings) -> None:
    """Say loudly which waivers hold no longer."""
    for one in waivers:
        notice(settings, "expired", kind="warning", place=one.place, label=one.label, day=one.expires)


def not_counted(counts: Mapping[str, int], settings: Settings) -> None:
    """Say how many findings do not count, by what accepts them ("waiver", "baseline", "ignore", "select")."""
    if counts:
        messages = _messages(settings)
        parts = (messages.text(f"note.by-{by}", count=count) for by, count in counts.items())
        notice(settings, "not-counted", parts=messages.text("list.comma").join(parts))


def _messages(settings: Settings) -> Messages:
    from openaudit.cli.reporting import ui_language
    from openaudit.messages import Messages
    from openaudit.prepared import catalogue

    lang = ui_language(settings.ui_lang)
    return Messages(lang, catalogue(lang))
