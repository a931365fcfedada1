"""The report as values: what stands on its pages, before anything decides how it looks.

Built from a product, that is from gated cases only; templates and charts take nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sane_cli.core.product import Product
from sane_cli.core.text import one_line
from sane_cli.core.words import _
from sane_cli.exporters._report.cases import Entry, entries
from sane_cli.exporters._report.figures import Matrix, Places, Timeline, Weave, matrix, places, timeline, weave
from sane_cli.exporters._report.indexes import Definition, Index, glossary, indexes
from sane_cli.exporters._report.markdown import Surroundings, to_html
from sane_cli.exporters._report.provenance import Meaning, Origin, meaning, origin
from sane_cli.exporters._report.typography import direction, smart

FIGURE_MINIMUM = 3  # with fewer cases a figure says less than the cases do


@dataclass(frozen=True, slots=True)
class Finding:
    """A key finding: its text as HTML and the anchors and titles of the cases that support it."""

    title: str
    html: str
    cases: tuple[Entry, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the pages say.

    Attributes:
        book: the collection's title, at the foot of every page; ``title`` is the case's when there is just one.
        single: one case alone; then there is no cover, contents or figure.
        introduction: HTML, like ``status_note``.
        curators: HTML attributes for the words of the collection itself, where it is in another language.
    """

    title: str
    book: str
    subtitle: str
    language: str
    direction: str
    label: str
    meaning: Meaning
    single: bool
    curators: Markup
    introduction: str
    status_note: str
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    weave: Weave
    matrix: Matrix | None
    timeline: Timeline | None
    places: Places | None
    indexes: tuple[Index, ...]
    glossary: tuple[tuple[str, tuple[Definition, ...]], ...]
    origin: Origin
    settings: Mapping[str, str]
    slot: str


def report(product: Product, slot: str = "") -> Report:
    """Lay out a product for readers; ``slot`` is the room for a page number, empty where there are no pages."""
    listed = entries(product, slot)
    single = len(listed) == 1
    figures = len(listed) >= FIGURE_MINIMUM
    collection = product.collection
    title = smart(one_line(collection.title or product.settings.get("title") or _("Playbook")), collection.language)
    return Report(
        title=listed[0].title if single else title,
        book=title,
        subtitle="" if single else smart(one_line(collection.subtitle), collection.language),
        language=product.language,
        direction=direction(product.language),
        label=product.label.value,
        meaning=meaning(product.label),
        single=single,
        curators=_curators(product),
        introduction=_own_words(collection.introduction, product, listed, slot),
        status_note=_own_words(collection.status_note, product, listed, slot),
        findings=() if single else _findings(product, listed, slot),
        entries=listed,
        weave=weave(product, listed),
        matrix=matrix(product, listed) if figures else None,
        timeline=timeline(listed) if figures else None,
        places=places(product, listed) if figures else None,
        indexes=() if single else indexes(product, listed),
        glossary=glossary(product, listed),
        origin=origin(product, title, listed[0] if single else None),
        settings={name: smart(one_line(value), product.language) for name, value in product.settings.items()},
        slot=slot,
    )


def _curators(product: Product) -> Markup:
    """Return the language of the collection's own words as attributes, where the report is in another one."""
    language = product.collection.language
    if language == product.language:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def _own_words(text: str, product: Product, listed: tuple[Entry, ...], slot: str) -> str:
    """Render a text of the collection itself."""
    titles = {entry.id: entry.title for entry in listed}
    around = Surroundings(product.collection.language, titles, product.read_asset, heading=1, slot=slot)
    return to_html(text, around) if text.strip() else ""


def _findings(product: Product, listed: tuple[Entry, ...], slot: str) -> tuple[Finding, ...]:
    by_id = {entry.id: entry for entry in listed}
    return tuple(
        Finding(
            smart(finding.title, product.collection.language),
            _own_words(finding.text, product, listed, slot),
            tuple(by_id[case] for case in finding.cases if case in by_id),
            finding.source,
        )
        for finding in product.collection.findings
    )
