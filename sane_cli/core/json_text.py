"""JSON that is safe to look at: what could steer a terminal is written as an escape, the data stays the same."""

from __future__ import annotations

import json
from typing import Any

from sane_cli.core.text import DANGEROUS


def dumped(data: Any, indent: int | None = 2) -> str:
    """Write ``data`` as JSON in readable characters.

    Args:
        data: anything JSON can hold.
        indent: spaces a level, or None for a single line.
    """
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    # a log of GitHub Actions takes ##[…] anywhere in a line for a command
    return DANGEROUS.sub(lambda match: f"\\u{ord(match.group()):04x}", text).replace("##[", "#\\u0023[")
