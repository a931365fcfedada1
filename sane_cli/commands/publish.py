"""``sane publish``: the one act that lets a case out, with consent, a harm check and two pairs of eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer

from sane_cli.commands import _editing as editing
from sane_cli.core import access
from sane_cli.core.audience import Purpose
from sane_cli.core.case import Case, items, mapping, text, texts
from sane_cli.core.document import Path
from sane_cli.core.error import FindingsError, RefusedError, UsageError
from sane_cli.core.schema import Field
from sane_cli.core.text import folded
from sane_cli.core.words import _, plural
from sane_cli.session import Command, Session

_CHECKS = ("worth_it", "safe_now", "risks_known")
Answer = Annotated[bool | None, typer.Option(show_default=False)]


def run(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="The case's id.")],
    author_role: Annotated[str, typer.Option(metavar="ROLE", help="The role that answers for the text.")] = "",
    reviewer_role: Annotated[str, typer.Option(metavar="ROLE", help="Another role, which looked at it.")] = "",
    consent: Annotated[str, typer.Option(metavar="STATE", help="The consent on record, typed out.")] = "",
    retaliation: Annotated[str, typer.Option(metavar="TEXT", help="Who could retaliate, in general words.")] = "",
    worth_it: Answer = None,
    safe_now: Answer = None,
    risks_known: Answer = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the change, change nothing.")] = False,
) -> int:
    """Publish a case: consent, harm check, two different roles. Every question can be answered by an option."""
    session: Session = context.obj
    file = editing.opened(session, case)
    _insist_on_consent(session, file.case)
    _confirm_consent(session, file.case, consent)
    given = {"worth_it": worth_it, "safe_now": safe_now, "risks_known": risks_known}
    checked = _harm_check(session, retaliation, given)
    author, reviewer = _roles(session, author_role, reviewer_role)
    after = file.edited(_changes(session, file.case, {**checked, "by_role": author}, reviewer))
    _insist_on_no_errors(session, file, after)
    session.emit(file.difference(after))
    if not dry_run:
        editing.agreed(session, _("Publish {id}?").format(id=case), yes=yes)
        editing.write(session, file, after)
        session.say(_("{id} is published. The next export holds it for those who may see it.").format(id=case))
    return 0


def _insist_on_consent(session: Session, case: Case) -> None:
    """Refuse a case that no reader could be shown for want of consent.

    Raises:
        RefusedError: with the way forward.
    """
    if case.status == "withdrawn":
        raise RefusedError(
            _("{id} was withdrawn.").format(id=case.id),
            todo=_("If the people concerned agree anew, set ‘status: review’ and record their consent first."),
        )
    # whether consent holds does not depend on status, label or date of review
    request = session.request("red", purpose=Purpose.EXPORT, statuses=frozenset({case.status}), allow_overdue=True)
    sharing = {name: part for name, part in case.sharing.items() if name != "embargo_until"}
    reason = access.refusal(replace(case, data={**case.data, "sharing": sharing}), request)
    if reason is not None:
        raise RefusedError(
            _("{id} cannot be published: {reason}.").format(id=case.id, reason=_(reason.value)),
            where="sharing.consent",
            todo=_(
                "Talk to the people concerned. When they agree, record it under sharing.consent (state, covers, "
                "given_on, given_by_role), or close the case (sharing.tlp)."
            ),
        )


def _confirm_consent(session: Session, case: Case, typed: str) -> None:
    """Let the person type the consent that is on record: a click is not an answer to this question."""
    consent = mapping(case.sharing, "consent")
    state = text(consent, "state")
    if not typed:
        told = _("Consent on record: {state}; covers: {covers}; given: {on}. Does it still hold today?").format(
            state=state, covers=", ".join(texts(consent, "covers")) or "–", on=text(consent, "given_on") or "–"
        )
        question = f"{told}\n" + _("Type the word {state} to say yes, or no:").format(state=state)
        typed = editing.asked(session, question, missing="--consent", check=lambda words: words or None)
    if typed != state:
        raise RefusedError(
            _("The consent was not confirmed; nothing was changed."),
            where="--consent",
            todo=_("Ask the people concerned again, and record what they say under sharing.consent."),
        )


def _harm_check(session: Session, retaliation: str, given: Mapping[str, bool | None]) -> dict[str, Any]:
    """Ask what the harm check asks (who could retaliate, is it worth it, is it safe now, are the risks known)."""
    fields = _fields(session, "harm_check")
    answers: dict[str, Any] = {}
    told = retaliation or editing.asked(
        session, _asked_as(fields, "retaliation"), missing="--retaliation", check=lambda words: words or None
    )
    answers["retaliation"] = told
    words = {"y": "yes", "yes": "yes", _("yes"): "yes", "n": "no", "no": "no", _("no"): "no"}
    for name in _CHECKS:
        answer = given[name]
        if answer is None:
            question = f"{_asked_as(fields, name)} [{_('yes')}/{_('no')}]"
            answer = editing.asked(session, question, missing=f"--{name.replace('_', '-')}", check=words.get) == "yes"
        if not answer:
            raise RefusedError(
                _("The harm check says no: {question}").format(question=_asked_as(fields, name)),
                todo=_(
                    "Wait, close or redact what is dangerous (sane redact), or choose closer readers (sharing.tlp)."
                ),
            )
        answers[name] = True
    return answers


def _fields(session: Session, name: str) -> Mapping[str, Field]:
    sharing = session.corpus.case_schema.by_name.get("sharing")
    block = next((part for part in sharing.fields if part.name == name), None) if sharing else None
    return {part.name: part for part in block.fields} if block else {}


def _asked_as(fields: Mapping[str, Field], name: str) -> str:
    field = fields.get(name)
    return f"{_(field.title)} – {_(field.description)}" if field else name


def _roles(session: Session, author: str, reviewer: str) -> tuple[str, str]:
    """Return two different roles.

    Raises:
        UsageError: they are one.
    """

    def typed(words: str) -> str | None:
        return words or None

    author = author or editing.asked(
        session, _("Which role answers for the text?"), missing="--author-role", check=typed
    )
    reviewer = reviewer or editing.asked(
        session, _("Which other role has reviewed it?"), missing="--reviewer-role", check=typed
    )
    if " ".join(folded(author).split()) == " ".join(folded(reviewer).split()):
        raise UsageError(
            _("Author and reviewer are one role: ‘{role}’.").format(role=author),
            where="--reviewer-role",
            todo=_("Let a second person in another role look at it: two see what one overlooks."),
        )
    return author, reviewer


def _changes(session: Session, case: Case, checked: Mapping[str, Any], reviewer: str) -> Mapping[Path, Any]:
    day = session.today.isoformat()
    reviewed = [*(dict(item) for item in items(case.sharing, "reviewed")), {"by_role": reviewer, "on": day}]
    return {
        ("sharing", "harm_check"): {**checked, "on": day},
        ("sharing", "reviewed"): reviewed,
        ("status",): "published",
    }


def _insist_on_no_errors(session: Session, file: editing.Opened, after: bytes) -> None:
    found = editing.errors_after(session.corpus, file, after)
    for finding in found:
        place = finding.place
        session.warn(f"{place.path}:{place.line}:{place.column}: {finding.message} [{finding.rule}]")
    if found:
        raise FindingsError(
            plural("{count} error stands in the way.", "{count} errors stand in the way.", len(found)),
            todo=_("Mend them (sane validate shows them), then publish."),
        )


PLUGIN = Command(run=run)
