"""Run the ``console`` blocks of a document and compare what they show with what comes out.

Everything runs as on a terminal of 100 columns without colour, at which nobody answers questions. A line that begins
with ``$`` is typed, what follows is what it prints, both ways out together. ``…`` stands for any text, on a line of its
own for any lines. ``# exit 1`` at the end of a command is the exit code it must have, else 0. ``cd`` holds for the
commands after it.
"""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"  # the day on which the guides were written
_COLUMNS = 100
_BLOCK = re.compile(r"^( *)```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_EXIT = re.compile(r"\s+# exit (\d+)$")


@dataclass
class Typed:
    """A command of a document, and the lines that stand below it."""

    words: str
    line: int
    code: int = 0
    shown: list[str] = field(default_factory=list)


def commands(text: str) -> Iterator[Typed]:
    """Yield every command of every block in order."""
    for block in _BLOCK.finditer(text):
        at = text[: block.start()].count("\n") + 2
        found: list[Typed] = []
        for number, line in enumerate(block[2].splitlines(), at):
            words = line.removeprefix(block[1])
            if words.startswith("$ "):
                code = _EXIT.search(words)
                found.append(Typed(_EXIT.sub("", words[2:]), number, int(code[1]) if code else 0))
            else:
                assert found, f"line {number}: output before a command"
                found[-1].shown.append(words)
        yield from found


def differs(shown: list[str], printed: str) -> str:
    """Return the pattern when ``printed`` is not what is shown, else an empty text; nothing shown means anything."""
    if not shown:
        return ""
    parts = []
    for line in shown:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(part.rstrip()) for part in line.split("…")) + r"[ \t]*\n")
    pattern = "".join(parts)
    return "" if re.fullmatch(pattern, printed) else pattern


def program(folder: Path, package: Path) -> Path:
    """Write a ``sane`` that runs the program in ``package``; return its folder, for the PATH."""
    folder.mkdir(parents=True, exist_ok=True)
    at = folder / "sane"
    at.write_text(f'#!/bin/sh\nPYTHONPATH="{package}" exec "{sys.executable}" -m sane_cli "$@"\n')
    at.chmod(0o755)
    return folder


def typed(words: str, cwd: Path, tools: Path) -> tuple[int, str]:
    """Run one command line as on a terminal where nobody types; return its exit code and all it printed."""
    others = ("SANE_", "GITHUB_", "GIT_", "COLUMNS", "LINES", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    roles = ("AUTHOR", "COMMITTER")
    who = {f"GIT_{role}_NAME": "Invented" for role in roles} | {f"GIT_{role}_EMAIL": "x@example.org" for role in roles}
    there = {
        **kept, **who, "PATH": f"{tools}:{os.environ['PATH']}", "SANE_LANG": "en", "SANE_TODAY": TODAY,
        "GIT_CONFIG_GLOBAL": "/dev/null", "EDITOR": "true", "PAGER": "cat", "TERM": "xterm", "NO_COLOR": "1",
    }  # fmt: skip
    screen, line = os.openpty()
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 500, _COLUMNS, 0, 0))
    running = subprocess.Popen(
        ["bash", "-c", words], cwd=cwd, env=there, stdin=subprocess.DEVNULL, stdout=line, stderr=line
    )
    os.close(line)
    printed = bytearray()
    with suppress(OSError):  # the other side is closed: that is how a terminal ends
        while part := os.read(screen, 1 << 16):
            printed += part
    os.close(screen)
    # of an export the ledger keeps the day of the clock, whatever SANE_TODAY says
    shown = printed.decode().replace("\r\n", "\n").replace(datetime.now(UTC).date().isoformat(), TODAY)
    return running.wait(timeout=300), shown


def faults(text: str, cwd: Path, tools: Path) -> list[str]:
    """Run every command of a document in ``cwd``; return what is not as it says."""
    found = []
    for command in commands(text):
        if command.words.startswith("cd "):
            cwd = cwd / command.words.removeprefix("cd ")
            continue
        code, printed = typed(command.words, cwd, tools)
        if code != command.code:
            found.append(f"line {command.line}: $ {command.words}\nexit {code}, not {command.code}\n{printed}")
        elif differs(command.shown, printed):
            shown = "\n".join(command.shown)
            found.append(f"line {command.line}: $ {command.words}\n--- shown\n{shown}\n--- printed\n{printed}")
    return found
