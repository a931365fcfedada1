"""The gate: case × audience × date → what may be seen, or why not.

This is the only place that makes a ``PublicCase``, and a ``PublicCase`` is the only thing that lists, searches,
statistics and exporters take. A leak would have to be a bug in this file. Everything that is missing,
malformed or unknown closes; nothing here trusts that the data passed the schema.

Sources: TLP 2.0 (FIRST); Chatham House Rule (neither identity nor affiliation of a participant); the playbook's
own do-no-harm needs on consent, embargo, review and attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sane_cli.core import edtf
from sane_cli.core.case import Case, items, mapping, text, texts
from sane_cli.core.tlp import WITHHELD, Tlp, label_or_red, open_spans


class Reason(Enum):
    """Why a whole case is withheld."""

    STATUS = "not published"
    WITHDRAWN = "withdrawn"
    LABEL = "its TLP label is more closed than the audience"
    EMBARGO = "under embargo"
    NO_CONSENT = "no consent on record"
    CONSENT_PENDING = "consent is pending"
    CONSENT_WITHDRAWN = "consent was withdrawn"
    CONSENT_LAPSED = "consent has lapsed"
    CONSENT_SCOPE = "consent does not cover it"
    OVERDUE = "past its review date"

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

    FIELD = "fields"
    ITEM = "items of lists"
    SPAN = "passages"
    ORGANISATION = "names of organisations"
    PARTICIPANT = "identities under the Chatham House Rule"
    CASE = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks, when, what for.

    Attributes:
        audience: the most closed label the readers may see.
        today: the day on which embargo, consent and review dates are weighed.
        floors: field name → label below which that field is never shown; a field not named here is unknown
            to the schema and closed to everyone below TLP:RED.
        statuses: which statuses may pass; anything but ``published`` is marked in the output.
    """

    audience: Tlp
    today: date
    floors: Mapping[str, Tlp]
    purpose: Purpose = Purpose.EXPORT
    statuses: frozenset[str] = frozenset({"published"})
    allow_overdue: bool = False

    @property
    def curator(self) -> bool:
        """Whether this is the curator's own full view on their own screen."""
        return self.purpose is Purpose.VIEW and self.audience is Tlp.RED


_GATE = object()


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What one audience may see of one case. Only the gate can make it.

    Attributes:
        data: fields by name, closed parts gone; ``sharing`` holds the TLP label only, below TLP:RED.
        cuts: which kinds of things are missing.
    """

    id: str
    path: str
    label: Tlp
    status: str
    audience: Tlp
    overdue: bool
    data: Mapping[str, Any] = field(repr=False)
    cuts: frozenset[Cut] = frozenset()
    _key: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._key is not _GATE:
            raise TypeError("only the audience gate makes a PublicCase")

    @property
    def title(self) -> str:
        """The title, or a neutral mark when it is closed."""
        return text(self.data, "title") or (WITHHELD if Cut.FIELD in self.cuts else self.id)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A case that this audience may not see, and why; it carries no content."""

    id: str
    reason: Reason


def gate(case: Case, request: Request) -> PublicCase | Withheld:
    """Decide what ``request`` may see of ``case``.

    Args:
        case: the case as it stands in its file.
        request: audience, date and rules.

    Returns:
        The visible part with everything closed removed, or the reason why nothing is visible.
    """
    label = label_or_red(case.sharing.get("tlp"))
    reason = None if request.curator else _refusal(case, label, request)
    if reason is not None:
        return Withheld(case.id, reason)
    data, cuts = _opened(case, request)
    # A folder's name can say too much («cases/raid-in-gulu/»): below TLP:RED a case has no path.
    path = case.path if request.audience is Tlp.RED else ""
    return PublicCase(
        case.id, path, label, case.status, request.audience, _overdue(case, request.today), data, cuts, _GATE
    )


def gate_all(cases: Iterable[Case], request: Request) -> tuple[list[PublicCase], list[Withheld]]:
    """Pass many cases through the gate; links to cases that stay invisible are removed as well.

    Returns:
        The visible cases in the order given, and the withheld ones.
    """
    seen: list[PublicCase] = []
    withheld: list[Withheld] = []
    for case in cases:
        decided = gate(case, request)
        (seen if isinstance(decided, PublicCase) else withheld).append(decided)  # type: ignore[arg-type]
    visible = frozenset(case.id for case in seen)
    return [_without_hidden_links(case, visible) for case in seen], withheld


def gate_text(words: str, request: Request) -> str:
    """Open the closed spans of a text that stands outside any case, such as a collection's introduction."""
    return words if request.curator else open_spans(words, request.audience)


def _refusal(case: Case, label: Tlp, request: Request) -> Reason | None:
    if case.status == "withdrawn":
        return Reason.WITHDRAWN
    if case.status not in request.statuses:
        return Reason.STATUS
    if not request.audience.sees(label):
        return Reason.LABEL
    embargo = case.sharing.get("embargo_until")
    if embargo is not None:
        until = edtf.parse(embargo)
        if until is None or request.today < until.last:
            return Reason.EMBARGO
    if _overdue(case, request.today) and not request.allow_overdue:
        return Reason.OVERDUE
    return _consent_refusal(mapping(case.sharing, "consent"), request)


def _consent_refusal(consent: Mapping[str, Any], request: Request) -> Reason | None:
    state = consent.get("state")
    if state in ("pending", "withdrawn"):
        return Reason.CONSENT_PENDING if state == "pending" else Reason.CONSENT_WITHDRAWN
    if state not in ("granted", "public-record"):
        return Reason.NO_CONSENT
    if consent.get("expires") is not None:
        expires = edtf.parse(consent.get("expires"))
        if expires is None or request.today > expires.last:
            return Reason.CONSENT_LAPSED
    covered = texts(consent, "covers")
    needed = {"publish"} if request.audience is Tlp.CLEAR else {"publish", "share"}
    if state == "granted" and not needed.intersection(covered):
        return Reason.CONSENT_SCOPE
    return None


def _overdue(case: Case, today: date) -> bool:
    due = case.sharing.get("review_by")
    if due is None:
        return False
    day = edtf.parse(due)
    return day is None or today > day.last


def _opened(case: Case, request: Request) -> tuple[Mapping[str, Any], frozenset[Cut]]:
    """Return the open fields of ``case`` and which kinds of things were cut from it."""
    if request.curator:
        return dict(case.data), frozenset()
    cuts: set[Cut] = set()
    closed = mapping(case.sharing, "fields")
    chatham = request.audience is not Tlp.RED and case.sharing.get("chatham_house") not in (None, False)
    names = _closed_names(case, request.audience, chatham=chatham)
    opened: dict[str, Any] = {}
    for name, value in case.data.items():
        floor = request.floors.get(name, Tlp.RED)
        label = label_or_red(closed[name]) if name in closed else Tlp.CLEAR
        if name == "sharing" or not (request.audience.sees(floor) and request.audience.sees(label)):
            cuts |= {Cut.FIELD} if name != "sharing" and floor is not Tlp.RED else set()
        elif chatham and name in _AFFILIATIONS:
            cuts.add(Cut.PARTICIPANT)
        elif name == "organisations":
            opened[name] = _organisations(case, request.audience, names, cuts)
        else:
            opened[name] = _open_value(value, request.audience, names, cuts)
    opened["id"] = case.id
    opened["sharing"] = {"tlp": label_or_red(case.sharing.get("tlp")).value}
    return opened, frozenset(cuts)


# Under the Chatham House Rule neither who spoke nor where they work may be shown; a source or a picture of the
# organisation gives both away.
_AFFILIATIONS = frozenset({"organisations", "authors", "sources", "media"})


def _attribution(organisation: Mapping[str, Any], case: Case) -> str:
    own = organisation.get("attribution", case.sharing.get("attribution"))
    return own if own in ("named", "described") else "withheld"


def _organisations(case: Case, audience: Tlp, names: re.Pattern[str] | None, cuts: set[Cut]) -> list[dict[str, Any]]:
    shown = []
    for organisation in items(case.data, "organisations"):
        if not audience.sees(_item_label(organisation)):
            cuts.add(Cut.ITEM)
            continue
        attribution = "named" if audience is Tlp.RED else _attribution(organisation, case)
        if attribution == "withheld":
            cuts.add(Cut.ORGANISATION)
            continue
        keep = ("kind", "role", "attribution") if attribution == "described" else tuple(organisation)
        if attribution == "described" and ("name" in organisation or "url" in organisation):
            cuts.add(Cut.ORGANISATION)
        shown.append(
            {
                name: _open_value(organisation[name], audience, names, cuts)
                for name in keep
                if name in organisation and name != "tlp"
            }
        )
    return shown


def _closed_names(case: Case, audience: Tlp, *, chatham: bool) -> re.Pattern[str] | None:
    """Match every name that this audience may not read, so that prose cannot give away what a list withholds."""
    if audience is Tlp.RED:
        return None
    closed_field = label_or_red(mapping(case.sharing, "fields").get("organisations", Tlp.CLEAR.value))
    names = [
        text(organisation, "name")
        for organisation in items(case.data, "organisations")
        if chatham
        or not audience.sees(closed_field)
        or not audience.sees(_item_label(organisation))
        or _attribution(organisation, case) != "named"
    ]
    if chatham:
        names += texts(case.data, "authors")
    parts = [r"\s+".join(map(re.escape, name.split())) for name in names if name.strip()]
    if not parts:
        return None
    parts.sort(key=lambda part: (-len(part), part))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


def _item_label(item: Mapping[str, Any]) -> Tlp:
    return label_or_red(item["tlp"]) if "tlp" in item else Tlp.CLEAR


def _open_value(value: Any, audience: Tlp, names: re.Pattern[str] | None, cuts: set[Cut]) -> Any:
    """Copy ``value`` without closed items, closed spans and closed names."""
    if isinstance(value, str):
        opened = open_spans(value, audience)
        if opened != value and WITHHELD in opened:
            cuts.add(Cut.SPAN)
        shown = names.sub(WITHHELD, opened) if names else opened
        if shown != opened:
            cuts.add(Cut.ORGANISATION)
        return shown
    if isinstance(value, dict):
        return {key: _open_value(part, audience, names, cuts) for key, part in value.items() if key != "tlp"}
    if isinstance(value, list):
        kept = [item for item in value if not isinstance(item, dict) or audience.sees(_item_label(item))]
        if len(kept) < len(value):
            cuts.add(Cut.ITEM)
        return [_open_value(item, audience, names, cuts) for item in kept]
    return value


def _without_hidden_links(case: PublicCase, visible: frozenset[str]) -> PublicCase:
    links = case.data.get("related")
    if not isinstance(links, list) or case.audience is Tlp.RED:
        return case
    kept = [link for link in links if isinstance(link, dict) and link.get("case") in visible]
    if len(kept) == len(links):
        return case
    data = {**case.data, "related": kept}
    cuts = case.cuts | {Cut.ITEM}
    return PublicCase(case.id, case.path, case.label, case.status, case.audience, case.overdue, data, cuts, _GATE)
