"""What an export tells the curator on stderr about what stays behind. Ids, places and reasons; no content."""

from __future__ import annotations

from sane_cli.core.audience import PublicCase, Request, Withheld
from sane_cli.core.case import State
from sane_cli.core.finding import Finding
from sane_cli.core.translation import translation, unusable
from sane_cli.core.words import _
from sane_cli.session import Session


def withheld(session: Session, cases: tuple[Withheld, ...]) -> None:
    """Tell which cases these readers do not get, and why."""
    for case in cases:
        session.say(_("left out: {id} – {reason}").format(id=case.id, reason=_(case.reason.value)))


def untranslated(session: Session, shown: tuple[PublicCase, ...], request: Request) -> None:
    """Tell which cases are not in the language asked for, or in an old version, and why."""
    by_id = {case.id: case for case in session.corpus.cases}
    for each in shown:
        if each.told is None or each.told.state is State.CURRENT:
            continue
        case = by_id[each.id]
        found = translation(case, request.language)
        reason = unusable(case, found, request) if found else None
        if each.told.state is not State.MISSING:
            session.say(_("{id}: its translation is out of date, and is marked so.").format(id=each.id))
        elif reason is not None:
            words = _("{id}: its translation is left out – {reason}. It stays in its own language, and says so.")
            session.say(words.format(id=each.id, reason=_(reason.value)))
        else:
            session.say(_("{id}: not translated. It stays in its own language, and says so.").format(id=each.id))


def broken(session: Session, findings: list[Finding]) -> None:
    """Tell where errors stand that keep a case back."""
    for finding in findings:
        # The message may quote a closed value, and an export's words often end in a log that others read.
        place = finding.place
        session.warn(f"{place.path}:{place.line}:{place.column}: {finding.rule}")
