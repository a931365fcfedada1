"""The end of ``sane new``: preview, findings, a last decision, then the file, never over another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sane_cli.core import registry, slug
from sane_cli.core.audience import PublicCase, Purpose, gate
from sane_cli.core.case import Case, mapping, text
from sane_cli.core.checking import check_document
from sane_cli.core.conversation import Conversation
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import UsageError
from sane_cli.core.finding import Finding
from sane_cli.core.format import Format
from sane_cli.core.given import Shown
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Plan
from sane_cli.core.question import Choice
from sane_cli.core.rule import Rule
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.words import _
from sane_cli.session import Session
from sane_cli.store import yaml_read
from sane_cli.store.case_writer import case_text
from sane_cli.store.files import CannotWriteError, write_atomically

_WRITE, _REVIEW, _FILE, _LATER = "write", "review", "file", "later"
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Closing:
    """Leads from the last answer to the file, and back to the questions as often as wanted."""

    session: Session
    plan: Plan
    talk: Conversation
    dry_run: bool
    editor: Callable[[str], str | None] | None = None

    def hold(self, interview: Interview) -> bool:
        """Ask what is left, show the case, write it when the person says so; tell whether a file was written."""
        editor = self.editor
        while True:
            interview = self.talk.hold(interview)
            if editor is not None:
                interview, editor = self._edited(interview, editor), None
            case = self._with_id(interview)
            self._preview(case)
            match self.talk.choose(_("And now?"), self._choices()):
                case "write":
                    return write(self.session, self.plan, case, dry_run=self.dry_run)
                case "review":
                    interview = self.talk.review(interview)
                case "file":
                    self.talk.prompter.note(case_text(case, self.plan.schema, _schema_path()))
                case "later":
                    raise KeyboardInterrupt

    def _choices(self) -> list[Choice]:
        last = _("Print it and stop") if self.dry_run else _("Write the file")
        return [
            Choice(_WRITE, last),
            Choice(_REVIEW, _("See all answers and change some")),
            Choice(_FILE, _("Show the file itself")),
            Choice(_LATER, _("Stop here and go on another day")),
        ]

    def _with_id(self, interview: Interview) -> dict[str, Any]:
        """Return the case with a short name that is free, also when the question was passed."""
        case = interview.case
        if not case.get("id"):
            proposed = self.plan.propose(self.plan.schema.by_name["id"], case)
            case = self.plan.case({**case, "id": proposed or _fallback(self.plan)})
        return case

    def _preview(self, case: Mapping[str, Any]) -> None:
        note = self.talk.prompter.note
        note(_("This is how {label} readers would see it:").format(label=_label(case).value))
        note(_page(self.session, case))
        for line in findings_told(self.session, self.plan, case):
            note(line)

    def _edited(self, interview: Interview, editor: Callable[[str], str | None]) -> Interview:
        """Open the case in the editor until what comes back can be read."""
        words = case_text(self._with_id(interview), self.plan.schema, _schema_path())
        while (written := editor(words)) is not None:
            try:
                data = yaml_read.parse(written.encode())
            except yaml_read.RefusedError as error:
                reason = error.reason
                self.talk.prompter.note(f"{reason.line}:{reason.column}: {reason.message} {reason.hint}")
                if not self.talk.prompter.confirm(_("Open the editor again? ‘No’ drops what you changed in it.")):
                    return interview
                words = written
                continue
            return replace(interview, answers=data) if isinstance(data, dict) else interview
        return interview


def _label(case: Mapping[str, Any]) -> Tlp:
    return label_or_red(mapping(case, "sharing").get("tlp"))


def _page(session: Session, case: Mapping[str, Any]) -> str:
    """Return the case as its own readers would see it, or why they would not."""
    page = registry.load("sane_cli.formats", "text", Format).page
    assert page is not None
    statuses = frozenset({"draft", "review"})
    request = session.request(_label(case).audience, purpose=Purpose.VIEW, statuses=statuses, allow_overdue=True)
    seen = gate(Case(text(case, "id"), "", case), request)
    if isinstance(seen, PublicCase):
        return page(Shown(case=seen, labels=session.labels()), replace(session.look, color=False)).strip("\n")
    return _("Nothing yet: {reason}.").format(reason=_(seen.reason.value))


def write(session: Session, plan: Plan, case: Mapping[str, Any], *, dry_run: bool) -> bool:
    """Write the case to its own new file and say what to type next; tell whether a file was written.

    Raises:
        CannotWriteError: with the reason.
        UsageError: the id is no short name, so no file can carry it.
    """
    name = text(case, "id")
    if not name or slug.slug(name) != name:
        raise UsageError(
            _("‘{id}’ cannot be a file name.").format(id=name), where="id", todo=_("Use a-z, 0-9 and hyphens.")
        )
    if dry_run:
        session.emit(case_text(case, plan.schema, _schema_path()))
        for line in findings_told(session, plan, case):
            session.say(line)
        return False
    path = write_new(session.root, plan, case)
    shown = path.relative_to(session.root).as_posix()
    session.emit(f"{shown}\n")
    for line in findings_told(session, plan, case):
        session.say(line)
    session.say(_("Written. Now check it: sane validate {path}").format(path=shown))
    return True


def write_new(root: Path, plan: Plan, case: Mapping[str, Any]) -> Path:
    """Write to a name that is free at this very moment; another interview may just have taken ours."""
    folder = root / "playbook" / "cases"
    first = name = text(case, "id")
    for number in range(2, _TRIES):
        path = folder / f"{name}.yaml"
        content = case_text({**case, "id": name}, plan.schema, _schema_path())
        try:
            write_atomically(path, content.encode(), replace=False)
        except CannotWriteError:
            if not path.exists():
                raise
            name = f"{first}-{number}"
            continue
        return path
    raise CannotWriteError(_("Every name like this is taken."), where=str(folder / f"{first}.yaml"))


def findings_told(session: Session, plan: Plan, case: Mapping[str, Any]) -> list[str]:
    """Return the findings of a case that is not written yet, one line each."""
    found = _findings(session, plan, case)
    return [f"{_(each.severity.value)}: {each.message} {each.hint}".rstrip() for each in found]


def _findings(session: Session, plan: Plan, case: Mapping[str, Any]) -> list[Finding]:
    content = case_text(case, plan.schema, _schema_path()).encode()
    document = Document(
        kind=Kind.CASE,
        path=f"playbook/cases/{text(case, 'id')}.yaml",
        data=dict(case),
        locate=lambda: yaml_read.locate(content),
    )
    others = tuple(known for known in session.corpus.documents if known.path != document.path)
    corpus = replace(session.corpus, documents=tuple(sorted((*others, document), key=lambda known: known.path)))
    return list(check_document(document, corpus, registry.load_all("sane_cli.rules", Rule)))


def _schema_path() -> str:
    """From the folder of the cases to the schema."""
    return "../../schema/case.schema.json"


def _fallback(plan: Plan) -> str:
    return slug.propose("untitled case", plan.taken)
