"""What a new playbook begins with: settings, the schema, the vocabulary, a collection of everything."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sane_cli.store.schemas import NAMES, package_folder

_SETTINGS = """\
# yaml-language-server: $schema=../schema/playbook.schema.json
# The settings of this playbook. The file marks the root of the repository.
schema_version: 1
title: {title}
languages: [en]
default_collection: playbook
theme: handbook
# Who can read this repository? Nothing more closed than this may stand in its files.
# Change it to TLP:CLEAR only when you open the repository to everyone.
repository_tlp: TLP:RED
"""
_COLLECTION = """\
# yaml-language-server: $schema=../../schema/collection.schema.json
# The recipe of the default report: every published case.
schema_version: 1
id: playbook
title: {title}
query: {{}}
"""
_IGNORED = """\
# unfinished interviews are private
playbook/.drafts/
# the program's own index and cache
.sane/
# what was exported; the ledger is kept
exports/*
!exports/ledger.jsonl
"""
_KEEP = "An empty folder for now; git needs a file to keep it.\n"


def contents(title: str) -> Mapping[str, bytes]:
    """Return the files of a new playbook: path relative to its root → bytes."""
    quoted = json.dumps(title, ensure_ascii=False)
    texts = {
        "playbook/playbook.yaml": _SETTINGS.format(title=quoted),
        "playbook/collections/playbook.yaml": _COLLECTION.format(title=quoted),
        "playbook/cases/README.md": _KEEP,
        "playbook/assets/README.md": _KEEP,
        ".gitignore": _IGNORED,
    }
    files = {name: text.encode() for name, text in texts.items()}
    for name in NAMES:
        file_name = f"{name}.schema.json"
        files[f"schema/{file_name}"] = (package_folder("schema") / file_name).read_bytes()
    for path in sorted(package_folder("starter/vocabulary").glob("*.yaml")):
        files[f"playbook/vocabulary/{path.name}"] = path.read_bytes()
    return files
