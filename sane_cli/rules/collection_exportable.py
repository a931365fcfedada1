"""Collections name cases that can be shown to their readers."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.case import Case, items
from sane_cli.core.collection import made_for
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every hand-picked case that an export for the collection's audience leaves out."""
    readers = made_for(document.mapping)
    for path, name in _picked(document):
        found = corpus.case_document(name)
        if found is not None and (why := _hindrance(Case.of(found.read()), readers)):
            yield Problem(path=path, message=why, value=name)


def _picked(document: Document) -> Iterator[tuple[Path, str]]:
    data = document.mapping
    lists: list[tuple[Path, object]] = [(("cases",), data.get("cases"))]
    lists += [(("findings", at, "cases"), found.get("cases")) for at, found in enumerate(items(data, "findings"))]
    for path, listed in lists:
        for at, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str):
                yield (*path, at), name


def _hindrance(case: Case, readers: Tlp) -> str:
    if case.status != "published":
        return _("‘{id}’ is not published but ‘{status}’, so exports leave it out.").format(
            id=case.id, status=case.status
        )
    label = label_or_red(case.sharing.get("tlp"))
    if not readers.sees(label):
        return _("‘{id}’ is {label}, more closed than this collection ({readers}).").format(
            id=case.id, label=label.value, readers=readers.value
        )
    return ""


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=frozenset({Kind.COLLECTION}),
    title=N_("collections that name cases their readers cannot see"),
    why=N_("The report would be shorter than its editor believes."),
    remedy=N_("Publish the case, choose another audience, or take it out of the collection."),
    reads=Reads(fields=frozenset({"id", "status", "sharing"})),
    check=check,
    good="cases: [vuka-coalition]   # published, TLP:CLEAR\n",
    bad="cases: [greenpeace-pilot]   # a draft\n",
)
