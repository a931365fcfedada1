"""The form as a PDF with fields: tagged, with our own fonts, the same bytes for the same questions."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sane_cli.core.error import UsageError
from sane_cli.core.paper import Paper
from sane_cli.core.words import _
from sane_cli.exporters._form import page

_FONTS = Path(__file__).resolve().parents[2] / "themes" / "fonts"
_FACES = {
    "SourceSans3-Regular.ttf": "font-weight:400;font-style:normal",
    "SourceSans3-It.ttf": "font-weight:400;font-style:italic",
    "SourceSans3-Semibold.ttf": "font-weight:600;font-style:normal",
    "SourceSans3-Bold.ttf": "font-weight:700;font-style:normal",
}
_FONT = "sane-font:"
_APT = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_RADIO, _NO_TOGGLE = 1 << 15, 1 << 14  # ISO 32000-2, table 229


def made(paper: Paper) -> bytes:
    """Make the PDF.

    Raises:
        UsageError: the engine's system libraries are missing.
    """
    with _engine() as weasyprint:
        source = page.page(paper, f"{_font_faces()}\n{page.style()}")
        html = weasyprint.HTML(string=source, base_url="sane-form:/", url_fetcher=_fetcher(weasyprint))
        fonts = weasyprint.text.fonts.FontConfiguration()
        pdf: bytes = html.write_pdf(font_config=fonts, pdf_forms=True, pdf_variant="pdf/ua-1", finisher=_finish)
    return pdf


def _finish(_document: Any, pdf: Any) -> None:
    """Let a choice be taken back: an answer given by mistake must not stay."""
    for found in pdf.objects:
        if isinstance(found, dict) and found.get("Ff") == _RADIO + _NO_TOGGLE:
            found["Ff"] = _RADIO


def _font_faces() -> str:
    return "\n".join(
        f'@font-face{{font-family:"Source Sans 3";{face};src:url("{_FONT}{name}") format("truetype")}}'
        for name, face in _FACES.items()
    )


def _fetcher(weasyprint: Any) -> Any:
    """Make a fetcher that knows our own fonts: no file system, no network."""
    response = weasyprint.urls.URLFetcherResponse

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Fetch fonts and nothing else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"], allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(_FONT)
            if url.startswith(_FONT) and name in _FACES:
                return response(url, (_FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    return Fetcher()


@contextmanager
def _engine() -> Iterator[Any]:
    """Import the engine with no system font in sight and without its talk on stderr."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_FONTS / "fonts.conf")
    logger = logging.getLogger("weasyprint")
    level = logger.level
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # «no fonts configured»: ours are named in the style sheet
            engine = _weasyprint()
            logger.setLevel(logging.CRITICAL)
            yield engine
    finally:
        logger.setLevel(level)
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
