"""In which order documents are read and checked. All of them are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sane_cli.core.checking import check_all
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, UnreadDocument
from sane_cli.core.finding import Selection, Severity
from sane_cli.core.rule import Problem, Rule


def steps(lengths: list[int]) -> list[str]:
    """Return what was done with cases of these lengths, in order: each is read, and told of by a rule."""
    done: list[str] = []

    def read(kind: Kind, path: str) -> Document:
        done.append(f"read {path}")
        return Document(kind=kind, path=path, data={}, length=lengths[int(path)])

    def tell(document: Document, _corpus: Corpus) -> Iterator[Problem]:
        done.append(f"check {document.path}")
        yield Problem(message="Here.")

    rule = Rule(severity=Severity.NOTE, title="", why="", remedy="", check=tell)
    cases = tuple(UnreadDocument(Kind.CASE, str(at), read) for at in range(len(lengths)))
    outcome = check_all(Corpus(cases, {}, date(2026, 6, 1)), {"told": rule}, selection=Selection())
    assert len(outcome.findings) == len(lengths)
    return done


def test_a_few_documents_are_read_before_they_are_checked() -> None:
    done = steps([6_000] * 40)
    assert done[:17] == [*(f"read {at}" for at in range(16)), "check 0"]
    assert [step for step in done if step.startswith("check")] == [f"check {at}" for at in range(40)]


def test_nothing_is_read_while_a_large_document_waits() -> None:
    done = steps([6_000, 1_000_000, 1_000_000, 6_000])
    assert done == ["read 0", "read 1", "check 0", "check 1", "read 2", "check 2", "read 3", "check 3"]
