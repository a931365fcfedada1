"""Pictures in prose say in words what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sane_cli.core.calm import Calm, written
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.walk import is_prose, texts, whole
from sane_cli.core.words import N_, _

_WORDLESS = r"!\[[\s…._-]*\][(\[][^)\]\n]*[)\]]"


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every picture of a text that has no alternative text."""
    if "![" not in whole(document, corpus):
        return
    for text in texts(document, corpus):
        if is_prose(text):
            for found in re.finditer(_WORDLESS, text.text):
                yield Problem(
                    path=text.path,
                    words=found.group(),
                    message=_("This picture has no words for people who cannot see it."),
                    hint=_("Say what it shows: ![what it shows](assets/…)"),
                )


def calm(_corpus: Corpus) -> Calm:
    """No text that a person wrote holds a picture."""
    return Calm(never=((written, r"!\["),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION}),
    title=N_("pictures without alternative text"),
    why=N_(
        "People who are blind, or whose printer left the picture out, read its words instead (PDF/UA-1, WCAG 1.1.1)."
    ),
    remedy=N_("Write between the square brackets what the picture shows."),
    reads=ALONE,
    check=check,
    calm=calm,
    good='context: "![Members on the steps of the court](assets/court.jpg)"\n',
    bad='context: "![](assets/court.jpg)"\n',
)
