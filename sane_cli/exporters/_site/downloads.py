"""What can be taken along: data, tables, the questionnaire, and PDFs where they do not take too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sane_cli.core import paper_markdown, paper_yaml, registry
from sane_cli.core.audience import PublicCase
from sane_cli.core.choices import Catalogue
from sane_cli.core.paper import paper
from sane_cli.core.plan import Plan
from sane_cli.core.product import Product
from sane_cli.core.question import Kind
from sane_cli.exporters import csv, pdf
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.theme import Theme
from sane_cli.exporters._site import kept

PDFS = 40  # cases; a PDF takes a quarter of a second each, so larger sites offer the browser's own «save as PDF»
_PDF_ENTRIES = 3  # on paper nobody can copy an entry


def data(product: Product) -> Iterator[tuple[str, bytes]]:
    """Yield the cases as data: all together, as a table, and each alone."""
    # without line breaks: they would take ten times as long
    yield "download/cases.json", cases_json(product, None)
    yield "download/cases.csv", csv.PLUGIN.make(product)[""]
    for case in product.cases:
        yield f"cases/{case.id}.json", cases_json(_alone(product, case), None)


def pdfs(product: Product) -> Iterator[tuple[str, bytes]]:
    """Yield the report and a PDF of each case; nothing when there are too many."""
    if len(product.cases) > PDFS:
        return
    work = product.workshop
    total = len(product.cases) + 1
    quiet = replace(product, workshop=replace(work, tell=lambda _done, _total, _what: None))
    with pdf.begin(work.jobs) as workers:
        yield f"download/{product.collection.id}.pdf", pdf.made(quiet, workers)
        for number, case in enumerate(product.cases, 1):
            work.tell(number, total, case.id)
            yield f"cases/{case.id}.pdf", pdf.made(_alone(quiet, case), workers)
        work.tell(total, total, "")


def questionnaire(product: Product, title: str, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the interview on paper in each of its forms; it holds the schema's words and nothing of any case."""
    plan = Plan(
        schema=product.schema,
        kinds=registry.load_all("sane_cli.questions", Kind),
        choices=Catalogue(product.labels).choices,
    )
    language = product.language
    blank = paper(plan, title, language=language)
    text = paper_markdown.written(blank)
    yield "contribute/questionnaire.md", text.encode()
    yield "contribute/questionnaire.yaml", paper_yaml.written(blank).encode()

    def printed() -> bytes:
        from sane_cli.exporters._form.pdf import made

        return made(paper(plan, title, language=language, entries=_PDF_ENTRIES))

    # the text tells all that the PDF does
    yield "contribute/questionnaire.pdf", kept.data(product, printed, language, text, theme.digest())


def offered(product: Product) -> Mapping[str, Any]:
    """Tell the templates what there is."""
    few = len(product.cases) <= PDFS
    return {"cases": few, "report": f"download/{product.collection.id}.pdf" if few else "", "form_pdf": True}


def _alone(product: Product, case: PublicCase) -> Product:
    """Return a product of one case: what is said of the whole, and of other cases, is not said of it."""
    return replace(
        product,
        collection=replace(
            product.collection,
            id=case.id,
            title=product.settings.get("title") or product.collection.title,
            subtitle="",
            introduction="",
            status_note="",
            findings=(),
            cases=(case,),
        ),
        others=(),
        provenance=replace(product.provenance, filters=(), withheld=frozenset(), cuts=case.cuts),
    )
