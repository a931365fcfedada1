"""Every document follows its schema; what a draft still lacks is a note."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core import breach
from sane_cli.core.calm import Calm
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, ANY, Problem, Rule
from sane_cli.core.schema import Schema
from sane_cli.core.verdict import Violation
from sane_cli.core.words import N_, _

_UNFINISHED = {"draft": Severity.NOTE, "review": Severity.WARNING}


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield what breaks the schema of the document's kind."""
    schema = corpus.schemas[Kind.CASE.value if document.kind is Kind.TRANSLATION else document.kind.value]
    for found in schema.violations(document.data):
        yield breach.problem(found, schema, document.data, territory=corpus.outside.territory)
    yield from _missing(document, schema)
    if document.kind is Kind.CASE and "translates" in document.mapping:
        # only a translation may lack what its case says
        yield Problem(
            path=("translates",),
            message=_("A case does not say which text it translates."),
            hint=_("Take the line out, or name the file like a translation: <id>.<language>.yaml"),
        )


def _missing(document: Document, schema: Schema) -> Iterator[Problem]:
    severity = _UNFINISHED.get(str(document.mapping.get("status")))
    if document.kind is not Kind.CASE or severity is None:
        return
    missing = [_dotted(found) for found in schema.missing(document.mapping)]
    if missing:
        yield Problem(
            message=_("Still to be written: {names}.").format(names=", ".join(missing)),
            hint=_("A draft may lack them; a published case may not."),
            severity=severity,
        )


def _dotted(found: Violation) -> str:
    """Name what is missing as ``--set`` takes it: ``sharing.tlp``."""
    names = [part for part in found.path if isinstance(part, str)]
    return ".".join([*names, found.about] if found.about else names)


def calm(corpus: Corpus) -> Calm:
    """The schema holds, nothing is still to be written, and it is no translation that calls itself a case."""
    finished = {"status": {"not": {"enum": list(_UNFINISHED)}}, "translates": False}
    schema = corpus.case_schema.certified
    own = {"$id": "https://sane.invalid/calm/case.schema.json"}  # by which its references find their parts
    return Calm(data={"allOf": [{"properties": finished}, {**own, **schema}]}, kinds=frozenset({Kind.CASE}))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("fields that break the schema, are missing, or are not known"),
    why=N_("Everything else (lists, filters, reports, the gate) relies on the shape that the schema promises."),
    remedy=N_("See the field guide for what the field may hold."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="status: draft\n",
    bad="status: drafft\n",
)
