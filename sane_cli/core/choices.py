"""What may be chosen for a field: enum values, vocabulary terms, countries, or the cases of the playbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sane_cli.core.case import Case
from sane_cli.core.labels import Labels
from sane_cli.core.question import Choice
from sane_cli.core.schema import Field
from sane_cli.core.text import folded
from sane_cli.core.tlp import Tlp
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.core.words import _


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be chosen in one playbook, in one reader's words."""

    labels: Labels
    cases: tuple[Case, ...] = ()

    def choices(self, field: Field) -> tuple[Choice, ...]:
        """Return the choices of ``field`` in the order to show them; none for free text."""
        if field.vocabulary:
            return tuple(self._terms(self.labels.lexicon.vocabulary(field.vocabulary)))
        if field.kind == "case":
            return tuple(Choice(case.id, _title(case.data.get("title"), case.id)) for case in self.cases)
        values = field.choices or _map_values(field)
        found = [_choice(value, self.labels.value(field, value)) for value in values]
        if field.labels_from == "territories":
            found.sort(key=lambda choice: folded(choice.label))
        return tuple(found)

    def _terms(self, vocabulary: Vocabulary) -> Iterator[Choice]:
        """Yield groups, each followed by its terms; replaced terms are not offered any more."""
        language = self.labels.names.language
        for group in vocabulary.groups:
            members = [term for term in vocabulary.members(group.id) if not term.replaced_by]
            if group.replaced_by:
                continue
            heading = group.label(language)
            whole = _("{group} (in general)").format(group=heading) if members else heading
            yield Choice(group.id, whole, group.definition(language), "", (heading, *group.aliases))
            for term in members:
                yield Choice(term.id, term.label(language), term.definition(language), heading, term.aliases)


def _choice(value: str, label: str) -> Choice:
    """Make a choice. A TLP label is shown unchanged, as its standard asks, and «amber» is understood as well."""
    if not value.startswith("TLP:"):
        return Choice(value, label)
    whom = "" if label == value else f" · {label}"
    return Choice(value, f"{value}{whom}", also=(value.removeprefix("TLP:"), label))


def _map_values(field: Field) -> tuple[str, ...]:
    """Allowed values of a block with free names, such as the fields that are more closed than the case."""
    below = field.raw.get("additionalProperties")
    reference = below.get("$ref", "") if isinstance(below, dict) else ""
    if reference.endswith("/tlp"):
        return tuple(label.value for label in Tlp)
    return tuple(map(str, below.get("enum", ()))) if isinstance(below, dict) else ()


def _title(written: object, name: str) -> str:
    return written if isinstance(written, str) and written else name
