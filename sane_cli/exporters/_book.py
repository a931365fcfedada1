"""PDF: the report as a tagged book, PDF/UA-1 and PDF/A-3a at once, the same bytes from the same cases.

Every case, and every chapter around them, is laid out by itself in worker processes and kept under the hash of what
it was made of. So the next report after an edit costs that edit. The pieces are joined to one file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from sane_cli import __version__
from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_, _
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
from sane_cli.exporters._workers import Job, Workers, fitting

_LIMIT = 60.0  # seconds for a case; one of ten pages takes one
_FONTS = "fonts"


def begin(jobs: int) -> Workers:
    """Start the workers; the engine loads while the cases are read."""
    return Workers(fitting(jobs))


def make(product: Product) -> Mapping[str, bytes]:
    """Make the report of a product as one PDF.

    Raises:
        UsageError: the engine's system libraries are missing, or the theme cannot be used.
        FindingsError: the text uses characters that no font of the theme has, or a case takes too long.
    """
    with ExitStack() as stack:
        workers = product.workshop.begun or stack.enter_context(begin(product.workshop.jobs))
        return {"": made(product, workers, joining=workers.end)}


def made(product: Product, workers: Workers, *, joining: Callable[[], None] = lambda: None) -> bytes:
    """Make the report of a product with workers that may have more to do after it.

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


PLUGIN = Exporter(
    suffix=".pdf",
    summary=N_("a report to read and print: tagged, with contents, figures and indexes, the data attached"),
    make=make,
    begin=begin,
)


def _made(workers: Workers, product: Product, theme: Theme, digits: int, joining: Callable[[], None]) -> bytes | None:
    """Make the whole file; None when its page numbers are wider than the room for them."""
    room = slot(digits)
    laid_out = report(product, room)
    styles = (with_slots(theme.style(), room), style_for(laid_out, theme))
    workers.set_up(theme, styles)
    source = html(laid_out, product, theme, "")
    listed = parts(source)
    look = _digest(workers.loaded(), room, *styles, theme.digest(*styles, source))
    pieces = _pieces(workers, listed, look, room, product, theme)
    if len(str(sum(len(piece.pages) for piece in pieces))) > digits:
        return None
    fonts, frame = _around(workers, pieces, look, laid_out, product)
    joining()
    return joined(pieces, fonts, frame, digits)


def _pieces(
    workers: Workers, listed: Sequence[Part], look: str, room: str, product: Product, theme: Theme
) -> list[Piece]:
    """Return the pieces of all parts, in order; those that are not kept from an earlier time are made."""
    names = [_digest(look, part.html, *part.elsewhere) for part in listed]
    found: dict[int, bytes] = {}
    for at, name in enumerate(names):
        kept = product.workshop.recall(name)
        if kept is not None:
            found[at] = kept
    lacking = sorted((at for at in range(len(listed)) if at not in found), key=lambda at: -len(listed[at].html))
    boxes = missing("".join(listed[at].html for at in lacking), theme)
    if boxes:
        raise without_glyphs(boxes, theme)
    jobs = [_job(listed[at], room, len(product.cases)) for at in lacking]
    product.workshop.tell(0, len(jobs), "")
    for done, (number, made) in enumerate(workers.made(jobs), 1):
        at = lacking[number]
        found[at] = made
        product.workshop.keep(names[at], made)
        product.workshop.tell(done, len(jobs), jobs[number].name)
    return [unpacked(found[at]) for at in range(len(listed))]


def _job(part: Part, room: str, cases: int) -> Job:
    """Say how a part is laid out; the longest ones, which grow with the number of cases, get more time."""
    is_case = part.name.startswith("case-")
    return Job(
        name=part.name.removeprefix("case-"),
        method="piece",
        arguments=(part.html, room, part.elsewhere),
        limit=_LIMIT if is_case else _LIMIT + cases / 2,
    )


def _around(workers: Workers, pieces: Sequence[Piece], look: str, laid_out: Report, product: Product) -> list[Piece]:
    """Return fonts and frame of the file."""
    used = faces(pieces)
    name = _digest(look, _FONTS, repr(used))
    kept = product.workshop.recall(name)
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
    limit = _LIMIT + len(product.cases) / 2
    jobs = [Job(name="cases.json", method="frame", arguments=(about,), limit=limit)]
    jobs += [Job(name=_FONTS, method="fonts", arguments=(used,), limit=limit)] if kept is None else []
    done = dict(workers.made(jobs))
    if kept is None:
        product.workshop.keep(name, done[1])
    return [unpacked(kept or done[1]), unpacked(done[0])]


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
