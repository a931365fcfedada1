"""Make large invented playbooks for measuring, and seed them with faults whose lines are known.

    python benchmarks/corpus.py FOLDER --cases 10000 [--faults 500]

The same arguments give the same bytes. A case is about 6 KB, in English words, and has what those in ``playbook/``
have: their fields, two organisations (one case in seven tells only the kind of one), lists and bold beginnings in
Markdown, three relations, two sources. It is longer than they are, as cases elsewhere are.
"""

from __future__ import annotations

import argparse
import random
import textwrap
from pathlib import Path

TODAY = "2026-06-01"
THREATS = [f"invented-threat-{number}" for number in range(40)]
MECHANISMS = [f"invented-mechanism-{number}" for number in range(30)]
COUNTRIES = ["UG", "HU", "NG", "CA", "GB", "MW", "NI", "ET", "ZA", "KE", "BR", "IN", "PH", "DE", "FR", "NO"]
REGIONS = ["africa", "americas", "asia", "europe", "middle-east", "oceania"]
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wa", "zi", "do", "fe", "ga", "hu", "jo"]
WORDS = (  # noqa: SIM905  (a list of 180 literals is harder to read)
    "the the the the of of of and and and a a to to in in that for on as was by it its from their they were with "
    "about access account across action advice after again against agreed allies answer argued asked bank became bill "
    "board brought building call campaign capacity changed civic closed coalition common community complaint concern "
    "coordination council country court debate decided decision delayed department different donor draft during effort "
    "election evidence expertise explained first followed formal framework freedom funding government group grew "
    "guidance hearing help human inside institution international journalists joint kept known later law lawyer "
    "leaders legal letter licence local longer meeting members ministry money months national needed network never "
    "new office once open organisation other own parliament partners people permission plan police position pressure "
    "prepared private project proposal protection public question quickly quiet region regulator relations remained "
    "report resources response restriction rights room rules sector security shared slow society solidarity space "
    "speak staff statement steering step stood strategy stronger support survey system taken team threat through time "
    "together training trust until voice waited which while withdrawn without work worked workshop wrote years"
).split()
RELATIONS = ["similar", "contrast", "same-threat", "same-mechanism", "same-series", "follows"]
PEERS = ["icso", "cso", "coalition", "funder", "all"]
# kind of fault → line of the case it replaces (by its beginning), the new line, the rule, the column's marker
FAULTS = {
    "status": ("status: ", "status: publishd", "schema-valid", "publishd"),
    "term": ("threats: ", "threats: [invented-threat-1, invented-threet-3]", "term-known", "invented-threet-3"),
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
    "asked": ("    attribution: ", "", "attribution-missing", ""),
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
    mechanisms = sorted({MECHANISMS[number % len(MECHANISMS)], *chance.sample(MECHANISMS, 4)})
    name = _name(chance)
    year = chance.randrange(2012, 2024)
    prose = {field: _markdown(chance) for field in ("context", "challenge", "response", "outcomes", "difficulties")}
    prose["context"] += "\n  Marked here.\n"
    blocks = "".join(f"{field}: |\n{text}" for field, text in prose.items())
    ally = f"  - name: {_name(chance)} Alliance\n    role: ally\n    kind: national alliance\n    attribution: named\n"
    unnamed = "  - role: host\n    kind: humanitarian organisation\n    attribution: described\n"
    lessons = "".join(
        f"  - text: >-\n{_sentences(chance, 1, '      ')}    for: {chance.choice(PEERS)}\n" for _at in range(4)
    )
    related = "".join(
        f"  - case: case-{(number + step) % cases:06}\n    relation: {chance.choice(RELATIONS)}\n" for step in (1, 2, 3)
    )
    return f"""\
# yaml-language-server: $schema=../../schema/case.schema.json
schema_version: 1
id: case-{number:06}
title: "{name}: How the {" ".join(chance.sample(WORDS[30:], 4))} and the {" ".join(chance.sample(WORDS[30:], 3))}"
summary: >-
{_sentences(chance, 3)}\
language: en
type: {chance.choice(("coalition-response", "organisational-resilience"))}
scope: national
countries: [{chance.choice(COUNTRIES)}]
regions: [{chance.choice(REGIONS)}]
period:
  from: "{year}"
  to: "{year + 1}"
as_of: "{year + 2}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
organisations:
  - name: {name} Network
    role: coalition
    kind: national coalition
    attribution: named
{unnamed if number % 7 == 6 else ally}\
threats: [{", ".join(threats)}]
mechanisms: [{", ".join(mechanisms)}]
dimensions: [digital]
level: {chance.choice(("international", "intersectional"))}
{blocks}\
lessons:
{lessons}\
related:
{related}\
authors: [{_name(chance)}, {_name(chance)}]
sources:
  - title: "{name}: How the network stood together"
    url: https://example.org/case-study/{number}/
    publisher: {name} Network
    published: "{year + 2}"
  - title: From {chance.choice(WORDS[30:])} to {chance.choice(WORDS[30:])}
    url: https://example.org/{year + 2}/{number}/report/
    publisher: Invented Centre
status: published
sharing:
  tlp: TLP:CLEAR
  consent:
    state: public-record
    covers: [publish, translate, print, share]
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


def _name(chance: random.Random) -> str:
    """Invent a name of two words that nobody bears."""
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randrange(2, 5))).capitalize() for _part in range(2))


def _sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randrange(10, 22))
    if chance.random() < 0.3:
        words[4] += ","
    return " ".join(words).capitalize() + "."


def _sentences(chance: random.Random, count: int, indent: str = "  ") -> str:
    """Write a paragraph, wrapped as people wrap it."""
    text = " ".join(_sentence(chance) for _sentence_ in range(count))
    return textwrap.fill(text, 120, initial_indent=indent, subsequent_indent=indent) + "\n"


def _markdown(chance: random.Random) -> str:
    """Write a section: a paragraph, then another one or a list, some of whose items begin in bold."""
    if chance.random() < 0.4:
        return f"{_sentences(chance, 3)}\n{_sentences(chance, 3)}"
    bold = chance.random() < 0.4
    items = (_sentence(chance) for _item in range(chance.randrange(3, 6)))
    listed = (f"**{item.split()[0]}.** {item}" if bold else item for item in items)
    wrapped = (textwrap.fill(f"- {item}", 120, initial_indent="  ", subsequent_indent="    ") for item in listed)
    return f"{_sentences(chance, 3)}\n" + "\n".join(wrapped) + "\n"


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
