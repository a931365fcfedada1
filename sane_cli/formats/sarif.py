"""SARIF 2.1.0 (OASIS, 2020), for code scanning and editors.

A fingerprint says which finding it is, whatever line it stands in: rule, file, place inside the document and words.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sane_cli.core.finding import Finding, Place, Severity
from sane_cli.core.format import Format, Look
from sane_cli.core.json_text import dumped
from sane_cli.core.rule import Rule
from sane_cli.core.words import N_, _

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Checked

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_BASE = "ROOT"
# rule ids of the reader itself: there is no rule file for them
_READER = {
    "yaml": N_("The file is not YAML as a playbook allows it."),
    "file": N_("The file cannot be read."),
}


def findings(checked: Checked, _look: Look) -> str:
    """Write one log with one run."""
    ids = [*checked.rules, *_READER]
    run = {
        "tool": {
            "driver": {
                "name": "sane",
                "semanticVersion": checked.version,
                "rules": [*map(_rule, checked.rules, checked.rules.values()), *map(_reader_rule, _READER)],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": _("The folder that holds playbook/.")}}},
        "results": list(_results(checked, {name: at for at, name in enumerate(ids)})),
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(name: str, rule: Rule) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": _(rule.title)},
        "fullDescription": {"text": _(rule.why)},
        "help": {"text": _(rule.remedy)},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _reader_rule(name: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": _(_READER[name])}, "defaultConfiguration": {"level": "error"}}


def _results(checked: Checked, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in checked.findings:
        words = f"{finding.rule}\n{finding.place.path}\n{finding.pointer}\n{finding.message}"
        seen[words] += 1
        print_ = hashlib.sha256(f"{words}\n{seen[words]}".encode("utf-8", "surrogateescape")).hexdigest()
        yield {
            "ruleId": finding.rule,
            "ruleIndex": index.get(finding.rule, -1),
            "level": _LEVEL[finding.severity],
            "message": {"text": f"{finding.message} {finding.hint}".strip()},
            "locations": [_location(finding.place)],
            "partialFingerprints": {"saneFinding/v1": print_},
            **({"relatedLocations": list(map(_location, finding.related))} if finding.related else {}),
            **({"fixes": [_fix(finding)]} if finding.fix else {}),
            **({"properties": {"pointer": finding.pointer}} if finding.pointer else {}),
        }


def _location(place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(place.path),
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _BASE}


def _fix(finding: Finding) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {"byteOffset": edit.start, "byteLength": edit.end - edit.start},
            "insertedContent": {"text": edit.text},
        }
        for edit in finding.fix
    ]
    change = {"artifactLocation": _artifact(finding.place.path), "replacements": replacements}
    return {"description": {"text": finding.hint or finding.message}, "artifactChanges": [change]}


PLUGIN = Format(summary=N_("SARIF 2.1.0, for code scanning"), findings=findings)
