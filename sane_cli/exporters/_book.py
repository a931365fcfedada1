"""A report as a book: its parts laid out by workers or remembered, and joined to one PDF file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from sane_cli import __version__
from sane_cli.core.product import Product
from sane_cli.core.words import _
from sane_cli.exporters._engine import without_glyphs
from sane_cli.exporters._press import About
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.joining import faces, joined
from sane_cli.exporters._report.model import Report, report
from sane_cli.exporters._report.numbering import digits_for, slot, with_slots
from sane_cli.exporters._report.page import Part, html, parts, style_for
from sane_cli.exporters._report.piece import Piece, unpacked
from sane_cli.exporters._report.theme import Theme, load
from sane_cli.exporters._workers import Job, Workers

_LIMIT = 60.0  # seconds for a case; one of ten pages takes one
_FONTS = "fonts"


def bound(product: Product, workers: Workers, *, joining: Callable[[], None]) -> bytes:
    """Make the report of a product.

    Args:
        product: what to make.
        workers: who lay out the pages.
        joining: called when they have done their part; those who end them then have their memory for the join.
    """
    theme = load(product.theme)
    digits = digits_for(len(product.cases))
    while True:
        pdf = _made(workers, product, theme, digits, joining)
        if pdf is not None:
            return pdf
        digits += 1


def _made(workers: Workers, product: Product, theme: Theme, digits: int, joining: Callable[[], None]) -> bytes | None:
    """Make the whole file; None when its page numbers are wider than the room for them."""
    room = slot(digits)
    laid_out = report(product, room)
    styles = (with_slots(theme.style(), room), style_for(laid_out, theme))
    workers.set_up(theme, styles)
    (frame,) = workers.put([_frame(laid_out, product)])  # it waits for nothing else
    workers.warm_up(_warm_up(laid_out, room))
    source = html(laid_out, product, theme, "")
    listed = parts(source)
    look = _digest(workers.loaded(), room, *styles, theme.digest(*styles, source))
    pieces = _pieces(workers, listed, look, room, product, theme)
    if len(str(sum(len(piece.pages) for piece in pieces))) > digits:
        return None
    fonts = _fonts(workers, pieces, look, product)
    ((_number, around),) = workers.made([frame])
    joining()
    return joined(pieces, fonts, unpacked(around), digits)


def _pieces(
    workers: Workers, listed: Sequence[Part], look: str, room: str, product: Product, theme: Theme
) -> list[Piece]:
    """Return the pieces of all parts, in order; those that are not kept from an earlier time are made."""
    names = [_digest(look, part.html, *part.elsewhere) for part in listed]
    found = {at: kept for at, name in enumerate(names) if (kept := product.workshop.recall(name)) is not None}
    lacking = sorted((at for at in range(len(listed)) if at not in found), key=lambda at: -len(listed[at].html))
    jobs = [_job(listed[at], room, len(product.cases)) for at in lacking]
    numbers = workers.put(jobs, urgent=True)
    boxes = missing("".join(listed[at].html for at in lacking), theme)
    if boxes:
        raise without_glyphs(boxes, theme)
    product.workshop.tell(0, len(jobs), "")
    pieces = {at: unpacked(found.pop(at)) for at in list(found)}  # while the workers work
    for done, (number, made) in enumerate(workers.made(numbers), 1):
        which = numbers.index(number)
        at = lacking[which]
        found[at] = made
        product.workshop.keep(names[at], made)
        product.workshop.tell(done, len(jobs), jobs[which].name)
    return [pieces[at] if at in pieces else unpacked(found.pop(at)) for at in range(len(listed))]  # packed till here


def _job(part: Part, room: str, cases: int) -> Job:
    """Say how a part is laid out; the longest ones, which grow with the number of cases, get more time."""
    is_case = part.name.startswith("case-")
    return Job(
        name=part.name.removeprefix("case-"),
        method="piece",
        arguments=(part.html, room, part.elsewhere),
        limit=_LIMIT if is_case else _LIMIT + cases / 2,
    )


def _frame(laid_out: Report, product: Product) -> Job:
    """Say what stands in the file beside its pages."""
    made = product.provenance.made
    attached = {
        "string": cases_json(product),
        "name": "cases.json",
        "description": _("The cases of this report as data"),
        "created": made,
        "modified": made,
        "relationship": "Source",
    }
    about = About(
        title=laid_out.title,
        author=laid_out.settings.get("publisher") or laid_out.title,
        description=f"{laid_out.subtitle or laid_out.title} · {laid_out.label}",
        made=made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        language=laid_out.language,
        attached=attached,
    )
    return Job(name="cases.json", method="frame", arguments=(about,), limit=_LIMIT + len(product.cases) / 2)


def _warm_up(laid_out: Report, room: str) -> Job:
    """Say how a worker gets ready while the pages are filled with words."""
    return Job(name="", method="warm_up", arguments=(laid_out.language, room), limit=_LIMIT)


def _fonts(workers: Workers, pieces: Sequence[Piece], look: str, product: Product) -> Piece:
    """Return the fonts of the file, each with the glyphs that any piece uses."""
    used = faces(pieces)
    name = _digest(look, _FONTS, repr(used))
    kept = product.workshop.recall(name)
    if kept is None:
        limit = _LIMIT + len(product.cases) / 2
        fonts = Job(name=_FONTS, method="fonts", arguments=(used,), limit=limit)
        numbers = workers.put([fonts], urgent=True)
        ((_number, kept),) = workers.made(numbers)
        product.workshop.keep(name, kept)
    return unpacked(kept)


@cache
def _program() -> str:
    """Return a hash of the program's own part in a piece, so that no change to it finds pieces of before."""
    home = Path(__file__).parent
    files = [*home.glob("_*.py"), *(home / "_report").glob("*.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _digest(*words: str) -> str:
    """Return the name under which something is kept: a hash of all that it is made of."""
    whole = hashlib.sha256(f"{__version__} {_program()}".encode())
    for each in words:
        whole.update(hashlib.sha256(each.encode("utf-8", "surrogatepass")).digest())
    return whole.hexdigest()
