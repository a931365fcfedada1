"""Cases that try to break out of the page, the file or the reader's trust; all text is invented."""

from __future__ import annotations

import copy
from typing import Any

from sane_cli.core.document import Document, Kind
from tests.exporters.made import ROOT, documents, read

MARKDOWN = """
# A heading of the first level

##### A heading five levels down

Loose list:

- one **bold**, *italic*, ***both***

- two [a **bold** link with `code`](https://example.org/a/very/long/address/that/goes/on/and/on/and/on/and/never/stops/until/the/margin)

  with a second paragraph

  1. nested
     - deeper

       > quoted

> A quotation with *emphasis* and a [case link](case:vuka-coalition).

| head | head |
|:--|--:|
| cell | cell with `code` |

<script>alert(1)</script> <b onclick=x>bold?</b> <style>body{display:none}</style> </style></section></article>

[javascript](javascript:alert(1)) [data](data:text/html,boo) [file](file:///etc/passwd) [relative](../../etc/passwd)
![alternative words](file:///etc/passwd) ![remote](https://example.org/x.png)
![](assets/none.png) ![up](../../../etc/passwd)
<https://example.org/auto> <mail@example.org> {{ 7*7 }} {% raw %} ${7*7} &lt;b&gt; &#60;i&#62;

---

    code, indented, with <tags> & more

```html
<p>fenced</p>
```

Averylongwordthatneverendsaverylongwordthatneverendsaverylongwordthatneverendsaverylongwordthatneverendsaverylongword
"""

CANARIES = {
    "notes": "CANARY-NOTES",
    "field": "CANARY-FIELD",
    "span": "CANARY-SPAN",
    "item": "CANARY-ITEM",
    "organisation": "CANARY-ORGANISATION",
    "case": "CANARY-CASE",
}


def case(name: str, **changes: Any) -> Document:
    """Return the real case of ActionAid Uganda under another name, with changes."""
    data = copy.deepcopy(read(ROOT / "playbook" / "cases" / "actionaid-uganda.yaml"))
    data |= {"id": name, "related": [], **changes}
    return Document(kind=Kind.CASE, path=f"playbook/cases/{name}.yaml", data=data)


def hostile() -> list[Document]:
    """Return vocabulary and settings with cases that are nasty, very long, very short, or partly closed."""
    shared = [d for d in documents(ROOT / "playbook") if d.kind is not Kind.CASE]
    long = [f"Organisation number {at} of a very long list of names" for at in range(60)]
    organisations = [{"name": name, "role": "member", "attribution": "named"} for name in long]
    return [
        *shared,
        case("nasty", title='<img src=x> "Quotes" & {{ title }}: \\"; } body { display: none', response=MARKDOWN),
        case("vuka-coalition", title="Vuka", context="# Only a heading", response=MARKDOWN),
        case("long-list", organisations=organisations, challenge="word " * 4000),
        case("short", title="Short", threats=[], mechanisms=[], lessons=[], sources=[], organisations=[], authors=[]),
        closed(),
        case("hidden", title=CANARIES["case"], sharing={"tlp": "TLP:RED", "consent": consent()}),
    ]


def closed() -> Document:
    """Return a case with something closed in every way that a case knows."""
    return case(
        "closed",
        notes=CANARIES["notes"],
        outcomes=CANARIES["field"],
        context=f"Open words. [[TLP:AMBER| {CANARIES['span']} and more]] Open again.",
        lessons=[{"text": "Open lesson.", "for": "all"}, {"text": CANARIES["item"], "tlp": "TLP:RED"}],
        organisations=[{"name": CANARIES["organisation"], "kind": "a small group", "attribution": "described"}],
        challenge=f"What {CANARIES['organisation']} did.",
        sharing={"tlp": "TLP:CLEAR", "consent": consent(), "fields": {"outcomes": "TLP:AMBER"}},
    )


def consent() -> dict[str, Any]:
    return {"state": "public-record", "covers": ["publish", "share"]}


RECIPE = {"id": "hostile", "title": "Hostile </title><script>", "introduction": MARKDOWN, "query": {}}
