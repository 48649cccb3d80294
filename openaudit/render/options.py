"""How a report is to look. Nothing here changes what it says."""

from __future__ import annotations

from openaudit.typed import NamedTuple


class RenderOptions(NamedTuple):
    """Settings of the renderers; each reads the few that it knows.

    `width` is in terminal columns. `quiet` asks for one line per text, `verbose` for grants and conditions too.
    `base_url` is where a page will be published ("" if unknown) and `image` the picture that goes with it;
    `heading_level` is that of the first heading of a fragment. `command` is the command line that repeats the
    audit, `created` the time (ISO 8601, UTC) for formats that want one: nothing here reads a clock.
    """

    ui_lang: str = "en"
    quiet: bool = False
    verbose: bool = False
    show_passed: bool = False
    color: bool = False
    hyperlinks: bool = False
    width: int = 80
    base_url: str = ""
    fragment: bool = False
    heading_level: int = 2
    command: str = ""
    image: str = ""
    created: str = ""
