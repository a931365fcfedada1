"""What a command imports: a list never pays for the PDF engine, the prompts, the validators or a terminal library."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests import desk

HEAVY = {
    "weasyprint", "questionary", "prompt_toolkit", "jinja2", "rich", "babel", "jsonschema", "jsonschema_rs",
    "referencing", "ruamel", "pikepdf", "markdown_it", "wcwidth", "asyncio", "http", "ssl", "urllib.request",
}  # fmt: skip
ASK = """
import json, sys
sys.argv = ["sane", *{words!r}]
from sane_cli.__main__ import main
try:
    main()
except SystemExit as stopped:
    assert not stopped.code, stopped.code
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def imported(root, *words, **environment):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(words=list(words))],
        cwd=root,
        env={**desk.os.environ, "PYTHONPATH": str(desk.SOURCE), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


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
    assert "yaml" not in imported(root, "list")


def test_the_version_imports_almost_nothing(small):
    modules = imported(small, "--version")
    assert not (HEAVY | {"typer", "yaml", "sane_cli.app"}) & modules
