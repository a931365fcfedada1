"""The gated cases as JSON, the same in the file of its own and as the attachment of a report."""

from __future__ import annotations

import json

from sane_cli.core.product import Product


def cases_json(product: Product) -> bytes:
    """Return what the audience may see of each case, in order, with the audience it was gated for."""
    content = {
        "format": 1,
        "audience": product.audience.audience,
        "collection": product.collection.id,
        "cases": [dict(case.data) for case in product.cases],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
