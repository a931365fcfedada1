"""Closing a field closes a field that exists."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, sharing
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import TEXTS, Problem, Reads, Rule
from sane_cli.core.tlp import label_or_red
from sane_cli.core.walk import label
from sane_cli.core.words import N_, _

_ALWAYS_OPEN = ("id", "status", "schema_version", "sharing", "withdrawn")


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every name under ``sharing.fields`` that closes nothing."""
    closed = mapping(mapping(document.mapping, "sharing"), "fields")
    known = [name for name in corpus.case_schema.by_name if name not in _ALWAYS_OPEN]
    for name in closed:
        path = ("sharing", "fields", str(name))
        if name in _ALWAYS_OPEN:
            yield Problem(
                path=path,
                at_key=True,
                message=_("‘{name}’ cannot be closed on its own.").format(name=name),
                hint=_("Close the whole case with ‘tlp’, or choose an id that says nothing."),
            )
        elif name not in known:
            near = nearest(str(name), known)
            yield Problem(
                path=path,
                at_key=True,
                message=_("‘{name}’ is not a field of a case, so this closes nothing.").format(name=name),
                hint=_("Did you mean {near}?").format(near=near) if near else _("Remove the line."),
                value=str(name),
            )
        elif label(document, corpus).rank > label_or_red(closed[name]).rank:
            yield Problem(
                path=path,
                severity=Severity.WARNING,
                message=_("‘{name}’ is marked more open than the case; the case's label holds.").format(name=name),
                hint=_("Remove the line."),
            )


def calm(_corpus: Corpus) -> Calm:
    """No field is closed on its own."""
    return Calm(data=sharing(fields={"maxProperties": 0}))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=TEXTS,
    title=N_("closed fields that do not exist or cannot be closed"),
    why=N_("Somebody believes that these words are closed, and they are not."),
    remedy=N_("Name a field of the case under ‘sharing.fields’."),
    waivable=False,
    reads=Reads(original=True),
    check=check,
    calm=calm,
    good="sharing:\n  fields:\n    outcomes: TLP:AMBER\n",
    bad="sharing:\n  fields:\n    outcome: TLP:AMBER\n",
)
