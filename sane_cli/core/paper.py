"""The interview on paper: the same groups, questions, reasons, examples and choices, all at once, with room to write.

What the interview decides as it goes, paper must say: which questions belong to which kind of case, and what hangs on
an earlier answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sane_cli.core.advice import REMINDER
from sane_cli.core.document import Path
from sane_cli.core.plan import Plan, Station
from sane_cli.core.question import Choice, Kind, Shape, Widget
from sane_cli.core.schema import Field
from sane_cli.core.tree import look
from sane_cli.core.wording import question
from sane_cli.core.words import N_, _

ENTRIES = 2  # places for entries of a list; people copy one when they need more
_MOST_CHOICES = 60  # what is longer, such as the countries of the world, is written and not ticked

WELCOME = N_(
    "These are the questions of the interview, to be answered in your own time and without a computer that is on line. "
    "Leave out what you do not know or do not want to say: a question without an answer stays open, nothing is guessed."
)
CLOSED = N_("Until somebody decides otherwise, what you write here is seen only by the people you give it to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One question with room for its answer.

    Attributes:
        path: where the answer goes in the case.
        number: «7» for a question of its own, empty for a part of one.
        variants: kind of case and the question for it, where it is asked differently and the kind is not known.
        when: the condition under which it is asked, or empty.
        hint: how to write the answer.
        choices: to be ticked; none where the answer is written.
        value: an answer that is clear beforehand.
    """

    path: Path
    number: str
    text: str
    field: Field
    widget: Widget
    variants: tuple[tuple[str, str], ...] = ()
    about: str = ""
    why: str = ""
    example: str = ""
    when: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: Any = None

    @property
    def name(self) -> str:
        """The field's name with dots between its parts."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A question with parts, or a list of entries.

    Attributes:
        entries: the parts of each entry; a block that is no list has exactly one.
        singular: what an entry is called; empty when it is no list.
    """

    path: Path
    number: str
    text: str
    field: Field
    about: str = ""
    why: str = ""
    when: str = ""
    singular: str = ""
    entries: tuple[tuple[Part, ...], ...] = ()


Part = Blank | Block


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Questions that belong together."""

    title: str
    help: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The whole form in one reader's words."""

    title: str
    subtitle: str
    language: str
    groups: tuple[PaperGroup, ...]

    @property
    def opening(self) -> tuple[str, str, str]:
        """How to use it, what happens with it, and what not to write down at all."""
        return _(WELCOME), _(CLOSED), _(REMINDER)

    def blanks(self) -> Iterator[Blank]:
        """Yield every question that takes an answer, in order."""
        for group in self.groups:
            yield from _blanks(group.parts)


def paper(plan: Plan, title: str, *, kind: str = "", language: str = "en", entries: int = ENTRIES) -> Paper:
    """Return the form.

    Args:
        plan: what is asked.
        title: of the playbook.
        kind: the type of case when the form is for one only.
        language: of the form's words, a BCP 47 tag.
        entries: places for entries of a list.
    """
    printer = _Printer(plan, {"type": kind} if kind else {}, entries)
    groups = []
    number = 0
    for group in plan.schema.groups:
        parts = []
        for field in plan.fields:
            if field.group == group.id and printer.is_asked(field):
                number += 1
                parts.append(printer.part(field, (field.name,), str(number)))
        if parts:
            groups.append(PaperGroup(_(group.title), _(group.help), tuple(parts)))
    chosen = plan.schema.by_name["type"].label(kind) if kind and "type" in plan.schema.by_name else ""
    return Paper(title=title, subtitle=_(chosen) or _("A case"), language=language, groups=tuple(groups))


@dataclass(frozen=True, slots=True)
class _Printer:
    plan: Plan
    answers: Mapping[str, Any]
    entries: int

    def is_asked(self, field: Field) -> bool:
        """Tell whether the form has this field: everything but what hangs on another kind of case."""
        wanted = field.only.get("type")
        kind = self.answers.get("type")
        return not wanted or not kind or kind in (wanted if isinstance(wanted, list) else [wanted])

    def part(self, field: Field, path: Path, number: str = "") -> Part:
        shape = self.plan.kind(field).shape
        if shape is Shape.LEAF or not field.fields:
            return self._blank(field, path, number)
        is_list = shape is Shape.ITEMS
        count = self.entries if is_list and len(path) == 1 else 1
        roots = [(*path, at) for at in range(count)] if is_list else [path]
        return Block(
            path=path,
            number=number,
            text=_(field.title),
            field=field,
            about=_(field.description),
            why=_(field.why),
            when=self._when(field, path),
            singular=(_(field.singular) or _(field.title)).capitalize() if is_list else "",
            entries=tuple(self._parts(field, root) for root in roots),
        )

    def _parts(self, field: Field, root: Path) -> tuple[Part, ...]:
        return tuple(self.part(part, (*root, part.name)) for part in field.fields if part.kind != "fixed")

    def _blank(self, field: Field, path: Path, number: str) -> Blank:
        asked = question(self.plan, Station(path, field), self.answers, ())
        choices = self._choices(field, asked.choices)
        widget = asked.widget if choices or asked.widget in (Widget.LONG, Widget.TYPED) else Widget.LINE
        return Blank(
            path=path,
            number=number,
            text=asked.text,
            field=field,
            widget=widget,
            variants=() if self.answers else _variants(self.plan, field),
            about=_(field.description),
            why=_(field.why),
            example=asked.example,
            when=self._when(field, path),
            hint=_hint(field, widget, self.plan.kind(field), has_choices=bool(choices)),
            choices=choices,
            value=look(self.answers, path),
        )

    def _choices(self, field: Field, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return what may be ticked; never the cases of the playbook, which are not for whoever holds the form."""
        is_private = field.kind == "case"
        return () if is_private or len(offered) > _MOST_CHOICES else offered

    def _when(self, field: Field, path: Path) -> str:
        told = []
        for name, wanted in field.only.items():
            near = self.plan.schema.field_at([*(part for part in path[:-1] if isinstance(part, str)), name])
            other = near if near is not None and near.name == name else self.plan.schema.by_name.get(name)
            if other is not None and not (name == "type" and self.answers):
                values = wanted if isinstance(wanted, list) else [wanted]
                words = ", ".join(_(other.label(str(value))) for value in values)
                told.append(_("Only if ‘{title}’ is: {values}.").format(title=_(other.title), values=words))
        return " ".join(told)


def _variants(plan: Plan, field: Field) -> tuple[tuple[str, str], ...]:
    kinds = plan.schema.by_name.get("type")
    return tuple((_(kinds.label(kind)) if kinds else kind, _(asked)) for kind, asked in field.ask.items())


def _hint(field: Field, widget: Widget, kind: Kind, *, has_choices: bool) -> str:
    if widget is Widget.TYPED:
        words = ", ".join(field.choices)
        return _("Write the word itself: {words}. Nothing is ticked for you.").format(words=words)
    if field.kind == "slug":
        return f"{_(kind.hint)} {_('Left empty, it is made from the title.')}"
    if widget in (Widget.ONE, Widget.MANY) and has_choices:
        return _("Choose one.") if widget is Widget.ONE else _("Choose all that fit.")
    usual = f" {_('Left empty: {value}.').format(value=field.default)}" if field.default is not None else ""
    return f"{_(kind.hint)}{usual}".strip()


def _blanks(parts: tuple[Part, ...]) -> Iterator[Blank]:
    for part in parts:
        if isinstance(part, Blank):
            yield part
        else:
            for entry in part.entries:
                yield from _blanks(entry)
