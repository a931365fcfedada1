"""Check everything and keep what was found, or check again only what a few changed files concern.

Where other than a few cases, translations or collections changed (settings, schemas, vocabularies, waivers, assets, a
link), being clever is not worth it: then everything is checked again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sane_cli.commands import _checking, _columns
from sane_cli.commands._remembering import Memory, told
from sane_cli.commands._round import BY_OTHERS, CannotTellError, Round, apart
from sane_cli.commands._telling import Looked, Scope
from sane_cli.core import recheck
from sane_cli.core.document import Kind
from sane_cli.core.finding import Selection
from sane_cli.core.hashing import blake2b
from sane_cli.core.recheck import Marks
from sane_cli.core.series import Series
from sane_cli.store import kinds
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.index import findings, manifest
from sane_cli.store.index.findings import View

_WIDTH = 20  # bytes of a file's hash: one for each file is read and written at every turn
_MOST = 200  # changed documents; with more, checking everything is about as quick


def all_of_it(known: Memory, scope: Scope) -> Looked:
    """Check everything, and keep the outcome unless files were changing meanwhile or could not be opened."""
    hashes, before = _hashes_before(known), known.now.digest
    known.let_go()
    corpus = known.session.unread_corpus
    rules = {name: rule for name, rule in _checking.rules().items() if name in scope.selection}
    marks = Marks.of(rules, corpus.case_schema)
    looked = _checking.look(known.session, corpus, scope, (marks,))
    everything = [*looked.outcome.found, *looked.outcome.covered, *looked.outcome.idle]
    refused = any(finding.rule == BY_OTHERS for finding in everything)
    if not known.at or refused:
        return looked
    now = manifest.take(known.session.root)
    if now.digest != before:
        return looked
    dated = any(rule.reads.today or rule.reads.everything for rule in rules.values()) or corpus.of_kind(Kind.WAIVERS)
    view = View(
        manifest=now.settled(known.at),
        day=known.day if dated else "",
        files=looked.files,
        outcome=looked.outcome,
        open=looked.open,
        apart=apart(everything, looked.files, rules),
    )
    columns: dict[str, Series] = {}
    # of where a link leads, and of what a rule reads that does not say, nobody can tell what it concerns
    light = b"//" not in now.names and not any(rule.reads.everything for rule in rules.values())
    if light and scope.selection == Selection():
        columns = {_columns.name(pick): _columns.of(corpus, pick) for pick in _columns.picks(rules)}
        columns |= {_columns.HASHES: hashes, _columns.MARKS: _columns.of(corpus, marks)}
    known.keep(view, columns)
    return looked


def again(known: Memory, paths: tuple[Path, ...]) -> Looked | None:
    """Check what changed since last time, and what that concerns; None when everything has to be checked."""
    view = known.view
    if view is None or not known.now.sure or b"//" in known.now.names or not view.apart or not known.at:
        return None
    listed = findings.column(known.session.root, view, _columns.HASHES)
    if listed is None:
        return None
    before, standing = dict(listed), frozenset(view.files)
    now = {path: _digest(known, path) for path in known.changes.changed}
    changed = [path for path in now if not now[path] or before.get(path) != now[path]]
    gone = [path for path in known.changes.gone if path in standing or kinds.of(path) not in recheck.LIGHT]
    touched = {kinds.of(path) for path in (*changed, *gone)}
    if not touched <= recheck.LIGHT or len(changed) + len(gone) > _MOST:
        return None
    columns: dict[str, Series] = {}
    if changed or gone:
        try:
            view, columns = Round(known, view, changed, gone).outcome()
        except CannotTellError:
            return None
        hashes = {path: digest for path, digest in (before | now).items() if path not in gone}
        columns[_columns.HASHES] = Series.of(hashes.items())
    known.keep(replace(view, manifest=known.now.settled(known.at)), columns)
    return told(known.session.root, view, paths)


def _hashes_before(known: Memory) -> Series:
    """Return the hashes of what is no case or may still be changing, by path, taken before rules look at it."""
    if not known.at:  # nothing will be kept
        return Series.of(())
    paths = (path for path, doubtful in known.now.doubts(known.at) if doubtful or not path.startswith(kinds.CASES))
    return Series.of((path, _digest(known, path)) for path in paths)


def _digest(known: Memory, path: str) -> str:
    """Return the hash of a file's bytes; an empty text where it cannot be read."""
    try:
        return blake2b(read_inside(known.session.root, known.session.root / path), digest_size=_WIDTH).hexdigest()
    except UnreadableFileError:
        return ""
