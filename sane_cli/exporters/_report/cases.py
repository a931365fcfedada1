"""One case of the report: the core's view of it, with its prose as HTML and its facts ready for the margin."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from sane_cli.core import edtf
from sane_cli.core.audience import PublicCase
from sane_cli.core.case import items, mapping, text, texts
from sane_cli.core.edtf import PartialDate
from sane_cli.core.product import Product
from sane_cli.core.text import one_line
from sane_cli.core.view import CaseView, Fact, view
from sane_cli.core.words import _
from sane_cli.exporters._report.markdown import Surroundings, picture, to_html
from sane_cli.exporters._report.typography import direction, running, smart, split_title

# what a reader in a hurry does not look for first stands last
_LAST = ("language", "status")
_MARGIN_LINE = 31  # characters of small type in the margin
_TITLE_LINE = 50  # characters of a title over the whole width
_PAGE, _TITLE_ROW, _OPENING = 243, 10, 20  # mm: height for text; a line of the title; space around the title


@dataclass(frozen=True, slots=True)
class Value:
    """Words of one value of a fact, and the anchor where the report explains them, or nothing."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class KeyFact:
    """One line of the key facts."""

    name: str
    title: str
    values: tuple[Value, ...]

    @property
    def short(self) -> bool:
        """Whether heading and value fit one line of the margin."""
        return len(self.values) == 1 and len(self.title) + len(self.values[0].words) <= _MARGIN_LINE


@dataclass(frozen=True, slots=True)
class Part:
    """A section or a lesson: its heading (or for whom it is) and its HTML; its language when it is not the case's."""

    title: str
    html: str
    language: str = ""

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Reference:
    """Something outside: what it is, its address, and a line about it."""

    title: str
    url: str
    about: str
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the playbook as a ``data:`` address, or nothing where it was left out; its alternative text."""

    source: Markup
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case of the report.

    Attributes:
        translated: a sentence about its translation, or nothing.
        head: first part of the title, with its colon, or nothing; ``tail`` is the rest.
        unpublished: words for the status of a case that is not published, else nothing.
        panel: where the key facts go, by their height: in the margin beside the lead (empty), beside the title too
            («tall»), or over the whole width («wide»). A float that does not fit its page loses what is too much.
        dates: first and last date of its period, and the date it describes.
    """

    id: str
    number: int
    title: str
    head: str
    tail: str
    running: str
    place: str
    period: str
    kind: str
    lead: str
    as_of: str
    unpublished: str
    translated: str
    label: str
    language: str
    direction: str
    facts: tuple[KeyFact, ...]
    panel: str
    sections: tuple[Part, ...]
    lessons: tuple[Part, ...]
    related: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    media: tuple[Reference, ...]
    sources: tuple[Reference, ...]
    authors: tuple[str, ...]
    threats: tuple[str, ...]
    mechanisms: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    organisations: tuple[str, ...]
    dates: tuple[PartialDate | None, PartialDate | None, PartialDate | None] = field(default=(None, None, None))

    @property
    def anchor(self) -> str:
        """Where the case begins."""
        return f"case-{self.id}"


def entries(product: Product, slot: str = "") -> tuple[Entry, ...]:
    """Lay out every case of a product, in its order."""
    views = [view(case, product.labels) for case in product.cases]
    titles = {case.id: one_line(case.title) for case in product.cases}
    pairs = zip(_outlines(product, views), views, strict=True)
    return tuple(_with_prose(entry, seen, product, titles, slot) for entry, seen in pairs)


def outlines(product: Product) -> tuple[Entry, ...]:
    """Lay out every case without its prose, which takes most of the time: sections and lessons are empty."""
    return tuple(_outlines(product, (view(case, product.labels) for case in product.cases)))


def with_prose(entry: Entry, case: PublicCase, product: Product, titles: Mapping[str, str]) -> Entry:
    """Return an outline with the prose of its case; ``titles`` are those of all cases of the product."""
    return _with_prose(entry, view(case, product.labels), product, titles, "")


def _outlines(product: Product, views: Iterable[CaseView]) -> Iterator[Entry]:
    shown = {case.id for case in product.cases}
    for number, (case, seen) in enumerate(zip(product.cases, views, strict=True), 1):
        yield _outline(number, case, seen, product, shown)


def _with_prose(entry: Entry, seen: CaseView, product: Product, titles: Mapping[str, str], slot: str) -> Entry:
    around = Surroundings(seen.language, titles, product.read_asset, slot=slot)
    return replace(
        entry,
        sections=tuple(_part(part.title, part.text, part.language, around) for part in seen.sections),
        lessons=tuple(_part(lesson.audience, lesson.text, lesson.language, around) for lesson in seen.lessons),
    )


def _outline(number: int, case: PublicCase, seen: CaseView, product: Product, shown: Collection[str]) -> Entry:
    title = smart(one_line(seen.title), seen.language)
    head, tail = split_title(title)
    facts = _facts(seen, product)
    return Entry(
        id=seen.id,
        number=number,
        title=title,
        head=head,
        tail=tail,
        running=running(title),
        place=seen.place,
        period=smart(seen.period),
        kind=next((fact.values[0] for fact in seen.facts if fact.name == "type"), ""),
        lead=smart(one_line(seen.lead), seen.language),
        as_of=smart(seen.as_of),
        unpublished="" if seen.is_published else (seen.status or _("Not published")),
        translated=smart(seen.translated, product.language),
        label=seen.label,
        language=seen.language,
        direction=direction(seen.language),
        facts=facts,
        panel=_panel(facts, head, tail),
        sections=(),
        lessons=(),
        related=tuple((link.case, link.relation) for link in seen.related if link.case in shown),
        pictures=tuple(_pictures(seen, product)),
        media=tuple(_media(seen)),
        sources=tuple(_sources(seen)),
        authors=tuple(map(one_line, seen.authors)),
        **_keys(case),
    )


def _part(title: str, words: str, language: str, around: Surroundings) -> Part:
    return Part(title, to_html(words, replace(around, language=language or around.language)), language)


def _keys(case: PublicCase) -> dict[str, Any]:
    """Return what figures and indexes sort the case by."""
    lists = {name: texts(case.data, name) for name in ("threats", "mechanisms", "countries", "regions")}
    names = (one_line(text(item, "name")) for item in items(case.data, "organisations"))
    period = mapping(case.data, "period")
    dates = tuple(edtf.parse(value) for value in (period.get("from"), period.get("to"), case.data.get("as_of")))
    return {**lists, "organisations": tuple(filter(None, names)), "dates": dates}


def _facts(seen: CaseView, product: Product) -> tuple[KeyFact, ...]:
    listed = [fact for fact in seen.facts if fact.name not in _LAST]
    listed += [fact for name in _LAST for fact in seen.facts if fact.name == name]
    facts = [KeyFact(fact.name, fact.title, _values(fact, product)) for fact in listed]
    return (*facts, KeyFact("tlp", _("Sharing"), (Value(seen.label),)))


def _panel(facts: tuple[KeyFact, ...], head: str, tail: str) -> str:
    height = 10.0
    for fact in facts:
        lines = 1 if fact.short else 1 + sum(_lines(value.words, _MARGIN_LINE) for value in fact.values)
        height += 2.5 + 4 * lines + 0.5 * (len(fact.values) - 1)
    title = (1 if head else 0) + _lines(tail, _TITLE_LINE)
    if height <= _PAGE - _OPENING - title * _TITLE_ROW:
        return ""
    return "tall" if height <= _PAGE - _OPENING else "wide"


def _lines(words: str, limit: int) -> int:
    return max(1, len(textwrap.wrap(words, limit)))


def _values(fact: Fact, product: Product) -> tuple[Value, ...]:
    vocabulary = product.schema.by_name[fact.name].vocabulary if fact.name in product.schema.by_name else ""
    if not vocabulary or vocabulary not in product.vocabularies:
        return tuple(Value(smart(one_line(words))) for words in fact.values)
    known = product.vocabularies[vocabulary].terms
    return tuple(
        Value(one_line(words), f"term-{vocabulary}-{name}" if name in known else "")
        for words, name in zip(fact.values, fact.ids, strict=False)
    )


def _pictures(seen: CaseView, product: Product) -> Iterator[Picture]:
    for kind, title, url in seen.media:
        if kind == "picture" and "://" not in url:
            yield Picture(picture(url, product.read_asset), smart(one_line(title), seen.language))


def _media(seen: CaseView) -> Iterator[Reference]:
    for kind, title, url in seen.media:
        if url.startswith(("http://", "https://")):
            yield Reference(smart(one_line(title), seen.language), one_line(url), _(kind.capitalize()))


def _sources(seen: CaseView) -> Iterator[Reference]:
    for source in seen.sources:
        dates = [source.publisher, source.published]
        if source.accessed:
            dates.append(_("read {date}").format(date=source.accessed))
        about = ", ".join(smart(one_line(part)) for part in dates if part)
        title = smart(one_line(source.title), seen.language)
        yield Reference(title, _web(source.url), about, _web(source.archived))


def _web(address: str) -> str:
    """Return an address of the web, or nothing."""
    clean = one_line(address)
    return clean if clean.startswith(("http://", "https://")) and " " not in clean else ""
