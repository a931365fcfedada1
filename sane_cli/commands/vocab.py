"""``sane vocab``: look at the controlled terms, and change them together with every case that uses them."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from sane_cli.commands import _completion, _formats, _pager
from sane_cli.commands._difference import difference
from sane_cli.core import term_change
from sane_cli.core.audience import Purpose
from sane_cli.core.case import texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.edit import Edit
from sane_cli.core.error import UsageError
from sane_cli.core.given import Terms
from sane_cli.core.nearest import nearest
from sane_cli.core.vocabulary import Term, Vocabulary
from sane_cli.core.words import N_, _, plural
from sane_cli.session import Command, Session

In = Annotated[
    str,
    typer.Option(
        "--in",
        metavar="NAME",
        help="Which vocabulary: threats or mechanisms.",
        autocompletion=_completion.vocabularies(),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")]
_LANGUAGE = re.compile(r"(?:([a-z]{2,3}(?:-[A-Za-z0-9]+)*)=)?(.*)", re.DOTALL)
Form = Annotated[str, typer.Option("--format", metavar="F", help="table, json or csv")]


def listed(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]",
            help="threats or mechanisms",
            show_default=False,
            autocompletion=_completion.vocabularies(),
        ),
    ] = "",
    form: Form = "table",
) -> int:
    """List the terms, with how many cases hold each."""
    session: Session = context.obj
    corpus = session.frame
    chosen = [_vocabulary(corpus, name)] if name else list(corpus.vocabularies.values())
    return _show(session, form, [(each, tuple(each.terms.values())) for each in chosen], whole=False)


def shown(
    context: typer.Context,
    term: Annotated[
        str,
        typer.Argument(
            metavar="TERM", help="An id, a label or another word for it.", autocompletion=_completion.any_term()
        ),
    ],
    inside: In = "",
    form: Form = "table",
) -> int:
    """Show a term whole.

    Its labels, definition and other words, and the cases that hold it.
    """
    session: Session = context.obj
    found = _meant(session.frame, term, inside)
    return _show(session, form, [(vocabulary, (each,)) for vocabulary, each in found], whole=True)


def rename(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The term as it is.", autocompletion=_completion.any_term())
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.")],
    inside: In = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Give a term another id everywhere.

    In every case and collection; the old id stays as an alias.
    """
    session: Session = context.obj
    vocabulary, term = _one(session.readable_corpus, old, inside)
    plan = term_change.rename(session.corpus, vocabulary, term.id, new)
    return _carry_out(session, plan, dry_run=dry_run, yes=yes)


def merge(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The term that goes.", autocompletion=_completion.any_term())
    ],
    into: Annotated[
        str, typer.Argument(metavar="INTO", help="The term that stays.", autocompletion=_completion.any_term())
    ],
    inside: In = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Make two terms one everywhere.

    In every case and collection; the words of the first stay as aliases of the second.
    """
    session: Session = context.obj
    vocabulary, term = _one(session.readable_corpus, old, inside)
    _same, kept = _one(session.corpus, into, vocabulary.id)
    plan = term_change.merge(session.corpus, vocabulary, term.id, kept.id)
    return _carry_out(session, plan, dry_run=dry_run, yes=yes)


def add(
    context: typer.Context,
    term: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")],
    label: Annotated[list[str], typer.Option("--label", metavar="TEXT", help="What readers see; fr=… for French.")],
    inside: Annotated[
        str,
        typer.Option("--in", metavar="NAME", help="threats or mechanisms", autocompletion=_completion.vocabularies()),
    ],
    broader: Annotated[
        str, typer.Option(metavar="TERM", help="The group it belongs to.", autocompletion=_completion.any_term())
    ] = "",
    definition: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="One sentence; fr=… for French.")] = None,
    alias: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Another word for it.")] = None,
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where the wording comes from.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Add a term behind the last one of its group."""
    session: Session = context.obj
    vocabulary = _vocabulary(session.readable_corpus, inside)
    above = _one(session.corpus, broader, vocabulary.id)[1].id if broader else ""
    entry = {
        "id": term,
        "label": _by_language(label),
        "definition": _by_language(definition or ()),
        "broader": above,
        "aliases": list(alias or ()),
        "source": source,
    }
    if "en" not in entry["label"]:
        raise UsageError(_("An English label is needed."), where="--label", todo=_('Write: --label "Bank de-risking"'))
    known = {key: value for key, value in entry.items() if value}
    return _carry_out(session, term_change.add(session.corpus, vocabulary, known), dry_run=dry_run, yes=yes)


def _show(session: Session, form: str, listed: Sequence[tuple[Vocabulary, Sequence[Term]]], *, whole: bool) -> int:
    """Write terms, with the cases of the curator's own view that hold each."""
    write = _formats.writer(form, "terms")
    seen = session.found(session.request("red", purpose=Purpose.VIEW)).every
    fields = {field.vocabulary: field.name for field in session.frame.case_schema.fields if field.vocabulary}
    cases = {
        (vocabulary.id, term.id): tuple(
            case.id
            for case in seen
            if not vocabulary.narrower(term.id).isdisjoint(texts(case.data, fields.get(vocabulary.id, "")))
        )
        for vocabulary, terms in listed
        for term in terms
    }
    shown = Terms(listed=listed, cases=cases, language=session.language, whole=whole)
    _pager.emit(session, write(shown, session.look))
    return 0


def _vocabulary(corpus: Corpus, name: str) -> Vocabulary:
    """Return the vocabulary called ``name``; one is enough of «threat».

    Raises:
        UsageError: there is none.
    """
    found = corpus.vocabularies.get(name) or corpus.vocabularies.get(f"{name}s")
    if found is None:
        near = nearest(name, list(corpus.vocabularies))
        raise UsageError(
            _("There is no vocabulary ‘{name}’.").format(name=name),
            todo=_("Did you mean {near}?").format(near=near) if near else ", ".join(corpus.vocabularies),
        )
    return found


def _meant(corpus: Corpus, word: str, inside: str) -> list[tuple[Vocabulary, Term]]:
    """Return the terms that ``word`` means; «threats/digital» names the vocabulary as well.

    Raises:
        UsageError: it means none; the message names the nearest one.
    """
    before, slash, after = word.partition("/")
    if slash and not inside and before in corpus.vocabularies:
        inside, word = before, after
    searched = [_vocabulary(corpus, inside)] if inside else list(corpus.vocabularies.values())
    found = [(each, each.terms[term]) for each in searched if (term := each.resolve(word)) is not None]
    if not found:
        near = next((close for each in searched for close in each.nearest(word)), "")
        raise UsageError(
            _("There is no term ‘{word}’.").format(word=word),
            todo=_("Did you mean {near}?").format(near=near) if near else _("See them all with: sane vocab list"),
        )
    return found


def _one(corpus: Corpus, word: str, inside: str) -> tuple[Vocabulary, Term]:
    """Return the one term that ``word`` means.

    Raises:
        UsageError: it means none, or one in each vocabulary.
    """
    found = _meant(corpus, word, inside)
    if len(found) > 1:
        names = ", ".join(vocabulary.id for vocabulary, _term in found)
        raise UsageError(
            _("‘{word}’ is a term of several vocabularies: {names}.").format(word=word, names=names),
            todo=_("Say which: --in {name}").format(name=found[0][0].id),
        )
    return found[0]


def _by_language(typed: Sequence[str]) -> dict[str, str]:
    """Read texts such as «Phishing» (English) and «fr=Hameçonnage»."""
    pairs = (_LANGUAGE.fullmatch(each) for each in typed)
    return {(pair[1] or "en"): pair[2] for pair in pairs if pair}


def _carry_out(session: Session, plan: Mapping[str, Sequence[Edit]], *, dry_run: bool, yes: bool) -> int:
    """Show the difference, ask, write all files or none."""
    from sane_cli.store import change_set

    changes = _changes(session, plan)
    session.emit("".join(difference(path, change.before, change.after) for path, change in changes.items()))
    files = plural("{count} file", "{count} files", len(changes))
    if dry_run:
        session.say(_("{files} would change; nothing was written.").format(files=files))
        return 0
    if not yes and not _agreed(session, files):
        session.warn(_("Nothing was changed."))
        return 0
    change_set.write(session.root, changes)
    session.say(_("{files} changed. Look them over with: sane validate").format(files=files))
    return 0


def _changes(session: Session, plan: Mapping[str, Sequence[Edit]]) -> dict[str, Any]:
    from sane_cli.core.error import FindingsError
    from sane_cli.store import term_edit
    from sane_cli.store.change_set import Change
    from sane_cli.store.files import read_inside

    changes = {}
    for path, edits in plan.items():
        before = read_inside(session.root, session.root / path)
        try:
            changes[path] = Change(before, term_edit.edited(before, edits))
        except FindingsError as error:
            raise FindingsError(error.what, where=path, todo=error.todo) from error
    return changes


def _agreed(session: Session, files: str) -> bool:
    """Ask before files are changed.

    Raises:
        UsageError: nobody is there to answer.
    """
    if not (sys.stdin.isatty() and session.err.isatty()):
        raise UsageError(
            _("Nobody is here to agree to the change; nothing was written."),
            todo=_("Use --yes to change {files}, or --dry-run to look only.").format(files=files),
        )
    session.err.write(_("Change {files}? [y/N] ").format(files=files))
    session.err.flush()
    return sys.stdin.readline().strip().casefold() in (_("y"), _("yes"), "y", "yes")


PLUGIN = Command(
    summary=N_("Look at the terms, and change them in every case."),
    parts={"list": listed, "show": shown, "rename": rename, "merge": merge, "add": add},
)
