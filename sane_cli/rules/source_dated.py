"""Published cases have at least one source with a date."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, only_if
from sane_cli.core.case import items
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield when no source of a published case says when it was published or read."""
    sources = list(items(document.mapping, "sources"))
    if document.mapping.get("status") != "published" or not sources:
        return
    if not any("published" in source or "accessed" in source for source in sources):
        yield Problem(
            path=("sources",),
            at_key=True,
            message=_("No source says when it was published or read."),
            hint=_("Add ‘published: 2023-04’ or ‘accessed: 2026-11’ to a source."),
        )


def calm(_corpus: Corpus) -> Calm:
    """The case is not published, or a source has a date."""
    dated = {"type": "object", "anyOf": [{"required": ["published"]}, {"required": ["accessed"]}]}
    return Calm(data=only_if("published", {"properties": {"sources": {"type": "array", "contains": dated}}}))


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("published cases without any dated source"),
    why=N_("Pages change and vanish; with a date a reader can find the archived copy and judge its age."),
    remedy=N_("Add the date of publication, or the day you read it."),
    reads=ALONE,
    check=check,
    calm=calm,
    good='sources:\n  - title: Annual report\n    url: https://example.org/report\n    published: "2021"\n',
    bad="sources:\n  - title: Annual report\n    url: https://example.org/report\n",
)
