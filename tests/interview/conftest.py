"""A plan made from the real schema and vocabulary, as `sane new` makes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sane_cli.core import registry
from sane_cli.core.choices import Catalogue
from sane_cli.core.corpus import Corpus
from sane_cli.core.labels import Labels
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind
from sane_cli.store.names import CldrNames
from sane_cli.store.playbook import read_corpus

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus(ROOT, date(2026, 11, 22))


@pytest.fixture(scope="session")
def plan(corpus: Corpus) -> Plan:
    kinds = registry.load_all("sane_cli.questions", Kind)
    return Plan(
        corpus.case_schema, kinds, choices=Catalogue(Labels(corpus.lexicon, CldrNames("en")), corpus.cases).choices
    )
