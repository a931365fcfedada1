"""Invented cases for the tests of the gate. Nobody and nothing in here exists."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from sane_cli.core.access import Purpose, Request
from sane_cli.core.audience import PublicCase, gate
from sane_cli.core.case import Case
from sane_cli.core.tlp import Tlp
from sane_cli.store import schemas

TODAY = date(2026, 6, 1)
SCHEMA = schemas.load(None)["case"]
OPEN: dict[str, Any] = {
    "schema_version": 1,
    "id": "invented-case",
    "title": "An invented case",
    "summary": "Invented from beginning to end, for a test.",
    "type": "coalition-response",
    "scope": "national",
    "countries": ["UG"],
    "regions": ["africa"],
    "period": {"from": "2017", "to": "2019"},
    "as_of": "2020-01",
    "organisations": [{"name": "Invented Alliance", "role": "lead", "kind": "alliance", "attribution": "named"}],
    "threats": ["restrictive-law"],
    "mechanisms": ["coalition-building"],
    "outcomes": "Invented outcome.",
    "lessons": [{"text": "Invented lesson.", "for": "all"}],
    "sources": [{"title": "Invented report", "url": "https://example.org/report"}],
    "status": "published",
    "sharing": {"tlp": "TLP:CLEAR", "consent": {"state": "granted", "covers": ["publish"]}},
}


def data(sharing: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return the invented case with other fields; ``sharing`` is laid over its block."""
    made = deepcopy(OPEN)
    made.update(changes)
    made["sharing"].update(sharing or {})
    return made


def case(sharing: dict[str, Any] | None = None, **changes: Any) -> Case:
    made = data(sharing, **changes)
    return Case(made["id"], "playbook/cases/invented-case.yaml", made)


def raw(made: dict[str, Any]) -> Case:
    return Case("invented-case", "playbook/cases/invented-case.yaml", made)


def request(audience: Tlp = Tlp.CLEAR, *, today: date = TODAY, **rest: Any) -> Request:
    rest.setdefault("purpose", Purpose.EXPORT)
    return Request(audience=audience, today=today, floors=SCHEMA.floors, **rest)


def seen(made: Case, audience: Tlp = Tlp.CLEAR, **rest: Any) -> PublicCase:
    """Return what the audience sees; the case must not be withheld."""
    shown = gate(made, request(audience, **rest))
    assert isinstance(shown, PublicCase), shown
    return shown
