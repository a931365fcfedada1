"""The pages of the site, each kind in turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import escape

from sane_cli.core import edtf
from sane_cli.core.audience import PublicCase
from sane_cli.core.collection import PublicCollection
from sane_cli.core.json_text import dumped
from sane_cli.core.text import one_line
from sane_cli.core.words import _
from sane_cli.exporters._report.cases import Entry, with_prose
from sane_cli.exporters._report.markdown import Surroundings, to_html
from sane_cli.exporters._report.provenance import Origin, cite
from sane_cli.exporters._report.typography import smart
from sane_cli.exporters._site import meta
from sane_cli.exporters._site.grid import grid
from sane_cli.exporters._site.kept import Kept
from sane_cli.exporters._site.model import Facet, Site, Value, first_sentence
from sane_cli.exporters._site.pages import Writer, chunks
from sane_cli.exporters._site.rows import is_whole

PAGE = 20  # cards of a page
_NEWEST, _LONGEST_NEWS = 3, 200
_CITATION = "\ue000citation\ue000"  # stands in a page that is kept where its citation goes
_OLD_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases of a term that have something in common with one group of the other vocabulary."""

    top: Value
    cases: tuple[tuple[Entry, tuple[Value, ...]], ...]


def start(writer: Writer, threads: str) -> None:
    """Write the start page; ``threads`` says what the picture of the whole shows, or nothing where there is none."""
    site = writer.site
    newest = [site.cards[entry.id] for _day, entry in meta.newest(site)[:_NEWEST]]
    subtitle = smart(one_line(site.product.collection.subtitle), site.product.language)
    description = one_line(site.product.settings.get("description", ""))
    findings = [
        (smart(finding.title, site.product.collection.language), len(finding.cases))
        for finding in site.product.collection.findings
    ]
    writer.page(
        "index.html",
        "start",
        title="",
        description=first_sentence(description),
        data=meta.site_data(site),
        subtitle=subtitle,
        lead=smart(description, site.product.language),
        grid=grid(site),
        newest=newest,
        findings=findings,
        threads=threads,
    )


def lists(writer: Writer) -> None:
    """Write the pages that list every case, for readers without a filter."""
    site = writer.site
    parts = list(chunks(tuple(site.cards[entry.id] for entry in site.entries), PAGE))
    whole = is_whole(site)
    paths = ["cases.html", *(f"list/{number}.html" for number in range(2, len(parts) + 1))]
    for number, (path, cards) in enumerate(zip(paths, parts, strict=True), 1):
        title = _("Cases") if number == 1 else _("Cases, page {number}").format(number=number)
        writer.page(path, "cases", title=title, part="cases.html", cards=cards, paths=paths, number=number,
                    whole=whole)  # fmt: skip


def cases(writer: Writer, kept: Kept) -> None:
    """Write a page for every case; what the last export kept of it is taken as it was."""
    site = writer.site
    product = site.product
    date = edtf.parse(product.provenance.made.date().isoformat())
    made = smart(product.labels.names.date(date)) if date else ""
    titles = {case.id: one_line(case.title) for case in product.cases}
    anchors = _anchors(site)

    def page(entry: Entry, case: PublicCase) -> str:
        return _case(writer, with_prose(entry, case, product, titles), titles, anchors)

    for entry, case in zip(site.entries, product.cases, strict=True):
        path = f"cases/{entry.id}.html"
        words = dumped(case.data, None)
        if entry.pictures or "![" in words:  # its pictures become files, too
            text = page(entry, case)
        else:
            beside: list[str] = [site.cards[other.id].line for other in site.alike[entry.id]]
            beside += [titles[name] for name, _relation in entry.related]
            # links in the prose lead to cases that are there, and to no other
            others = sorted(titles) if "](" in words or "]:" in words else []
            text = kept.page(dumped([words, beside, others], None), partial(page, entry, case))
        # the date and version of the whole are in no page that is kept, or none could be
        citation = cite(product, site.title, made, entry) + (f" {site.address}{path}" if site.address else "")
        writer.keep(path, text.replace(_CITATION, str(escape(citation))))
    kept.close()


def _case(writer: Writer, entry: Entry, titles: Mapping[str, str], anchors: Mapping[str, str]) -> str:
    return writer.text(
        f"cases/{entry.id}.html",
        "case",
        title=entry.title,
        part="cases.html",
        kind="article",
        description=first_sentence(entry.lead),
        data=meta.case_data(writer.site, entry),
        case=entry,
        sections=[(part, writer.prose(part.html)) for part in entry.sections],
        lessons=[(part, writer.prose(part.html)) for part in entry.lessons],
        pictures=[(writer.picture(shown.source), shown.words) for shown in entry.pictures],
        related=[(name, titles[name], relation) for name, relation in entry.related],
        alike=writer.site.alike[entry.id],
        cite=_CITATION,
        anchors=anchors,
    )


def _anchors(site: Site) -> dict[str, str]:
    """Return where the report's anchors of terms are in the site."""
    names = {field.name: field.vocabulary for field in site.product.schema.fields if field.vocabulary}
    return {
        f"term-{names[facet.name]}-{value.id}": f"{facet.name}/{value.id}.html"
        for facet in site.vocabularies
        for value in facet.values
    }


def values(writer: Writer) -> None:
    """Write a page for every value of every facet, and one that lists the values of each."""
    site = writer.site
    for facet in site.facets:
        writer.page(f"{facet.name}.html", "facet", title=facet.title, part=f"{facet.name}.html", facet=facet)
        other = _other(site, facet)
        for value in facet.values:
            shelves = _shelves(value, other) if other else ()
            writer.page(
                f"{facet.name}/{value.id}.html",
                "value",
                title=value.words,
                part=f"{facet.name}.html",
                description=value.meaning,
                data=meta.term_data(site, facet.title, value) if facet.is_vocabulary else "",
                facet=facet,
                value=value,
                other=other,
                shelves=shelves,
                cards=[site.cards[entry.id] for entry in value.cases] if len(value.cases) <= PAGE else (),
                few=len(value.cases) <= PAGE,
            )
    _redirects(writer)


def _other(site: Site, facet: Facet) -> Facet | None:
    """Return the vocabulary that answers to ``facet``: mechanisms to threats, and the other way round."""
    pair = {"threats": "mechanisms", "mechanisms": "threats"}
    return next((each for each in site.facets if each.name == pair.get(facet.name)), None)


def _shelves(value: Value, other: Facet) -> tuple[Shelf, ...]:
    mine = {entry.id for entry in value.cases}
    shelves = []
    for top in other.tops:
        shared = [entry for entry in top.cases if entry.id in mine]
        if shared:
            below = (top, *other.below(top.id))
            named: dict[str, list[Value]] = {entry.id: [] for entry in shared}
            for term in below:
                for entry in term.cases:
                    if entry.id in named and term.id in getattr(entry, other.name):
                        named[entry.id].append(term)
            shelves.append(Shelf(top, tuple((entry, tuple(named[entry.id])) for entry in shared)))
    return tuple(sorted(shelves, key=lambda shelf: -len(shelf.cases)))


def _redirects(writer: Writer) -> None:
    """Lead old names of terms to where they are now: an address that was given away once stays good."""
    for field in writer.site.product.schema.fields:
        vocabulary = writer.site.product.vocabularies.get(field.vocabulary)
        facet = next((each for each in writer.site.facets if each.name == field.name), None)
        if vocabulary is None or facet is None:
            continue
        for term in vocabulary.terms.values():
            for old in (term.id, *term.aliases):
                now = vocabulary.resolve(old)
                if now and _OLD_NAME.match(old) and now in facet.by_id and old not in facet.by_id:
                    writer.page(f"{facet.name}/{old}.html", "moved", title=facet.by_id[now].words, hidden=True, to=now)


def collections(writer: Writer) -> None:
    """Write a page for every collection, and one that lists them."""
    site = writer.site
    listed = [(each, *_words(each)) for each in (site.product.collection, *site.product.others)]
    writer.page("collections.html", "collections", title=_("Collections"), part="collections.html", listed=listed)
    for each, title, subtitle in listed:
        titles = {entry.id: entry.title for entry in site.entries}
        around = Surroundings(each.language, titles, site.product.read_asset, heading=2, notes=False)
        inside = {case.id for case in each.cases}
        writer.page(
            f"collections/{each.id}.html",
            "collection",
            title=title,
            part="collections.html",
            subtitle=subtitle,
            note=writer.prose(to_html(each.status_note, around)) if each.status_note.strip() else "",
            introduction=writer.prose(to_html(each.introduction, around)) if each.introduction.strip() else "",
            findings=[_finding(writer, finding, around, titles) for finding in each.findings],
            cards=[site.cards[entry.id] for entry in site.entries if entry.id in inside][: 10 * PAGE],
            count=len(inside),
        )


def _words(each: PublicCollection) -> tuple[str, str]:
    return smart(one_line(each.title or each.id), each.language), smart(one_line(each.subtitle), each.language)


def _finding(writer: Writer, finding: Any, around: Surroundings, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "title": smart(finding.title, around.language),
        "html": writer.prose(to_html(finding.text, around)),
        "cases": [(name, titles[name]) for name in finding.cases if name in titles],
        "source": finding.source if finding.source.startswith(("https://", "http://")) else "",
    }


def others(writer: Writer, origin: Origin) -> None:
    """Write what is left: news, how to contribute, about, and what is shown where nothing is."""
    site = writer.site
    news = [site.cards[entry.id] for _day, entry in meta.newest(site)[:_LONGEST_NEWS]]
    undated = len(site.entries) - len(meta.newest(site))
    writer.page("new.html", "new", title=_("What’s new"), part="new.html", news=news, undated=undated)
    writer.page("contribute.html", "contribute", title=_("Contribute a case"), part="contribute.html")
    writer.page("about.html", "about", title=_("About this playbook"), part="about.html", origin=origin)
    # whatever stands at the end of the address, the links of this page must hold
    root = "/" + site.address.split("/", 3)[3] if site.address else ""
    writer.page("404.html", "missing", title=_("Nothing is here"), hidden=True, root=root)
