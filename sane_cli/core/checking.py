"""Check documents: which rules run on what, how problems become findings, and in which order they come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Finding, Outcome, Place, Selection, Severity, pointer
from sane_cli.core.rule import Problem, Rule
from sane_cli.core.text import one_line, shortened
from sane_cli.core.waivers import Weighed, document_of, weigh
from sane_cli.core.words import _

Work: TypeAlias = Callable[[Sequence[Document]], list[Finding]]
Share: TypeAlias = Callable[[Sequence[Document], Work], list[Finding]]

_VALUE_LENGTH = 80
_MOST = 500  # problems of one rule in one file; nobody reads more, and a hostile file could hold millions


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
        Findings in a stable order: by path, line, column, weight. Waived ones are not among them.
    """
    return check_all(corpus, rules, selection=selection, only=only).findings


def check_all(
    corpus: Corpus,
    rules: Mapping[str, Rule],
    *,
    selection: Selection,
    only: Iterable[Document] | None = None,
    share: Share | None = None,
) -> Outcome:
    """Run ``rules`` as ``check`` does, and tell of waivers as well.

    Args:
        corpus: every document, so that rules can look across files.
        rules: rule by id.
        selection: which rules are wanted.
        only: the documents to report on; all when None.
        share: hands the work out in parts, to other processes for instance; all at once when None.
    """
    wanted = {name: rule for name, rule in rules.items() if name in selection}
    documents = corpus.documents if only is None else tuple(only)

    def work(part: Sequence[Document]) -> list[Finding]:
        return [finding for document in part for finding in check_document(document, corpus, wanted)]

    found = work(documents) if share is None else share(documents, work)
    return conclude(found, corpus, rules, whole=only is None and selection == Selection())


def conclude(found: Iterable[Finding], corpus: Corpus, rules: Mapping[str, Rule], *, whole: bool) -> Outcome:
    """Take away what is waived, and tell of waivers that met nothing when the ``whole`` playbook was looked at."""
    weighed = weigh(found, corpus, rules)
    idle = list(_idle(weighed, corpus)) if whole else []
    return Outcome(weighed.findings, weighed.covered, idle)


def _idle(weighed: Weighed, corpus: Corpus) -> Iterator[Finding]:
    """Yield a note for every waiver that met no finding."""
    document = document_of(corpus)
    for waiver in weighed.idle if document is not None else ():
        assert document is not None
        path = ("waivers", waiver.at)
        yield Finding(
            rule="waiver-valid",
            severity=Severity.NOTE,
            place=document.place(path),
            pointer=pointer(path),
            message=_("Nothing is found there any more."),
            hint=_("Remove the entry."),
        )


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
            problems = iter(rule.check(document, corpus))
            for problem in islice(problems, _MOST):
                yield _finding(name, rule, problem, document)
            if next(problems, None) is not None:
                yield _finding(name, rule, _more(), document)


def _more() -> Problem:
    return Problem(
        message=_("There is more of this kind in the file."),
        hint=_("Mend the first {count}; then the rest is shown.").format(count=_MOST),
    )


def _finding(name: str, rule: Rule, problem: Problem, document: Document) -> Finding:
    place = document.place(problem.path, key=problem.at_key, words=problem.words)
    fix = document.locate().edit(problem.path, problem.fix) if problem.fix is not None else None
    return Finding(
        rule=name,
        severity=problem.severity or rule.severity,
        place=Place(problem.file) if problem.file else place,
        pointer="" if problem.file else pointer(problem.path),
        message=one_line(problem.message),
        hint=one_line(problem.hint or _(rule.remedy)),
        value=shortened(one_line(problem.value), _VALUE_LENGTH),
        related=tuple(other.place(path) for other, path in problem.related),
        fix=(fix,) if fix else (),
    )
