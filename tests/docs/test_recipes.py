"""Every recipe of docs/adding.md, followed to the letter in a copy of the program and of the playbook."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.docs import console

ROOT = Path(__file__).parents[2]
_SECTION = re.compile(r"^## (An? .*)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
_FILE = re.compile(r"^```(\w+)\n(?://|#) (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
RECIPES: dict[str, str] = dict(_SECTION.findall((ROOT / "docs/adding.md").read_text()))
WITH_FILES = [title for title, body in RECIPES.items() if _FILE.search(body)]


@dataclass
class Copy:
    """A copy of the source tree in which recipes are followed."""

    root: Path
    tools: Path

    def follow(self, title: str) -> Iterator[str]:
        """Write the files of a recipe; yield their paths."""
        for language, path, code in _FILE.findall(RECIPES[title]):
            at = self.root / path
            if language == "json":
                schema = json.loads(at.read_text())
                schema["properties"] |= json.loads("{" + code + "}")
                at.write_text(json.dumps(schema, ensure_ascii=False))
            elif language == "yaml":
                at.write_text(at.read_text() + code)
            else:
                assert not at.exists(), "a recipe adds one file"
                at.parent.mkdir(parents=True, exist_ok=True)
                at.write_text(code)
            yield path

    def sane(self, *words: str) -> tuple[int, str]:
        return console.typed("sane " + " ".join(words), self.root, self.tools)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The program and the playbook, copied once; fonts are shared, nobody writes to them."""
    place = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__", "fonts", ".drafts")
    for name in ("sane_cli", "schema", "playbook"):
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    (place / "sane_cli/themes/fonts").symlink_to(ROOT / "sane_cli/themes/fonts")
    return place


@pytest.fixture
def copy(original, tmp_path):
    shutil.copytree(original, tmp_path / "source", symlinks=True)
    return Copy(tmp_path / "source", console.program(tmp_path / "bin", tmp_path / "source"))


def test_the_recipes_that_people_need_are_there():
    wanted = {
        "rule",
        "format",
        "exporter",
        "kind of question",
        "theme",
        "field",
        "term",
        "language",
        "command",
        "migration",
    }
    assert {re.sub("^An? ", "", title) for title in RECIPES} >= {*wanted, "migration"}
    assert len(WITH_FILES) >= 9


@pytest.mark.parametrize("title", WITH_FILES)
def test_a_recipe_does_what_it_says(copy, title):
    written = list(copy.follow(title))
    assert len(written) == 1, "one place"
    assert console.faults(RECIPES[title], copy.root, copy.tools) == []
    code, said = copy.sane("validate")
    assert code == 0, said


def test_the_rule_finds(copy):
    list(copy.follow("A rule"))
    case = next((copy.root / "playbook/cases").glob("vuka*.yaml"))
    text = re.sub(r"^title: (.*?)$", 'title: "Vuka!"', case.read_text(), count=1, flags=re.MULTILINE)
    case.write_text(text)
    assert "The title shouts. [title-shouts]" in copy.sane("validate", "--select", "title-shouts")[1]


def test_the_field_is_everywhere(copy):
    list(copy.follow("A field"))
    case = copy.root / "playbook/cases/vuka-coalition.yaml"
    case.write_text(case.read_text() + "\nallies: A bar association\n")
    assert copy.sane("validate", "--strict")[0] == 0
    assert "A bar association" in copy.sane("show", "vuka-coalition")[1]
    assert "Unlikely allies" in copy.sane("form", "--format", "markdown")[1]
    assert copy.sane("export", "--format", "html", "-o", "x.html")[0] == 0
    assert "Unlikely allies" in (copy.root / "x.html").read_text()
    case.write_text(case.read_text().replace("A bar association", "x" * 301))
    assert "allies" in copy.sane("validate")[1]


def test_the_term_is_found(copy):
    list(copy.follow("A term"))
    assert "drone-surveillance" in copy.sane("list", "--threat", "drone-surveilance")[1]


def test_the_theme_colours(copy):
    list(copy.follow("A theme"))
    assert copy.sane("export", "--theme", "looks/sunrise", "--format", "html", "-o", "x.html")[0] == 0
    assert "#b4451f" in (copy.root / "x.html").read_text()


def test_the_kind_of_question_reads(copy):
    list(copy.follow("A kind of question"))
    path = copy.root / "schema/case.schema.json"
    schema = json.loads(path.read_text())
    schema["properties"]["cry"] = {"title": "Cry", "type": "string", "x-sane": {"kind": "shout"}}
    path.write_text(json.dumps(schema))
    assert "cry: NO PASARAN" in copy.sane("new", "--set", "title=x1x", "--set", "'cry=no pasaran'", "--dry-run")[1]


def test_the_migration_moves(copy):
    list(copy.follow("A migration"))
    path = copy.root / "schema/case.schema.json"
    schema = json.loads(path.read_text())
    schema["properties"]["obstacles"] = schema["properties"].pop("difficulties")
    schema["properties"]["schema_version"]["const"] = 2
    path.write_text(json.dumps(schema))
    code, said = copy.sane("migrate", "--yes", "--allow-dirty")
    assert code == 0, said
    code, said = copy.sane("validate", "--select", "schema")
    assert code == 0, said
    assert "obstacles:" in (copy.root / "playbook/cases/vuka-coalition.yaml").read_text()
