"""What many tests need: the real schema and vocabulary as the interview sees them, and a small own playbook."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from sane_cli.core import registry
from sane_cli.core.choices import Catalogue
from sane_cli.core.labels import Labels
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind
from sane_cli.store.names import CldrNames
from sane_cli.store.playbook import read_corpus

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_corpus():
    return read_corpus(ROOT, date(2026, 11, 22))


@pytest.fixture(scope="session")
def plan(real_corpus):
    kinds = registry.load_all("sane_cli.questions", Kind)
    return Plan(
        real_corpus.case_schema,
        kinds,
        choices=Catalogue(Labels(real_corpus.lexicon, CldrNames("en")), real_corpus.cases).choices,
    )


@pytest.fixture
def root(tmp_path):
    """Give a copy of the real playbook to write in."""
    place = tmp_path / "net"
    shutil.copytree(ROOT / "schema", place / "schema")
    shutil.copytree(ROOT / "playbook", place / "playbook", ignore=shutil.ignore_patterns(".drafts"))
    return place
