"""Several short texts."""

from __future__ import annotations

from typing import Any

from sane_cli.core.question import Kind, Question
from sane_cli.core.text import DANGEROUS
from sane_cli.core.words import N_


def parse(words: str, _question: Question) -> list[str]:
    """Split at semicolons and line ends; at commas only when there is neither."""
    plain = words.replace("\n", ";")
    parts = plain.split(";") if ";" in plain else plain.split(",")
    texts = (" ".join(DANGEROUS.sub("", part).split()) for part in parts)
    return list(dict.fromkeys(text for text in texts if text))


def spell(value: Any, _question: Question) -> str:
    """Give the texts with semicolons between, and one at the end where a comma would divide a text."""
    return "; ".join(map(str, value)) + (";" if any("," in str(item) for item in value) else "")


def show(value: Any, _question: Question) -> str:
    """Give the texts with semicolons between."""
    return "; ".join(map(str, value))


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=show,
    hint=N_("Several with a semicolon between."),
    samples=(("Ann; Ben", ["Ann", "Ben"]), ("Ann, Ben", ["Ann", "Ben"]), ("Doe, Ann;", ["Doe, Ann"])),
)
