"""The PDF engine, WeasyPrint, behind one door: our fonts only, our files only, and no talk on stderr.

The only module that imports it.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from sane_cli.core.error import FindingsError, UsageError
from sane_cli.core.words import _
from sane_cli.exporters._report.theme import HOME, Theme

_APT = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_FONT = "sane-font:"
_FILE = "sane-theme:"


@contextmanager
def engine() -> Iterator[Any]:
    """Import the engine with no system font in sight and without the garbage collector's walks, a fifth of the time."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(HOME / "fonts" / "fonts.conf")
    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # «no fonts configured»: ours are named in the style sheet
            yield _weasyprint()
    finally:
        if collecting:
            gc.enable()
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _weasyprint() -> Any:
    try:
        with redirect_stdout(io.StringIO()):  # it prints a banner before it gives up, where data belongs
            import weasyprint
    except OSError as error:
        raise UsageError(
            _("The PDF engine needs system libraries that are not installed (Pango)."),
            where="--format pdf",
            todo=_("Install them with: {command}").format(command=_APT),
        ) from error
    return weasyprint


def fetcher(weasyprint: Any, theme: Theme) -> Any:
    """Make a fetcher that knows pictures inside the page and the theme's own files: no file system, no network."""
    faces = {face.path.name: face.path for face in theme.faces}
    response = weasyprint.urls.URLFetcherResponse

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Fetch ``data:``, ``sane-font:`` and ``sane-theme:`` addresses and nothing else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"], allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_FONT) and url.removeprefix(_FONT) in faces:
                return response(url, faces[url.removeprefix(_FONT)].read_bytes(), {"Content-Type": "font/ttf"})
            if url.startswith(_FILE):
                path = theme.file(url.removeprefix(_FILE).lstrip("/"))
                if path is not None:
                    return response(url, path.read_bytes())
            return super().fetch(url, headers)

    return Fetcher()


def font_faces(theme: Theme) -> str:
    """Return the style sheet's words for the faces of the theme."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f'src:url("{_FONT}{face.path.name}") format("truetype")}}'
        for face in theme.faces
    )


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what the engine logs instead of letting it talk on stderr."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    ear = Ear(logging.WARNING)
    handlers, spread = logger.handlers[:], logger.propagate
    logger.handlers[:], logger.propagate = [ear], False
    try:
        yield heard
    finally:
        logger.handlers[:], logger.propagate = handlers, spread


def judge(heard: list[str], theme: Theme) -> None:
    """Stop at what would make the pages wrong; a style sheet's odd property is the theme maker's business."""
    lines = (line for line in heard if ".notdef" in line)
    boxes = sorted({found for line in lines for found in re.findall(r"U\+[0-9A-F]{4,6}", line)})
    if boxes:
        raise without_glyphs(boxes, theme)


def without_glyphs(characters: list[str], theme: Theme) -> FindingsError:
    """Return what to raise when a character would come out as a box."""
    return FindingsError(
        _("No font of the theme has these characters: {characters}.").format(characters=", ".join(characters)),
        where=theme.name,
        todo=_("Add a font that has them to a theme of your own ([[fonts]] in its theme.toml), or reword."),
    )
