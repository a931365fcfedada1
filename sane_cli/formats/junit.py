"""JUnit XML, as Jenkins and GitLab read it: one suite a file; each error is a failed test, a good file a passed one.

Warnings and notes do not fail, so they stand in the output of a passed test.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from sane_cli.core.finding import Finding, Severity
from sane_cli.core.format import Format, Look
from sane_cli.core.text import visible, written
from sane_cli.core.words import N_, _

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Checked

# what XML 1.0 cannot hold besides what core.text writes out
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def findings(checked: Checked, _look: Look) -> str:
    """Write one document with a suite for every file."""
    by_path = {path: list(group) for path, group in groupby(checked.findings, key=lambda finding: finding.place.path)}
    paths = sorted({*checked.files, *by_path})
    suites = "".join(_suite(path, by_path.get(path, [])) for path in paths)
    tests = sum(max(1, len(by_path.get(path, []))) for path in paths)
    head = f'<testsuites name="sane validate" tests="{tests}" failures="{checked.tally.errors}" errors="0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{suites}</testsuites>\n'


def _suite(path: str, found: Sequence[Finding]) -> str:
    failures = sum(finding.severity is Severity.ERROR for finding in found)
    good = f"    <testcase name={_attribute(_('no findings'))} classname={_path(path)}/>\n"
    cases = "".join(map(_case, found)) or good
    head = f'<testsuite name={_path(path)} tests="{max(1, len(found))}" failures="{failures}" errors="0">'
    return f"  {head}\n{cases}  </testsuite>\n"


def _case(finding: Finding) -> str:
    place = f"{finding.place.path}:{finding.place.line}:{finding.place.column}"
    name = f"{finding.rule} ({finding.place.line}:{finding.place.column})"
    text = escape(_xml(f"{written(place)}: {finding.message}\n{finding.hint}".strip()))
    if finding.severity is Severity.ERROR:
        inside = f"<failure type={_attribute(finding.rule)} message={_attribute(finding.message)}>{text}</failure>"
    else:
        inside = f"<system-out>{escape(_(finding.severity.value))}: {text}</system-out>"
    return f"    <testcase name={_attribute(name)} classname={_path(finding.place.path)}>{inside}</testcase>\n"


def _path(path: str) -> str:
    return _attribute(written(path))


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    """Write out whatever an XML document may not hold."""
    return _IMPOSSIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))


PLUGIN = Format(summary=N_("JUnit XML, for CI servers"), findings=findings)
