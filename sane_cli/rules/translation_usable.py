"""A finished translation is one that its readers get."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.case import Case
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.walk import label, original
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield when the translation says it is finished, and an export will leave it out all the same."""
    case = original(document, corpus)
    if case is None or document.mapping.get("status") != "published":
        return
    from sane_cli.core.access import Reason, Request  # only who has translations pays for it
    from sane_cli.core.translation import unusable

    remedies = {
        Reason.CONSENT_SCOPE: N_("Ask whether it may be translated; if so, add translate to sharing.consent.covers."),
        Reason.PARTIAL: N_("Translate the title and the summary, or set the status back to draft."),
        Reason.OPENER: N_("Close the same passages, and the same items of each list in the same order."),
    }
    schema = corpus.case_schema
    request = Request(
        audience=label(document, corpus), today=corpus.today, floors=schema.floors, words=schema.translatable
    )
    reason = unusable(Case.of(case), Case.translating(document), request)
    if reason in remedies:
        yield Problem(
            message=_("Readers will not get this translation: {reason}.").format(reason=_(reason.value)),
            hint=_(remedies[reason]),
            related=((case, ()),),
        )


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=frozenset({Kind.TRANSLATION}),
    title=N_("finished translations that no export will show"),
    why=N_("A translation may show less than its case, never more, and only with the consent that it needs."),
    remedy=N_("Close in the translation what the case closes, and ask for consent to translate."),
    reads=Reads(original=True, today=True),
    check=check,
    good="context: Ouvert [[TLP:AMBER| fermé]]   # where the case says: Open [[TLP:AMBER| closed]]\n",
    bad="context: Ouvert, fermé   # where the case says: Open [[TLP:AMBER| closed]]\n",
)
