"""docs/themes.md, followed word by word."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest

from tests.desk import SOURCE, build, piped, write
from tests.exporters.reading import pages

GUIDE = (SOURCE / "docs" / "themes.md").read_text("utf-8")
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10" fill="#00ff01"/></svg>'
)


def block(language: str, section: str, at: int = 0) -> str:
    """Return a code block of the guide."""
    part = GUIDE.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", part, re.DOTALL)[at]


@pytest.fixture
def branded(tmp_path: Path) -> Path:
    root = build(tmp_path)
    write(root / "our-theme/logo.svg", LOGO.encode())
    write(root / "our-theme/theme.toml", block("toml", "Your brand in ten lines").encode())
    write(root / "our-theme/style.css", block("css", "Your brand in ten lines").encode())
    return root


def painted(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        return b"\n".join(item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream))


def test_the_brand_is_ten_lines():
    lines = block("toml", "Your brand in ten lines") + block("css", "Your brand in ten lines")
    assert len([line for line in lines.splitlines() if line.strip()]) <= 10


def test_the_brand_as_the_guide_says(branded: Path):
    command = block("sh", "Your brand in ten lines").split()
    assert command[0] == "sane"
    done = piped(branded, *command[1:], "-o", "report.pdf")
    assert done.code == 0, done.err
    drawn = painted((branded / "report.pdf").read_bytes())
    assert re.search(rb"\b0 1 0\.0039\d* rg", drawn), "the logo is not drawn"
    accent = rb"\b0\.478\d* 0\.1215\d* 0\.239\d* rg"  # #7a1f3d
    assert re.search(accent, drawn), "the accent is not there"
    done = piped(branded, *command[1:], "--format", "html", "-o", "report.html")
    assert done.code == 0, done.err
    page = (branded / "report.html").read_text()
    assert "data:image/svg+xml;base64," in page
    assert 'url("logo.svg")' not in page
    assert "--accent:#7a1f3d" in page


def test_a_font_as_the_guide_says(branded: Path):
    fonts = SOURCE / "sane_cli/themes/fonts"
    for name, face in (("Regular", "SourceSans3-Regular"), ("Bold", "SourceSans3-Bold")):
        write(branded / f"our-theme/OurSerif-{name}.ttf", (fonts / f"{face}.ttf").read_bytes())
    theme, style = branded / "our-theme/theme.toml", branded / "our-theme/style.css"
    theme.write_text(theme.read_text() + block("toml", "Your fonts"))
    style.write_text(block("css", "Your fonts"))
    done = piped(branded, "export", "alpha", "--theme", "./our-theme", "-o", "report.pdf")
    assert done.code == 0, done.err
    content = (branded / "report.pdf").read_bytes()
    assert "Alpha against phishing" in " ".join(pages(content))
    with pikepdf.open(io.BytesIO(content)) as document:
        names = {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert any("Our-Serif" in name for name in names), names


def test_every_colour_and_switch_that_the_guide_names_is_there():
    from sane_cli.exporters._report.theme import load

    theme = load("handbook")
    for colour in re.findall(r"`([a-z]+-?[a-z]*)`", GUIDE.split("Colours are written")[1].split("## ")[0]):
        assert colour in theme.colours, colour
    for switch in re.findall(r"`([a-z_]+)`", GUIDE.split("[layout]` switches")[1].split("A template")[0]):
        assert switch in theme.layout, switch
