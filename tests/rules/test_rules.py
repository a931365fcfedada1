"""Every rule proves itself on its own samples, found by folder: tests/rules/<rule-id>/{good,bad}/*.yaml.

A sample is a case laid over the invented one of conftest.py, field by field (``null`` removes one). A comment line
``# file: PATH`` begins another file; ``# today: DATE`` sets the day; ``# picture: PATH gps`` puts a photograph there.
Beside each bad sample, ``<name>.expected`` lists its findings. ``SANE_UPDATE_EXPECTED=1`` rewrites these files: then
read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from sane_cli.core import registry
from sane_cli.core.finding import Finding
from sane_cli.core.rule import Rule
from sane_cli.store.yaml_read import parse
from tests.invented import CASE, COLLECTION, SETTINGS, TODAY, Playbook, merged

HERE = Path(__file__).parent
RULES = registry.load_all("sane_cli.rules", Rule)
SAMPLES = sorted(HERE.glob("*/*/*.yaml"))
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
_BASES = {"cases": CASE, "collections": COLLECTION, "playbook": SETTINGS}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: str(path.relative_to(HERE)))
def test_sample(sample: Path, playbook: Playbook) -> None:
    text = sample.read_text()
    _lay_out(text, playbook)
    found = playbook.findings(sample.parent.parent.name, today=_today(text))
    if sample.parent.name == "good":
        assert [_line(finding) for finding in found] == []
        return
    expected = sample.with_suffix(".expected")
    listed = "".join(_line(finding) + "\n" for finding in found)
    if os.environ.get("SANE_UPDATE_EXPECTED"):
        expected.write_text(listed)
    assert found, "a bad sample must be found fault with"
    assert listed == expected.read_text()


@pytest.mark.parametrize("name", RULES)
def test_rule_has_words_and_samples(name: str) -> None:
    rule = RULES[name]
    for kind in ("good", "bad"):
        assert list((HERE / name / kind).glob("*.yaml")), f"tests/rules/{name}/{kind}/ needs a sample"
    assert rule.title[0].islower() or rule.title.startswith("HTML"), "the title completes ‘this rule finds …’"
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.remedy.endswith(".")
    assert rule.good
    assert rule.bad
    for example in (rule.good, rule.bad):
        parse(example.encode())


def test_no_samples_without_a_rule() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders <= set(RULES)


def test_the_base_has_no_findings(playbook: Playbook) -> None:
    assert [_line(finding) for finding in playbook.findings()] == []


def _lay_out(text: str, playbook: Playbook) -> None:
    for path, part in _parts(text):
        data = parse(part.encode()) if path.endswith(".yaml") else part
        if data is None:
            continue
        kind = PurePosixPath(path).parts[1] if "/" in path else path
        base = _BASES.get("playbook" if path == "playbook/playbook.yaml" else kind)
        if base is None or not isinstance(data, dict):
            playbook.write(path, part)
        else:
            stem = PurePosixPath(path).name.split(".")[0]
            named = base if base is SETTINGS else {**base, "id": stem}
            playbook.write(path, merged(named, data))
    for path, what in re.findall(r"^# picture: (\S+) (\S+)$", text, re.MULTILINE):
        _picture(playbook.root / path, what)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    pieces = _FILE.split(text)
    yield from zip(["playbook/cases/sample.yaml", *pieces[1::2]], pieces[0::2], strict=True)


def _today(text: str) -> date:
    found = re.search(r"^# today: (\S+)$", text, re.MULTILINE)
    return date.fromisoformat(found.group(1)) if found else TODAY


def _line(finding: Finding) -> str:
    place = finding.place
    return f"{finding.severity.value} {place.path} {finding.pointer or '/'}: {finding.message} → {finding.hint}"


def _picture(path: Path, what: str) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if what == "gps":
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (0.0, 0.0, 0.0)
    elif what == "owner":
        exif[0x013B] = "An invented photographer"
        exif.get_ifd(0x8769)[0xA431] = "INVENTED-0001"
    Image.new("RGB", (8, 8), "white").save(path, exif=exif)


@pytest.mark.parametrize("target", ["", "a\nb", " ", "nobody", "odd"])
def test_a_reference_to_an_odd_name_is_found_when_all_cases_are_looked_at(playbook: Playbook, target: str) -> None:
    playbook.case("odd", related=[{"case": "sample", "relation": "similar"}, {"case": target, "relation": "similar"}])
    found = playbook.findings("reference-resolves")
    assert [(each.place.path, each.pointer) for each in found] == [("playbook/cases/odd.yaml", "/related/1/case")]
