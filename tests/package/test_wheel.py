"""The wheel carries all that a run needs: installed elsewhere, without the source tree, it makes a playbook."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, stdin=subprocess.DEVNULL)
    return next(folder.glob("sane_cli-*.whl"))


def test_schema_vocabulary_themes_and_licences_travel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "sane_cli/schema/case.schema.json",
        "sane_cli/starter/vocabulary/threats.yaml",
        "sane_cli/starter/vocabulary/mechanisms.yaml",
        "sane_cli/exporters/export.schema.json",
        "sane_cli/themes/_base/epub.css",
        "sane_cli/py.typed",
        "sane_cli/starter/workflow.yml.j2",
    ):
        assert needed in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "playbook/")) for name in names)


def test_runs_without_the_source_tree(wheel, tmp_path):
    inside = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(inside)

    def sane(*words, cwd):
        command = [sys.executable, "-m", "sane_cli", *words]
        environment = {"PYTHONPATH": str(inside), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    made = sane("init", "demo", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    checked = sane("validate", "--strict", cwd=tmp_path / "demo" / "playbook" / "cases")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 errors" in checked.stderr
    again = sane("init", "demo", cwd=tmp_path)
    assert again.returncode == 2
    assert "nothing was changed" in again.stderr
