"""``sane migrate``: move files to the version of their schema, all of them or none."""

from __future__ import annotations

from typing import Annotated

import typer

from sane_cli.commands import _editing as editing
from sane_cli.commands._difference import difference
from sane_cli.core import registry
from sane_cli.core.document import Document
from sane_cli.core.error import FindingsError, RefusedError
from sane_cli.core.migration import GONE, VERSION, Step, out_of_step, wanted_by, way
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session
from sane_cli.store import change_set, git, yaml_edit, yaml_read
from sane_cli.store.files import read_inside

_FOLDER = "sane_cli.migrations"
_LISTED = 5


def run(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    allow_dirty: Annotated[
        bool, typer.Option("--allow-dirty", help="Also when git could not take the change back.")
    ] = False,
) -> int:
    """Move files to the version of their schema. Comments stay; all files are changed or none."""
    session: Session = context.obj
    older, newer = out_of_step(session.corpus)
    if newer:
        listed = ", ".join(document.path for document in newer[:_LISTED]) + (", …" if len(newer) > _LISTED else "")
        raise FindingsError(
            _("Newer than this program: {listed}. Nothing was changed.").format(listed=listed),
            todo=_("Install a newer version of the program."),
        )
    if not older:
        session.say(_("Nothing to do: every file is of the version of its schema."))
        return 0
    steps = tuple(registry.load_all(_FOLDER, Step).values())
    changes = {document.path: _moved(session, document, steps) for document in older}
    session.emit("".join(difference(path, change.before, change.after) for path, change in changes.items()))
    files = plural("{count} file", "{count} files", len(changes))
    if dry_run:
        session.say(_("{files} would change; nothing was written.").format(files=files))
        return 0
    _insist_on_a_way_back(session, allow_dirty=allow_dirty)
    editing.agreed(session, _("Change {files}?").format(files=files), yes=yes)
    change_set.write(session.root, changes)
    session.say(_("{files} changed. Look them over with: sane validate").format(files=files))
    session.say(_("Back again with: git restore playbook"))
    return 0


def _moved(session: Session, document: Document, steps: tuple[Step, ...]) -> change_set.Change:
    """Return a file's bytes before and after every step."""
    before = after = read_inside(session.root, session.root / document.path)
    for step in way(steps, document, wanted_by(session.corpus, document)):
        try:
            changes = dict(step.change(yaml_read.parse(after)))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise FindingsError(
                _("The file has not the form of version {version}; nothing was changed.").format(version=step.before),
                where=document.path,
                todo=_("Make it whole by hand, or write ‘schema_version: {version}’ yourself.").format(
                    version=step.after
                ),
            ) from error
        plain = {path: yaml_edit.REMOVED if value is GONE else value for path, value in changes.items()}
        after = yaml_edit.edited(after, {**plain, (VERSION,): step.after})
    return change_set.Change(before, after)


def _insist_on_a_way_back(session: Session, *, allow_dirty: bool) -> None:
    """Let git be able to take the change back.

    Raises:
        RefusedError: it could not.
    """
    if allow_dirty or git.is_clean(session.root, "playbook", "schema"):
        return
    raise RefusedError(
        _("Git could not take this change back: there is no repository, or something is not committed yet."),
        where="playbook",
        todo=_("Commit first (git add -A && git commit), or use --allow-dirty."),
    )


PLUGIN = Command(run=run)
