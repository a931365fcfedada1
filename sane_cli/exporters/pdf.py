"""PDF: the report as a tagged book, PDF/UA-1 and PDF/A-3a at once, the same bytes from the same cases.

The only module that knows WeasyPrint.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sane_cli.core.error import FindingsError, UsageError
from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_, _
from sane_cli.exporters._report.data import cases_json
from sane_cli.exporters._report.glyphs import missing
from sane_cli.exporters._report.model import report
from sane_cli.exporters._report.page import html, style_for
from sane_cli.exporters._report.tags import declare_ua, finish
from sane_cli.exporters._report.theme import HOME, Theme, load
from sane_cli.exporters._report.writer import repaired

_APT = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_FONT = "sane-font:"
_FILE = "sane-theme:"


def make(product: Product) -> Mapping[str, bytes]:
    """Make the report of a product as one PDF.

    Raises:
        UsageError: the engine's system libraries are missing, or the theme cannot be used.
        FindingsError: the text uses characters that no font of the theme has.
    """
    theme = load(product.theme)
    laid_out = report(product)
    style = f"{_font_faces(theme)}\n{style_for(laid_out, theme)}"
    source = html(laid_out, product, theme, style)
    lacking = missing(source, theme)
    if lacking:
        raise _without_glyphs(lacking, theme)
    with _engine() as weasyprint:
        return {"": _render(weasyprint, source, theme, product)}


PLUGIN = Exporter(
    suffix=".pdf",
    summary=N_("a report to read and print: tagged, with contents, figures and indexes, the data attached"),
    make=make,
)


@contextmanager
def _engine() -> Iterator[Any]:
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
        import weasyprint
    except OSError as error:
        raise UsageError(
            _("The PDF engine needs system libraries that are not installed (Pango)."),
            where="--format pdf",
            todo=_("Install them with: {command}").format(command=_APT),
        ) from error
    return weasyprint


def _render(weasyprint: Any, source: str, theme: Theme, product: Product) -> bytes:
    fetcher = _fetcher(weasyprint, theme)
    fonts = weasyprint.text.fonts.FontConfiguration()
    with _complaints() as complaints, repaired():
        page = weasyprint.HTML(string=source, base_url="sane-theme:/", url_fetcher=fetcher)
        document = page.render(font_config=fonts, uncompressed_pdf=False)
        declare_ua(document)
        made = product.provenance.made
        attachment = weasyprint.Attachment(
            string=cases_json(product),
            name="cases.json",
            description=_("The cases of this report as data"),
            created=made,
            modified=made,
            relationship="Source",
        )
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a", finisher=finish, attachments=[attachment], custom_metadata=False
        )
    _judge(complaints, theme)
    return pdf


def _fetcher(weasyprint: Any, theme: Theme) -> Any:
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


def _font_faces(theme: Theme) -> str:
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f'src:url("{_FONT}{face.path.name}") format("truetype")}}'
        for face in theme.faces
    )


@contextmanager
def _complaints() -> Iterator[list[str]]:
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


def _judge(complaints: list[str], theme: Theme) -> None:
    """Stop at what would make the pages wrong; a style sheet's odd property is the theme maker's business."""
    lines = (line for line in complaints if ".notdef" in line)
    boxes = sorted({found for line in lines for found in re.findall(r"U\+[0-9A-F]{4,6}", line)})
    if boxes:
        raise _without_glyphs(boxes, theme)


def _without_glyphs(characters: list[str], theme: Theme) -> FindingsError:
    return FindingsError(
        _("No font of the theme has these characters: {characters}.").format(characters=", ".join(characters)),
        where=theme.name,
        todo=_("Add a font that has them to a theme of your own ([[fonts]] in its theme.toml), or reword."),
    )
