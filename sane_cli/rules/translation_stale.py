"""Translations say what the case says today."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.walk import original
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when the translated text has changed since, or when there is no such case."""
    case = original(document, corpus)
    if case is None:
        yield Problem(
            message=_("There is no case that this file translates."),
            severity=Severity.ERROR,
            hint=_("Name it like the case: <id>.<language>.yaml"),
        )
        return
    from sane_cli.core.translation import text_hash  # only who has translations pays for it

    now = text_hash(case.mapping, corpus.case_schema)
    written = document.mapping.get("translates")
    if written is None:
        yield Problem(
            severity=Severity.NOTE,
            message=_("The file does not say which text it translates, so nobody will notice when it is out of date."),
            hint=_("Compare the two, then add translates: {hash}").format(hash=now),
        )
    elif written != now:
        yield Problem(
            path=("translates",),
            message=_("The case has changed since it was translated."),
            hint=_("Bring the translation up to date, then write translates: {hash}").format(hash=now),
            related=((case, ()),),
        )


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=frozenset({Kind.TRANSLATION}),
    title=N_("translations that are out of date"),
    why=N_("A correction, or a name taken out for safety, must reach the readers of every language."),
    remedy=N_("Compare the translation with the case and renew its hash."),
    reads=Reads(original=True),
    check=check,
    good="translates: sha256:0000000000000000000000000000000000000000000000000000000000000000   # of today's text\n",
    bad="translates: sha256:1111111111111111111111111111111111111111111111111111111111111111   # of an older text\n",
)
