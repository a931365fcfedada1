"""What a rule is: a small function with its words beside it.

A rule looks at one document, or at the whole playbook, and yields problems. It never prints, never stops, never
raises; the checker turns problems into findings with a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sane_cli.core.calm import Calm
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.record import record

CASES = frozenset({Kind.CASE})
TEXTS = frozenset({Kind.CASE, Kind.TRANSLATION})
ANY = frozenset(Kind)


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Reads:
    """What a rule looks at beyond its own document, so that one changed file does not bring all others with it.

    Settings, schemas, vocabularies, waivers and assets are open to every rule: a change of them makes everything be
    checked again. A test watches every rule and fails when it reads more than it says.

    Attributes:
        fields: top-level fields of any case. A rule that names some reads no other field of a case, nor of its own
            document where that is one.
        terms: the fields of any case that hold terms of a vocabulary, in the same sense.
        original: the case that its own document translates, all of it.
        today: the date.
        everything: whatever there is; for a rule that says nothing.
    """

    fields: frozenset[str] = frozenset()
    terms: bool = False
    original: bool = False
    today: bool = False
    everything: bool = False

    @property
    def others(self) -> bool:
        """Whether fields of other cases are read."""
        return bool(self.fields) or self.terms


EVERYTHING = Reads(everything=True)
ALONE = Reads()


@record(frozen=True, slots=True, kw_only=True, repr=False)
class Problem:
    """One thing a rule found in a document.

    Attributes:
        path: where in the document; the nearest parent is shown when nothing stands there.
        at_key: show the key instead of the value.
        severity: only where this problem weighs other than the rule.
        related: documents and paths that belong to it.
        words: the words inside a longer text that it is about; the finding points at them.
        file: another file than the document, such as a picture; it has no lines.
        fix: what to write instead of the single value at ``path``, only where that is safe to do unasked.
    """

    path: Path = ()
    message: str
    hint: str = ""
    value: str = ""
    at_key: bool = False
    severity: Severity | None = None
    related: tuple[tuple[Document, Path], ...] = ()
    fix: str | None = None
    words: str = ""
    file: str = ""


@record(frozen=True, slots=True, eq=False, repr=False)
class Across:
    """How a rule that compares cases with each other looks at many thousands of them only once.

    Attributes:
        pick: what the rule has to know of one case: a small plain value that depends on this case, the schemas and
            the vocabularies alone, None for nothing. ``corpus.facts(pick)`` gives all of them.
        concerned: the paths of all cases in which ``check`` may find something, told from these values; none for a
            rule that looks at other documents.
        affected: given what ``pick`` took before of the cases that changed since, by their numbers among all cases:
            the numbers of all cases about which ``check`` may say something else now; None when it may be any.
    """

    pick: Callable[[Document, Corpus], Any]
    concerned: Callable[[Corpus], Iterable[str]] = lambda _corpus: ()
    affected: Callable[[Corpus, Mapping[int, Any]], Iterable[int] | None] = lambda _corpus, _before: None


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Rule:
    """A rule: its id is its file's name with hyphens.

    Attributes:
        title: one line that completes «this rule finds …».
        why: what harm it prevents, in a sentence or two.
        remedy: what to do about a finding.
        kinds: the documents it looks at.
        reads: what it looks at beyond them; everything, when it does not say.
        check: one document and the playbook it belongs to → problems in this document.
        calm: a test, quicker than ``check`` by far, that only documents pass in which ``check`` finds nothing.
        across: for a rule that compares cases with each other; ``check`` looks at one with the help of all.
        waivable: whether a playbook may live with a finding of it; never where people could be harmed.
        good, bad: a short YAML sample without and with the problem, for the rule's page.
    """

    severity: Severity
    title: str
    why: str
    remedy: str
    check: Callable[[Document, Corpus], Iterable[Problem]]
    kinds: frozenset[Kind] = CASES
    calm: Callable[[Corpus], Calm] | None = None
    across: Across | None = None
    reads: Reads = EVERYTHING
    waivable: bool = True
    good: str = ""
    bad: str = ""
