"""No rule stumbles over a value of an unexpected kind, wherever it stands: the schema speaks, the others keep quiet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sane_cli.core import registry
from sane_cli.core.checking import Selection, check
from sane_cli.core.document import Document, Kind
from sane_cli.core.rule import Rule
from sane_cli.store.playbook import read_corpus
from tests.invented import CASE, COLLECTION, SETTINGS, THREATS, TODAY, Playbook

RULES = registry.load_all("sane_cli.rules", Rule)
ODD: tuple[Any, ...] = ("text", 7, 1.5, True, None, [], {}, ["x"], [7], [[]], [{}], [None], {"x": {}}, {"tlp": []})
WHOLE = {
    **CASE,
    "lessons": [{"text": "Trust.", "for": "all", "tlp": "TLP:RED"}],
    "related": [{"case": "sample", "relation": "similar"}],
    "media": [{"kind": "picture", "title": "A march", "url": "assets/march.png"}],
    "authors": ["An Invented Author"],
    "countries": ["UG"],
    "notes": "Ask.",
    "withdrawn": {"on": "2026-01-01", "reason": "other"},
    "translates": "sha256:" + "0" * 64,
}
SHARING = {
    "tlp": "TLP:GREEN",
    "consent": {"state": "granted", "covers": ["publish"], "given_on": "2024", "expires": "2027"},
    "fields": {"outcomes": "TLP:AMBER"},
    "attribution": "named",
    "embargo_until": "2026-01-01",
    "review_by": "2027-01-01",
    "reviewed": [{"by_role": "reviewer", "on": "2026"}],
    "harm_check": {"worth_it": True, "by_role": "editor"},
    "chatham_house": True,
}
WAIVER = {"rule": "source-dated", "case": "sample", "reason": "We asked for it.", "expires": "2026-12-01"}
DOCUMENTS = (
    (Kind.CASE, {**WHOLE, "sharing": SHARING}),
    (Kind.CASE, WHOLE),
    (Kind.TRANSLATION, {**WHOLE, "sharing": SHARING}),
    (Kind.COLLECTION, {**COLLECTION, "query": {"match": "any"}, "findings": [{"title": "T", "cases": ["sample"]}]}),
    (Kind.PLAYBOOK, SETTINGS),
    (Kind.VOCABULARY, THREATS),
    (Kind.WAIVERS, {"schema_version": 1, "waivers": [WAIVER]}),
)


def bent(value: Any) -> Iterator[Any]:
    """Yield ``value`` with an odd one in the place of each of its parts, and of itself."""
    yield from ODD
    if isinstance(value, dict):
        for name, part in value.items():
            yield from ({**value, name: other} for other in bent(part))
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in bent(part))


@pytest.mark.parametrize(("kind", "data"), DOCUMENTS, ids=lambda each: each.value if isinstance(each, Kind) else "")
def test_no_rule_stumbles(kind: Kind, data: dict[str, Any], playbook: Playbook) -> None:
    corpus = read_corpus(playbook.root, TODAY)
    for shape in bent(data):
        if isinstance(shape, dict):
            document = Document(kind=kind, path=f"playbook/odd/{kind.value}.fr.yaml", data=shape)
            bent_corpus = replace(corpus, documents=(*corpus.documents, document))
            check(bent_corpus, RULES, selection=Selection(), only=[document])
