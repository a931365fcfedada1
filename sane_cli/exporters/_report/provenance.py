"""Where a report comes from, what its label means, and what its readers cannot see in it."""

from __future__ import annotations

from dataclasses import dataclass

from sane_cli.core import edtf
from sane_cli.core.product import Product
from sane_cli.core.tlp import Tlp
from sane_cli.core.words import N_, _
from sane_cli.exporters._report.cases import Entry
from sane_cli.exporters._report.typography import smart


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a TLP 2.0 label asks of a reader, and the standard's own colour for it, always on black."""

    label: str
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The provenance page: rows of heading and values, and how to cite the report."""

    made: str
    oldest: str
    newest: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    cite: str


# FIRST, Traffic Light Protocol 2.0 (August 2022): https://www.first.org/tlp/
_MEANINGS = {
    Tlp.CLEAR: (N_("Anyone may read it and pass it on. There is no limit on disclosure."), "#ffffff"),
    Tlp.GREEN: (
        N_("You may share it within your community, with peers and partner organisations, but not on public channels."),
        "#33ff00",
    ),
    Tlp.AMBER: (
        N_("You may share it, where needed, within your organisation and with those it works for, and no further."),
        "#ffc000",
    ),
    Tlp.AMBER_STRICT: (
        N_("You may share it, where needed, within your own organisation only."),
        "#ffc000",
    ),
    Tlp.RED: (N_("It is for your eyes and ears only. Do not pass it on to anybody."), "#ff2b2b"),
}


def meaning(label: Tlp) -> Meaning:
    """Return what ``label`` asks of a reader."""
    words, colour = _MEANINGS[label]
    return Meaning(label.value, _(words), colour)


def origin(product: Product, title: str, alone: Entry | None = None) -> Origin:
    """Say where a product comes from; ``alone`` is its case when there is just one."""
    source = product.provenance
    made = _day(source.made.date().isoformat(), product)
    dates = sorted(filter(None, (edtf.parse(case.data.get("as_of")) for case in product.cases)), key=lambda d: d.last)
    oldest, newest = (smart(product.labels.names.date(date)) for date in (dates[0], dates[-1])) if dates else ("", "")
    filters = tuple(f"{name} {value}".strip() for name, value in source.filters)
    cuts = tuple(sorted(_(cut.value) for cut in source.cuts))
    reasons = tuple(sorted(_(reason.value) for reason in source.withheld))
    rows = (
        (_("Collection"), (title,)),
        (_("Publisher"), (product.settings.get("publisher", ""),)),
        (_("Made on"), (made,)),
        (_("Made for"), (product.audience.value, _(_MEANINGS[product.audience][0]))),
        (_("Cases describe the situation of"), (oldest if oldest == newest else f"{oldest} – {newest}",)),
        (_("Chosen by"), filters or (() if alone else (_("No filter: every case of the collection"),))),
        (_("Cases left out, and why"), reasons or (_("None"),)),
        (_("Left out inside the cases"), cuts or (_("Nothing"),)),
        (_("Version of the playbook"), (source.commit or _("not recorded"),)),
        (_("Made with"), (f"sane {source.version}",)),
        (_("Licence of the content"), (product.settings.get("licence", ""),)),
        (_("Contact"), (product.settings.get("contact", ""),)),
    )
    shown = tuple((head, tuple(filter(None, values))) for head, values in rows if any(values))
    return Origin(made, oldest, newest, shown, cite(product, title, made, alone))


def cite(product: Product, title: str, made: str, alone: Entry | None) -> str:
    """Say how to cite a product, or one case of it; ``made`` is its day in words."""
    commit = product.provenance.commit[:12]
    version = _("version {commit}").format(commit=commit) if commit else ""
    case = (", ".join(alone.authors), alone.title) if alone else ()
    parts = (*case, product.settings.get("publisher", ""), title, product.collection.subtitle, made, version)
    return smart(". ".join(part.strip(". ") for part in parts if part) + ".", product.language)


def _day(text: str, product: Product) -> str:
    date = edtf.parse(text)
    return smart(product.labels.names.date(date)) if date else text
