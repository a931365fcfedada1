"""Every organisation says how it may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.calm import Calm, Raw
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.walk import ANSWERS, attribution
from sane_cli.core.words import N_, _


def check(document: Document, _corpus: Corpus) -> Iterator[Problem]:
    """Yield every organisation for which nobody answered."""
    listed = document.mapping.get("organisations")
    for at, organisation in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(organisation, dict) and not attribution(organisation, document.mapping):
            yield Problem(
                path=("organisations", at),
                message=_("Nobody said how this organisation may be shown, so it will be withheld."),
                hint=_("Ask it, then add ‘attribution: named’, ‘described’ or ‘withheld’."),
            )


def calm(_corpus: Corpus) -> Calm:
    """Every organisation has an answer of its own, or there is one for all that have none."""
    said: Raw = {"properties": {"attribution": {"enum": list(ANSWERS)}}}
    must: Raw = {"type": "object", "required": ["attribution"], **said}
    general: Raw = {"required": ["sharing"], "properties": {"sharing": must}}
    return Calm(data={"anyOf": [_each(must), {"allOf": [general, _each(said)]}]})


def _each(organisation: Raw) -> Raw:
    return {"properties": {"organisations": {"items": {"type": "object", **organisation}}}}


PLUGIN = Rule(
    severity=Severity.WARNING,
    title=N_("organisations without an answer to how they may be shown"),
    why=N_("Being named can protect and it can endanger: each organisation chooses. Without an answer it is left out."),
    remedy=N_("Ask the organisation and write down its answer."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="organisations:\n  - kind: national coalition\n    attribution: described\n",
    bad="organisations:\n  - kind: national coalition\n",
)
