"""Make text from a case file harmless before it reaches a person.

A case may come from a stranger's pull request. Control characters could move the cursor or recolour a
terminal; bidirectional overrides could make a line read as something else (CVE-2021-42574, «Trojan Source»).
"""

from __future__ import annotations

import re
import unicodedata

# C0 (but tab and newline), DEL, C1, the bidi embeddings, overrides and isolates, and the halves of characters that
# stand for broken bytes in a file's name. LRM, RLM, ALM, ZWJ and ZWNJ stay: Arabic and Persian text needs them and
# they cannot reorder a line.
DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACE = re.compile("[^\\S\u00a0\u202f]+")

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def visible(text: str) -> str:
    r"""Return ``text`` with every dangerous character written out, such as ``\x1b`` or ``\u202e``."""
    return DANGEROUS.sub(_written_out, text)


def one_line(text: str) -> str:
    """Return ``text`` made visible and folded to a single line; unbreakable spaces stay (French signs need them)."""
    # most texts are as they should be, and a long list has many: what can be printed has no white space but blanks
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return visible(_SPACE.sub(" ", text).strip())


def written(path: str) -> str:
    r"""Return a file's name as one harmless word: line breaks and tabs written out as well, as ``\n`` and ``\t``."""
    return visible(path.replace("\n", "\\n").replace("\t", "\\t"))


def folded(text: str) -> str:
    """Fold case and accents, so that «Civilizáció» is found by «civilizacio»."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _BEYOND_ASCII.sub(_without_accent, parts)


def _without_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match.group()) else match.group()


def shortened(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of ``text``, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"  # noqa: PLR2004


def with_name(value: str, name: str) -> str:
    """Return a code with what it stands for, where that says more: «AL (Albania)»."""
    return value if not name or name == value else f"{value} ({name})"
