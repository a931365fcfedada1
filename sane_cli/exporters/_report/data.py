"""The gated cases as JSON, the same in the file of its own and as the attachment of a report."""

from __future__ import annotations

import json

from sane_cli.core.case import Told
from sane_cli.core.product import Product


def _translated(told: Told) -> dict[str, object]:
    """Say of a case in another language than its own: from which, how fresh, and what was not translated."""
    return {"from": told.original, "state": told.state.value, "left": sorted(told.kept)}


def cases_json(product: Product) -> bytes:
    """Return what the audience may see of each case, in order, with the audience it was gated for.

    Where readers wanted another language than a case was written in, ``translated`` says by id what they got.
    """
    content = {
        "format": 1,
        "audience": product.audience.audience,
        "collection": product.collection.id,
        "cases": [dict(case.data) for case in product.cases],
    }
    states = {case.id: _translated(case.told) for case in product.cases if case.told}
    content |= {"translated": states} if states else {}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
