"""Make large invented playbooks for measuring, and seed them with faults whose lines are known.

    python benchmarks/corpus.py FOLDER --cases 10000 [--faults 500]

The same arguments give the same bytes. Cases are about 6 KB, 120 lines, with eight or more Markdown blocks.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

TODAY = "2026-06-01"
THREATS = [f"invented-threat-{number}" for number in range(40)]
MECHANISMS = [f"invented-mechanism-{number}" for number in range(30)]
COUNTRIES = ["UG", "HU", "NG", "CA", "GB", "MW", "NI", "ET", "ZA", "KE", "BR", "IN", "PH", "DE", "FR", "NO"]
REGIONS = ["africa", "americas", "asia", "europe", "middle-east", "oceania"]
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wa", "zi", "do", "fe", "ga", "hu", "jo"]
# kind of fault → line of the case it replaces (by its beginning), the new line, the rule, the column's marker
FAULTS = {
    "status": ("status: ", "status: publishd", "schema-valid", "publishd"),
    "term": ("  - invented-threat", "  - invented-threet-3", "term-known", "invented-threet-3"),
    "calendar": ("as_of: ", 'as_of: "2023-02-30"', "date-real", '"2023-02-30"'),
    "order": ('  to: "', '  to: "2001"', "date-order", '"2001"'),
    "future": ('    published: "', '    published: "2062"', "date-future", '"2062"'),
    "id": ("id: ", "id: another-id", "id-matches-file", "another-"),
    "link": ("  - case: ", "  - case: no-such-case-anywhere", "reference-resolves", "no-such-case-anywhere"),
    "field": ("scope: ", "scope: national\nscoop: national", "schema-valid", "scoop"),
    "twice": ("scope: ", "scope: national\nscope: national", "yaml", "scope"),
    "tab": ("scope: ", "scope: national\n\tx: 1", "yaml", "\t"),
    "closed": ("  Marked here", "  Marked [[TLP:AMBER| here]] again.", "label-above-repository", "[["),
    "span": ("  Marked here", "  Marked [[TLP:AMBRE| here]] again.", "span-broken", "[["),
    "mail": ("  Marked here", "  Marked by a.person@example.org again.", "contact-details", "a.person"),
    "path": ("  Marked here", "  Marked [there](../there.pdf) again.", "link-resolves", "../there"),
    "script": ("  Marked here", "  Marked [there](javascript:x) again.", "link-resolves", "javascript"),
    "override": ("  Marked here", "  Marked \u202ehere again.", "text-control", "\u202e"),
    "pending": ("    state: ", "    state: pending", "consent-missing", "pending"),
    "language": ("language: ", "language: xq", "language-real", "xq"),
    "asked": ("    attribution: ", "    role: lead", "attribution-missing", ""),
    "overdue": ("  review_by: ", '  review_by: "2020-01-01"', "review-overdue", '"2020-01-01"'),
}


def make(root: Path, *, cases: int, seed: int = 1) -> None:
    """Write a playbook with ``cases`` valid cases below ``root``."""
    folder = root / "playbook"
    for name in ("cases", "collections", "vocabulary", "assets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.joinpath("playbook.yaml").write_text(
        "schema_version: 1\ntitle: Invented playbook\ndefault_collection: all\nrepository_tlp: TLP:CLEAR\n"
    )
    folder.joinpath("collections/all.yaml").write_text(
        "schema_version: 1\nid: all\ntitle: All invented cases\nquery: {}\n"
    )
    for name, terms in (("threats", THREATS), ("mechanisms", MECHANISMS)):
        listed = "".join(f"  - id: {term}\n    label: {{en: {term.replace('-', ' ')}}}\n" for term in terms)
        text = f"schema_version: 1\nid: {name}\ntitle: {{en: {name}}}\nterms:\n{listed}"
        folder.joinpath(f"vocabulary/{name}.yaml").write_text(text)
    for number in range(cases):
        folder.joinpath(f"cases/case-{number:06}.yaml").write_text(
            case(number, cases, random.Random(f"{seed} {number}"))
        )


def case(number: int, cases: int, chance: random.Random) -> str:
    """Write one valid case."""
    threats = sorted({THREATS[number % len(THREATS)], *chance.sample(THREATS, 2)})
    mechanisms = sorted({MECHANISMS[number % len(MECHANISMS)], *chance.sample(MECHANISMS, 2)})
    name = " ".join(_word(chance).capitalize() for _part in range(2))
    year = chance.randrange(2012, 2024)
    blocks = "".join(
        f"{field}: |\n{_prose(chance, 6, marked=field == 'context')}"
        for field in ("context", "challenge", "response", "outcomes", "difficulties")
    )
    lessons = "".join(f"  - text: |\n{_prose(chance, 1, indent='      ')}    for: all\n" for _lesson in range(4))
    return f"""\
schema_version: 1
id: case-{number:06}
title: The {_word(chance)} {_word(chance)} {_word(chance)} of {name} and {_word(chance)}
summary: >-
{_prose(chance, 2)}\
language: en
type: {chance.choice(("coalition-response", "organisational-resilience"))}
scope: national
countries: [{chance.choice(COUNTRIES)}]
regions: [{chance.choice(REGIONS)}]
period:
  from: "{year}"
  to: "{year + 1}"
as_of: "{year + 2}"
organisations:
  - name: {name} Network
    kind: national network
    attribution: named
threats:
{_listed(threats)}\
mechanisms:
{_listed(mechanisms)}\
{blocks}\
lessons:
{lessons}\
related:
  - case: case-{(number + 1) % cases:06}
    relation: similar
sources:
  - title: Report of the {name} Network
    url: https://example.org/{number}
    published: "{year + 2}"
status: published
sharing:
  tlp: TLP:CLEAR
  consent:
    state: public-record
    covers: [publish]
  review_by: "2027-05-01"
"""


def seed(root: Path, faults: int, *, chance: random.Random) -> set[tuple[str, int, str]]:
    """Put ``faults`` faults into as many cases.

    Returns:
        Path, line and rule of each.
    """
    files = chance.sample(sorted((root / "playbook/cases").glob("*.yaml")), faults)
    kinds = list(FAULTS)
    return {_spoil(root, file, kinds[at % len(kinds)]) for at, file in enumerate(files)}


def _spoil(root: Path, file: Path, kind: str) -> tuple[str, int, str]:
    begins, new, rule, marker = FAULTS[kind]
    lines = file.read_text().split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(begins))
    lines[at : at + 1] = new.replace("another-id", f"another-{file.stem}").split("\n")
    file.write_text("\n".join(lines))
    if kind == "asked":
        at = next(number for number, line in enumerate(lines) if line.startswith("  - name: "))
    spoiled = max(number for number in range(at, at + 1 + new.count("\n")) if marker in lines[number])
    return file.relative_to(root).as_posix(), spoiled + 1, rule


def _listed(terms: Iterable[str]) -> str:
    return "".join(f"  - {term}\n" for term in terms)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _syllable in range(chance.randrange(2, 5)))


def _prose(chance: random.Random, lines: int, *, indent: str = "  ", marked: bool = False) -> str:
    written = [indent + " ".join(_word(chance) for _word_ in range(18)).capitalize() + ".\n" for _line in range(lines)]
    return "".join(written) + (f"{indent}Marked here.\n" if marked else "")


def main() -> None:
    """Make a playbook from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=0)
    asked = parser.parse_args()
    make(asked.folder, cases=asked.cases)
    for path, line, rule in sorted(seed(asked.folder, asked.faults, chance=random.Random(7))):
        print(f"{path}:{line} {rule}")


if __name__ == "__main__":
    main()
