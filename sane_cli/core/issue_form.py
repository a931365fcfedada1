"""The interview as a form of a public issue tracker: fewer questions, nothing about who may see what.

GitHub's issue forms are data (YAML). What is written there is read by everybody who can read the repository, so the
form asks for what a case cannot do without and for the story, and never for names, consent or working notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sane_cli.core.paper import Blank, Block, Paper, Part
from sane_cli.core.question import Widget
from sane_cli.core.schema import Field
from sane_cli.core.tlp import Tlp
from sane_cli.core.words import N_, _

_STORY = ("body", "lessons")
_CANNOT_DO_WITHOUT = ("title", "lead")
_CONFIRMED = (
    N_("The people concerned know that I write this, or they have published it themselves."),
    N_("I name no detained people, relatives, sources or staff, and no place where somebody could be found."),
    N_("I understand that this can be read at once, and that it cannot be called back."),
)


def issue_form(paper: Paper, warning: str) -> dict[str, Any]:
    """Return the form as data, in the words of ``paper``.

    Args:
        paper: the whole interview; the form takes its main questions.
        warning: what to say first: who reads this, and what not to write.
    """
    asked = (part for group in paper.groups for part in group.parts if _is_main(part.field))
    return {
        "name": _("Tell of a case"),
        "description": _("Answer what you can. An editor makes a draft of it and asks you before it goes further."),
        "title": f"{_('Case:')} ",
        "labels": ["case"],
        "body": [
            {"type": "markdown", "attributes": {"value": warning}},
            *(_element(part) for part in asked),
            _promises(),
        ],
    }


def _is_main(field: Field) -> bool:
    """Tell whether the form asks for it: what a published case must have, the story, and what readers search by."""
    private = field.kind in ("slug", "sharing") or field.floor is not Tlp.CLEAR
    return not private and (field.required or field.facet or field.place in _STORY)


def _element(part: Part) -> dict[str, Any]:
    choices = part.choices if isinstance(part, Blank) else ()
    attributes: dict[str, Any] = {"label": _(part.field.title), "description": " ".join(_about(part))}
    if choices:
        # options must differ, and GitHub turns bare words such as «no» into false
        attributes["options"] = list(dict.fromkeys(choice.label for choice in choices))
        if isinstance(part, Blank) and part.widget is Widget.MANY:
            attributes["multiple"] = True
        return {"type": "dropdown", "id": part.field.name, "attributes": attributes}
    long = isinstance(part, Block) or part.widget is Widget.LONG
    example = part.example if isinstance(part, Blank) else ""
    if example:
        attributes["placeholder"] = example
    made: dict[str, Any] = {"type": "textarea" if long else "input", "id": part.field.name, "attributes": attributes}
    if part.field.place in _CANNOT_DO_WITHOUT:
        made["validations"] = {"required": True}
    return made


def _about(part: Part) -> Iterator[str]:
    if part.about:
        yield part.about
    if isinstance(part, Block):
        yield _("One a line.")
    else:
        yield from (f"{kind}: {asked}" for kind, asked in part.variants)


def _promises() -> dict[str, Any]:
    options = [{"label": _(text), "required": True} for text in _CONFIRMED]
    return {
        "type": "checkboxes",
        "id": "confirmed",
        "attributes": {"label": _("Before you send it"), "options": options},
    }
