"""Collections name cases that can be shown to their readers."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.case import Case, items, mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Across, Problem, Reads, Rule
from sane_cli.core.tlp import Tlp, label_or_red, made_for
from sane_cli.core.words import N_, _

_FOR_ALL = Tlp.CLEAR.value


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every hand-picked case that an export for the collection's audience leaves out."""
    readers, closed = made_for(document.mapping), corpus.once(_by_path)
    for path, name in _picked(document):
        found = corpus.case_document(name)
        state = closed.get(found.path) if found is not None else None
        if state is not None and (why := _hindrance(name, state, readers)):
            yield Problem(path=path, message=why, value=name)


def _closed(document: Document, _corpus: Corpus) -> tuple[str, str] | None:
    """Return status and label of a case; of most, which are published and for everybody, nothing has to be kept."""
    data = document.mapping
    if data.get("status") == "published" and mapping(data, "sharing").get("tlp") == _FOR_ALL:
        return None
    case = Case.of(document)
    return case.status, label_or_red(case.sharing.get("tlp")).value


def _by_path(corpus: Corpus) -> dict[str, tuple[str, str]]:
    states = zip(corpus.case_paths, corpus.facts(_closed), strict=True)
    return {path: state for path, state in states if state is not None}


def _picked(document: Document) -> Iterator[tuple[Path, str]]:
    data = document.mapping
    lists: list[tuple[Path, object]] = [(("cases",), data.get("cases"))]
    lists += [(("findings", at, "cases"), found.get("cases")) for at, found in enumerate(items(data, "findings"))]
    for path, listed in lists:
        for at, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str):
                yield (*path, at), name


def _hindrance(name: str, state: tuple[str, str], readers: Tlp) -> str:
    status, label = state
    if status != "published":
        return _("‘{id}’ is not published but ‘{status}’, so exports leave it out.").format(id=name, status=status)
    if not readers.sees(Tlp(label)):
        return _("‘{id}’ is {label}, more closed than this collection ({readers}).").format(
            id=name, label=label, readers=readers.value
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
    across=Across(pick=_closed),
    good="cases: [vuka-coalition]   # published, TLP:CLEAR\n",
    bad="cases: [greenpeace-pilot]   # a draft\n",
)
