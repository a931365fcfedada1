"""The picture that stands for the book on a shelf: its title, its label, and the threads of its collection."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from sane_cli.exporters._report.glyphs import covers
from sane_cli.exporters._report.theme import Face, Theme
from sane_cli.exporters._report.tree import Tree, name

_WIDTH, _HEIGHT = 1200, 1920
_FINE = 2  # drawn this much larger, for smooth lines
_EDGE = 100
_STEPS = 40  # of a curve
_TITLE, _LABEL = (110, 92, 76, 60, 48), 56
_CURVE = re.compile(r"M(\S+) (\S+)C(\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\Z")
_FLAT = 0.72  # the picture is a little flatter than in the report
_THREADS = 1180  # where the picture of the threads begins


def cover(whole: Tree) -> bytes:
    """Draw the cover as PNG; a title that no font of the theme can write is left to the words of the book."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_WIDTH * _FINE, _HEIGHT * _FINE), "#ffffff")
    draw = ImageDraw.Draw(picture)
    for svg in [each for each in whole.body.iter() if name(each) == "svg"][:1]:
        _threads(draw, svg)
    picture = picture.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(picture)
    report, theme = whole.report, whole.theme
    is_rtl = report.direction == "rtl"
    _title(draw, report.title, theme, is_rtl=is_rtl)
    font = _font(theme, report.label, _LABEL, is_rtl=False)
    if font is not None:
        box = draw.textbbox((_WIDTH - _EDGE, _EDGE), report.label, font=font, anchor="ra")
        draw.rectangle((box[0] - 20, box[1] - 16, box[2] + 20, box[3] + 16), fill="#000000")
        draw.text((_WIDTH - _EDGE, _EDGE), report.label, font=font, fill=report.meaning.colour, anchor="ra")
    done = io.BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(done, "PNG", optimize=True)
    return done.getvalue()


def _title(draw: Any, title: str, theme: Theme, *, is_rtl: bool) -> None:
    """Write the title as large as it fits above the picture."""
    for size in _TITLE:
        font = _font(theme, title, size, is_rtl=is_rtl)
        if font is None:
            return
        lines = list(_lines(title, font))
        if len(lines) * size * 1.2 <= _THREADS - 380 or size == _TITLE[-1]:
            break
    x, anchor = (_WIDTH - _EDGE, "ra") if is_rtl else (_EDGE, "la")
    for at, line in enumerate(lines[:16]):
        draw.text((x, 300 + at * size * 1.2), line, font=font, fill=theme.colours["ink"], anchor=anchor)


def _lines(title: str, font: Any) -> Iterator[str]:
    line = ""
    for word in title.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > _WIDTH - 2 * _EDGE:
            yield line
            line = word
        else:
            line = longer
    yield line


def _font(theme: Theme, words: str, size: int, *, is_rtl: bool) -> Any:
    """Return a font that has every letter of ``words``, the theme's large type first; None when there is none."""
    from PIL import ImageFont, features

    shaping = features.check("raqm")
    if is_rtl and not shaping:
        return None  # letters would stand alone and the wrong way round

    def rank(face: Face) -> tuple[bool, bool, int]:
        return ("Display" not in face.family, face.style != "normal", abs(face.weight - 400))

    face = next((face for face in sorted(theme.faces, key=rank) if covers(face.path, words)), None)
    engine = ImageFont.Layout.RAQM if shaping else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(face.path), size, layout_engine=engine) if face else None


def _threads(draw: Any, svg: Element) -> None:
    """Draw the curves and dots of the report's own cover; it is made of nothing else but a few words."""
    _left, _top, wide, _tall = map(float, (svg.get("viewBox") or "0 0 210 172").split())
    scale = _WIDTH * _FINE / wide
    for each in svg.iter():
        if name(each) == "path":
            match = _CURVE.match(each.get("d", ""))
            if match:
                points = [_on_curve(tuple(map(float, match.groups())), at / _STEPS) for at in range(_STEPS + 1)]
                placed = [(x * scale, y * scale * _FLAT + _THREADS * _FINE) for x, y in points]
                colour = _lighter(each.get("stroke", "#000000"), float(each.get("stroke-opacity", "1")))
                draw.line(placed, fill=colour, width=round(0.5 * scale), joint="curve")
        elif name(each) == "circle":
            x, y, r = (float(each.get(key, "0")) for key in ("cx", "cy", "r"))
            x, y, r = x * scale, y * scale * _FLAT + _THREADS * _FINE, r * scale
            draw.ellipse((x - r, y - r, x + r, y + r), fill=each.get("fill"))


def _on_curve(ends: tuple[float, ...], t: float) -> tuple[float, float]:
    """Return a point of a cubic Bézier curve."""
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
    x1, y1, x2, y2, x3, y3, x4, y4 = ends
    return a * x1 + b * x2 + c * x3 + d * x4, a * y1 + b * y2 + c * y3 + d * y4


def _lighter(colour: str, opacity: float) -> tuple[int, ...]:
    return tuple(round(255 - (255 - int(colour[at : at + 2], 16)) * opacity) for at in (1, 3, 5))
