"""The site's pictures: the threads of the whole, light and dark, and the icon."""

from __future__ import annotations

from collections.abc import Mapping

from sane_cli.core.words import _
from sane_cli.exporters._report.cover import cover
from sane_cli.exporters._report.figures import weave
from sane_cli.exporters._report.svg import drawing, element
from sane_cli.exporters._report.theme import Theme
from sane_cli.exporters._site.model import Site

_MOST = 60  # cases; with more the threads are a carpet
_PAPER = "#ffffff"


def threads(site: Site, theme: Theme) -> dict[str, bytes]:
    """Draw the picture of the report's cover for light and dark screens, where there is room in it, and the icon."""
    made = {"icon.svg": _icon(theme.colours).encode()}
    if 1 < len(site.entries) <= _MOST:
        woven = weave(site.product, site.entries)
        for name, colours in (("threads.svg", theme.colours), ("threads-dark.svg", {**theme.colours, **theme.dark})):
            drawn = cover(woven, colours).replace("Source Sans 3&#x27;", "Source Sans 3&#x27;,sans-serif")
            made[name] = drawn.replace(_PAPER, colours.get("paper", _PAPER)).encode()
    return made


def words(site: Site) -> str:
    """Say what the picture shows; nothing when there is none."""
    if not 1 < len(site.entries) <= _MOST:
        return ""
    return _("The threads of this collection: from each threat to the cases that met it, and on to what they did.")


def _icon(colours: Mapping[str, str]) -> str:
    """Draw one knot of the threads."""
    threads = [
        element("path", d=f"M{x} 2C{x} 12 16 8 16 16", fill="none", stroke=colours["warm"], stroke_width=2.4)
        for x in (4, 16, 28)
    ] + [
        element("path", d=f"M16 16C16 24 {x} 20 {x} 30", fill="none", stroke=colours["accent"], stroke_width=2.4)
        for x in (8, 24)
    ]
    knot = element("circle", cx=16, cy=16, r=5, fill=colours["ink"], stroke=_PAPER, stroke_width=1.5)
    return drawing(32, 32, [*threads, knot], title="", words="")
