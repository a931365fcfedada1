"""Every command of the README and of the guides does what they say, in a copy of this repository's playbook."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs import console

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = [page for page in PAGES if "```console" in page.read_text() and page.name != "adding.md"]
_LINK = re.compile(r"(?<!`)\]\(([^)#\s]+)(?:#([^)]*))?\)|(?:src|href)=\"([^\"#]+)\"")


@pytest.fixture
def copy(tmp_path):
    """The playbook in a fresh git repository, away from the source tree."""
    place = tmp_path / "net"
    for name in ("schema", "playbook"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".drafts"))
    (place / ".gitignore").write_text("playbook/.drafts/\n.sane/\nexports/*\n!exports/ledger.jsonl\n")
    who = ("-c", "user.name=Invented", "-c", "user.email=invented@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "invented")):
        subprocess.run(("git", *who, *words), cwd=place, check=True, stdin=subprocess.DEVNULL)
    return place


def test_the_guides_are_there():
    names = {page.stem for page in GUIDES}
    assert {"contributor", "curator", "maintainer", "adopter"} <= names


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_commands(page, copy, tmp_path):
    tools = console.program(tmp_path / "bin", ROOT)
    assert "\n\n".join(console.faults(page.read_text(), copy, tools)) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    dead = []
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    for path, anchor, source in _LINK.findall(prose):
        target = path or source
        if re.match(r"[a-z]+:", target):
            continue
        at = (page.parent / target).resolve()
        if not at.exists():
            dead.append(target)
        elif anchor and at.suffix == ".md" and anchor not in _anchors(at):
            dead.append(f"{target}#{anchor}")
    assert not dead


def _anchors(page):
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_a_wrong_line_is_found(copy, tmp_path):
    tools = console.program(tmp_path / "bin", ROOT)
    wrong = "```console\n$ sane ledger verify\nThe ledger holds, 7 lines.\n$ sane list --threat nonsense\n```\n"
    assert len(console.faults(wrong, copy, tools)) == 2
    right = "```console\n$ sane ledger verify\nThe ledger …\n$ sane list --threat nonsense # exit 2\n…\n```\n"
    assert console.faults(right, copy, tools) == []
