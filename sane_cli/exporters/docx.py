"""DOCX: the report for people who live in Word: real headings, contents, lists, tables and notes, to be worked on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._archive import packed

_TYPES = "[Content_Types].xml"


def make(product: Product) -> Mapping[str, bytes]:
    """Write the theme's page as a Word document, the same to the byte from the same cases.

    Raises:
        UsageError: the theme cannot be used.
    """
    from sane_cli.exporters._docx.whole import written

    with zipfile.ZipFile(io.BytesIO(written(product))) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != _TYPES, name))
        files = [(name, archive.read(name)) for name in names]
    return {"": packed(files, product.provenance.made)}


PLUGIN = Exporter(suffix=".docx", summary=N_("the report as a Word document, to work on"), make=make)
