"""CSV: one row a case, one column a field of the schema, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from sane_cli.core.audience import PublicCase
from sane_cli.core.case import text
from sane_cli.core.cell import safe
from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_

_BETWEEN = "; "
_TOLD = ("original_language", "translation")  # only where a case is told in another language than was wanted


def make(product: Product) -> Mapping[str, bytes]:
    """Write a header and the cases, in UTF-8 with the mark that Excel needs to believe it."""
    fields = [field.name for field in product.schema.fields if field.place != "none" or field.name == "id"]
    shown = [name for name in fields if any(name in case.data for case in product.cases)]
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    told = any(case.told for case in product.cases)
    writer.writerow([*shown, "tlp", *(_TOLD if told else ())])
    for case in product.cases:
        row = [safe(words(case.data.get(name))) for name in shown]
        writer.writerow([*row, case.label.value, *(_translated(case) if told else ())])
    return {"": sheet.getvalue().encode("utf-8-sig")}


def words(value: Any) -> str:
    """Return one value as a cell: ids and dates stay as they are, a period is an ISO 8601 interval."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return _BETWEEN.join(filter(None, map(words, value)))
        case dict() if "from" in value or "to" in value:
            return f"{text(value, 'from') or '..'}/{text(value, 'to') or '..'}"
        case dict():
            named = text(value, "name") or text(value, "title") or text(value, "text") or text(value, "case")
            return named or _BETWEEN.join(part for part in value.values() if isinstance(part, str))
    return str(value)


def _translated(case: PublicCase) -> tuple[str, str]:
    return (case.told.original, case.told.state.value) if case.told else ("", "")


PLUGIN = Exporter(suffix=".csv", summary=N_("one row a case, for spreadsheets"), make=make)
