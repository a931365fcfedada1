"""Check documents: which rules run on what, how problems become findings, and in which order they come out."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from sane_cli.core.corpus import Corpus, identity
from sane_cli.core.document import Document, Kind, Unreadable
from sane_cli.core.finding import Finding, Outcome, Place, Selection, Severity, pointer
from sane_cli.core.rule import Across, Problem, Rule
from sane_cli.core.series import Series, packed
from sane_cli.core.sieve import Sieve
from sane_cli.core.text import one_line, shortened
from sane_cli.core.waivers import Weighed, document_of, weigh
from sane_cli.core.words import _

# what was found in some documents and picked out of them, packed so that it can go from one process to another
Packed: TypeAlias = bytes
Pick: TypeAlias = Callable[[Document, Corpus], Any]
Work: TypeAlias = Callable[[Sequence[Document]], Packed]
Share: TypeAlias = Callable[[Sequence[Document], Work], Sequence[Packed]]

_WORTH_SIEVING = 12  # documents of a kind; below, it takes longer to make the sieve than it saves
_WORTH_ASKING = 32  # documents that are not calm; below, it takes longer to ask which rules they trouble
_HANDFUL = 16  # documents read before any is checked: a processor is quicker while it goes on with the same
_HELD = 1 << 18  # bytes of files; so many are not read before others are checked, as they might be large
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
    picks: Iterable[Pick] = (),
) -> Outcome:
    """Run ``rules`` as ``check`` does, and tell of waivers as well.

    Args:
        corpus: every document, so that rules can look across files.
        rules: rule by id.
        selection: which rules are wanted.
        only: the documents to report on; all when None.
        share: hands the work out in parts, to other processes for instance; all at once when None.
        picks: what else is to be picked out of each case on the way, for ``corpus.facts``.
    """
    wanted = {name: rule for name, rule in rules.items() if name in selection}
    if only is None:
        found = Sweep(corpus, wanted, picks).findings(share or (lambda documents, work: [work(documents)]))
    else:
        found = _found_in(list(only), corpus, wanted)
    return conclude(found, corpus, rules, whole=only is None and selection == Selection())


def conclude(found: Iterable[Finding], corpus: Corpus, rules: Mapping[str, Rule], *, whole: bool) -> Outcome:
    """Take away what is waived, and tell of waivers that met nothing when the ``whole`` playbook was looked at."""
    weighed = weigh(found, corpus, rules)
    idle = list(_idle(weighed, corpus)) if whole else []
    return Outcome(weighed.findings, weighed.covered, idle)


class Sweep:
    """One look at every document, each read once: cases first, then what leans on them.

    Rules that compare cases only pick what they need from each; afterwards they look again at the few that matter.
    """

    def __init__(self, corpus: Corpus, rules: Mapping[str, Rule], picks: Iterable[Pick] = ()) -> None:
        self._corpus = corpus
        self._rules = rules
        across = (rule.across.pick for rule in rules.values() if rule.across)
        self._picks = tuple(dict.fromkeys((identity, *across, *picks)))
        alone = {name: rule for name, rule in rules.items() if rule.across is None}
        self._watches = {
            kind: Watch(
                alone if kind is Kind.CASE else rules, kind, corpus, sieved=len(corpus.of_kind(kind)) >= _WORTH_SIEVING
            )
            for kind in Kind
        }

    def findings(self, share: Share) -> list[Finding]:
        """Return what is found in all documents, in no particular order."""
        found = self._received(share(self._corpus.of_kind(Kind.CASE), self._cases))
        for kind in Kind:
            if kind is not Kind.CASE:
                found += _findings(share(self._corpus.of_kind(kind), self._others))
        for name, rule in self._rules.items():
            if rule.across is not None and Kind.CASE in rule.kinds:
                for document in self._concerned(rule.across):
                    found += check_document(document, self._corpus, {name: rule})
        return found

    def _concerned(self, across: Across) -> Iterator[Document]:
        """Yield the cases in which a rule that compares them may find something."""
        concerned = set(across.concerned(self._corpus))
        cases = self._corpus.of_kind(Kind.CASE)
        for at, path in enumerate(self._corpus.case_paths) if concerned else ():
            if path in concerned:
                yield cases[at].read()

    def _cases(self, part: Sequence[Document]) -> Packed:
        findings: list[Finding] = []
        facts: list[list[Any]] = [[] for _pick in self._picks]
        for documents in _handfuls(part):
            for document in documents:
                findings += self._checked(document)
            for pick, picked in zip(self._picks, facts, strict=True):
                picked += [pick(document, self._corpus) for document in documents]
        return marshal.dumps((marshal.dumps([each.plain for each in findings]), len(part), [*map(packed, facts)]))

    def _others(self, part: Sequence[Document]) -> Packed:
        found = [finding for each in part for finding in self._checked(each.read())]
        return marshal.dumps((marshal.dumps([each.plain for each in found]), len(part), []))

    def _checked(self, document: Document) -> list[Finding]:
        return _checked(document, self._corpus, self._watches[document.kind])

    def _received(self, parts: Sequence[Packed]) -> list[Finding]:
        """Give the corpus the facts and return the findings."""
        lengths = [length for _findings, length, _facts in map(_opened, parts)]
        for number, pick in enumerate(self._picks):
            self._corpus.remember(pick, Series(partial(_facts, parts, number), lengths))
        return _findings(parts)


def _handfuls(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield all documents in order, each read, some at a time; after a large one no other."""
    some: list[Document] = []
    held = 0
    for each in documents:
        document = each.read()
        some.append(document)
        held += document.length
        if len(some) == _HANDFUL or held > _HELD:
            yield some
            some, held = [], 0
    yield some


def _opened(part: Packed) -> tuple[bytes, int, list[bytes]]:
    """Return what is in a part: findings, of how many documents, and the facts of each kind."""
    found: tuple[bytes, int, list[bytes]] = marshal.loads(part)  # noqa: S302  (from this program, by way of its fork)
    return found


def _facts(parts: Sequence[Packed], number: int, at: int) -> bytes:
    return _opened(parts[at])[2][number]


def _findings(parts: Iterable[Packed]) -> list[Finding]:
    return [Finding.of(plain) for part in parts for plain in marshal.loads(_opened(part)[0])]  # noqa: S302


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


def _found_in(documents: Sequence[Document], corpus: Corpus, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return what is found in some documents, each of them looked at by itself."""
    count = Counter(document.kind for document in documents)
    watches = {kind: Watch(rules, kind, corpus, sieved=count[kind] >= _WORTH_SIEVING) for kind in count}
    return [found for each in documents for found in _checked(each.read(), corpus, watches[each.kind])]


def check_document(document: Document, corpus: Corpus, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return the findings of one document; every rule looks at it. A file that cannot be read gives exactly one."""
    return _checked(document.read(), corpus, Watch(rules, document.kind, corpus, sieved=False))


def _checked(document: Document, corpus: Corpus, watch: Watch) -> list[Finding]:
    if document.failure is not None:
        return [_unreadable(document, document.failure)]
    looking = watch.looking(document)
    if not looking:
        return []
    found = ((name, rule, problem) for name, rule in looking for problem in _problems(rule, document, corpus))
    return [_finding(*each, document) for each in found]


class Watch:
    """The rules for documents of one kind, and which of them have to look at a document themselves."""

    def __init__(self, rules: Mapping[str, Rule], kind: Kind, corpus: Corpus, *, sieved: bool) -> None:
        self._rules = [(name, rule) for name, rule in rules.items() if kind in rule.kinds]
        calms = {name: rule.calm(corpus) for name, rule in self._rules if sieved and rule.calm is not None}
        mine = {name: calm for name, calm in calms.items() if kind in calm.kinds}
        self._sieve = Sieve(mine, corpus.case_schema) if mine else None
        self._always = [(name, rule) for name, rule in self._rules if name not in mine]
        self._restless = 0
        besides = ((name, rule, mine[name].besides) for name, rule in self._rules if name in mine)
        self._besides = [(name, rule, calm) for name, rule, calm in besides if calm is not None]

    def looking(self, document: Document) -> Sequence[tuple[str, Rule]]:
        """Return the rules in whose eyes the document is not surely calm."""
        if self._sieve is None:
            return self._rules
        if self._sieve.all_calm(document.data):
            return self._always + [(name, rule) for name, rule, calm in self._besides if not calm(document)]
        self._restless += 1
        if self._restless < _WORTH_ASKING:
            return self._rules
        calm = self._sieve.calm(document)
        return [(name, rule) for name, rule in self._rules if name not in calm]


def _problems(rule: Rule, document: Document, corpus: Corpus) -> Iterator[Problem]:
    problems = iter(rule.check(document, corpus))
    yield from islice(problems, _MOST)
    if next(problems, None) is not None:
        yield _more()


def _unreadable(document: Document, failure: Unreadable) -> Finding:
    return Finding(
        rule=failure.rule,
        severity=Severity.ERROR,
        place=Place(document.path, failure.line, failure.column),
        message=failure.message,
        hint=failure.hint,
    )


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
