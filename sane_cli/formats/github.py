"""Annotations for GitHub Actions.

A case must not be able to inject a workflow command, so everything is escaped as the toolkit does it: ``%``, CR and
LF in messages, and ``:`` and ``,`` in properties as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sane_cli.core.finding import Finding, Severity
from sane_cli.core.format import Format, Look
from sane_cli.core.text import visible
from sane_cli.core.words import N_

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Checked

_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_ORDER = list(Severity)


def findings(checked: Checked, _look: Look) -> str:
    """Write one workflow command a finding, the weightiest first: GitHub shows ten of each kind in a step."""
    ordered = sorted(checked.findings, key=lambda finding: _ORDER.index(finding.severity))
    return "".join(_command(finding) + "\n" for finding in ordered)


def _command(finding: Finding) -> str:
    place = finding.place
    properties = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(finding.rule)}"
    message = f"{finding.message} {finding.hint}".strip()
    return f"::{_WORD[finding.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


PLUGIN = Format(summary=N_("annotations for GitHub Actions"), findings=findings)
