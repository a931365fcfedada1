"""``sane export``: make a report, or another product, of a collection, for one audience."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from sane_cli.commands import _completion, _formats
from sane_cli.commands import _filters as on
from sane_cli.commands import _leaving as leaving
from sane_cli.commands import _left_out as left_out
from sane_cli.commands import _publishing as publishing
from sane_cli.core import registry
from sane_cli.core.audience import Purpose, Request
from sane_cli.core.case import text
from sane_cli.core.product import Exporter, Product, Workshop
from sane_cli.core.words import plural
from sane_cli.session import Command, Session

_FOLDER = "sane_cli.exporters"

_Chosen = Annotated[
    str | None,
    typer.Argument(
        help="A collection or a case.", show_default=False, autocompletion=_completion.collections_and_cases()
    ),
]


def run(
    context: typer.Context,
    collection: _Chosen = None,
    threat: on.Threats = None,
    mechanism: on.Mechanisms = None,
    country: on.Countries = None,
    region: on.Regions = None,
    type: on.Types = None,  # noqa: A002  (the option's name)
    status: on.Statuses = None,
    organisation: on.Organisations = None,
    language: on.Languages = None,
    as_of_before: on.AsOfBefore = None,
    as_of_after: on.AsOfAfter = None,
    overdue: on.Overdue = False,
    match: on.Match = "any",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")] = None,
    format: Annotated[str, typer.Option("--format", metavar="F", help="pdf, docx, epub, csv, json …")] = "pdf",  # noqa: A002
    audience: Annotated[str, typer.Option(metavar="A", help="For whom: clear … red.")] = "clear",
    theme: Annotated[str, typer.Option(metavar="NAME", help="The look: a name or a folder.")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="The language, also of translated cases.")] = "",
    allow_overdue: Annotated[bool, typer.Option("--allow-overdue", help="Also cases past their review date.")] = False,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Leave out cases with errors.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no laid out pages, and use none.")] = False,
    jobs: Annotated[int, typer.Option(metavar="N", min=0, help="Processes; 0 chooses.")] = 0,
    show: Annotated[bool, typer.Option("--open", help="Open it when it is made.")] = False,
) -> int:
    """Make a downloadable report of a collection. What these readers may not see is not in the file at all."""
    session, exporter = context.obj, _exporter(format)
    filters = on.Filters(
        threat=threat, mechanism=mechanism, country=country, region=region, type=type, status=status,
        organisation=organisation, language=language, as_of_before=as_of_before, as_of_after=as_of_after,
        overdue=overdue, match=match,
    )  # fmt: skip
    with exporter.begin(jobs) as begun:
        corpus = session.readable_corpus
        recipe = publishing.recipe(collection, corpus)
        tongue = lang or ("" if exporter.as_written else text(recipe, "language") or "en")
        request = _request(session, audience, status, late=allow_overdue or overdue, language=tongue)
        query = filters.query(corpus, session.country_names)
        publishing.refuse_wider(recipe, request)
        chosen = publishing.choose(session, recipe, query, request, skip_invalid=skip_invalid)
        product = publishing.product(session, recipe, chosen, request, filters=query, theme=theme)
        target = output or session.root / "exports" / _file_name(product, exporter, narrowed=not query.is_open)
        leaving.refuse_place(session, target)
        session.say(publishing.making(product))
        contents = leaving.contents(session, product, exporter, Workshop(jobs=jobs, begun=begun), keep=not no_cache)
        lost = left_out.lost_pictures(session, product, skipped=skip_invalid)
        leaving.write(session, product, contents, target, kind=format)
    _finish(session, product, target, show=show)
    return 1 if chosen.skipped or lost else 0


def _finish(session: Session, product: Product, target: Path, *, show: bool) -> None:
    """Tell what was made and where it is, and open it when that is wanted."""
    session.say(plural("{count} case", "{count} cases", len(product.cases)) + f", {product.label.value}.")
    session.emit(f"{_shown(target)}\n")
    if show:
        typer.launch(str(target / "index.html" if (target / "index.html").is_file() else target))


def _request(session: Session, audience: str, status: list[str] | None, *, late: bool, language: str) -> Request:
    """Return who reads it, in which language, and which cases may be in it."""
    statuses = frozenset(status or ("published",))
    return session.request(audience, purpose=Purpose.EXPORT, statuses=statuses, allow_overdue=late, language=language)


def _exporter(name: str) -> Exporter:
    known = registry.names(_FOLDER)
    return registry.load(_FOLDER, _formats.one_of(name, known), Exporter)


def _file_name(product: Product, exporter: Exporter, *, narrowed: bool) -> str:
    """Name the file by its collection; what is not the whole for everybody says so, and never overwrites that."""
    parts = [product.collection.id]
    parts += ["selection"] if narrowed else []
    parts += [re.sub(r"[^a-z]+", "-", product.label.value.lower())] if product.label.rank else []
    return ".".join(parts) + exporter.suffix


def _shown(target: Path) -> str:
    """The path as the person would type it from where they stand."""
    try:
        return str(target.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(target)


PLUGIN = Command(run=run)
