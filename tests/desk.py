"""A desk to try the program at: a small invented playbook with the real vocabulary, and runs of the program on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time  # noqa: F401  (for the tests)
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sane_cli.store import starter

SOURCE = Path(__file__).resolve().parent.parent
OPEN = {"tlp": "TLP:CLEAR", "consent": {"state": "public-record"}}


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


def case(name: str, **fields: Any) -> dict[str, Any]:
    """A published, open case; fields given win, None leaves one out."""
    data = {
        "schema_version": 1,
        "id": name,
        "title": f"Title of {name}",
        "summary": f"Summary of {name}.",
        "type": "coalition-response",
        "scope": "national",
        "countries": ["UG"],
        "regions": ["africa"],
        "as_of": "2020-01",
        "threats": ["phishing"],
        "mechanisms": ["coalition-building"],
        "sources": [{"title": "A page", "url": "https://example.org/page"}],
        "status": "published",
        "sharing": OPEN,
        **fields,
    }
    return {key: value for key, value in data.items() if value is not None}


CASES = (
    case("alpha", title="Alpha against phishing", threats=["phishing", "cyberattack"]),
    case("beta", title="Bêta à Kampala", threats=["office-raid"], mechanisms=["litigation"], as_of="2018"),
    case("gamma", countries=["HU"], regions=["europe"], threats=["funding-cut"], as_of="2021-05-01"),
    case("delta", countries=None, regions=["global"], type="organisational-resilience", threats=["phishing"]),
    case("draft-one", status="draft", threats=["brute-force"], countries=["KE"]),
    case("closed", sharing={**OPEN, "tlp": "TLP:AMBER"}, threats=["account-freeze"], countries=["FR"]),
)


def build(root: Path, cases: tuple[Mapping[str, Any], ...] = CASES) -> Path:
    """Write a playbook with these cases below ``root``."""
    for name, data in starter.contents("A small playbook").items():
        write(root / name, data)
    for each in cases:
        text = yaml.safe_dump(dict(each), allow_unicode=True, sort_keys=False)
        write(root / "playbook" / "cases" / f"{each['id']}.yaml", text.encode())
    return root


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def piped(root: Path, *words: str, **environment: str) -> Ran:
    """Run the program as a process of its own, with pipes for both ends."""
    done = subprocess.run(
        [sys.executable, "-m", "sane_cli", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SANE_TODAY": "2026-11-22", **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
