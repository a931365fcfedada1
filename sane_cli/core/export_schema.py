"""The JSON Schema of what ``sane export --format json`` and ``jsonl`` write, made from the schema of a case.

A case as an audience sees it is no longer a case as an editor wrote it: fields, items and passages are missing, a
neutral mark stands where words were. So names, types, vocabulary of values and explanations stay; what a case *must*
have, how long it is and how an address looks is left out. A network's own field travels along and is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sane_cli.core.case import State
from sane_cli.core.tlp import AUDIENCES, Tlp

ID = "https://sane.invalid/schema/export.schema.json"
_KEPT = ("title", "description", "type", "const", "enum", "examples")
_LINE = {"type": "string"}
_TRANSLATED = {
    "title": "How a case is told in another language than its own; empty when it is not",
    "type": "object",
    "properties": {
        "from": {**_LINE, "description": "BCP 47 tag of the language it was written in."},
        "state": {"enum": [state.value for state in State], "description": "How the translation stands."},
        "left": {"type": "array", "items": _LINE, "description": "Fields that were not translated."},
    },
}


def export_schema(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of the file (``json``); ``#/$defs/line`` is that of a line (``jsonl``)."""
    head = {
        "format": {"const": 1, "description": "Rises when something here changes its meaning or goes away."},
        "audience": {"enum": list(AUDIENCES), "description": "For whom it was made; nobody else may have it."},
        "collection": {**_LINE, "description": "The id of the collection, or of the case when it is one alone."},
    }
    whole = {
        "label": {"enum": [label.value for label in Tlp], "description": "TLP 2.0 label of the whole."},
        "title": {**_LINE, "description": "The collection's title."},
        "language": {**_LINE, "description": "BCP 47 tag of the title and of the words for terms."},
        "made": {**_LINE, "format": "date-time", "description": "When this edition was made, in UTC."},
        "version": {**_LINE, "description": "The playbook's commit; empty when it is not known."},
        "licence": {**_LINE, "description": "Licence of the content; empty when there is none."},
        "terms": {
            "type": "object",
            "description": "Words for the terms that the cases use: vocabulary → id → words.",
            "additionalProperties": {"type": "object", "additionalProperties": _LINE},
        },
        "translated": {
            "type": "object",
            "description": "By id, of cases that were wanted in another language than they were written in.",
            "additionalProperties": {"$ref": "#/$defs/translated"},
        },
    }
    line = {"translated": {"$ref": "#/$defs/translated"}, "case": {"$ref": "#/$defs/case"}}
    cases = {"type": "array", "items": {"$ref": "#/$defs/case"}, "description": "In the order of the collection."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Exported cases",
        "description": "What one audience may see of a collection of cases.",
        **_object(head | whole | {"cases": cases}),
        "$defs": {
            "line": {"title": "A line of JSON Lines", **_object(head | line)},
            "translated": _TRANSLATED,
            "case": {
                "title": "A case as its audience may see it",
                "type": "object",
                "required": ["id", "sharing"],
                "properties": {name: _open(rule, case) for name, rule in case["properties"].items()},
            },
        },
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


def _open(rule: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return one property without what the gate may take from it."""
    rule = _resolved(rule, case)
    kept = {name: rule[name] for name in _KEPT if name in rule}
    if "items" in rule:
        kept["items"] = _open(rule["items"], case)
    if "properties" in rule:
        kept["properties"] = {name: _open(inner, case) for name, inner in rule["properties"].items()}
    return kept


def _resolved(rule: Any, case: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow ``$ref`` into ``$defs``; what stands beside it wins."""
    name = str(rule.get("$ref", "")).removeprefix("#/$defs/")
    return {**_resolved(case["$defs"][name], case), **rule} if name else rule
