"""Shared fixtures: small invented playbooks, a copy of the real one, and the program run on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sane_cli.app import run
from sane_cli.core import registry
from sane_cli.core.choices import Catalogue
from sane_cli.core.labels import Labels
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind
from sane_cli.store.names import CldrNames
from sane_cli.store.playbook import read_corpus
from tests.invented import FILES, TODAY, Playbook, Ran

ROOT = Path(__file__).parents[1]

# a busy machine must not fail a test: the clock is nothing a property can promise
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Speak English whatever the developer's terminal speaks; tests that want another language set it."""
    monkeypatch.setenv("SANE_LANG", "en")


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


@pytest.fixture
def playbook(tmp_path: Path) -> Playbook:
    """A small valid playbook; nothing in it is found fault with."""
    made = Playbook(tmp_path / "root")
    for path, data in FILES.items():
        made.write(path, data)
    return made


@pytest.fixture
def sane(playbook: Playbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the program as a person would, from inside the playbook or from ``cwd``."""
    monkeypatch.setenv("SANE_TODAY", TODAY.isoformat())
    for name in ("SANE_ROOT", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str, cwd: Path | None = None) -> Ran:
        monkeypatch.chdir(cwd or playbook.root)
        capsys.readouterr()
        code = run(list(words))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran
