from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from sane_cli.store import assets
from sane_cli.store.pictures import cleaned
from tests.safety.canaries import picture

SECRET = "kanaruzk"


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_picture_leaves_as_pixels_only(suffix: str):
    dirty = picture(suffix, SECRET)
    assert dirty.count(SECRET.encode()) >= 3
    clean = cleaned(dirty)
    assert clean is not None
    assert SECRET.encode() not in clean
    with Image.open(io.BytesIO(clean)) as made, Image.open(io.BytesIO(dirty)) as given:
        assert made.size == given.size
        assert made.format == given.format
        assert not made.getexif()
        assert not set(made.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert cleaned(dirty) == clean


def test_a_picture_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (12, 8)).save(out, "JPEG", exif=exif)
    clean = cleaned(out.getvalue())
    assert clean is not None
    assert Image.open(io.BytesIO(clean)).size == (8, 12)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixel_passes(mode: str):
    out = io.BytesIO()
    Image.new(mode, (4, 4)).save(out, "PNG")
    assert cleaned(out.getvalue())


def test_transparency_and_cmyk_and_profiles_pass():
    from PIL import ImageCms

    out = io.BytesIO()
    Image.new("CMYK", (4, 4)).save(out, "JPEG")
    assert cleaned(out.getvalue())
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (profile, b"no profile"):
        out = io.BytesIO()
        Image.new("RGB", (4, 4), (200, 10, 10)).save(out, "JPEG", icc_profile=data)
        clean = cleaned(out.getvalue())
        assert clean is not None
        assert b"ICC_PROFILE" not in clean
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "PNG", transparency=0)
    clean = cleaned(out.getvalue())
    assert clean is not None
    assert Image.open(io.BytesIO(clean)).mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        picture("png", SECRET)[:60],
        picture("jpg", SECRET)[:300],
    ],
)
def test_what_is_no_picture_is_refused(data: bytes):
    assert cleaned(data) is None


def test_a_picture_that_would_fill_the_memory_is_refused():
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert cleaned(b"\x89PNG\r\n\x1a\n" + chunk) is None


def test_only_pictures_below_assets_are_read(tmp_path: Path):
    folder = tmp_path / "playbook" / "assets"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture("png", SECRET))
    (folder / "big.png").write_bytes(picture("png", SECRET) + b"\0" * assets.LARGEST)
    (tmp_path / "out.png").write_bytes(picture("png", SECRET))
    (tmp_path / "playbook" / "b.png").write_bytes(picture("png", SECRET))
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    os.mkfifo(folder / "pipe.png")
    read = assets.Reader(tmp_path)
    assert read("assets/a.png")
    refused = [
        "assets/../b.png",
        "../out.png",
        "b.png",
        "assets/link.png",
        "assets/none.png",
        "assets/pipe.png",
        "assets/big.png",
        "assets",
        "assets/",
        "/etc/passwd",
        "assets/\0.png",
        str(folder / "a.png"),
    ]
    for path in refused:
        assert read(path) is None, path
