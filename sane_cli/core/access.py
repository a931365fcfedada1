"""Who asks, when, what for – and why a whole case may be refused to them.

This is the first half of the gate: the decision about a case as a whole. A key that is there but cannot be
understood counts as the closed answer: an embargo without a readable date has not ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.case import Case, mapping, texts
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import N_


class Reason(Enum):
    """Why a whole case is withheld."""

    STATUS = N_("not published")
    WITHDRAWN = N_("withdrawn")
    LABEL = N_("its TLP label is more closed than the audience")
    EMBARGO = N_("under embargo")
    NO_CONSENT = N_("no consent on record")
    CONSENT_PENDING = N_("consent is pending")
    CONSENT_WITHDRAWN = N_("consent was withdrawn")
    CONSENT_LAPSED = N_("consent has lapsed")
    CONSENT_SCOPE = N_("consent does not cover it")
    OVERDUE = N_("past its review date")
    PARTIAL = N_("it lacks the title or the summary")
    OPENER = N_("it does not close all that its case closes")
    ID = N_("its id names somebody whom these readers may not see")

    @property
    def is_consent(self) -> bool:
        """Whether the way forward is to talk to the people concerned."""
        return self.name.startswith(("CONSENT", "NO_CONSENT"))


class Purpose(Enum):
    """What the seen part is for: the curator's own screen, or something that leaves the house."""

    VIEW = "view"
    EXPORT = "export"


class Cut(Enum):
    """Kinds of things that were withheld from inside a case, for the provenance page. No counts: counts leak."""

    FIELD = N_("fields")
    ITEM = N_("items of lists")
    SPAN = N_("passages")
    ORGANISATION = N_("names of organisations")
    PARTICIPANT = N_("identities under the Chatham House Rule")
    CASE = N_("cases")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Request:
    """Who asks, when, what for.

    Attributes:
        audience: the most closed label the readers may see.
        today: the day on which embargo, consent and review dates are weighed.
        floors: field name → label below which that field is never shown, parts of fields as ``lessons.text``;
            what is not named here is unknown to the schema and closed to everyone below TLP:RED.
        language: BCP 47 tag of the readers' language; empty shows each case as it was written.
        words: names of the fields that a translation translates.
        statuses: which statuses may pass; anything but ``published`` is marked in the output.
    """

    audience: Tlp
    today: date
    floors: Mapping[str, Tlp]
    purpose: Purpose = Purpose.EXPORT
    statuses: frozenset[str] = frozenset({"published"})
    allow_overdue: bool = False
    language: str = ""
    words: frozenset[str] = frozenset()

    @property
    def curator(self) -> bool:
        """Whether this is the curator's own full view on their own screen."""
        return self.purpose is Purpose.VIEW and self.audience is Tlp.RED

    def sees(self, label: Tlp) -> bool:
        """Tell whether these readers may see something that carries ``label``."""
        return self.audience.sees(label)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Withheld:
    """A case that this audience may not see, and why; it carries no content."""

    id: str
    reason: Reason


def label_of(case: Case, floors: Mapping[str, Tlp]) -> Tlp:
    """Return the label of the case as a whole.

    A closed field whose name the schema does not know is most likely misspelt: nobody can tell what it was to
    close, so its label closes the case. A block of closed fields that cannot be read is TLP:RED.
    """
    closed = case.sharing.get("fields", {})
    if not isinstance(closed, dict):
        return Tlp.RED
    lost = [label_or_red(label) for name, label in closed.items() if name not in floors]
    return max([label_or_red(case.sharing.get("tlp")), *lost], key=lambda label: label.rank)


def refusal(case: Case, request: Request) -> Reason | None:
    """Return why ``case`` as a whole is closed to these readers, or None."""
    if case.status == "withdrawn":
        return Reason.WITHDRAWN
    if case.status not in request.statuses:
        return Reason.STATUS
    if not request.sees(label_of(case, request.floors)):
        return Reason.LABEL
    if "embargo_until" in case.sharing:
        until = edtf.parse(case.sharing["embargo_until"])
        if until is None or request.today < until.last:
            return Reason.EMBARGO
    if overdue(case, request.today) and not request.allow_overdue:
        return Reason.OVERDUE
    return _consent_refusal(mapping(case.sharing, "consent"), request)


def overdue(case: Case, today: date) -> bool:
    """Tell whether the day by which somebody must look again has passed."""
    if "review_by" not in case.sharing:
        return False
    day = edtf.parse(case.sharing["review_by"])
    return day is None or today > day.last


def steady(case: Case, today: date) -> tuple[date, date]:
    """Return the first day and the day after the last, ``today`` between them, on which no decision here changes.

    What the gate said of a case may be said again on these days; readers and rules must be the same.
    """
    last_days = [case.sharing.get("review_by"), mapping(case.sharing, "consent").get("expires")]
    turns = [day.last + timedelta(days=1) for day in map(edtf.parse, last_days) if day and day.last < date.max]
    until = edtf.parse(case.sharing.get("embargo_until"))
    turns += [until.last] if until else []
    return (
        max((turn for turn in turns if turn <= today), default=date.min),
        min((turn for turn in turns if turn > today), default=date.max),
    )


def _consent_refusal(consent: Mapping[str, Any], request: Request) -> Reason | None:
    state = consent.get("state")
    if state in ("pending", "withdrawn"):
        return Reason.CONSENT_PENDING if state == "pending" else Reason.CONSENT_WITHDRAWN
    if state not in ("granted", "public-record"):
        return Reason.NO_CONSENT
    if "expires" in consent:
        expires = edtf.parse(consent["expires"])
        if expires is None or request.today > expires.last:
            return Reason.CONSENT_LAPSED
    covered = texts(consent, "covers")
    needed = {"publish"} if request.audience is Tlp.CLEAR else {"publish", "share"}
    if state == "granted" and not needed.intersection(covered):
        return Reason.CONSENT_SCOPE
    return None
