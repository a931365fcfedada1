"""What an export tells the curator on stderr about what stays behind. Ids, places and reasons; no content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sane_cli.core.audience import PublicCase, Request, Withheld
from sane_cli.core.case import Case, State
from sane_cli.core.error import FindingsError
from sane_cli.core.finding import Finding
from sane_cli.core.product import Product
from sane_cli.core.tlp import WITHHELD
from sane_cli.core.translation import translation, unusable, written_in
from sane_cli.core.words import _, plural
from sane_cli.session import Session


def withheld(session: Session, cases: tuple[Withheld, ...]) -> None:
    """Tell which cases these readers do not get, and why."""
    for case in cases:
        session.say(_("left out: {id} – {reason}").format(id=case.id, reason=_(case.reason.value)))


def untranslated(session: Session, shown: tuple[PublicCase, ...], request: Request) -> None:
    """Tell which cases are not in the language asked for, or in an old version, and why."""
    by_id = {case.id: case for case in session.corpus.cases}
    if not request.language:
        _unusable(session, [by_id[each.id] for each in shown], request)
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


def _unusable(session: Session, cases: Iterable[Case], request: Request) -> None:
    """Tell which translations these readers do not get, and why."""
    for case in cases:
        for found in case.translations:
            reason = unusable(case, found, request)
            if reason is not None:
                words = _("{id}: its translation into ‘{language}’ is left out – {reason}.")
                session.say(words.format(id=case.id, language=written_in(found), reason=_(reason.value)))


def broken(session: Session, findings: list[Finding]) -> None:
    """Tell where errors stand that keep a case back."""
    for finding in findings:
        # The message may quote a closed value, and an export's words often end in a log that others read.
        place = finding.place
        session.warn(f"{place.path}:{place.line}:{place.column}: {finding.rule}")


def lost_pictures(session: Session, made: Product, *, skipped: bool) -> bool:
    """Tell which pictures the product had to do without, and tell whether there are any.

    Raises:
        FindingsError: there are, and nobody said that they may be ``skipped``.
    """
    known: Mapping[str, str] = getattr(made.read_asset, "faults", {})
    # where the gate took a name out of a file's name, the picture goes with it, as it should
    faults = {path: reason for path, reason in known.items() if WITHHELD not in path}
    for path, reason in sorted(faults.items()):
        cases = ", ".join(case.id for case in made.cases if _names(case.data, path)) or made.collection.id
        session.warn(_("{case}: the picture {path} is left out. {reason}").format(case=cases, path=path, reason=reason))
    if faults and not skipped:
        raise FindingsError(
            plural(
                "{count} picture cannot be shown; nothing was written.",
                "{count} pictures cannot be shown; nothing was written.",
                len(faults),
            ),
            todo=_("Put a JPEG or PNG picture of at most 8 MB in its place, or leave it out with --skip-invalid."),
        )
    return bool(faults)


def _names(value: Any, path: str) -> bool:
    if isinstance(value, str):
        return path in value
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_names(part, path) for part in parts)
