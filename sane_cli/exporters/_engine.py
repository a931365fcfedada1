"""The PDF engine, WeasyPrint, behind one door: our fonts only, our files only, and no talk on stderr.

The only module that imports it.
"""

from __future__ import annotations

import ctypes.util
import gc
import io
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import Any

from sane_cli.core.error import FindingsError, UsageError
from sane_cli.core.words import _
from sane_cli.exporters._report.glyphs import Lacking
from sane_cli.exporters._report.theme import HOME, Theme
from sane_cli.exporters._report.writer import swapped

_APT = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_PACKAGES = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "fonttools", "pillow")
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
        # it prints a banner before it gives up, where data belongs
        with redirect_stdout(io.StringIO()), _loading_by_name():
            import weasyprint
    except OSError as error:
        raise UsageError(
            _("The PDF engine needs system libraries that are not installed (Pango)."),
            where="--format pdf",
            todo=_("Install them with: {command}").format(command=_APT),
        ) from error
    _draw_labels_whole(weasyprint)
    return weasyprint


@contextmanager
def _loading_by_name() -> Iterator[None]:
    """Let the engine's libraries be loaded by the one name that they have on Linux.

    It tries the names of other systems first. Python then asks the compiler and the linker for each of them, some
    hundred processes that take as long as the rest of the import.
    """
    if sys.platform != "linux":
        yield
        return
    with swapped(ctypes.util, "find_library", lambda _name: None):
        yield


class _Whole(str):
    """Text of a figure that is drawn in one go: the engine asks for its letters and gets all of them at once."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


def _draw_labels_whole(weasyprint: Any) -> None:
    """Draw the words of figures as words.

    The engine draws text in SVG letter by letter, for figures that place single letters; ours never do. Arabic letters
    would not join, nor run from right to left, and Latin ones stand where kerning would not put them.
    """
    tags = weasyprint.svg.TAGS
    by_letter = tags["text"]
    if isinstance(by_letter, partial):
        return
    tags["text"] = partial(_whole, by_letter)
    weasyprint.svg.text = tags["text"]  # which of its shapes are text, the engine asks by comparing with this


def _whole(by_letter: Callable[..., None], svg: Any, node: Any, font_size: float) -> None:
    if node.text:
        node._etree_node.text = _Whole(node.text)  # noqa: SLF001  (the text is read from there and nowhere else)
    by_letter(svg, node, font_size)


def versions(weasyprint: Any) -> str:
    """Return the versions of everything that decides what a page looks like."""
    from importlib.metadata import version

    ffi, pango, harfbuzz = (getattr(weasyprint.text.ffi, name) for name in ("ffi", "pango", "harfbuzz"))
    ffi.cdef("const char *hb_version_string(void);")
    shaping = ffi.string(harfbuzz.hb_version_string()).decode()
    packages = [f"{name} {version(name)}" for name in _PACKAGES]
    return " ".join([*packages, f"pango {pango.pango_version()} harfbuzz {shaping}"])


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
    boxes = {found for line in lines for found in re.findall(r"U\+([0-9A-F]{4,6})", line)}
    if boxes:
        raise without_glyphs(Lacking("".join(sorted(chr(int(box, 16)) for box in boxes))), theme)


def without_glyphs(lacking: Lacking, theme: Theme) -> FindingsError:
    """Return what to raise when a character would come out as a box."""
    where = ", ".join(lacking.cases) or theme.name
    return FindingsError(
        _("No font of the theme ‘{theme}’ can write this: {scripts}.").format(
            theme=theme.name, scripts=lacking.described()
        ),
        where=where,
        todo="\n    ".join(lacking.remedies()),
    )
