"""Turn what a terminal shows into an SVG for the guides: ANSI text on stdin, the picture on stdout.

For example: tmux capture-pane -ep | python scripts/terminal_picture.py 'sane new' > docs/pictures/new.svg
Rich draws it. Its fonts come from the web; the reader's own will do, and no page of ours fetches anything.
"""

from __future__ import annotations

import io
import re
import sys

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

_COLUMNS = 100


def picture(ansi: str, title: str) -> str:
    """Return the SVG, without the empty lines at the end of the screen."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(ansi.rstrip()))
    drawn = console.export_svg(title=title, theme=DIMMED_MONOKAI, unique_id="terminal")
    drawn = re.sub(r"<!--.*?-->", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas") + "\n"


if __name__ == "__main__":
    sys.stdout.write(picture(sys.stdin.read(), sys.argv[1]))
