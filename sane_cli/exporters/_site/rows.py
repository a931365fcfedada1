"""What the filter in the browser needs: compact data in script files, since a page on a USB stick may not fetch any."""

from __future__ import annotations

import json
from typing import Any

from sane_cli.core.case import items, text
from sane_cli.core.text import one_line
from sane_cli.exporters._report.markdown import plain
from sane_cli.exporters._site.model import Site

_ALL_TEXT = 600_000  # characters of all cases together that a slow line can carry; above, summaries must do


def cases_script(site: Site) -> bytes:
    """Return the cases as the filter shows them: values of facets as places in their lists."""
    places = {facet.name: {value.id: at for at, value in enumerate(facet.values)} for facet in site.facets}
    facets = [
        [facet.name, facet.title, [[v.id, v.words, places[facet.name].get(v.above, -1)] for v in facet.values]]
        for facet in site.facets
    ]
    having: dict[str, list[list[int]]] = {entry.id: [] for entry in site.entries}
    for facet in site.facets:
        own = _own(site, facet.name, places[facet.name])
        for entry in site.entries:
            having[entry.id].append(own[entry.id])
    cases = [
        [
            entry.id,
            entry.title,
            site.cards[entry.id].teaser,
            entry.place,
            entry.period,
            entry.kind,
            entry.unpublished,
            entry.language,
            entry.direction,
            having[entry.id],
        ]
        for entry in site.entries
    ]
    return _script("sanePlaybook.cases", {"facets": facets, "cases": cases})


def _own(site: Site, name: str, places: dict[str, int]) -> dict[str, list[int]]:
    """Return for each case the places of the values that it has itself; groups follow from them."""
    found = {}
    for entry in site.entries:
        value = site.data[entry.id].get(name)
        values = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        found[entry.id] = [places[one] for one in values if isinstance(one, str) and one in places]
    return found


def is_whole(site: Site) -> bool:
    """Tell whether the search knows the whole text of the cases, or their summaries only."""
    fields = _prose(site)
    return sum(len(text(data, name)) for data in site.data.values() for name in fields) <= _ALL_TEXT


def search_script(site: Site) -> bytes:
    """Return the words to search each case by: its summary, other words for its terms, its text where that is small."""
    whole = is_whole(site)
    fields = _prose(site)
    also = {
        (facet.name, value.id): " ".join((value.words, *value.also)) for facet in site.facets for value in facet.values
    }
    rows = []
    for entry in site.entries:
        data = site.data[entry.id]
        chips = site.cards[entry.id].chips
        words = [entry.place, entry.kind, *entry.organisations, *(also[name, value] for name, value, _words in chips)]
        body = []
        if whole:
            body = [plain(text(data, name)) for name in fields if text(data, name)]
            body += [plain(text(item, "text")) for item in items(data, "lessons")]
        rows.append([one_line(entry.lead), one_line(" ".join(words)), one_line(" ".join(body))])
    return _script("sanePlaybook.texts", rows)


def _prose(site: Site) -> list[str]:
    return [field.name for field in site.product.schema.fields if field.place == "body"]


def _script(name: str, data: Any) -> bytes:
    """Write data as a script that hands it over; nothing in it can end a script element or a line."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{name}({safe});\n".encode()
