"""The cover's picture: a cloth woven from the collection's own data.

Threats stand along the upper edge, mechanisms along the lower one, each case is a knot between them. Threads run
from the threats a case met into its knot and from there to the mechanisms that answered. Every collection so has
a face of its own, and the same collection always the same one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sane_cli.core.words import _, plural
from sane_cli.exporters._report.figures import Weave
from sane_cli.exporters._report.svg import drawing, element, number, text

WIDTH, HEIGHT = 210.0, 172.0
_TOP, _KNOTS, _BOTTOM = 8.0, 74.0, 164.0
_WAVE = 26.0  # how far the knots swing up and down around their line
_EDGE = 20.0
LONG_TITLE = 54  # letters; a longer title is set smaller


def cover(weave: Weave, colours: Mapping[str, str], tallest: float = HEIGHT) -> str:
    """Draw the threads of a collection over the whole width of a page, or smaller where a long title needs the room."""
    threats = _stations(weave.threats)
    mechanisms = _stations(weave.mechanisms)
    knots = _knots(weave, threats, mechanisms)
    parts = []
    for (met, answered), knot in zip(weave.cases, knots, strict=True):
        parts += [_thread((threats[name], _TOP), knot, colours["warm"]) for name in met if name in threats]
        parts += [
            _thread(knot, (mechanisms[name], _BOTTOM), colours["accent"]) for name in answered if name in mechanisms
        ]
    parts += [element("circle", cx=x, cy=_TOP, r=0.9, fill=colours["warm"]) for x in threats.values()]
    parts += [element("circle", cx=x, cy=_BOTTOM, r=0.9, fill=colours["accent"]) for x in mechanisms.values()]
    parts += [
        element("circle", cx=x, cy=y, r=2.1, fill=colours["ink"], stroke="#ffffff", stroke_width=0.7) for x, y in knots
    ]
    parts += _captions(weave, colours)
    words = _("{threats} threats above, {mechanisms} mechanisms below; between them {cases} knots, one for each case.")
    return drawing(
        WIDTH,
        HEIGHT,
        parts,
        tallest=tallest,
        title=_("The threads of this collection"),
        words=words.format(threats=len(threats), mechanisms=len(mechanisms), cases=len(knots)),
    )


def room(title: str, subtitle: str) -> float:
    """Return the height in mm that title and subtitle leave for the picture."""
    letters, line = (27, 16) if len(title) <= LONG_TITLE else (42, 12)
    lines = math.ceil(len(title) / letters)
    below = math.ceil(len(subtitle) / 70)
    return max(HEIGHT - (lines * line - 16) - max(below - 1, 0) * 7.2, 80.0)


def _captions(weave: Weave, colours: Mapping[str, str]) -> list[str]:
    above = plural("{count} threat", "{count} threats", len(weave.threats))
    below = plural("{count} mechanism in response", "{count} mechanisms in response", len(weave.mechanisms))
    style = "font-family:'Source Sans 3';font-size:3.1px;font-weight:600"
    return [
        text(above, _EDGE, _TOP - 3.6, fill=colours["warm"], style=style),
        text(below, _EDGE, _BOTTOM + 6.2, fill=colours["accent"], style=style),
    ]


def _stations(names: Sequence[str]) -> dict[str, float]:
    """Spread names evenly over the width."""
    step = (WIDTH - 2 * _EDGE) / max(len(names) - 1, 1)
    start = _EDGE if len(names) > 1 else WIDTH / 2
    return {name: start + at * step for at, name in enumerate(names)}


def _knots(weave: Weave, threats: Mapping[str, float], mechanisms: Mapping[str, float]) -> list[tuple[float, float]]:
    """Place each case near the middle of what it is tied to, evenly spread, so that few threads cross."""
    pulls = []
    for met, answered in weave.cases:
        ends = [threats[name] for name in met if name in threats]
        ends += [mechanisms[name] for name in answered if name in mechanisms]
        pulls.append(sum(ends) / len(ends) if ends else WIDTH / 2)
    order = sorted(range(len(pulls)), key=lambda at: (pulls[at], at))
    step = (WIDTH - 4 * _EDGE) / max(len(pulls) - 1, 1)
    places: list[tuple[float, float]] = [(WIDTH / 2, _KNOTS)] * len(pulls)
    for rank, at in enumerate(order):
        x = 2 * _EDGE + rank * step if len(pulls) > 1 else WIDTH / 2
        lift = (0.0, -0.8, 0.55, -0.3, 0.95, -0.6, 0.25)[rank % 7]
        places[at] = (x, _KNOTS + lift * _WAVE)
    return places


def _thread(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = (y2 - y1) * 0.5
    points = " ".join(number(value) for value in (x1, y1 + bend, x2, y2 - bend, x2, y2))
    path = f"M{number(x1)} {number(y1)}C{points}"
    return element("path", d=path, fill="none", stroke=colour, stroke_width=0.42, stroke_opacity=0.72)
