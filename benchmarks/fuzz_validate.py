"""Throw mutated and made-up files at the checker and look for crashes, hangs and false «valid».

    python benchmarks/fuzz_validate.py [--inputs 100000] [--seed 1]

Each input is read strictly, checked by every rule and by both schema validators. A crash is any exception. A false
«valid» is a case that the checker calls good although the reference validator (jsonschema, another code base) does
not, a text that the strict reader takes although another reader finds an alias or a second document in it, a text that
the quick reader reads and the strict one does not read the same, or a case that the sieve calls calm although a rule
finds something. A value that is placed elsewhere than by the strict reader counts as a fault as well.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
import corpus

from sane_cli.core import registry
from sane_cli.core.checking import Watch, check
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Finding, Selection, Severity
from sane_cli.core.rule import Rule
from sane_cli.store import schemas, yaml_quick, yaml_read
from sane_cli.store.outside import Libraries
from sane_cli.store.yaml_places import QuickMarks

PIECES = [
    b"[",
    b"]",
    b"{",
    b"}",
    b"- ",
    b"? ",
    b": ",
    b"&a ",
    b"*a",
    b"!x ",
    b"!!int ",
    b"<<: ",
    b"---\n",
    b"...\n",
    b"%YAML 1.1\n",
    b"|\n",
    b">\n",
    b"'",
    b'"',
    b"\\",
    b"#",
    b"\t",
    b"\r",
    b"\n",
    b"\x00",
    b"\x1b",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\xe2\x80\xae",
    b"NO",
    b"on",
    b"1_000",
    b"0o17",
    b".nan",
    b"2024-02-31",
    b"null",
    b"~",
    b"[[TLP:AMBER| x ]]",
    b"[[TLP:",
    b"](javascript:x)",
    b"![a](b)",
    b"TLP:RED",
    b"9" * 500,
    b"a@b.c",
    b"+256 414 123456",
    b"id: ",
    b"tlp: ",
    b"status: published\n",
    b"\ntitle: x\n",
    b"\xf0\x9f\x98\x80",
]
RULES = registry.load_all("sane_cli.rules", Rule)
SCHEMAS = schemas.load(None)
REFERENCE = jsonschema.Draft202012Validator(dict(SCHEMAS["case"].raw))
SLOW = 2.0
TODAY = date(2026, 6, 1)
SETTINGS = Document(kind=Kind.PLAYBOOK, path="playbook/playbook.yaml", data={"repository_tlp": "TLP:CLEAR"})
SHAPE = ("yaml", "schema-valid")


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Return a file that was cut, spliced, repeated and sprinkled with pieces that parsers stumble over."""
    text = bytearray(chance.choice(seeds))
    for _step in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randrange(1, 60))
        match chance.randrange(6):
            case 0:
                text[at:at] = chance.choice(PIECES)
            case 1:
                del text[at:to]
            case 2:
                text[at:at] = text[at:to] * chance.randrange(1, 4)
            case 3:
                text[at:to] = chance.choice(PIECES) * chance.randrange(1, 30)
            case 4 if text:
                text[at % len(text)] = chance.randrange(256)
            case _:
                other = chance.choice(seeds)
                cut = chance.randrange(len(other))
                text[at:at] = other[cut : cut + chance.randrange(200)]
    return bytes(text)


def document(text: bytes) -> Document:
    """Read ``text`` as the store does."""
    path = "playbook/cases/fuzz.yaml"
    try:
        data = yaml_read.parse(text)
    except yaml_read.RefusedError as refused:
        return Document(kind=Kind.CASE, path=path, data=None, failure=refused.reason)
    if not isinstance(data, dict):
        return Document(kind=Kind.CASE, path=path, data={})
    return Document(kind=Kind.CASE, path=path, data=data, locate=lambda: yaml_read.locate(text))


def false_valid(text: bytes, read: Document, errors: int) -> str:
    """Say why calling this input good would be wrong, or nothing."""
    if read.failure is None and not errors and not REFERENCE.is_valid(read.data):
        return "the reference validator disagrees"
    if read.failure is None:
        try:
            events = list(yaml.parse(text, Loader=yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, UnicodeDecodeError):
            return ""  # the pure reader is stricter in places
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            return "an alias was taken"
        if sum(isinstance(event, yaml.DocumentStartEvent) for event in events) > 1:
            return "a second document was taken"
    return ""


def disagreement(text: bytes, read: Document, found: list[Finding], watch: Watch) -> str:
    """Say in what the quick ways differ from the thorough ones, or nothing."""
    quick = yaml_quick.read(text)
    if quick is not None and (read.failure is not None or repr(quick) != repr(read.data)):
        return "the readers disagree"
    if quick is not None and (path := misplaced(text, quick)) is not None:
        return f"the places of {path} differ"
    if read.failure is None:
        looking = {name for name, _rule in watch.looking(read)}
        spared = {finding.rule for finding in found} - looking
        return f"the sieve spared {', '.join(sorted(spared))}" if spared else ""
    return ""


def misplaced(text: bytes, data: Any) -> tuple[str | int, ...] | None:
    """Return a path whose place is not found where the strict reader finds it, or nothing."""
    marks = yaml_read.locate(text)
    for path in marks.values:
        places = QuickMarks(text.decode(), data, lambda: marks)
        if (places.value(path), places.key(path), places.extent(path)) != (
            marks.value(path),
            marks.key(path),
            marks.extent(path),
        ):
            return path
    return None


def watching(outside: Libraries) -> Watch:
    """Return what tells which rules have to look at a case."""
    return Watch(RULES, Kind.CASE, Corpus((SETTINGS,), SCHEMAS, TODAY, outside=outside), sieved=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    good = corpus.case(0, 10, chance).encode()
    short = b"\n".join(line for line in good.split(b"\n") if b"Marked" in line or not line.startswith(b"  "))
    seeds = [
        good,
        short,
        b"a: 1\n",
        b"{}",
        b"[]",
        *(p.read_bytes() for p in sorted(Path("playbook/cases").glob("*.yaml"))),
    ]
    outside = Libraries(Path())
    watch = watching(outside)
    ends: Counter[str] = Counter()
    faults: list[tuple[str, bytes]] = []
    began = time.monotonic()
    for number in range(asked.inputs):
        text = mutated(chance, seeds)
        start = time.process_time()
        try:
            read = document(text)
            whole: Any = Corpus((read, SETTINGS), SCHEMAS, TODAY, frozenset(), outside)
            found = check(whole, RULES, selection=Selection(), only=[read])
        except Exception as error:  # noqa: BLE001  (that is what we look for)
            faults.append((f"crash: {type(error).__name__}: {error}", text))
            continue
        # terms and references have nothing to lean on here; whether the shape is good is what both validators judge
        errors = sum(finding.severity is Severity.ERROR and finding.rule in SHAPE for finding in found)
        ends["refused by the reader" if read.failure else "bad shape" if errors else "good shape"] += 1
        if (took := time.process_time() - start) > SLOW:
            faults.append((f"slow: {took:.1f} s", text))
        ends["read by the quick reader"] += yaml_quick.read(text) is not None
        if why := false_valid(text, read, errors) or disagreement(text, read, found, watch):
            faults.append((f"false valid: {why}", text))
        if number and number % 20_000 == 0:
            print(f"{number} inputs, {len(faults)} faults", file=sys.stderr)
    print(f"{asked.inputs} inputs in {time.monotonic() - began:.0f} s: {dict(ends)}, faults: {len(faults)}")
    for why, text in faults[:10]:
        print(why, text[:300])
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
