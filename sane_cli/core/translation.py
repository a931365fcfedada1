"""A case in the language of its readers: which translation they get, what it closes, and how fresh it is.

A translation is a sibling file, ``<id>.<language>.yaml``. It replaces words only (title, summary, story, lessons,
media); dates, terms, organisations and sources stay those of the case. It is used as a whole or not at all, and what
is used is a case like any other, as closed as the more closed of the two, which then passes the gate like any other.
So a translation can show less than its case, never more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sane_cli.core.access import Reason, Request, label_of, refusal
from sane_cli.core.case import Case, State, Told, mapping, text, texts
from sane_cli.core.schema import Schema
from sane_cli.core.tlp import Tlp, item_label, label_or_red, span_labels, without_comments

NEEDED = ("title", "summary")  # without these it is the beginning of a translation


def text_hash(data: Mapping[str, Any], schema: Schema) -> str:
    """Return the hash of the translatable words of a case.

    A new review date or a corrected label does not make a translation stale; a changed word does.

    Returns:
        ``sha256:`` and 64 hexadecimal digits.
    """
    return _hash(data, schema.translatable)


def told(case: Case, request: Request) -> Case:
    """Return ``case`` in the language of ``request``, as far as a translation that these readers may have goes.

    What comes back still holds everything that is closed in either of the two: it is for the gate.
    """
    if not request.language or speaks(written_in(case), request.language):
        return case
    found = translation(case, request.language)
    if found is None or unusable(case, found, request) is not None:
        return replace(case, told=Told(written_in(case), State.MISSING))
    return _merged(case, found, request)


def translation(case: Case, language: str) -> Case | None:
    """Return the translation of ``case`` that readers of ``language`` understand, the exact one first."""
    known = [other for other in case.translations if speaks(written_in(other), language)]
    return next((other for other in known if written_in(other) == language), known[0] if known else None)


def speaks(written: str, wanted: str) -> bool:
    """Tell whether readers of ``wanted`` read ``written``: the same tag, or one that only says more (RFC 4647)."""
    short, long = sorted((written.casefold(), wanted.casefold()), key=len)
    return long == short or long.startswith(f"{short}-")


def written_in(case: Case) -> str:
    """Return the language of a case; a translation has it in its file's name."""
    return text(case.data, "language") or "en"


def unusable(case: Case, found: Case, request: Request) -> Reason | None:
    """Return why these readers do not get the translation ``found`` of ``case``, or None when they do."""
    if not isinstance(found.data.get("sharing", {}), dict):
        return Reason.LABEL  # it was to close something, and nobody can tell what
    consent = mapping(case.sharing, "consent")
    if consent.get("state") == "granted" and "translate" not in texts(consent, "covers"):
        return Reason.CONSENT_SCOPE
    if any(text(case.data, name).strip() and not text(found.data, name).strip() for name in NEEDED):
        return Reason.PARTIAL
    if not _closes_as_much(case, found, request):
        return Reason.OPENER
    # the translation of a draft may be finished before the draft is
    return refusal(_by_itself(case, found), replace(request, statuses=request.statuses | {"published"}))


def listed(case: Case, request: Request) -> tuple[tuple[str, State], ...]:
    """Return the languages of the translations that ``request`` may have, and how fresh each is; the curator's: all."""
    return tuple(
        (written_in(found), state(case, found, request.words))
        for found in case.translations
        if request.curator or unusable(case, found, request) is None
    )


def state(case: Case, found: Case, names: frozenset[str]) -> State:
    """Tell whether the translation ``found`` was made from what ``case`` says today."""
    made_from = found.data.get("translates")
    if made_from is None:
        return State.UNCHECKED
    return State.CURRENT if made_from == _hash(case.data, names) else State.OLDER


def _hash(data: Mapping[str, Any], names: frozenset[str]) -> str:
    import hashlib  # it loads OpenSSL, and few playbooks hold translations

    words = {name: data[name] for name in names if name in data}
    canonical = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _by_itself(case: Case, found: Case) -> Case:
    """Return the translation as a case of its own: what it does not say of its sharing is as in its case."""
    return Case(case.id, found.path, {**found.data, "sharing": {**case.sharing, **found.sharing}})


def _closes_as_much(case: Case, found: Case, request: Request) -> bool:
    """Tell whether every item and passage that is closed to these readers is closed in the translation, too."""
    for name in request.words & found.data.keys():
        ours, theirs = case.data.get(name), found.data[name]
        if _closed_spans(theirs, request) < _closed_spans(ours, request):
            return False
        closed = _closed_items(ours, request)
        same = isinstance(ours, list) and isinstance(theirs, list) and len(theirs) == len(ours)
        if closed and not (same and closed <= _closed_items(theirs, request)):
            return False
    return True


def _closed_items(value: Any, request: Request) -> set[int]:
    """Return the places of the items of a list that these readers may not see."""
    listed = value if isinstance(value, list) else ()
    return {at for at, item in enumerate(listed) if isinstance(item, dict) and not request.sees(item_label(item))}


def _closed_spans(value: Any, request: Request) -> int:
    """Count the passages in a value, whatever its shape, that these readers may not see."""
    if isinstance(value, str):
        words = value if request.audience is Tlp.RED else without_comments(value)
        return sum(not request.sees(label) for _at, label in span_labels(words))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(_closed_spans(part, request) for part in parts)


def _merged(case: Case, found: Case, request: Request) -> Case:
    """Put the words of the translation into the case; of what closes, the more closed of the two holds."""
    words = {name: found.data[name] for name in request.words if name in found.data}
    whole = max(label_of(case, request.floors), label_of(_by_itself(case, found), request.floors), key=_rank)
    fields = [mapping(each.sharing, "fields") for each in (case, found)]
    closed = {
        name: max((label_or_red(each[name]) for each in fields if name in each), key=_rank).value
        for name in dict.fromkeys([*fields[0], *fields[1]])
    }
    chatham = [each.sharing.get("chatham_house", False) for each in (case, found)]
    sharing = {**case.sharing, "tlp": whole.value, "fields": closed, "chatham_house": chatham != [False, False]}
    data = {**case.data, **words, "language": written_in(found), "sharing": sharing}
    kept = frozenset(name for name in request.words - words.keys() if name in case.data)
    how = Told(written_in(case), state(case, found, request.words), kept)
    return replace(case, data=data, told=how)


def _rank(label: Tlp) -> int:
    return label.rank
