"""``sane redact``: propose a safer edition of a case, piece by piece. Nothing is changed unasked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sane_cli.commands import _editing as editing
from sane_cli.core.error import UsageError
from sane_cli.core.finding import pointer
from sane_cli.core.redaction import Piece, accepted, proposed
from sane_cli.core.words import _
from sane_cli.session import Command, Session
from sane_cli.store.files import write_atomically
from sane_cli.store.forgetting import forget


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id.")],
    accept: Annotated[str, typer.Option(metavar="all|N,M", help="Which pieces to accept, by number.")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to a new file.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write it into the case itself.")] = False,
) -> int:
    """Propose a safer edition: contacts out, days to months, unnamed organisations to their kind; as a diff."""
    session: Session = context.obj
    file = editing.opened(session, case)
    pieces = proposed(file.document, session.readable_corpus)
    if not pieces:
        session.say(_("Nothing to propose for {id}. Read it once more as a stranger would.").format(id=case))
        return 0
    numbers = _numbers(accept, len(pieces)) if accept else _asked(session, file, pieces)
    if numbers is None:  # nobody to ask: show all of it, change nothing
        session.emit("".join(_shown(file, pieces, number) for number in range(1, len(pieces) + 1)))
        session.say(_("Nothing was changed. Accept pieces with --accept all or --accept 1,2 and --write or -o FILE."))
        return 0
    after = file.edited(accepted(pieces, numbers)) if numbers else file.before
    session.emit(file.difference(after))
    _finish(session, file, after, output=output, write=write)
    return 0


def _numbers(typed: str, count: int) -> frozenset[int]:
    if typed.strip().lower() == "all":
        return frozenset(range(1, count + 1))
    words = [word.strip() for word in typed.split(",") if word.strip()]
    if not words or not all(word.isdecimal() and 0 < int(word) <= count for word in words):
        raise UsageError(
            _("‘{word}’ names no pieces.").format(word=typed),
            where="--accept",
            todo=_("Write all, or numbers from 1 to {count} with commas.").format(count=count),
        )
    return frozenset(map(int, words))


def _asked(session: Session, file: editing.Opened, pieces: Sequence[Piece]) -> frozenset[int] | None:
    """Ask piece by piece; None where nobody can be asked."""
    if not editing.is_terminal():
        return None
    words = {"y": "yes", "yes": "yes", _("yes"): "yes", "n": "no", "no": "no", _("no"): "no"}
    taken: set[int] = set()
    for number in range(1, len(pieces) + 1):
        session.warn(_shown(file, pieces, number))
        question = _("Accept piece {number} of {count}? [yes/no]").format(number=number, count=len(pieces))
        if editing.asked(session, question, missing="--accept", check=words.get) == "yes":
            taken.add(number)
    return frozenset(taken)


def _shown(file: editing.Opened, pieces: Sequence[Piece], number: int) -> str:
    """Return one piece as its number, its reason and its own diff."""
    piece = pieces[number - 1]
    place = file.document.place(piece.path)
    head = f"# {number}. {place.path}:{place.line} {pointer(piece.path)}: {piece.why}\n"
    return head + file.difference(file.edited({piece.path: piece.change(_text(file, piece))}))


def _text(file: editing.Opened, piece: Piece) -> str:
    at = file.document.mapping
    for part in piece.path:
        at = at[part]  # type: ignore[index]
    return str(at)


def _finish(session: Session, file: editing.Opened, after: bytes, *, output: Path | None, write: bool) -> None:
    if after == file.before:
        session.say(_("Nothing was changed."))
    elif output is not None:
        write_atomically(output, after, replace=False)
        session.say(_("The safer edition stands in {path}; the case itself is as it was.").format(path=output))
    elif write:
        editing.write(session, file, after)
        forget(session.root)
        session.say(_("Written. Git's past still holds the old words: see docs/safety.md."))
    else:
        session.say(_("Nothing was written. Add --write to change the case, or -o FILE for a new file."))


PLUGIN = Command(run=run)
