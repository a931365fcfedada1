"""What left the house with a case in it, for withdraw and recall."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sane_cli.core.case import mapping, text
from sane_cli.core.text import one_line
from sane_cli.core.words import _, plural
from sane_cli.session import Session
from sane_cli.store import ledger
from sane_cli.store.files import UnreadableFileError, read_inside

_LARGEST = 256 << 20


def exports(session: Session, case_id: str) -> list[dict[str, Any]]:
    """Return every past export that holds the case, the newest first, and whether its file still stands here."""
    return [_export(session.root, entry, case_id) for entry in ledger.holding(session.root, case_id)]


def _export(root: Path, entry: Mapping[str, Any], case_id: str) -> dict[str, Any]:
    told = {
        name: text(entry, name)
        for name in ("at", "file", "kind", "audience", "collection", "commit", "language", "sha256")
    }
    outside = entry.get("outside") is True
    here = not outside and _is_here(root, told)
    return {**told, "content": text(mapping(entry, "cases"), case_id), "here": here, "outside": outside}


def _is_here(root: Path, told: Mapping[str, str]) -> bool:
    """Tell whether the very file still stands where it was written; a folder counts as soon as it is there."""
    path = root / told["file"]
    if path.is_dir():
        return True
    try:
        return hashlib.sha256(read_inside(root, path, limit=_LARGEST)).hexdigest() == told["sha256"]
    except (UnreadableFileError, ValueError):
        return False


def line(export: Mapping[str, Any]) -> str:
    """Write one past export as a line: day, file, for whom, whether it still stands here."""
    state = _("still here") if export["here"] else _("not here any more")
    if export["outside"]:  # its folder is nobody's business in a ledger that others read, so nobody can look there
        state = _("written outside this folder: look where you put it")
    return "\t".join(one_line(str(part)) for part in (export["at"][:10], export["file"], export["audience"], state))


def tell(session: Session, case_id: str) -> None:
    """Tell the curator on stderr which exports hold the case, and what cannot be recalled."""
    found = exports(session, case_id)
    if not found:
        session.say(_("No past export of this repository holds it."))
        return
    session.say(plural("{count} past export holds it:", "{count} past exports hold it:", len(found)))
    for export in found:
        session.say("  " + line(export).replace("\t", "  "))
    session.say(advice())


def advice() -> str:
    """Say what can be done about copies, and what cannot."""
    return "  → " + _(
        "Delete those that are still here, replace those on your site, and ask the people you sent them to to delete "
        "theirs. What was printed, copied or archived by others cannot be recalled: tell the people concerned so."
    )
