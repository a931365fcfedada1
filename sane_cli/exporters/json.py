"""JSON: what the audience may see of each case, for programs. The same text is attached to every PDF."""

from __future__ import annotations

from collections.abc import Mapping

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._report.data import cases_json


def make(product: Product) -> Mapping[str, bytes]:
    """Write ``{"format": 1, "audience", "collection", …, "terms", "cases"}``."""
    return {"": cases_json(product)}


PLUGIN = Exporter(suffix=".json", summary=N_("the gated cases as data, for programs"), make=make)
