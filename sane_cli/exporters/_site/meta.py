"""What machines read: schema.org data, the feed, the list of pages."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from sane_cli.core import edtf
from sane_cli.core.case import mapping, text
from sane_cli.core.text import one_line
from sane_cli.core.words import _
from sane_cli.exporters._report.cases import Entry
from sane_cli.exporters._report.markdown import plain
from sane_cli.exporters._site.model import Site, Value

_NEWEST = 50
_LICENCES = "https://spdx.org/licenses/{name}.html"
_SPACE = uuid.UUID("8c7d1c52-6d2b-5a0e-9a56-3b1f0b8f6d3e")  # any fixed one: names in it stay the same for ever


def case_data(site: Site, entry: Entry) -> Markup:
    """Describe a case in the words of schema.org."""
    data = site.data[entry.id]
    period = mapping(data, "period")
    when = "/".join(text(period, part) or ".." for part in ("from", "to")) if period else ""
    made: dict[str, Any] = {
        "@type": "Article",
        "identifier": entry.id,
        "headline": entry.title,
        "abstract": entry.lead,
        "inLanguage": entry.language,
        "genre": entry.kind,
        "author": [{"@type": "Person", "name": name} for name in entry.authors],
        "publisher": _publisher(site),
        "license": _licence(site),
        "temporalCoverage": when,
        "contentReferenceTime": text(data, "as_of"),
        "spatialCoverage": [{"@type": "Country", "name": value.words} for value in _having(site, entry, "countries")],
        "about": [
            {"@type": "DefinedTerm", "name": words, "termCode": name, "inDefinedTermSet": facet}
            for facet, name, words in site.cards[entry.id].chips
        ],
        "citation": [{"@type": "CreativeWork", "name": s.title, "url": s.url} for s in entry.sources if s.url],
        "isPartOf": {"@type": "Collection", "name": site.title},
        "url": site.address + f"cases/{entry.id}.html" if site.address else "",
    }
    return linked(made)


def site_data(site: Site) -> Markup:
    """Describe the whole in the words of schema.org."""
    made = {
        "@type": "Collection",
        "name": site.title,
        "description": plain(site.product.settings.get("description", "")),
        "inLanguage": site.product.language,
        "publisher": _publisher(site),
        "license": _licence(site),
        "collectionSize": len(site.entries),
        "url": site.address,
    }
    return linked(made)


def term_data(site: Site, facet: str, value: Value) -> Markup:
    """Describe a term of a vocabulary in the words of schema.org."""
    made = {
        "@type": "DefinedTerm",
        "name": value.words,
        "termCode": value.id,
        "description": value.meaning,
        "alternateName": list(value.also),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": facet},
        "inLanguage": site.product.language,
    }
    return linked(made)


def linked(data: Mapping[str, Any]) -> Markup:
    """Write JSON-LD that cannot end its element; what is empty is left out."""
    kept = {"@context": "https://schema.org", **{name: value for name, value in data.items() if value}}
    written = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def newest(site: Site) -> list[tuple[str, Entry]]:
    """Return the cases by the date of the situation they describe, the newest first; the date as ISO 8601 day."""
    dated = [(edtf.parse(site.data[entry.id].get("as_of")), entry) for entry in site.entries]
    known = [(date.first.isoformat(), entry) for date, entry in dated if date is not None]
    return sorted(known, key=lambda pair: pair[0], reverse=True)


def feed(site: Site) -> bytes:
    """Write the newest cases as an Atom feed (RFC 4287); addresses are relative where the site has none of its own."""
    name = uuid.uuid5(_SPACE, f"{site.title}\n{site.product.collection.id}")
    listed = newest(site)[:_NEWEST]
    updated = listed[0][0] if listed else site.product.provenance.made.date().isoformat()
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(site.product.language)}>',
        f"<title>{escape(site.title)}</title>",
        f"<subtitle>{escape(_('Cases by the date of the situation they describe'))}</subtitle>",
        f"<id>urn:uuid:{name}</id>",
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{escape(one_line(site.product.settings.get('publisher') or site.title))}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(site.address + "index.html")}/>',
    ]
    if site.address:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(site.address + "feed.xml")}/>')
    for day, entry in listed:
        lines += _feed_entry(site, entry, day, uuid.uuid5(name, entry.id))
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _feed_entry(site: Site, entry: Entry, day: str, name: uuid.UUID) -> Iterable[str]:
    address = f"{site.address}cases/{entry.id}.html"
    yield f"<entry xml:lang={quoteattr(entry.language)}><title>{escape(entry.title)}</title><id>urn:uuid:{name}</id>"
    yield f'<updated>{day}T00:00:00Z</updated><link rel="alternate" type="text/html" href={quoteattr(address)}/>'
    yield f"<summary>{escape(entry.lead)}</summary></entry>"


def sitemap(site: Site, pages: Iterable[str]) -> bytes:
    """List the pages for search engines (sitemaps.org)."""
    listed = "".join(f"<url><loc>{escape(site.address + page)}</loc></url>\n" for page in sorted(pages))
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{listed}</urlset>\n".encode()


def _having(site: Site, entry: Entry, name: str) -> list[Value]:
    facet = next((facet for facet in site.facets if facet.name == name), None)
    return [facet.by_id[code] for code in entry.countries if facet and code in facet.by_id]


def _publisher(site: Site) -> Mapping[str, str] | None:
    name = one_line(site.product.settings.get("publisher", ""))
    return {"@type": "Organization", "name": name} if name else None


def _licence(site: Site) -> str:
    name = site.product.settings.get("licence", "")
    return _LICENCES.format(name=name) if name else ""
