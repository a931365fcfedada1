"""Let a coverage-guided fuzzer look for texts that crash the readers or the rules, or on which two ways disagree.

    pip install atheris
    python benchmarks/fuzz_atheris.py [-max_total_time=600] [FOLDER]

The fuzzer is libFuzzer: its options and its folder of inputs go on the command line. It ends with the first fault and
writes the input beside. What counts as a fault is what ``fuzz_validate.py`` says.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["sane_cli"]):
    import fuzz_validate

from sane_cli.core.checking import check
from sane_cli.core.corpus import Corpus
from sane_cli.core.finding import Selection, Severity
from sane_cli.store.outside import Libraries

OUTSIDE = Libraries(Path())
WATCH = fuzz_validate.watching(OUTSIDE)


def look(text: bytes) -> None:
    """Check one text in every way and insist that all agree."""
    read = fuzz_validate.document(text)
    corpus = Corpus((read, fuzz_validate.SETTINGS), fuzz_validate.SCHEMAS, fuzz_validate.TODAY, outside=OUTSIDE)
    found = check(corpus, fuzz_validate.RULES, selection=Selection(), only=[read])
    errors = sum(finding.severity is Severity.ERROR and finding.rule in fuzz_validate.SHAPE for finding in found)
    why = fuzz_validate.false_valid(text, read, errors) or fuzz_validate.disagreement(text, read, found, WATCH)
    if why:
        raise AssertionError(why)


def main() -> None:
    atheris.Setup(sys.argv, look)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
