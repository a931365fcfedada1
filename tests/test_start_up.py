"""What a command imports: a list never pays for the PDF engine, the prompts, the validators or a terminal library."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import pytest

from sane_cli import __version__, app
from sane_cli.core import registry
from sane_cli.session import Command
from tests import desk

HEAVY = {
    "weasyprint", "questionary", "prompt_toolkit", "jinja2", "rich", "babel", "jsonschema", "jsonschema_rs",
    "referencing", "ruamel", "pikepdf", "markdown_it", "wcwidth", "asyncio", "http", "ssl", "urllib.request",
}  # fmt: skip
CHECKING = {"sane_cli.core.verdict", "sane_cli.core.rule", "sane_cli.core.finding", "sane_cli.core.closed_names"}
RUN = """
import dataclasses, json, sys
sys.argv = ["sane", *{words!r}]
from sane_cli.__main__ import main
try:
    main()
except SystemExit as stopped:
    assert not stopped.code, stopped.code
finally:
    {ask}
"""
MODULES = "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
VALUES = """
    values = {
        value for name, module in sys.modules.items() if name.startswith("sane_cli.")
        for value in vars(module).values() if isinstance(value, type) and dataclasses.is_dataclass(value)
    }
    print(json.dumps({value.__name__: "__repr__" in vars(value) for value in values}), file=sys.stderr)
"""


def told(root, ask, *words, **environment):
    """Run ``sane`` with ``words`` in a process of its own and return what ``ask`` says at its end."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(words=list(words), ask=ask.strip())],
        cwd=root,
        env={**desk.os.environ, "PYTHONPATH": str(desk.SOURCE), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stderr.splitlines()[-1])


def imported(root, *words, **environment):
    return set(told(root, MODULES, *words, **environment))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return desk.build(tmp_path_factory.mktemp("small"))


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--threat", "digital", "--country", "Uganda"),
        ("list", "--format", "json"),
        ("list", "--facets"),
        ("matrix", "--format", "csv"),
        ("similar", "alpha"),
        ("vocab", "list"),
    ],
)
def test_finding_imports_nothing_heavy(small, words):
    modules = imported(small, *words)
    assert not HEAVY & modules
    others = {name for name in modules if name.startswith("sane_cli.commands.") and "._" not in name}
    assert others == {f"sane_cli.commands.{words[0]}"}


def test_a_plain_list_pays_for_no_matrix(small):
    assert not {"sane_cli.core.matrix", "sane_cli.core.similarity", "sane_cli.core.facets"} & imported(small, "list")


def test_with_a_warm_index_no_file_is_parsed(tmp_path):
    root = desk.build(tmp_path)
    for path in root.rglob("*"):
        desk.os.utime(path, (1, 1), follow_symlinks=False)
    desk.time.sleep(2.1)
    assert "yaml" in imported(root, "list")
    for words in (("list",), ("list", "--format", "json"), ("matrix", "--format", "csv"), ("vocab", "list")):
        modules = imported(root, *words)
        assert not {"yaml", "pickle", "sane_cli.core.search", "sane_cli.store.outside", *CHECKING} & modules
    assert "yaml" not in imported(root, "list", "alpha")


@pytest.mark.parametrize("command", ["list", "validate"])
def test_no_value_that_is_loaded_prints_itself_whole(small, command):
    prints = told(small, VALUES, command)
    assert len(prints) > 30
    assert not {name for name, whole in prints.items() if whole}


def test_the_help_imports_no_command(small):
    for words in (("--help",), ("-h",)):
        modules = imported(small, *words)
        assert not {name for name in modules if name.startswith(("sane_cli.commands.", "sane_cli.core.c"))}


@pytest.mark.parametrize("name", registry.names("sane_cli.commands"))
def test_the_help_says_of_a_command_what_it_says_of_itself(name):
    command = registry.load("sane_cli.commands", name, Command)
    said = command.summary if command.parts else inspect.getdoc(command.run)
    assert app._line(name) == said.splitlines()[0]


@pytest.mark.parametrize("words", ["sane show al", "sane list --threat ph", "sane list --country U", "sane mat"])
def test_completion_imports_little(small, words):
    modules = imported(
        small, _SANE_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", _TYPER_COMPLETE_ARGS=words
    )
    assert not {*HEAVY, *CHECKING, "sane_cli.store.found", "sane_cli.formats.table"} & modules
    if "--threat" not in words:
        assert "sqlite3" not in modules


@pytest.mark.parametrize("words", [("--version",), ("--quiet", "--version"), ("list", "--version", "--no-color")])
def test_the_version_is_told_wherever_it_is_asked_for_and_imports_little(small, words):
    assert not (HEAVY | {"yaml", "sqlite3"}) & imported(small, *words)
    told = desk.piped(small, *words)
    assert told.code == 0
    assert told.out.startswith(f"sane {__version__}")
