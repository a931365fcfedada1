"""Pictures as nothing but their pixels.

A photograph tells where and when it was taken, with which camera, by whom, and keeps a thumbnail of what was cropped
away. So what leaves the house is drawn anew: decoded, turned upright, its colours brought to sRGB, and encoded again.
Whatever else stood in the file (EXIF, XMP, IPTC, comments, profiles, thumbnails, further pictures, appended bytes) is
gone. The only import of Pillow.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sane_cli.core.words import _

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 50_000_000  # a full A3 page at 300 dpi has 17 million
_QUALITY = 92
_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def cleaned(data: bytes) -> bytes | None:
    """Return a JPEG or PNG file with the picture of ``data`` and nothing else, the same bytes every time.

    Anything else is refused with None: an SVG or a PDF is a program, other kinds are not worth their decoders' risk.
    """
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        return None
    from PIL import Image

    try:
        with warnings.catch_warnings(), _whole():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                return _encoded(_upright(picture), kind)
    except (
        OSError,
        ValueError,
        SyntaxError,
        Warning,
        ArithmeticError,
        LookupError,
        EOFError,
        Image.DecompressionBombError,
    ):
        # Pillow's decoders raise all of these for files that are not what they say
        return None


@contextmanager
def _whole() -> Iterator[None]:
    """Take no picture that breaks off; the PDF engine, once loaded, would have the whole process take them."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def fault(data: bytes) -> str:
    """Say why ``cleaned`` refuses ``data``, without decoding its pixels."""
    if not data.startswith(tuple(_MAGIC)):
        return _("It is neither a JPEG nor a PNG file.")
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=list(_MAGIC.values())) as picture:
                too_many = picture.width * picture.height > _MOST_PIXELS
    except Image.DecompressionBombError:
        too_many = True
    except Exception:  # noqa: BLE001  (whatever a decoder trips over, the picture is broken)
        return _("It cannot be opened as a picture.")
    if too_many:
        return _("It has more than {most} million pixels.").format(most=_MOST_PIXELS // 1_000_000)
    return _("It is damaged.")


def _upright(picture: Image) -> Image:
    """Return the pixels, turned as a viewer would turn them, in sRGB."""
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(picture)
    transparent = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    profile = turned.info.get("icc_profile")
    if profile and turned.mode in ("RGB", "CMYK", "L"):
        turned = _in_srgb(turned, profile)
    if turned.mode in ("1", "L") and not transparent:
        return turned.convert("L")
    return turned.convert("RGBA" if transparent else "RGB")


def _in_srgb(picture: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _encoded(picture: Image, kind: str) -> bytes:
    from PIL import Image

    pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # nothing but pixels comes along
    out = io.BytesIO()
    if kind == "JPEG":
        pixels.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        pixels.save(out, "PNG", optimize=False)
    return out.getvalue()
