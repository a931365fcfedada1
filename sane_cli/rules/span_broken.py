"""Closed spans are closed properly."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, anywhere
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, ANY, Problem, Rule
from sane_cli.core.tlp import MARK, may_hold_marks, span_faults
from sane_cli.core.walk import texts, whole
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every opening mark without an end, a bar or a known label."""
    if not may_hold_marks(whole(document, corpus)):
        return
    for text in texts(document, corpus):
        for offset in span_faults(text.text):
            mark = text.text[offset:].split("|")[0].split("\n")[0][:24]
            yield Problem(
                path=text.path,
                words=mark,
                message=_("The closed span that begins here is broken; everything after it is withheld."),
            )


def calm(_corpus: Corpus) -> Calm:
    """No text holds anything like an opening mark."""
    return Calm(never=((anywhere, MARK),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("closed spans that are broken"),
    why=N_("When in doubt the gate closes, so readers lose the rest of the text; and a wrong label closes too much."),
    remedy=N_("Write it as [[TLP:AMBER| the words]], with a known label, a bar and two closing brackets."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="context: |\n  They met in [[TLP:AMBER| an invented town]].\n",
    bad="context: |\n  They met in [[TLP:AMBRE| an invented town]].\n",
)
