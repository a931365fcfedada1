"""PDF: the report as a tagged book, PDF/UA-1 and PDF/A-3a at once, the same bytes from the same cases.

Every case, and every chapter around them, is laid out by itself in worker processes and kept under the hash of what
it was made of. So the next report after an edit costs that edit. The pieces are joined to one file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._workers import Workers, fitting


def begin(jobs: int) -> Workers:
    """Start the workers; the engine loads while this process loads the rest and reads the cases."""
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
    from sane_cli.exporters._book import bound  # not before the workers have begun

    return bound(product, workers, joining=joining)


PLUGIN = Exporter(
    suffix=".pdf",
    summary=N_("a report to read and print: tagged, with contents, figures and indexes, the data attached"),
    make=make,
    begin=begin,
)
