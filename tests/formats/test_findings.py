"""How findings leave the program: text, JSON, SARIF, JUnit, annotations; always harmless, whatever a case holds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sane_cli.core import registry
from sane_cli.core.finding import Edit, Finding, Place, Severity, Tally
from sane_cli.core.format import Format, Look
from sane_cli.core.given import Checked
from sane_cli.core.rule import Rule

RULES = registry.load_all("sane_cli.rules", Rule)
OFFICIAL = Path(__file__).parent / "official"
NAMES = ("text", "json", "sarif", "junit", "github")
NASTY = "a\x1b[31m\n::error::x\r##[error]y%0A\u202ez\ufffd"


def shown(name: str, *findings: Finding, lines: dict[str, list[str]] | None = None, look: Look | None = None) -> str:
    def source(path: str, line: int) -> str:
        listed = (lines or {}).get(path, [])
        return listed[line - 1] if 0 < line <= len(listed) else ""

    paths = sorted({finding.place.path for finding in findings} | {"playbook/cases/good.yaml"})
    tally = Tally.of(len(paths), list(findings))
    checked = Checked(findings=findings, tally=tally, rules=RULES, version="0.1.0", source=source, files=paths)
    write = registry.load("sane_cli.formats", name, Format).findings
    assert write is not None
    return write(checked, look or Look())


def finding(**changes: Any) -> Finding:
    return Finding(
        **{
            "rule": "term-known",
            "severity": Severity.ERROR,
            "place": Place("playbook/cases/a.yaml", 3, 5),
            "pointer": "/threats/0",
            "message": "‘phising’ is not a known threat.",
            "hint": "Did you mean phishing?",
            **changes,
        }
    )


MANY = (
    finding(),
    finding(severity=Severity.WARNING, rule="term-replaced", fix=(Edit(10, 13, "new"),), hint="Write new"),
    finding(severity=Severity.NOTE, rule="term-unused", related=(Place("playbook/cases/ü b.yaml", 1, 1),)),
    finding(rule="yaml", pointer="", hint=""),
    finding(place=Place("playbook/cases/x\n::error::y\udcff.yaml"), message=NASTY),
)


# --- text -------------------------------------------------------------------------------------------------------------


def test_text_shows_line_and_caret() -> None:
    lines = {"playbook/cases/a.yaml": ["a: 1", "threats:", "  - phising"]}
    assert shown("text", finding(), lines=lines) == (
        "playbook/cases/a.yaml:3:5: error: ‘phising’ is not a known threat. [term-known]\n"
        "     3 |   - phising\n"
        "       |     ^\n"
        "  → Did you mean phishing?\n\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "cells"),
    [
        ("a: b", 4, 3),
        ("国家: x", 5, 6),
        ("é: x", 4, 3),
        ("e\u0301: x", 5, 3),
        ("\tx: y", 5, 4),
        ("🙂: x", 4, 4),
        ("\u202eab: x", 6, 10),
    ],
)
def test_the_caret_stands_below_the_place(line: str, column: int, cells: int) -> None:
    text = shown("text", finding(place=Place("a", 1, column)), lines={"a": [line]})
    caret = text.split("\n")[2]
    assert caret == "       | " + " " * cells + "^"


def test_no_caret_below_text_from_right_to_left() -> None:
    text = shown("text", finding(place=Place("a", 1, 3)), lines={"a": ["حالة: مخترعة"]})
    assert "حالة" in text
    assert "^" not in text


@pytest.mark.parametrize("column", [1, 70, 500, 999])
def test_long_lines_are_cut_around_the_place(column: int) -> None:
    line = "".join(chr(97 + at % 26) for at in range(1000))
    text = shown("text", finding(place=Place("a", 1, column)), lines={"a": [line]}, look=Look(width=80)).split("\n")
    at = text[2].index("^")
    assert text[1][at] == line[column - 1]
    assert max(map(len, text[1:3])) <= 82


def test_text_has_colour_only_where_it_is_welcome() -> None:
    assert "\x1b" not in shown("text", finding())
    assert "\x1b[31m" in shown("text", finding(), look=Look(color=True))


# --- SARIF ------------------------------------------------------------------------------------------------------------


def test_sarif_is_valid_by_its_official_schema() -> None:
    schema = json.loads((OFFICIAL / "sarif-2.1.0-rtm.5.json").read_text())
    for findings in ((), MANY):
        jsonschema.validate(json.loads(shown("sarif", *findings)), schema)


def test_sarif_says_what_where_and_how_to_mend() -> None:
    run = json.loads(shown("sarif", *MANY))["runs"][0]
    first, second, third, fourth, nasty = run["results"]
    assert first["ruleId"] == run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "term-known"
    assert fourth["ruleId"] == run["tool"]["driver"]["rules"][fourth["ruleIndex"]]["id"] == "yaml"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "playbook/cases/a.yaml", "uriBaseId": "ROOT"}
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    replaced = second["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replaced == {"deletedRegion": {"byteOffset": 10, "byteLength": 3}, "insertedContent": {"text": "new"}}
    related = third["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert related["uri"] == "playbook/cases/%C3%BC%20b.yaml"
    assert nasty["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(
        "x%0A%3A%3Aerror%3A%3Ay%FF.yaml"
    )


def test_a_fingerprint_stays_when_lines_move_and_differs_otherwise() -> None:
    def prints(*findings: Finding) -> list[str]:
        results = json.loads(shown("sarif", *findings))["runs"][0]["results"]
        return [each["partialFingerprints"]["saneFinding/v1"] for each in results]

    moved = finding(place=Place("playbook/cases/a.yaml", 90, 1))
    assert prints(finding()) == prints(moved)
    assert len(set(prints(finding(), moved, finding(pointer="/threats/1"), finding(rule="yaml")))) == 4


# --- JUnit ------------------------------------------------------------------------------------------------------------


def test_junit_is_valid_by_the_jenkins_schema() -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(OFFICIAL / "jenkins-junit.xsd"))
    for findings in ((), MANY):
        schema.assertValid(etree.fromstring(shown("junit", *findings).encode()))


def test_junit_counts_and_names() -> None:
    tree = ET.fromstring(shown("junit", *MANY))
    assert (tree.get("tests"), tree.get("failures")) == ("6", "3")
    assert sum(int(suite.get("failures", "")) for suite in tree) == len(tree.findall(".//failure")) == 3
    assert sum(int(suite.get("tests", "")) for suite in tree) == len(tree.findall(".//testcase")) == 6
    good = tree.find("testsuite[@name='playbook/cases/good.yaml']")
    assert good is not None
    assert good.get("failures") == "0"


# --- nothing gets out of its place ------------------------------------------------------------------------------------

_ANY = st.text(st.characters(), max_size=60) | st.sampled_from([NASTY, "::error::x", "##[error]x", "]]>", "<b>&"])


@given(message=_ANY, hint=_ANY, path=_ANY, line=_ANY, name=st.sampled_from(NAMES))
def test_nothing_in_a_case_steers_a_terminal_a_log_or_a_parser(
    message: str, hint: str, path: str, line: str, name: str
) -> None:
    from sane_cli.core.text import one_line

    given_ = finding(message=one_line(message), hint=one_line(hint), place=Place(f"playbook/{path}", 1, 1))
    text = shown(name, given_, lines={f"playbook/{path}": [line.replace("\n", "")]})
    text.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    if name in ("json", "sarif"):
        json.loads(text)
        assert "##[" not in text
    elif name == "junit":
        ET.fromstring(text)
    elif name == "github":
        assert text.count("\n") == 1
        assert text.startswith("::error file=")
        head, _colons, _rest = text[2:].partition("::")
        assert re.fullmatch(r"error file=[^\n,:]*,line=1,col=1,title=[^\n,:]*", head)
    else:
        assert all(not part.startswith("::") for part in text.split("\n"))
