"""An office that prints forms and takes in what comes back, with the real schema and vocabulary and nothing on disk."""

from __future__ import annotations

from datetime import date
from functools import cache

from sane_cli.core import paper_markdown, paper_yaml, registry
from sane_cli.core.choices import Catalogue
from sane_cli.core.columns import columns
from sane_cli.core.intake import Intake
from sane_cli.core.labels import Labels
from sane_cli.core.mapping import NONE
from sane_cli.core.paper import paper
from sane_cli.core.parting import resolver
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind
from sane_cli.core.submission import Reader
from sane_cli.core.table import Table
from sane_cli.store.names import CldrNames
from sane_cli.store.playbook import read_corpus
from tests.desk import SOURCE


class Office:
    """Its short name keeps reports of failures short."""

    def __init__(self) -> None:
        corpus = read_corpus(SOURCE, date(2026, 11, 22))
        kinds = registry.load_all("sane_cli.questions", Kind)
        self.plan = Plan(corpus.case_schema, kinds, choices=Catalogue(Labels(corpus, CldrNames("en"))).choices)
        self.resolve = resolver(corpus.vocabularies, [self.plan.offered], "en")
        self.printed = paper(self.plan, "Invented playbook")
        self.markdown = paper_markdown.written(self.printed)
        self.yaml = paper_yaml.written(self.printed)

    def __repr__(self) -> str:
        return "office"

    def intake(self, table: Table) -> Intake:
        found = columns(table.columns, self.plan, NONE, self.resolve, is_ours=table.is_ours)
        reader = Reader(self.plan, found, self.resolve, is_spreadsheet=table.is_spreadsheet)
        return Intake(self.plan, reader, table.columns, (), {})


@cache
def opened() -> Office:
    return Office()
