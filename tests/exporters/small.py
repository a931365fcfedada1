"""A small product with a little of everything, for golden files. All of it is invented; nothing here exists."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image

from sane_cli.core.document import Document, Kind
from sane_cli.core.product import Product
from tests.exporters.made import product_of
from tests.invented import CASE, SETTINGS, vocabulary

PROSE = """
One **bold**, *slanted* and `coded` word, a [web link](https://example.org/far), a [case](case:second) and
<https://example.org/itself>.

#### A heading

1. first
2. second
   - nested
   - *again*

3. third

> Quoted words.

| threat | count |
|---|--:|
| law | 3 |

    code <as it is>

---

Last line.  \nBroken.
"""
RECIPE = {
    "id": "small",
    "title": "A small collection",
    "subtitle": "Of invented cases",
    "language": "en",
    "introduction": "Words before the cases, and a [case](second).\n",
    "status_note": "Nothing here is true.\n",
    "findings": [
        {"title": "Together", "text": "It **helps**.", "cases": ["first", "second"], "source": "https://example.org/f"}
    ],
    "query": {},
}


def _document(kind: Kind, folder: str, data: dict[str, Any]) -> Document:
    return Document(kind=kind, path=f"playbook/{folder}{data.get('id', 'playbook')}.yaml", data=data)


def _case(name: str, **changes: Any) -> Document:
    return _document(Kind.CASE, "cases/", {**CASE, "id": name, **changes})


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "#14506b").save(made, "PNG")
    return made.getvalue()


def small(**changes: Any) -> Product:
    """Return three cases: one with everything that prose can hold, one in Arabic, one that is a draft."""
    threats = vocabulary(
        "threats",
        {"id": "invented-group", "label": {"en": "Invented group"}},
        {
            "id": "invented-law",
            "label": {"en": "Invented law", "fr": "Loi inventée"},
            "broader": "invented-group",
            "definition": {"en": "A bill that nobody wrote."},
        },
    )
    mechanisms = vocabulary(
        "mechanisms",
        {"id": "invented-answers", "label": {"en": "Invented answers"}},
        {"id": "invented-alliance", "label": {"en": "Invented alliance-building"}, "broader": "invented-answers"},
    )
    documents = [
        _document(Kind.PLAYBOOK, "", {**SETTINGS, "publisher": "Invented Publisher", "licence": "CC-BY-4.0"}),
        _document(Kind.VOCABULARY, "vocabulary/", threats),
        _document(Kind.VOCABULARY, "vocabulary/", mechanisms),
        _case(
            "first",
            title="First: What was done",
            countries=["UG", "KE"],
            response=PROSE,
            lessons=[{"text": "Ask *early*.", "for": "cso"}, {"text": "Write it down."}],
            related=[{"case": "second", "relation": "similar"}],
            media=[
                {"kind": "picture", "title": "A blue field", "url": "assets/blue.png"},
                {"kind": "podcast", "title": "A talk", "url": "https://example.org/talk"},
            ],
            authors=["Invented Author"],
        ),
        _case(
            "second",
            title="تحالف: ما حدث",
            language="ar",
            summary="ملخص من كلمات مخترعة.",
            context="فقرة **مهمة** فيها word واحدة.\n\n- أول\n- ثان\n",
        ),
        _case("third", title="A draft", status="draft", period={"from": "2020"}, context="Not ready.\n"),
    ]
    product = product_of(documents, RECIPE, statuses=frozenset({"published", "draft"}))
    read: Callable[[str], bytes | None] = {"assets/blue.png": picture()}.get
    return replace(product, **{"read_asset": read, **changes})
