"""Tables for people: aligned columns that fit the terminal, plain lines in a pipe.

The layout is our own: a rich table of 10 000 rows takes seconds, and in a pipe nobody wants frames. An id is never
cut, since it is what people type next; where titles would become stumps, a case takes two lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sane_cli.core.format import Format, Listing, Look, cell, cells, once, plain, worded
from sane_cli.core.text import one_line, visible
from sane_cli.core.words import N_, _
from sane_cli.formats._layout import (
    GAP,
    accent,
    fitted,
    listed,
    padded,
    quiet,
    shortened,
    strong,
    tabbed,
    width,
    wrapped,
)

if TYPE_CHECKING:
    from sane_cli.core.audience import PublicCase
    from sane_cli.core.facets import Count
    from sane_cli.core.given import Counted, Terms
    from sane_cli.core.matrix import Gaps, Matrix
    from sane_cli.core.similarity import Alike


_PIPED = ("id", "title", "countries", "as_of", "status", "tlp", "threats")
_TITLE = 40  # columns below which a title is a stump
_ENOUGH = 56  # columns in which most titles say enough, so that terms may stand beside them
_TERMS = 24  # columns below which a list of terms says nothing
_MOST_TERMS = 48
_WHERE = 18
_LABEL = 28


def rows(listing: Listing, look: Look) -> str:
    """Write the cases: a line each, or two where it is narrow; tabs and ids in a pipe."""
    if not look.width:
        columns = listing.columns or _PIPED
        texts = [once(cells(listing.cases, column), lambda value: one_line(plain(value))) for column in columns]
        return "".join(["\t".join(line) + "\n" for line in zip(*texts, strict=True)])
    if not listing.cases:
        return ""
    if listing.columns:
        return "".join(line + "\n" for line in _chosen(listing, look))
    about = [_about(case, listing) for case in listing.cases]
    return "".join(line + "\n" for line in _laid_out(listing, about, look))


def facets(counted: Counted, look: Look) -> str:
    """Write the counts, a block a facet; in a pipe facet, value, count and label with tabs."""
    if not look.width:
        flat = ((facet.name, each) for facet in counted.facets for top in facet.counts for _depth, each in top.walk())
        return "".join(tabbed([name, each.value, str(each.count), each.label]) for name, each in flat)
    blocks = [_block(facet.title, facet.counts, look) for facet in counted.facets if facet.counts]
    return "\n".join("".join(line + "\n" for line in block) for block in blocks)


def matrix(shown: Matrix, look: Look) -> str:
    """Write threats × mechanisms as a heat table."""
    from sane_cli.formats import _heat

    return _heat.matrix(shown, look)


def gaps(shown: Gaps, look: Look) -> str:
    """Write what has no case or only one as a work list."""
    from sane_cli.formats import _heat

    return _heat.gaps(shown, look)


def similar(alike: Alike, look: Look) -> str:
    """Write each near case with its reasons below; in a pipe id, score, title and reasons with tabs."""
    if not look.width:
        return "".join(
            tabbed([near.case.id, f"{near.score:.2f}", near.case.title, "; ".join(near.reasons)]) for near in alike.near
        )
    lines: list[str] = []
    for near in alike.near:
        lines += ["", accent(one_line(near.case.id), look) + quiet(f"  {near.score:.0%}", look)]
        lines += [GAP + line for line in wrapped(one_line(near.case.title), look.width - len(GAP))]
        for reason in near.reasons:
            first, *more = wrapped(one_line(reason), min(look.width, 100) - 3 * len(GAP))
            lines += [quiet(f"{GAP}– {first}", look), *(quiet(GAP * 2 + line, look) for line in more)]
    return "".join(line + "\n" for line in lines[1:])


def terms(shown: Terms, look: Look) -> str:
    """Write vocabularies: a line a term, or everything about it."""
    from sane_cli.formats import _terms

    return _terms.terms(shown, look)


def _about(case: PublicCase, listing: Listing) -> list[str]:
    """Return what stands beside a title: where, as of when, and what differs between the cases."""
    where = worded(case, "countries", listing.labels) or worded(case, "regions", listing.labels)
    shown = [where, plain(cell(case, "as_of"))]
    if any(each.status != "published" for each in listing.cases):
        shown.append("" if case.status == "published" else worded(case, "status", listing.labels))
    if len({each.label for each in listing.cases}) > 1:
        shown.append(case.label.value)
    return [one_line(part) for part in shown]


def _laid_out(listing: Listing, about: Sequence[Sequence[str]], look: Look) -> Iterator[str]:
    """Choose the layout that leaves titles readable."""
    ids = max(width(one_line(case.id)) for case in listing.cases)
    beside = [max(map(width, column)) for column in zip(*about, strict=True)]
    beside[0] = min(beside[0], _WHERE)
    room = look.width - ids - sum(each + len(GAP) for each in beside if each) - len(GAP)
    longest = max(width(one_line(case.title)) for case in listing.cases)
    if room < min(_TITLE, longest):
        yield from _stacked(listing, about, look)
        return
    terms = min(_MOST_TERMS, room - len(GAP) - min(longest, max(_ENOUGH, room * 3 // 5)))
    terms = terms if terms >= _TERMS else 0
    title = min(longest, room - terms - len(GAP) * bool(terms))
    for case, parts in zip(listing.cases, about, strict=True):
        line = [accent(padded(one_line(case.id), ids), look), padded(one_line(case.title), title)]
        line += [padded(part, size) for part, size in zip(parts, beside, strict=True) if size]
        line += [quiet(listed(_threats(case, listing), terms), look)] if terms else []
        yield GAP.join(line).rstrip()
        yield from _snippet(case, listing, look)


def _stacked(listing: Listing, about: Sequence[Sequence[str]], look: Look) -> Iterator[str]:
    """Yield two lines a case: its id with place and date to the right, and its title below."""
    for case, parts in zip(listing.cases, about, strict=True):
        name = one_line(case.id)
        room = max(look.width - width(name) - len(GAP), 0)
        where, *rest = parts
        after = " · ".join(part for part in rest if part)
        where = listed(where.split(", "), room - width(after) - 3) if where else ""
        right = padded(" · ".join(part for part in (where, after) if part), room, right=True)
        yield accent(name, look) + GAP + quiet(right, look)
        yield GAP + padded(one_line(case.title), look.width - len(GAP)).rstrip()
        yield from _snippet(case, listing, look)


def _snippet(case: PublicCase, listing: Listing, look: Look) -> Iterator[str]:
    """Yield the passage that was found, its hits set off, cut to one line."""
    found = listing.snippet(case) if listing.snippet else None
    room = look.width - 2 * len(GAP)
    shown = []
    for part, hit in found.parts if found else ():
        kept = shortened(visible(part), room)
        shown.append(strong(kept, look) if hit else quiet(kept, look))
        room -= width(kept)
        if room <= 1 or kept != visible(part):
            break
    if shown:
        yield GAP * 2 + "".join(shown).rstrip()


def _chosen(listing: Listing, look: Look) -> Iterator[str]:
    """Yield the columns that were asked for, under their names."""
    heads = [_heading(column, listing) for column in listing.columns]
    lines = [[one_line(worded(case, column, listing.labels)) for column in listing.columns] for case in listing.cases]
    widths = fitted([max(map(width, column)) for column in zip(heads, *lines, strict=True)], look.width)
    yield strong(_line(heads, widths), look)
    for line in lines:
        shown = [padded(text, room) for text, room in zip(line, widths, strict=True)]
        painted = [accent(t, look) if c == "id" else t for c, t in zip(listing.columns, shown, strict=True)]
        yield GAP.join(painted).rstrip()


def _heading(column: str, listing: Listing) -> str:
    described = listing.labels.lexicon.case_schema.by_name.get(column)
    named = {"tlp": "TLP", "path": _("Path")}
    return named.get(column) or (listing.labels.title(described) if described else column)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(padded(text, room) for text, room in zip(cells, widths, strict=True)).rstrip()


def _threats(case: PublicCase, listing: Listing) -> list[str]:
    value = cell(case, "threats")
    described = listing.labels.lexicon.case_schema.by_name["threats"]
    return [one_line(listing.labels.value(described, each)) for each in value if isinstance(each, str)]


def _block(title: str, counts: Sequence[Count], look: Look) -> Iterator[str]:
    """Yield a facet: count, label indented by its depth, and the word to type."""
    lines = [pair for top in counts for pair in top.walk()]
    labels = [GAP * depth + one_line(each.label) for depth, each in lines]
    words = max(width(one_line(each.value)) for _depth, each in lines)
    room = min(max(map(width, labels)), max(look.width - 7 - len(GAP) - words, _LABEL))
    yield strong(title, look)
    for label, (_depth, each) in zip(labels, lines, strict=True):
        left = look.width - 7 - room - len(GAP)
        word = one_line(each.value) if width(each.value) <= left and each.value != each.label else ""
        mark = ">" if each.chosen else " "
        yield f"{mark}{each.count:>4}  {padded(label, room)}{GAP}{accent(word, look)}".rstrip()


PLUGIN = Format(
    summary=N_("a table for people"),
    rows=rows,
    facets=facets,
    matrix=matrix,
    gaps=gaps,
    similar=similar,
    terms=terms,
)
