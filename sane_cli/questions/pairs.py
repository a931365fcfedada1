"""Names with a value each, such as fields and the label that closes them."""

from __future__ import annotations

import re
from typing import Any

from sane_cli.core.matching import match, separate
from sane_cli.core.question import Kind, Question, UnclearError
from sane_cli.core.words import N_, _

_PAIR = re.compile(r"([a-z_ ]+?)\s*[:=\s]\s*(TLP:\S+|[^\s:]+)\Z", re.IGNORECASE)


def parse(words: str, question: Question) -> dict[str, str]:
    """Read ``outcomes: TLP:AMBER, context: red``.

    Raises:
        UnclearError: a part has no value, or one that is not offered.
    """
    found: dict[str, str] = {}
    for part in separate(words):
        pair = _PAIR.match(part)
        if pair is None:
            raise UnclearError(_("‘{part}’ needs a name and a value, such as outcomes: TLP:AMBER").format(part=part))
        found[pair[1].strip().replace(" ", "_").lower()] = _value(pair[2], question)
    return found


def _value(words: str, question: Question) -> str:
    return match(words, question.choices, exact=True) if question.choices else words


def spell(value: Any, _question: Question) -> str:
    """Give the pairs with commas between."""
    return ", ".join(f"{name}: {label}" for name, label in value.items())


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=spell,
    hint=N_("Field and label, several with a comma between, such as outcomes: TLP:AMBER."),
    samples=(("outcomes: TLP:AMBER, context: TLP:RED", {"outcomes": "TLP:AMBER", "context": "TLP:RED"}),),
)
