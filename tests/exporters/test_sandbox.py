"""A theme may come from anywhere: its templates get values, never the program, by whatever path they are named."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sane_cli.core.error import UsageError
from sane_cli.exporters import html
from sane_cli.exporters._report.theme import HOME, load
from tests.exporters.small import small

REACHING = [
    "{{ ''.__class__.__mro__ }}",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{{ report.origin.__class__.__init__.__globals__ }}",
    "{{ '{0.__class__}'.format(report) }}",
]


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "theme.toml").write_text('title = "Of a stranger"\nextends = "handbook"\n')
    return folder


def round_about(theme: Path) -> str:
    """Return a path to the theme that begins in our own folder of themes."""
    return f"{HOME}/handbook/{os.path.relpath(theme.resolve(), HOME.resolve() / 'handbook')}"


@pytest.mark.parametrize("words", REACHING)
def test_a_template_does_not_reach_the_program(theme: Path, words: str):
    (theme / "cover.html.j2").write_text(words)
    for name in (str(theme), round_about(theme)):
        with pytest.raises(UsageError, match="A template of the theme is broken: SecurityError"):
            html.make(replace(small(), theme=name))


def test_only_what_travels_with_the_program_is_ours(theme: Path):
    assert load("handbook").is_ours
    assert load("brief").is_ours
    assert not load(str(theme)).is_ours
    assert not load(round_about(theme)).is_ours
