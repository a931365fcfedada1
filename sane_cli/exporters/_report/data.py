"""The gated cases as data, the same in files of their own and as the attachment of a report.

What it looks like is told by ``export.schema.json`` beside the exporters, made from the schema of a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.audience import PublicCase
from sane_cli.core.case import texts
from sane_cli.core.json_text import dumped
from sane_cli.core.product import Product


def cases_json(product: Product, indent: int | None = 1) -> bytes:
    """Return the whole product as one object: where it comes from, words for its terms, and the cases in order."""
    content = {
        **_head(product),
        "label": product.label.value,
        "title": product.collection.title or product.settings.get("title", ""),
        "language": product.language,
        "made": product.provenance.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": product.provenance.commit,
        "licence": product.settings.get("licence", ""),
        "terms": dict(_terms(product)),
        "translated": {case.id: _translated(case) for case in product.cases if case.told},
        "cases": [_case(case, product) for case in product.cases],
    }
    return (dumped(content, indent) + "\n").encode()


def cases_jsonl(product: Product) -> bytes:
    """Return each case as a line of its own that can be understood alone."""
    return "".join(dumped(_line(case, product), None) + "\n" for case in product.cases).encode()


def _line(case: PublicCase, product: Product) -> dict[str, Any]:
    return {**_head(product), "translated": _translated(case), "case": _case(case, product)}


def _head(product: Product) -> dict[str, Any]:
    return {"format": 1, "audience": product.audience.audience, "collection": product.collection.id}


def _case(case: PublicCase, product: Product) -> dict[str, Any]:
    """Return what may be seen of a case, its id first, then in the order of the schema."""
    order = ("id", *(field.name for field in product.schema.fields), *case.data)
    return {name: case.data[name] for name in dict.fromkeys(order) if name in case.data}


def _translated(case: PublicCase) -> dict[str, Any]:
    """Say of a case in another language than its own: from which, how fresh, and what was not translated."""
    told = case.told
    return {"from": told.original, "state": told.state.value, "left": sorted(told.kept)} if told else {}


def _terms(product: Product) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield words for every term that the cases use."""
    for field in product.schema.fields:
        vocabulary = product.vocabularies.get(field.vocabulary) if field.vocabulary else None
        if vocabulary is not None:
            used = sorted({term for case in product.cases for term in texts(case.data, field.name)})
            known = {term: vocabulary.terms[term].label(product.language) for term in used if term in vocabulary.terms}
            yield field.vocabulary, known
