"""``sane export --open``: what was made is handed to the desktop, and nothing else is."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.desk import build, piped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no xdg-open to stand in for")
VIEWER = '#!/bin/sh\n{ for each in "$@"; do echo "$each"; done; } > "$OPENED.new"\nmv "$OPENED.new" "$OPENED"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "net")


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose ``xdg-open`` writes down what it is to open."""
    folder = tmp_path / "desktop"
    folder.mkdir()
    viewer = folder / "xdg-open"
    viewer.write_text(VIEWER)
    viewer.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "OPENED": str(tmp_path / "opened")}


def opened(desktop: dict[str, str]) -> list[str]:
    """Wait for the viewer, which the program does not wait for, and return what it was told."""
    told = Path(desktop["OPENED"])
    for _wait in range(600):
        if told.exists():
            return told.read_text().splitlines()
        time.sleep(0.05)
    return []


def test_a_file_is_opened(root: Path, desktop: dict[str, str]):
    ran = piped(root, "export", "--format", "html", "--open", **desktop)
    assert (ran.code, ran.out) == (0, "exports/playbook.html\n"), ran.err
    assert opened(desktop) == [str(root / "exports" / "playbook.html")]


def test_a_site_is_opened_at_its_first_page(root: Path, desktop: dict[str, str]):
    ran = piped(root, "export", "alpha", "--format", "site", "-o", "our site", "--open", **desktop)
    assert ran.code == 0, ran.err
    assert opened(desktop) == ["our site/index.html"]
    assert (root / "our site" / "index.html").is_file()


def test_nothing_is_opened_unasked_nor_when_nothing_was_made(root: Path, desktop: dict[str, str]):
    assert piped(root, "export", "--format", "csv", **desktop).code == 0
    assert piped(root, "export", "--format", "csv", "--country", "AQ", "--open", **desktop).code == 3
    time.sleep(0.5)
    assert not Path(desktop["OPENED"]).exists()


def test_without_a_desktop_the_file_is_there_all_the_same(root: Path, tmp_path: Path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").symlink_to(shutil.which("git") or "git")
    ran = piped(root, "export", "--format", "csv", "--open", PATH=str(tools))
    assert (ran.code, ran.out) == (0, "exports/playbook.csv\n"), ran.err
    assert "Traceback" not in ran.err
    assert (root / "exports" / "playbook.csv").is_file()
