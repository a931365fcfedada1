"""Find one case by the id a person typed, and say what is nearest when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sane_cli.core.audience import PublicCase, Withheld, gate_all
from sane_cli.core.error import RefusedError, UsageError
from sane_cli.core.nearest import nearest
from sane_cli.core.words import _
from sane_cli.session import Session

if TYPE_CHECKING:
    from sane_cli.store.found import Found


def seen_case(case_id: str, session: Session, found: Found) -> PublicCase:
    """Return the case called ``case_id`` as the readers of ``found`` may see it.

    Raises:
        UsageError: there is no such case.
        RefusedError: there is, but these readers may not see it; the message says why.
    """
    shown = found.called(case_id)
    if shown is not None:
        return shown
    from sane_cli.store.playbook import read_corpus

    # why it is withheld is in no index
    seen, withheld = gate_all(read_corpus(session.root, session.today).cases, found.request)
    hidden = next((case for case in withheld if case.id == case_id), None)
    if hidden is not None:
        raise refusal(hidden)
    near = nearest(case_id, [case.id for case in seen])
    raise UsageError(
        _("There is no case ‘{id}’.").format(id=case_id),
        todo=_("Did you mean {near}?").format(near=near) if near else _("See all ids with: sane list --format ids"),
    )


def refusal(case: Withheld) -> RefusedError:
    """Return the refusal for a withheld case, with the way forward."""
    if case.reason.is_consent:
        todo = _("Talk to the people concerned; record their answer under sharing.consent.")
    else:
        todo = _("See how it stands with: sane show {id}").format(id=case.id)
    return RefusedError(
        _("{id} is withheld from these readers: {reason}.").format(id=case.id, reason=_(case.reason.value)), todo=todo
    )
