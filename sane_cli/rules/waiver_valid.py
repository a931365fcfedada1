"""Waivers say what they waive, why, and until when; and they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sane_cli.core import edtf, registry
from sane_cli.core.case import text
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.waivers import path_of
from sane_cli.core.words import N_, _

_LONGEST = timedelta(days=366)
_RULES = "sane_cli.rules"


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every waiver that waives nothing, may not be, has ended, or never ends."""
    listed = document.mapping.get("waivers")
    for at, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield from _rule(at, item)
            yield from _place(at, item, corpus)
            yield from _end(at, item, corpus)


def _rule(at: int, item: Mapping[str, Any]) -> Iterator[Problem]:
    name = text(item, "rule")
    known = registry.names(_RULES)
    if name not in known:
        near = nearest(name, known)
        yield Problem(
            path=("waivers", at, "rule"),
            message=_("‘{name}’ is not a rule.").format(name=name),
            hint=_("Did you mean {near}?").format(near=near) if near else _("See: sane rules"),
        )
    elif not registry.load(_RULES, name, Rule).waivable:
        yield Problem(
            path=("waivers", at, "rule"),
            message=_("‘{name}’ cannot be waived: people, or everything else here, rely on it.").format(name=name),
            hint=_("Remove the entry and mend what the rule found."),
        )


def _place(at: int, item: Mapping[str, Any], corpus: Corpus) -> Iterator[Problem]:
    path = path_of(item, corpus)
    if path not in corpus.once(_paths):
        yield Problem(
            path=("waivers", at, "case" if "case" in item else "path"),
            message=_("There is no such file, so the waiver waives nothing."),
            hint=_("Correct it, or remove the entry."),
        )


def _paths(corpus: Corpus) -> set[str]:
    return {document.path for document in corpus.documents} | set(corpus.assets)


def _end(at: int, item: Mapping[str, Any], corpus: Corpus) -> Iterator[Problem]:
    last = edtf.parse(item.get("expires"))
    if last is not None and last.last < corpus.today:
        yield Problem(
            path=("waivers", at, "expires"),
            severity=Severity.WARNING,
            message=_("The waiver expired on {date}; its findings count again.").format(date=last.text),
            hint=_("Mend what was waived and remove the entry, or decide anew."),
        )
    elif last is not None and last.last > corpus.today + _LONGEST:
        yield Problem(
            path=("waivers", at, "expires"),
            severity=Severity.WARNING,
            message=_("The waiver holds for more than a year."),
            hint=_("Choose a day within a year, so that somebody looks again."),
        )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.WAIVERS}),
    title=N_("waivers that waive nothing, may not be, or do not end"),
    why=N_("A waiver nobody looks at again is a rule switched off."),
    remedy=N_("Give each waiver a rule, a file, a reason and a day within a year."),
    waivable=False,
    reads=Reads(fields=frozenset({"id"}), today=True),
    check=check,
    good="waivers:\n  - {rule: source-dated, case: sample, reason: We asked for the date., expires: 2027-03-01}\n",
    bad="waivers:\n  - {rule: source-datd, case: sample, reason: We asked for the date., expires: 2020-03-01}\n",
)
