"""What ``sane init`` writes: ask for the settings, then the playbook, then what runs and explains it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sane_cli import __version__
from sane_cli.commands import _interview as making
from sane_cli.core import registry
from sane_cli.core.choices import Catalogue
from sane_cli.core.conversation import Conversation
from sane_cli.core.corpus import Lexicon
from sane_cli.core.example_case import ID, TERMS, example
from sane_cli.core.interview import Interview
from sane_cli.core.issue_form import issue_form
from sane_cli.core.labels import Labels
from sane_cli.core.paper import paper
from sane_cli.core.plan import Plan
from sane_cli.core.question import Kind
from sane_cli.core.schema import Field
from sane_cli.core.words import N_, _
from sane_cli.session import Session
from sane_cli.store import case_writer, schemas, starter
from sane_cli.store.files import write_atomically
from sane_cli.store.languages import ENGLISH, is_translated
from sane_cli.store.names import CldrNames

EXAMPLE = f"playbook/cases/{ID}.yaml"
_ISSUES = ".github/ISSUE_TEMPLATE/case.yml"
_COMMENTS = (
    N_("EXAMPLE: everything in this file is invented. Delete it as soon as you have a case of your own."),
    N_("It can be neither exported nor published: it is a draft, and nobody has agreed to it."),
)


def plan(session: Session) -> Plan:
    """Return what is asked of a new playbook: the fields of its schema."""
    known = schemas.load(None)
    lexicon = Lexicon(known["case"], {})

    def propose(field: Field, _answers: Mapping[str, Any]) -> Any:
        if field.name == "languages" and session.language != "en":
            return [session.language]
        return field.examples[0] if field.name == "title" else None

    return Plan(
        schema=known["playbook"],
        kinds=registry.load_all("sane_cli.questions", Kind),
        choices=Catalogue(Labels(lexicon, CldrNames(session.language))).choices,
        propose=propose,
    )


def asked(session: Session, questions: Plan, given: Mapping[str, Any], *, plain: bool, folder: Path) -> dict[str, Any]:
    """Ask for what was not given; ``KeyboardInterrupt`` and ``EOFError`` mean that nothing is made."""
    prompter = making.prompter_for(session, plain=plain, desk=folder)
    talk = Conversation(
        prompter=prompter, save=lambda _state: None, advise=lambda _question, _value: (), one=questions.kinds["one"]
    )
    return talk.hold(Interview.start(questions, given)).case


def write(session: Session, folder: Path, settings: Mapping[str, Any]) -> list[str]:
    """Make the files, none over another.

    Returns:
        The paths of what stood there already and was kept, relative to ``folder``.
    """
    title = str(settings["title"])
    kept = _put(folder, starter.contents(title, settings))
    # the form and the example follow the schema and the words that stand there now, one's own included
    made = Session(root_option=folder, language=session.language)
    return kept + _put(folder, {**_case_files(made, settings), **starter.around(_known(settings))})


def _put(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write what is not there; return what is."""
    kept = [name for name in files if os.path.lexists(folder / name)]
    for name in files.keys() - frozenset(kept):
        write_atomically(folder / name, files[name], replace=False)
    return kept


def _case_files(made: Session, settings: Mapping[str, Any]) -> Mapping[str, bytes]:
    main = settings["languages"][0]
    language = main if is_translated(main) else ENGLISH
    questions = making.plan_for(made, language)
    form = issue_form(paper(questions, str(settings["title"]), language=language, entries=1), warning(settings))
    invented = example(language, settings["repository_tlp"], _terms(made))
    known = {name: value for name, value in invented.items() if name in questions.schema.by_name}
    case = case_writer.case_text(known, questions.schema, "../../schema/case.schema.json")
    head, rest = case.split("\n", 1)
    return {
        EXAMPLE: "\n".join([head, *(f"# {_(comment)}" for comment in _COMMENTS), rest]).encode(),
        _ISSUES: case_writer.plain_text(form, _("Made by ‘sane init’ from schema/case.schema.json.")).encode(),
    }


def _terms(made: Session) -> Mapping[str, list[str]]:
    """Return a term of each vocabulary for the example: what it tells of, or the first where one's own words stand."""
    corpus = made.readable_corpus
    found = {}
    for name, wanted in TERMS.items():
        known = corpus.vocabulary(name).terms
        found[name] = [wanted] if wanted in known else list(known)[:1]
    return found


def warning(settings: Mapping[str, Any]) -> str:
    """Say who reads an issue, in words that a person understands who has never seen one."""
    return _(
        "**Do no harm.** What you write here is read at once by everybody who can read this repository ({readers}), "
        "and it cannot be called back. Write only what is public already or what everybody concerned has agreed to. "
        "No names of people, no contacts, no places where somebody could be found."
    ).format(readers=_readers(settings))


def _known(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    contact = str(settings.get("contact", ""))
    labels = schemas.load(None)["playbook"].by_name["repository_tlp"].labels
    return {
        **settings,
        "package": f"sane-cli=={__version__}",
        "readers": _readers(settings),
        "warning": warning(settings),
        "example": EXAMPLE,
        "contact_link": contact if contact.startswith(("https://", "http://")) else "",
        "labels": [(label, _(meaning)) for label, meaning in labels.items()],
    }


def _readers(settings: Mapping[str, Any]) -> str:
    label = str(settings["repository_tlp"])
    meaning = schemas.load(None)["playbook"].by_name["repository_tlp"].label(label)
    return f"{label} · {_(meaning)}" if meaning != label else label
