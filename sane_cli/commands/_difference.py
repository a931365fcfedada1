"""What a change does to a file, as a unified diff that is safe to show."""

from __future__ import annotations

from difflib import unified_diff

from sane_cli.core.text import visible


def difference(path: str, before: bytes, after: bytes) -> str:
    """Return the lines that change, without any around them."""
    old, new = (text.decode().splitlines() for text in (before, after))
    lines = unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="", n=0)
    return "".join(visible(line) + "\n" for line in lines)
