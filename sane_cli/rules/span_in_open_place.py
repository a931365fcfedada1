"""Closed spans stand only where the gate looks."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, anywhere
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, ANY, Problem, Rule
from sane_cli.core.tlp import MARK, may_hold_marks, span_labels
from sane_cli.core.walk import texts, whole
from sane_cli.core.words import N_, _

_UNGATED = frozenset({Kind.PLAYBOOK, Kind.VOCABULARY})


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every span in settings, vocabularies, ids, addresses and other places that are shown as they are."""
    if not may_hold_marks(whole(document, corpus)):
        return
    for text in texts(document, corpus):
        if not span_labels(text.text):
            continue
        if document.kind in _UNGATED or not text.free:
            yield Problem(
                path=text.path,
                message=_("A closed span does not close anything here; this is shown to everybody as it stands."),
            )


def calm(_corpus: Corpus) -> Calm:
    """No text holds anything like an opening mark."""
    return Calm(never=((anywhere, MARK),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("closed spans where nothing is ever closed"),
    why=N_("Somebody believes that these words are closed, and they are not."),
    remedy=N_("Remove the words; closed spans work in the prose of cases and collections."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="context: |\n  They met in [[TLP:AMBER| an invented town]].\n",
    bad='# playbook.yaml\ndescription: "Written in [[TLP:AMBER| an invented town]]."\n',
)
