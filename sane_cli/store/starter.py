"""What a new repository begins with: the playbook itself, and around it what makes it run by itself.

The texts are templates in ``sane_cli/starter``; they are written in the language that is spoken at the moment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sane_cli.core.text import one_line
from sane_cli.core.words import N_, _
from sane_cli.store.schemas import NAMES, package_folder

_TEXTS = Path(__file__).parent.parent / "starter"
_KEEP = N_("An empty folder for now; git needs a file to keep it.")
SETTINGS = "playbook/playbook.yaml"
_PLAYBOOK = {
    SETTINGS: "settings.yaml.j2",
    "playbook/collections/playbook.yaml": "collection.yaml.j2",
    ".gitignore": "ignored.j2",
}
_AROUND = {
    "README.md": "README.md.j2",
    "CONTRIBUTING.md": "CONTRIBUTING.md.j2",
    ".editorconfig": "editorconfig.j2",
    ".pre-commit-config.yaml": "pre-commit.yaml.j2",
    ".vscode/settings.json": "editor-settings.json.j2",
    ".vscode/extensions.json": "editor-extensions.json.j2",
    ".github/workflows/playbook.yml": "workflow.yml.j2",
    ".github/pull_request_template.md": "pull_request.md.j2",
    ".github/ISSUE_TEMPLATE/config.yml": "issues.yml.j2",
    ".github/ISSUE_TEMPLATE/correction.yml": "correction.yml.j2",
}
_USUAL = {"languages": ["en"], "repository_tlp": "TLP:RED"}


def contents(title: str, settings: Mapping[str, Any] | None = None) -> Mapping[str, bytes]:
    """Return the files of a new, empty playbook: path relative to its root → bytes.

    Args:
        title: what it is called.
        settings: other fields of ``playbook.yaml`` that are known.
    """
    known = {**_USUAL, **(settings or {}), "title": title}
    files = {name: _written(template, known) for name, template in _PLAYBOOK.items()}
    for folder in ("cases", "assets"):
        files[f"playbook/{folder}/README.md"] = f"{_(_KEEP)}\n".encode()
    for name in NAMES:
        file_name = f"{name}.schema.json"
        files[f"schema/{file_name}"] = (package_folder("schema") / file_name).read_bytes()
    for path in sorted(package_folder("starter/vocabulary").glob("*.yaml")):
        files[f"playbook/vocabulary/{path.name}"] = path.read_bytes()
    return files


def around(known: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return the files around a playbook: checks that run by themselves, forms, guides, settings of editors.

    Args:
        known: what the texts name, see the templates: the settings, ``package``, ``readers``, ``warning``, …
    """
    return {name: _written(template, known) for name, template in _AROUND.items()}


def _written(template: str, known: Mapping[str, Any]) -> bytes:
    text: str = _environment().get_template(template).render(known)
    return text.encode()


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(  # noqa: S701  (YAML and Markdown; what people type passes ‘quoted’ or ‘line’)
        loader=FileSystemLoader(_TEXTS),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    made.globals["_"] = _
    made.globals["publisher"] = made.globals["contact"] = ""
    made.filters["quoted"] = lambda text: json.dumps(str(text), ensure_ascii=False)
    made.filters["line"] = one_line
    return made
