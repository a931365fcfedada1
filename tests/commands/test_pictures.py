"""A picture that cannot be shown is never lost in silence. All cases and pictures are invented."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest

from sane_cli.store import assets
from tests.invented import Playbook, Ran

Sane = Callable[..., Ran]


def png(width: int, height: int) -> bytes:
    """Return a PNG file that claims a size and holds nothing of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def good() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (12, 8), "white").save(out, "PNG")
    return out.getvalue()


BROKEN = {
    "too large": (good() + b"\0" * assets.LARGEST, "larger than 8388608 bytes"),
    "a bomb": (png(60_000, 60_000), "more than 50 million pixels"),
    "too many pixels": (png(9_000, 6_000), "more than 50 million pixels"),
    "damaged": (png(40, 40), "It is damaged."),
    "no picture": (b"\x89PNG\r\n\x1a\nnothing", "It cannot be opened as a picture."),
    "another kind": (b"GIF89a" + b"\0" * 40, "neither a JPEG nor a PNG"),
    "a drawing with code": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "neither a JPEG nor a PNG"),
}


def with_picture(playbook: Playbook, data: bytes) -> None:
    (playbook.root / "playbook/assets").mkdir(parents=True, exist_ok=True)
    (playbook.root / "playbook/assets/march.png").write_bytes(data)
    playbook.case(media=[{"kind": "picture", "title": "An invented march", "url": "assets/march.png"}])


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("form", ["html", "playbook"])
def test_a_picture_that_cannot_be_shown_stops_the_export(playbook: Playbook, sane: Sane, name: str, form: str):
    data, why = BROKEN[name]
    with_picture(playbook, good())
    assert sane("export", "--format", form, "-o", "out/made").code == 0
    before = sorted((at, at.read_bytes()) for at in (playbook.root / "out").rglob("*") if at.is_file())
    with_picture(playbook, data)
    done = sane("export", "--format", form, "-o", "out/made")
    assert done.code == 1
    assert "sample: the picture assets/march.png is left out." in done.err
    assert why in done.err
    assert "nothing was written" in done.err
    assert sorted((at, at.read_bytes()) for at in (playbook.root / "out").rglob("*") if at.is_file()) == before


def test_who_says_so_gets_the_report_with_a_placeholder(playbook: Playbook, sane: Sane):
    with_picture(playbook, b"nothing")
    playbook.case(
        context="Look: ![A court](assets/march.png).",
        media=[{"kind": "picture", "title": "An invented march", "url": "assets/march.png"}],
    )
    done = sane("export", "--format", "html", "--skip-invalid", "-o", "out.html")
    assert done.code == 1
    assert "assets/march.png is left out" in done.err
    text = (playbook.root / "out.html").read_text()
    assert "Picture left out: An invented march" in text
    assert "[Picture left out: A court]" in text
    assert "<img" not in text


def test_formats_without_pictures_do_not_mind(playbook: Playbook, sane: Sane):
    with_picture(playbook, b"nothing")
    for form in ("json", "csv", "markdown"):
        assert sane("export", "--format", form, "-o", f"out.{form}").code == 0


def test_a_picture_in_place_is_shown_with_its_words(playbook: Playbook, sane: Sane):
    with_picture(playbook, good())
    assert sane("export", "--format", "html", "-o", "out.html").code == 0
    assert 'alt="An invented march"' in (playbook.root / "out.html").read_text()
