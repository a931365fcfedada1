"""A web address, or for pictures a file below the playbook's assets."""

from __future__ import annotations

import re

from sane_cli.core.question import Kind, Question
from sane_cli.core.words import N_

_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?\Z", re.IGNORECASE)


def parse(words: str, _question: Question) -> str:
    """Take the address; a bare «www.example.org» gets its https."""
    plain = words.strip().strip("<>")
    return f"https://{plain}" if _BARE.match(plain) else plain


def spell(value: object, _question: Question) -> str:
    """Give the address itself."""
    return str(value)


PLUGIN = Kind(
    parse=parse,
    spell=spell,
    show=spell,
    hint=N_("An address that begins with https://."),
    samples=(
        ("www.example.org", "https://www.example.org"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("assets/logo.png", "assets/logo.png"),
    ),
)
