"""Check documents: which rules run on what, how problems become findings, and in which order they come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Finding, Place, Severity, pointer
from sane_cli.core.rule import Problem, Rule
from sane_cli.core.text import one_line, shortened

UNREADABLE = frozenset({"yaml", "file"})  # rule ids that the reader itself gives to files it refuses
_VALUE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are asked for: ids or their beginnings; nothing selected means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __contains__(self, rule: str) -> bool:
        """Tell whether findings of ``rule`` are wanted."""
        wanted = not self.select or any(rule.startswith(word) for word in self.select)
        return wanted and not any(rule.startswith(word) for word in self.ignore)


def check(
    corpus: Corpus, rules: Mapping[str, Rule], *, selection: Selection, only: Iterable[Document] | None = None
) -> list[Finding]:
    """Run ``rules`` over the playbook.

    Args:
        corpus: every document, so that rules can look across files.
        rules: rule by id.
        selection: which rules are wanted.
        only: the documents to report on; all when None.

    Returns:
        Findings in a stable order: by path, line, column, weight.
    """
    wanted = {name: rule for name, rule in rules.items() if name in selection}
    documents = corpus.documents if only is None else only
    return sorted((f for d in documents for f in check_document(d, corpus, wanted)), key=lambda f: f.order)


def check_document(document: Document, corpus: Corpus, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Yield the findings of one document. A file that cannot be read gives exactly one."""
    failure = document.failure
    if failure is not None:
        yield Finding(
            rule=failure.rule,
            severity=Severity.ERROR,
            place=Place(document.path, failure.line, failure.column),
            message=failure.message,
            hint=failure.hint,
        )
        return
    for name, rule in rules.items():
        if document.kind in rule.kinds:
            for problem in rule.check(document, corpus):
                yield _finding(name, rule, problem, document)


def _finding(name: str, rule: Rule, problem: Problem, document: Document) -> Finding:
    place = document.place(problem.path, key=problem.at_key, words=problem.words)
    fix = document.locate().edit(problem.path, problem.fix) if problem.fix is not None else None
    return Finding(
        rule=name,
        severity=problem.severity or rule.severity,
        place=Place(problem.file) if problem.file else place,
        pointer="" if problem.file else pointer(problem.path),
        message=one_line(problem.message),
        hint=one_line(problem.hint or rule.remedy),
        value=shortened(one_line(problem.value), _VALUE_LENGTH),
        related=tuple(other.place(path) for other, path in problem.related),
        fix=(fix,) if fix else (),
    )
