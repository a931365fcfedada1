"""The matrix as a heat table in the terminal, and its gaps as a work list.

Heat is told by a shade and a number, never by colour alone, so it survives a grey print and a dumb terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from sane_cli.core.format import Look
from sane_cli.core.matrix import Gap, Gaps, Grid, Line, Matrix
from sane_cli.core.text import one_line
from sane_cli.core.words import _, plural
from sane_cli.formats._layout import GAP, accent, padded, quiet, strong, tabbed, width, wrapped

_SHADES = "░▒▓█"
_LABEL = 30  # columns for the names of threats
_WORDY = 11  # columns in which the name of a mechanism can stand above its numbers
_WIDEST = 15


def matrix(shown: Matrix, look: Look) -> str:
    """Write terms where they fit, else groups; in a pipe threat, mechanism and count with tabs."""
    if not look.width:
        cells = sorted(shown.terms.cells.items())
        return "".join(tabbed([*pair, str(len(cases))]) for pair, cases in cells)
    terms = shown.terms.used()
    fits = _LABEL + 3 * len(terms.mechanisms) + len(GAP) <= look.width
    grid = terms if fits else shown.groups.used()
    return "".join(line.rstrip() + "\n" for line in _heat(grid, look)) if grid.threats else ""


def gaps(shown: Gaps, look: Look) -> str:
    """Write the work list: what has no case, then what has only one, by kind."""
    if not look.width:
        return "".join(tabbed([gap.kind, *_words(gap), str(len(gap.cases)), *gap.cases]) for gap in shown.gaps)
    lines: list[str] = []
    for kind, listed in groupby(shown.gaps, key=lambda gap: gap.kind):
        found = list(listed)
        lines += ["", strong(_HEADINGS[kind](), look)]
        lines += _none([gap for gap in found if not gap.cases], kind, look)
        lines += _one([gap for gap in found if gap.cases], look)
    return "".join(line.rstrip() + "\n" for line in lines[1:])


def _heat(grid: Grid, look: Look) -> Iterator[str]:
    left = min(_LABEL, max(width(one_line(line.label)) for line in grid.threats))
    room = (look.width - left - len(GAP)) // max(len(grid.mechanisms), 1)
    cell = min(room, _WIDEST) if room >= _WORDY else min(max(room, 3), 5)
    wordy = cell >= _WORDY
    yield from _wordy_head(grid.mechanisms, left, cell, look) if wordy else _numbers(grid.mechanisms, left, cell, look)
    for threat in grid.threats:
        cells = [_cell(len(grid.cell(threat, each)), grid.most, cell, look) for each in grid.mechanisms]
        yield padded(one_line(threat.label), left) + GAP + "".join(cells)
    if not wordy:
        yield ""
        yield from _legend(grid.mechanisms, look)


def _cell(count: int, most: int, room: int, look: Look) -> str:
    if not count:
        return quiet(padded("·", room - 1, right=True), look) + " "
    shade = _SHADES[min(len(_SHADES) - 1, (count * len(_SHADES) - 1) // max(most, 1))]
    return accent(padded(f"{shade}{count}", room - 1, right=True), look) + " "


def _wordy_head(mechanisms: Sequence[Line], left: int, cell: int, look: Look) -> Iterator[str]:
    """Yield names of mechanisms above their columns, broken between words and set against the right."""
    heads = [[*wrapped(one_line(line.label), cell - 1)] for line in mechanisms]
    tallest = max(map(len, heads))
    for row in zip_longest(*([""] * (tallest - len(head)) + head for head in heads), fillvalue=""):
        yield " " * left + GAP + "".join(strong(padded(part, cell - 1, right=True), look) + " " for part in row)


def _numbers(mechanisms: Sequence[Line], left: int, cell: int, look: Look) -> Iterator[str]:
    numbers = (padded(str(at), cell - 1, right=True) + " " for at in range(1, len(mechanisms) + 1))
    yield " " * left + GAP + strong("".join(numbers), look)


def _legend(mechanisms: Sequence[Line], look: Look) -> Iterator[str]:
    """Yield what the numbers mean, in as many columns as fit."""
    named = [f"{at:>2} {one_line(line.label)}" for at, line in enumerate(mechanisms, 1)]
    room = max(map(width, named)) + len(GAP)
    columns = max(look.width // room, 1)
    rows = -(-len(named) // columns)
    for at in range(rows):
        yield "".join(padded(each, room) for each in named[at::rows])


def _none(found: Sequence[Gap], kind: str, look: Look) -> Iterator[str]:
    """Yield what has no case at all; combinations gathered by threat, since there are many."""
    if not found:
        return
    yield GAP + _("no case")
    if kind == "combination":
        for threat, listed in groupby(found, key=lambda gap: gap.threat.label if gap.threat else ""):
            others = " · ".join(one_line(gap.mechanism.label) for gap in listed if gap.mechanism)
            yield from _hanging(f"{one_line(threat)} × ", others, look)
        return
    yield from _hanging("", " · ".join(_words(gap)[0] for gap in found), look)


def _one(found: Sequence[Gap], look: Look) -> Iterator[str]:
    if not found:
        return
    yield GAP + plural("only one case", "only {count} cases", 1)
    words = [" × ".join(_words(gap)) for gap in found]
    names = [one_line(gap.cases[0]) for gap in found]
    left = min(max(map(width, words)), look.width - 3 * len(GAP) - max(map(width, names)))
    for each, name in zip(words, names, strict=True):
        yield GAP * 2 + padded(each, max(left, 0)) + GAP + accent(name, look)


def _hanging(head: str, text: str, look: Look) -> Iterator[str]:
    room = min(look.width, 100) - 3 * len(GAP)
    for at, line in enumerate(wrapped(head + text, room)):
        yield (GAP * 2 if at == 0 else GAP * 3) + line


def _words(gap: Gap) -> list[str]:
    return [one_line(line.label) for line in (gap.threat, gap.mechanism, gap.region) if line is not None]


_HEADINGS = {
    "region": lambda: _("Regions"),
    "threat": lambda: _("Threats"),
    "mechanism": lambda: _("Mechanisms"),
    "combination": lambda: _("Threat × mechanism, by group"),
}
