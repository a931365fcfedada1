"""The gate: case × audience × date → what may be seen, or why not.

This is the only place that makes a ``PublicCase``, and a ``PublicCase`` is the only thing that lists, searches,
statistics and exporters take. A leak would have to be a bug here, in ``access`` (the case as a whole), in ``tlp``
(labels and closed spans) or in ``closed_names``. Everything that is missing, malformed or unknown closes; nothing
here trusts that the data passed the schema.

Sources: TLP 2.0 (FIRST); Chatham House Rule (neither identity nor affiliation of a participant); the playbook's
own do-no-harm needs on consent, embargo, review and attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from sane_cli.core.access import Cut, Purpose, Reason, Request, Withheld, label_of, overdue, refusal
from sane_cli.core.case import Case, Told, items, mapping, text, texts
from sane_cli.core.tlp import WITHHELD, Tlp, item_label, label_or_red, open_spans, without_comments

if TYPE_CHECKING:  # the curator's own view has no closed names to look for
    from sane_cli.core.closed_names import ClosedNames

__all__ = [
    "Cut", "PublicCase", "Purpose", "Reason", "Request", "Withheld",
    "attribution", "closed_around", "gate", "gate_all", "gate_text", "remembered",
]  # fmt: skip

# what an index kept of a case: id, path, label, status, whether it is overdue, what was cut, the data
Kept: TypeAlias = tuple[str, str, Tlp, str, bool, frozenset[Cut], Mapping[str, Any]]
_GATE = object()
_CLOSED = object()  # what a value becomes that these readers may not see
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, repr=False)
class PublicCase:
    """What one audience may see of one case. Only the gate can make it.

    Attributes:
        data: fields by name, closed parts gone; ``sharing`` holds the TLP label only, below TLP:RED.
        cuts: which kinds of things are missing.
        told: how it is told when its readers wanted another language than it was written in.
        key: the gate's own; it is not kept, so that ``dataclasses.replace`` cannot put other data in.
    """

    id: str
    path: str
    label: Tlp
    status: str
    audience: Tlp
    overdue: bool
    data: Mapping[str, Any]
    cuts: frozenset[Cut]
    told: Told | None
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _GATE:
            raise TypeError("only the audience gate makes a PublicCase")

    @property
    def title(self) -> str:
        """The title, or a neutral mark when it is closed."""
        return text(self.data, "title") or (WITHHELD if Cut.FIELD in self.cuts else self.id)


def gate(case: Case, request: Request) -> PublicCase | Withheld:
    """Decide what ``request`` (audience, date and rules) may see of ``case`` as it stands in its file.

    Returns:
        The visible part with everything closed removed, or the reason why nothing is visible.
    """
    if request.curator:
        return _public(case, request, dict(case.data), frozenset())
    if request.language:
        from sane_cli.core.translation import told

        case = told(case, request)
    reason = refusal(case, request)
    if reason is not None:
        return Withheld(case.id, reason)
    names = _closed_names(case, request)
    # An id goes into links, file names and bookmarks, where nothing can be cut out of it.
    if request.audience is not Tlp.RED and (not _SLUG.match(case.id) or (names and names.found(case.id))):
        return Withheld(case.id, Reason.ID)
    data, cuts = _opened(case, request, names)
    return _public(case, request, data, cuts)


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


def remembered(kept: Iterable[Kept], request: Request, visible: frozenset[str]) -> list[PublicCase]:
    """Make again what the gate let through for the same ``request`` before, out of what the index kept of it."""
    audience = request.audience
    made = (
        PublicCase(name, path, label, status, audience, late, data, cuts, None, _GATE)
        for name, path, label, status, late, cuts, data in kept
    )
    return [*made] if audience is Tlp.RED else [_without_hidden_links(case, visible) for case in made]


def gate_text(words: str, request: Request, names: ClosedNames | None = None) -> str:
    """Return what the readers may see of a text that stands outside any case, such as a collection's introduction.

    Args:
        words: the text.
        request: who asks.
        names: names closed in the cases around it, from ``closed_around``.
    """
    if request.curator:
        return words
    opened = open_spans(words if request.audience is Tlp.RED else without_comments(words), request.audience)
    return names.removed(opened) if names else opened


def closed_around(cases: Iterable[Case], request: Request) -> ClosedNames | None:
    """Return the names that are closed in any of ``cases`` and openly told in none of those that may be seen."""
    if request.audience is Tlp.RED:
        return None
    from sane_cli.core.closed_names import closed

    hidden, addresses, told = set[str](), set[str](), set[str]()
    for case in cases:
        mine, places = _hidden(case, request)
        hidden.update(mine)
        addresses.update(places)
        if refusal(case, request) is None:
            told.update(name for name in _names(case) if name not in mine)
    return closed(hidden - told, addresses, told=told)


def _public(case: Case, request: Request, data: Mapping[str, Any], cuts: frozenset[Cut]) -> PublicCase:
    # A folder's name can say too much («cases/raid-in-gulu/»): below TLP:RED a case has no path.
    path = case.path if request.audience is Tlp.RED else ""
    late = overdue(case, request.today)
    label = label_of(case, request.floors)
    return PublicCase(case.id, path, label, case.status, request.audience, late, data, cuts, case.told, _GATE)


# Under the Chatham House Rule neither who spoke nor where they work may be shown; sources and pictures tell both.
_AFFILIATIONS = frozenset({"organisations", "authors", "sources", "media"})


def _chatham(case: Case, request: Request) -> bool:
    return request.audience is not Tlp.RED and case.sharing.get("chatham_house", False) is not False


def _opened(case: Case, request: Request, names: ClosedNames | None) -> tuple[Mapping[str, Any], frozenset[Cut]]:
    """Return the open fields of ``case`` and which kinds of things were cut from it."""
    cuts: set[Cut] = set()
    chatham = _chatham(case, request)
    opening = _Opening(request, names, cuts)
    opened: dict[str, Any] = {}
    for name, value in case.data.items():
        if name in ("id", "sharing"):
            continue
        if not _field_open(case, name, request):
            cuts |= {Cut.FIELD} if request.floors.get(name, Tlp.RED) is not Tlp.RED else set()
        elif chatham and name in _AFFILIATIONS:
            cuts.add(Cut.PARTICIPANT)
        else:
            shown = opening.organisations(case) if name == "organisations" else opening.value(value, name)
            opened |= {} if shown is _CLOSED else {name: shown}
    opened["id"] = case.id
    opened["sharing"] = {"tlp": label_of(case, request.floors).value}
    return opened, frozenset(cuts)


def _field_open(case: Case, name: str, request: Request) -> bool:
    closed_fields = mapping(case.sharing, "fields")
    label = label_or_red(closed_fields[name]) if name in closed_fields else Tlp.CLEAR
    return request.sees(request.floors.get(name, Tlp.RED)) and request.sees(label)


def attribution(organisation: Mapping[str, Any], case: Case) -> str:
    """Return how an organisation may be shown: named, described or withheld; without an answer, withheld."""
    own = organisation.get("attribution", case.sharing.get("attribution"))
    return own if own in ("named", "described") else "withheld"


def _names(case: Case) -> set[str]:
    return {text(organisation, "name") for organisation in items(case.data, "organisations")}


def _hidden(case: Case, request: Request) -> tuple[set[str], set[str]]:
    """Return the names of ``case`` that these readers may not see, and the web addresses that belong to them."""
    names, addresses = set[str](), set[str]()
    chatham = _chatham(case, request)
    listed = _field_open(case, "organisations", request) and not chatham
    own = ((each, attribution(each, case)) for each in items(case.data, "organisations"))
    # what they are called in another language; which of ours it is, nobody can tell
    other = ((each, each.get("attribution")) for t in case.translations for each in items(t.data, "organisations"))
    for organisation, how in (*own, *other):
        name = text(organisation, "name")
        whole = open_spans(name, Tlp.RED)
        seen = listed and how == "named" and request.sees(item_label(organisation))
        if not (seen and open_spans(name, request.audience) == whole):
            names.add(whole)
            addresses.add(text(organisation, "url"))
    if chatham or not _field_open(case, "authors", request):
        names.update(texts(case.data, "authors"))
    return names - {""}, addresses - {""}


def _closed_names(case: Case, request: Request) -> ClosedNames | None:
    """Match every name that this audience may not read, so that prose cannot give away what a list withholds."""
    if request.audience is Tlp.RED:
        return None
    from sane_cli.core.closed_names import closed

    names, addresses = _hidden(case, request)
    return closed(names, addresses, told=() if _chatham(case, request) else _names(case) - names)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Opening:
    """One walk through one case: what the readers may see of its values; ``cuts`` collects what went."""

    request: Request
    names: ClosedNames | None
    cuts: set[Cut]

    def value(self, value: Any, at: str) -> Any:
        """Copy ``value`` without closed parts, closed spans and closed names; ``at`` is its place in the schema."""
        if isinstance(value, str):
            return self._words(value)
        if isinstance(value, dict):
            if not self.request.sees(item_label(value)):
                self.cuts.add(Cut.ITEM)
                return _CLOSED
            return self._parts(value, at)
        if isinstance(value, list):
            opened = (self.value(item, at) for item in value)
            return [item for item in opened if item is not _CLOSED]
        return value

    def organisations(self, case: Case) -> list[dict[str, Any]]:
        """Return the organisations as each of them may be shown."""
        shown = []
        for organisation in items(case.data, "organisations"):
            how = "named" if self.request.audience is Tlp.RED else attribution(organisation, case)
            if how == "withheld":
                self.cuts.add(Cut.ORGANISATION)
                continue
            keep = organisation
            if how == "described":
                if "name" in organisation or "url" in organisation:
                    self.cuts.add(Cut.ORGANISATION)
                keep = {name: part for name, part in organisation.items() if name not in ("name", "url")}
            opened = self.value(keep, "organisations")
            shown += [] if opened is _CLOSED else [opened]
        return shown

    def _parts(self, value: Mapping[str, Any], at: str) -> dict[str, Any]:
        """Open the parts of a mapping; a part that the schema does not know is closed like an unknown field."""
        opened: dict[str, Any] = {}
        for name, part in value.items():
            if not self.request.sees(self.request.floors.get(f"{at}.{name}", Tlp.RED)):
                self.cuts.add(Cut.FIELD)
            elif name != "tlp":
                shown = self.value(part, f"{at}.{name}")
                opened |= {} if shown is _CLOSED else {name: shown}
        return opened

    def _words(self, words: str) -> str:
        opened = gate_text(words, self.request)
        if opened != words and WITHHELD in opened:
            self.cuts.add(Cut.SPAN)
        shown = self.names.removed(opened) if self.names else opened
        if shown != opened:
            self.cuts.add(Cut.ORGANISATION)
        return shown


def _without_hidden_links(case: PublicCase, visible: frozenset[str]) -> PublicCase:
    links = case.data.get("related")
    if not isinstance(links, list) or case.audience is Tlp.RED:
        return case
    kept = [link for link in links if isinstance(link, dict) and text(link, "case") in visible]
    if len(kept) == len(links):
        return case
    return replace(case, data={**case.data, "related": kept}, cuts=case.cuts | {Cut.ITEM}, key=_GATE)
