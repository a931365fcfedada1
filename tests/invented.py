"""A small invented playbook as plain data, and how tests write, change and check one.

Everything written here is invented: no organisation, case or address in these tests exists.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sane_cli.core import registry
from sane_cli.core.checking import Selection, check
from sane_cli.core.finding import Finding
from sane_cli.core.rule import Rule
from sane_cli.store.playbook import read_corpus

TODAY = date(2026, 6, 1)

SETTINGS: dict[str, Any] = {
    "schema_version": 1,
    "title": "Invented playbook",
    "languages": ["en"],
    "default_collection": "invented",
    "repository_tlp": "TLP:CLEAR",
}
CASE: dict[str, Any] = {
    "schema_version": 1,
    "id": "sample",
    "title": "An invented case",
    "summary": "An invented alliance answered an invented bill together, and the bill was dropped.",
    "language": "en",
    "type": "coalition-response",
    "scope": "regional",
    "regions": ["europe"],
    "period": {"from": "2021", "to": "2022"},
    "as_of": "2023",
    "organisations": [{"name": "Invented Alliance", "role": "lead", "kind": "alliance", "attribution": "named"}],
    "threats": ["invented-law"],
    "mechanisms": ["invented-alliance"],
    "context": "An alliance of invented organisations.\n",
    "sources": [{"title": "Invented report", "url": "https://example.org/report", "published": "2023"}],
    "status": "published",
    "sharing": {
        "tlp": "TLP:CLEAR",
        "consent": {"state": "public-record", "covers": ["publish"]},
        "review_by": "2027-01-01",
    },
}
COLLECTION: dict[str, Any] = {
    "schema_version": 1,
    "id": "invented",
    "title": "Invented collection",
    "cases": ["sample"],
}


def vocabulary(name: str, *terms: Mapping[str, Any]) -> dict[str, Any]:
    return {"schema_version": 1, "id": name, "title": {"en": name.capitalize()}, "terms": list(terms)}


THREATS = vocabulary(
    "threats",
    {"id": "invented-group", "label": {"en": "Invented group"}},
    {"id": "invented-law", "label": {"en": "Invented law"}, "broader": "invented-group"},
)
MECHANISMS = vocabulary("mechanisms", {"id": "invented-alliance", "label": {"en": "Invented alliance-building"}})
FILES: dict[str, Mapping[str, Any]] = {
    "playbook/playbook.yaml": SETTINGS,
    "playbook/vocabulary/threats.yaml": THREATS,
    "playbook/vocabulary/mechanisms.yaml": MECHANISMS,
    "playbook/collections/invented.yaml": COLLECTION,
    "playbook/cases/sample.yaml": CASE,
}


def dumped(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay ``changes`` over ``base``, field by field; None removes a field."""
    whole = {**base, **changes}
    return {name: value for name, value in whole.items() if value is not None or name not in changes}


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Playbook:
    """A playbook in a temporary folder."""

    root: Path

    def write(self, path: str, content: str | bytes | Mapping[str, Any]) -> Path:
        at = self.root / path
        at.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Mapping):
            content = dumped(dict(content))
        at.write_bytes(content.encode() if isinstance(content, str) else content)
        return at

    def case(self, name: str = "sample", **changes: Any) -> Path:
        """Write the invented case with other fields; None leaves a field out."""
        return self.write(f"playbook/cases/{name}.yaml", merged({**CASE, "id": name}, changes))

    def findings(self, *rules: str, today: date = TODAY) -> list[Finding]:
        """Check everything, or only with ``rules``."""
        corpus = read_corpus(self.root, today)
        return check(corpus, registry.load_all("sane_cli.rules", Rule), selection=Selection(rules))

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=Invented", "-c", "user.email=invented@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ("git", *who, *words), cwd=self.root, capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout
