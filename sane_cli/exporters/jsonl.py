"""JSON Lines: one case a line, for streams and for tools that read line by line."""

from __future__ import annotations

from collections.abc import Mapping

from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_
from sane_cli.exporters._report.data import cases_jsonl


def make(product: Product) -> Mapping[str, bytes]:
    """Write ``{"format": 1, "audience", "collection", "case"}`` for each case."""
    return {"": cases_jsonl(product)}


PLUGIN = Exporter(suffix=".jsonl", summary=N_("one gated case a line, for programs"), make=make)
