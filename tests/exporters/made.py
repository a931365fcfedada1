"""A product for the exporters: the real playbook, read with nothing but YAML, so that no store is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import babel
import babel.dates
import yaml

from sane_cli.core.audience import Cut, Request, gate_all
from sane_cli.core.collection import opened, select
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.edtf import PartialDate
from sane_cli.core.labels import Labels
from sane_cli.core.product import Product, Provenance
from sane_cli.core.schema import Schema
from sane_cli.core.tlp import Tlp

ROOT = Path(__file__).parents[2]
MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Names:
    """Names from CLDR in one language."""

    def __init__(self, language: str = "en") -> None:
        self.locale = babel.Locale.parse(language, sep="-")
        self.language = language

    def territory(self, code: str) -> str:
        return str(self.locale.territories.get(code, code))

    def tongue(self, tag: str) -> str:
        return str(babel.Locale.parse(tag, sep="-").get_display_name(self.locale))

    def date(self, value: PartialDate) -> str:
        pattern = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}[value.precision]
        return babel.dates.format_date(value.first, pattern, self.locale)


def documents(folder: Path) -> list[Document]:
    kinds = {"cases": Kind.CASE, "collections": Kind.COLLECTION, "vocabulary": Kind.VOCABULARY}
    found = [Document(kind=Kind.PLAYBOOK, path="playbook/playbook.yaml", data=read(folder / "playbook.yaml"))]
    for name, kind in kinds.items():
        paths = sorted((folder / name).glob("*.yaml"))
        found += [Document(kind=kind, path=f"playbook/{name}/{path.name}", data=read(path)) for path in paths]
    return found


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def corpus_of(docs: list[Document]) -> Corpus:
    schemas = {
        kind: Schema(kind, json.loads((ROOT / "schema" / f"{kind}.schema.json").read_text("utf-8")))
        for kind in ("case", "collection", "vocabulary", "playbook")
    }
    return Corpus(tuple(docs), schemas, date(2026, 11, 22))


def product_of(
    docs: list[Document],
    recipe: Mapping[str, Any],
    *,
    audience: Tlp = Tlp.CLEAR,
    statuses: frozenset[str] = frozenset({"published"}),
    language: str = "en",
    **changes: Any,
) -> Product:
    corpus = corpus_of(docs)
    request = Request(audience=audience, today=corpus.today, floors=corpus.case_schema.floors, statuses=statuses)
    seen, withheld = gate_all(corpus.cases, request)
    chosen = select(recipe, seen, corpus)
    cuts: frozenset[Cut] = frozenset().union(*(case.cuts for case in chosen))
    settings = {key: value for key, value in corpus.settings.items() if isinstance(value, str)}
    product = Product(
        collection=opened(recipe, chosen, request),
        audience=audience,
        label=max((case.label for case in chosen), key=lambda label: label.rank, default=Tlp.CLEAR),
        settings=settings,
        schema=corpus.case_schema,
        vocabularies=corpus.vocabularies,
        labels=Labels(corpus.lexicon, Names(language)),
        provenance=Provenance(
            made=MADE, version="0", commit="0123456789abcdef", withheld=frozenset(w.reason for w in withheld), cuts=cuts
        ),
    )
    return replace(product, **changes)


def playbook(folder: Path = ROOT / "playbook", collection: str = "playbook", **changes: Any) -> Product:
    docs = documents(folder)
    recipe = next(d.mapping for d in docs if d.kind is Kind.COLLECTION and d.stem == collection)
    return product_of(docs, recipe, **changes)
