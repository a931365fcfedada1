"""``sane new``: draft a case from questions, or from answers that are already there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from sane_cli.commands import _closing as closing
from sane_cli.commands import _interview as making
from sane_cli.core.advice import REMINDER
from sane_cli.core.answers import Refused, take, take_settings
from sane_cli.core.case import text
from sane_cli.core.error import StoppedError, UsageError
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan
from sane_cli.core.question import Choice, Prompter
from sane_cli.core.term_change import followed
from sane_cli.core.tree import put
from sane_cli.core.words import _
from sane_cli.session import Command, Session
from sane_cli.store import drafts, yaml_read
from sane_cli.store.files import UnreadableFileError, read_inside
from sane_cli.store.languages import is_translated

_NEW_STATUSES = ("", "draft", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the command was called."""

    answers: Path | None
    settings: tuple[str, ...]
    resume: bool
    draft: str
    plain: bool
    edit: bool
    dry_run: bool
    language: str


def run(
    context: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="[ID]", help="With --resume: which draft.", show_default=False)] = "",
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML or JSON file with answers.")] = None,
    set: Annotated[  # noqa: A002  (the option's name)
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="One answer, such as sharing.tlp=TLP:GREEN."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an unfinished draft.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Ask line by line, for screen readers.")] = False,
    edit: Annotated[
        bool, typer.Option("--edit", help="Open the finished file in your editor before it is written.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the case, write nothing.")] = False,
    lang: Annotated[str, typer.Option(metavar="LANG", help="Language of the case and of the questions: fr, es …")] = "",
) -> int:
    """Draft a case: answer questions, stop when you like, go on with --resume. Nothing is lost, nothing leaves."""
    session: Session = context.obj
    options = Options(
        answers=answers, settings=tuple(set or ()), resume=resume, draft=draft, plain=plain, edit=edit, dry_run=dry_run,
        language=lang,
    )  # fmt: skip
    if draft and not resume:
        raise UsageError(
            _("‘sane new’ takes no name."), todo=_("To go on with a draft: sane new --resume {name}").format(name=draft)
        )
    with session.speaking(lang if is_translated(lang) else session.language):
        plan = making.plan_for(session, lang)
        given = _given(plan, options)
        if making.is_terminal():
            return _with_somebody(session, plan, given, options)
        return _alone(session, plan, given, options)


def _given(plan: Plan, options: Options) -> Mapping[str, Any]:
    """Return the answers of --answers and --set; the latter win.

    Raises:
        UsageError: some cannot be taken; all of them are named.
    """
    from_file = take(plan, _file(options.answers) if options.answers else {})
    typed = take_settings(plan, options.settings, _flow)
    refused = [*from_file.refused, *typed.refused]
    found = {**from_file.answers, **_merged(from_file.answers, typed.answers)}
    if text(found, "status") not in _NEW_STATUSES:
        refused.append(Refused("status", _("A new case is a draft. Publishing is a step of its own: sane publish ID")))
    if refused:
        listed = "".join(f"\n  {each.name}: {each.why}" for each in refused)
        raise UsageError(_("Some answers cannot be taken, so nothing was written:") + listed, where=_where(options))
    return found


def _merged(below: Any, above: Any) -> Any:
    """Return ``above`` laid over ``below``, block by block."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{name: _merged(below.get(name), value) for name, value in above.items()}}


def _where(options: Options) -> str:
    return " ".join(filter(None, ("--answers" if options.answers else "", "--set" if options.settings else "")))


def _file(path: Path) -> Mapping[str, Any]:
    """Read an answers file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        data = yaml_read.parse(read_inside(path.absolute().parent, path))
    except UnreadableFileError as error:
        raise UsageError(str(error), where=str(path), todo=_("Name a YAML or JSON file with answers.")) from error
    except yaml_read.RefusedError as error:
        place = f"{path}:{error.reason.line}:{error.reason.column}"
        raise UsageError(error.reason.message, where=place, todo=error.reason.hint) from error
    if not isinstance(data, dict):
        raise UsageError(_("The file holds no answers."), where=str(path), todo=_("Write ‘field: value’ lines."))
    return data


def _flow(words: str) -> Any:
    try:
        return yaml_read.parse(words.encode())
    except yaml_read.RefusedError as error:
        raise ValueError(f"{error.reason.message} {error.reason.hint}".strip()) from error


def _alone(session: Session, plan: Plan, given: Mapping[str, Any], options: Options) -> int:
    """Write a draft without asking anybody.

    Raises:
        UsageError: a terminal is needed, or more answers are.
    """
    draft = _draft_named(session, options) if options.resume else None
    file = drafts.DraftFile(drafts.folder(session.root), draft.path) if draft else None
    begun = _resumed(session, plan, draft, session.say).answers if draft else {}
    found = dict(_merged(begun, given))
    if options.edit or not (found.get("title") or found.get("id")):
        raise _terminal_needed(plan, found)
    if not found.get("id"):
        proposed = plan.propose(plan.schema.by_name["id"], found)
        if not proposed:
            raise UsageError(
                _("No short name can be made from this title."), where="--set", todo=_("Give one: --set id=short-name")
            )
        found["id"] = proposed
    if options.language and not found.get("language"):
        found["language"] = options.language
    written = closing.write(session, plan, plan.case(found), dry_run=options.dry_run)
    if file and written:
        file.remove()
    return 0


def _terminal_needed(plan: Plan, found: Mapping[str, Any]) -> UsageError:
    missing = [field.name for field in plan.fields if field.required and field.name not in found and field.name != "id"]
    flags = " ".join(f"--set {name}=…" for name in missing[:2])
    return UsageError(
        _("The questions need a terminal for input and output, and here is none. Missing: {listed}.").format(
            listed=", ".join(missing)
        ),
        todo=_("Give the title at least: sane new {flags}, or all answers in a file: sane new --answers FILE").format(
            flags=flags
        ),
    )


def _with_somebody(session: Session, plan: Plan, given: Mapping[str, Any], options: Options) -> int:
    """Ask, save, preview, write.

    Raises:
        StoppedError: the person left; the draft is kept.
    """
    prompter = making.prompter_for(session, plain=options.plain)
    keeper = making.Keeper(None, prompter)
    try:
        interview = _start(session, plan, given, options, prompter=prompter, keeper=keeper)
        talk = making.conversation(prompter, keeper, plan, session.corpus)
        end = closing.Closing(
            session, plan, talk, dry_run=options.dry_run, editor=making.file_editor(session) if options.edit else None
        )
        written = end.hold(interview)
    except (KeyboardInterrupt, EOFError) as error:
        raise _stopped(session, keeper) from error
    finally:
        if keeper.file is not None:
            keeper.file.release()
    if written and keeper.file is not None:
        keeper.file.remove()
    return 0


def _start(
    session: Session,
    plan: Plan,
    given: Mapping[str, Any],
    options: Options,
    *,
    prompter: Prompter,
    keeper: making.Keeper,
) -> Interview:
    """Begin a new interview, or go on with one."""
    folder = drafts.folder(session.root)
    draft = _chosen_draft(session, plan, options, prompter) if options.resume else None
    keeper.file = None if options.dry_run else drafts.DraftFile(folder, draft.path if draft else None)
    if draft is None:
        prompter.note(_(REMINDER))
        fresh = Interview.start(plan, given)
        if given:
            keeper.save(fresh)
        return fresh
    interview = _resumed(session, plan, draft, prompter.note)
    prompter.note(_("Going on with: {title}").format(title=draft.title))
    answers: Any = interview.answers
    for name, value in given.items():
        answers = put(answers, (name,), _merged(answers.get(name), value))
    return replace(interview, answers=answers)


def _resumed(session: Session, plan: Plan, draft: drafts.Draft, tell: Callable[[str], None]) -> Interview:
    """Return the interview of a draft; say which answers the schema does not accept any more."""
    answers = followed(draft.answers, session.corpus)
    interview, flawed = Interview.resume(plan, answers, draft.settled, draft.at)
    for path in flawed:
        name = ".".join(map(str, path))
        tell(_("The answer to ‘{name}’ is not accepted any more; it is asked again.").format(name=name))
    return interview


def _chosen_draft(session: Session, plan: Plan, options: Options, prompter: Prompter) -> drafts.Draft:
    """Return the draft that was named, the only one, or the one that is chosen from a list."""
    found = drafts.open_drafts(session.root)
    if options.draft or len(found) <= 1:
        return _draft_named(session, options)
    talk = making.conversation(prompter, making.Keeper(None, prompter), plan, session.corpus)
    choices = [Choice(each.name, f"{each.title} ({each.name})") for each in found]
    while not (chosen := talk.choose(_("Which draft?"), choices)):
        pass
    return next(each for each in found if each.name == chosen)


def _draft_named(session: Session, options: Options) -> drafts.Draft:
    """Return the draft that is meant.

    Raises:
        UsageError: there is none, or it is not clear which; the open ones are named.
    """
    found = drafts.open_drafts(session.root)
    named = drafts.find(session.root, options.draft) if options.draft else found[0] if len(found) == 1 else None
    if named is not None:
        return named
    what = _("There is no draft called ‘{name}’.").format(name=options.draft) if options.draft else _("Which draft?")
    if not found:
        raise UsageError(_("There is no open draft."), where="--resume", todo=_("Begin one: sane new"))
    todo = _("Open drafts: {listed}").format(listed=_names(found))
    raise UsageError(what, where="--resume", todo=todo)


def _names(found: Iterable[drafts.Draft]) -> str:
    return ", ".join(each.name for each in found)


def _stopped(session: Session, keeper: making.Keeper) -> StoppedError:
    path = keeper.file.path if keeper.file else None
    if path is None:
        return StoppedError(_("Stopped. Nothing was answered, so nothing was written."))
    is_safe = keeper.save_at_last()
    return StoppedError(
        _("Stopped. Every answer so far is kept.") if is_safe else _("Stopped. The last answers could not be saved."),
        where=path.relative_to(session.root).as_posix(),
        todo=_("Go on with: sane new --resume {name}").format(name=path.stem),
    )


PLUGIN = Command(run=run)
