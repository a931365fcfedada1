"""The steps from a recipe to a file that leaves the house, shared by every command that lets something out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from sane_cli import __version__
from sane_cli.commands import _left_out as left_out
from sane_cli.core import collection, edtf, registry, tlp
from sane_cli.core.audience import PublicCase, Reason, Request, Withheld, closed_around, gate, gate_text
from sane_cli.core.case import Case, State, text
from sane_cli.core.checking import check
from sane_cli.core.closed_names import ClosedNames
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.error import FindingsError, NothingMatchedError, RefusedError, UsageError
from sane_cli.core.finding import Finding, Selection, Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.product import Exporter, Product, Provenance
from sane_cli.core.query import Query
from sane_cli.core.rule import Rule
from sane_cli.core.selection import Selected, select
from sane_cli.core.translation import listed, speaks
from sane_cli.core.words import _, plural
from sane_cli.session import Session
from sane_cli.store import assets, git
from sane_cli.store.languages import is_translated


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes into a product, what stays behind, and whether broken cases were skipped."""

    cases: tuple[PublicCase, ...]
    withheld: tuple[Withheld, ...]
    skipped: bool


def recipe(name: str | None, corpus: Corpus) -> Mapping[str, Any]:
    """Return the collection called ``name``, the default one, or a recipe for a single case.

    Raises:
        UsageError: there is neither a collection nor a case of that name.
    """
    wanted = name or text(corpus.settings, "default_collection")
    found = corpus.collection(wanted) if wanted else None
    if found is not None and found.failure is not None:
        raise FindingsError(found.failure.message, where=f"{found.path}:{found.failure.line}")
    if found is not None:
        return {**found.mapping, "id": found.stem}
    if name is None:
        return {"id": "playbook", "title": corpus.title, "query": {}}
    if any(case.id == name for case in corpus.cases):
        return {"id": name, "title": corpus.title, "cases": [name], "single": True}
    near = nearest(name, [d.stem for d in corpus.of_kind(Kind.COLLECTION)] + [case.id for case in corpus.cases])
    raise UsageError(
        _("There is no collection and no case ‘{name}’.").format(name=name),
        todo=_("Did you mean {near}?").format(near=near) if near else _("See the cases with: sane list"),
    )


def refuse_wider(found: Mapping[str, Any], request: Request) -> None:
    """Refuse to make a collection for a more open audience than it was made for.

    Raises:
        RefusedError: it was made for closer readers.
    """
    made = tlp.made_for(found)
    if made.rank > request.audience.rank:
        raise RefusedError(
            _("This collection is made for {label} readers only.").format(label=made.value),
            where=text(found, "id"),
            todo=_("Export it with --audience {word}, or make a collection for a wider audience.").format(
                word=made.audience
            ),
        )


def choose(session: Session, found: Mapping[str, Any], query: Query, request: Request, *, skip_invalid: bool) -> Chosen:
    """Choose the cases, tell the curator what stays behind and why, and keep broken ones in.

    Raises:
        NothingMatchedError: no case answers.
        RefusedError: cases answer, but none may be seen by these readers.
        FindingsError: chosen cases have errors and ``skip_invalid`` is not given.
    """
    selected = select(found, query, session.corpus, request)
    left_out.withheld(session, selected.withheld)
    left_out.untranslated(session, selected.cases, request)
    broken = _errors(session.corpus, found, selected, request.language)
    bad = {finding.place.path for finding in broken}
    if broken:
        left_out.broken(session, broken)
        if not skip_invalid:
            raise FindingsError(
                plural(
                    "{count} file has errors; nothing was written.",
                    "{count} files have errors; nothing was written.",
                    len(bad),
                ),
                todo=_("Mend them (sane validate), or leave them out with --skip-invalid."),
            )
    paths = {case.id: case.path for case in session.corpus.cases}
    named = {path.rsplit("/", 1)[-1].split(".")[0] for path in bad}  # a broken translation keeps its case back, too
    good = tuple(case for case in selected.cases if paths[case.id] not in bad and case.id not in named)
    if not good:
        raise _nothing(found, selected, skipped=bool(bad))
    return Chosen(good, selected.withheld, bool(bad))


def product(
    session: Session,
    found: Mapping[str, Any],
    chosen: Chosen,
    request: Request,
    *,
    filters: Query,
    theme: str = "",
) -> Product:
    """Gather what an exporter may know."""
    corpus = session.corpus
    closed = closed_around(corpus.cases, request)
    shown = collection.opened(found, chosen.cases, request, closed=closed)
    commit, committed = git.commit(session.root)
    labels = session.labels(request.language or shown.language)
    return Product(
        collection=shown,
        audience=request.audience,
        label=request.audience,
        settings={
            name: gate_text(value, request, closed) for name, value in corpus.settings.items() if isinstance(value, str)
        },
        schema=corpus.case_schema,
        vocabularies=corpus.vocabularies,
        labels=labels,
        provenance=Provenance(
            made=_made(committed, chosen.cases),
            version=__version__,
            commit=commit,
            filters=tuple((word, gate_text(value, request, closed)) for word, value in filters.described()),
            withheld=frozenset(case.reason for case in chosen.withheld),
            cuts=frozenset(cut for case in chosen.cases for cut in case.cuts),
        ),
        theme=theme or shown.theme or text(corpus.settings, "theme") or "handbook",
        others=tuple(_others(corpus, found, chosen.cases, request, closed)),
        raw=_raw(corpus, request, closed),
        read_asset=assets.Reader(session.root),
        translations=partial(_translations, corpus, chosen.cases, request),
    )


def _translations(corpus: Corpus, shown: tuple[PublicCase, ...], request: Request) -> Iterator[PublicCase]:
    """Yield the shown cases once more in each language they are translated into; none where one language is wanted."""
    by_id = {case.id: case for case in corpus.cases}
    for each in () if request.language else shown:
        case = by_id[each.id]
        for language, _state in listed(case, request):
            told = gate(case, replace(request, language=language))
            if isinstance(told, PublicCase) and told.told and told.told.state is not State.MISSING:
                yield told


def _others(
    corpus: Corpus,
    found: Mapping[str, Any],
    cases: tuple[PublicCase, ...],
    request: Request,
    closed: ClosedNames | None,
) -> Iterator[collection.PublicCollection]:
    """Yield the other collections that these readers may have, as far as the chosen cases fill them."""
    for document in corpus.of_kind(Kind.COLLECTION):
        is_open = tlp.made_for(document.mapping).rank <= request.audience.rank
        if document.failure is None and is_open and document.stem != found.get("id"):
            recipe = {**document.mapping, "id": document.stem}
            mine = collection.select(recipe, cases, corpus)
            if mine:
                yield collection.opened(recipe, mine, request, closed=closed)


def _raw(corpus: Corpus, request: Request, closed: ClosedNames | None) -> dict[str, Mapping[str, Any]]:
    """Return schemas and vocabularies as data, every text in them gated like the words around the cases."""
    files = {f"schema/{name}": schema.raw for name, schema in corpus.schemas.items()}
    files |= {f"vocabulary/{each.stem}": each.mapping for each in corpus.of_kind(Kind.VOCABULARY)}

    def gated(value: Any) -> Any:
        if isinstance(value, str):
            return gate_text(value, request, closed)
        if isinstance(value, Mapping):
            return {name: gated(part) for name, part in value.items()}
        return [gated(part) for part in value] if isinstance(value, list) else value

    return {name: gated(data) if name.startswith("vocabulary") else data for name, data in files.items()}


def making(made: Product) -> str:
    """Say what is being made, for whom."""
    return _("Making ‘{title}’ for {label} readers …").format(title=made.collection.title, label=made.label.value)


def contents(session: Session, made: Product, exporter: Exporter) -> Mapping[str, bytes]:
    """Make the product in its own language, whatever the terminal speaks, so that its bytes do not depend on that."""
    if not is_translated(made.language):
        session.say(
            _(
                "The program has no words in ‘{language}’ yet: headings and explanations of the report are English."
            ).format(language=made.language)
        )
    with session.speaking(made.language):
        return exporter.make(made)


def _errors(corpus: Corpus, found: Mapping[str, Any], selected: Selected, language: str) -> list[Finding]:
    """Return the errors of the chosen cases, their translations, collection, settings and vocabularies."""
    ids = {case.id for case in selected.cases}
    paths = {case.path for case in corpus.cases if case.id in ids}
    used = {f"{case.id}.{text(case.data, 'language')}" for case in selected.cases if case.told}
    shared = (Kind.PLAYBOOK, Kind.VOCABULARY)

    def belongs(document: Document) -> bool:
        if document.kind is Kind.CASE:
            return document.path in paths or (document.failure is None and Case.of(document).id in ids)
        if document.kind is Kind.TRANSLATION:
            name, _dot, tag = document.stem.rpartition(".")
            if not language:  # every case with all its translations
                return name in ids
            lost = document.failure is not None and name in ids and speaks(tag, language)
            return lost or document.stem in used
        return document.kind in shared or (document.kind is Kind.COLLECTION and document.stem == found.get("id"))

    documents = [document for document in corpus.documents if belongs(document)] + list(selected.unreadable)
    rules = registry.load_all("sane_cli.rules", Rule)
    findings = check(corpus, rules, selection=Selection(), only=documents)
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _nothing(found: Mapping[str, Any], selected: Selected, *, skipped: bool) -> Exception:
    """Say why nothing is left, in the way that helps most."""
    if skipped:
        return FindingsError(_("Every chosen case has errors; nothing was written."), todo=_("See: sane validate"))
    if not selected.withheld:
        return NothingMatchedError(_("No case answers."), todo=_("Try fewer filters, or look around with: sane list"))
    reasons = {case.reason for case in selected.withheld}
    if reasons == {Reason.STATUS} and not found.get("single"):
        return NothingMatchedError(
            _("No published case answers."), todo=_("Drafts can be exported, marked as such, with --status draft.")
        )
    listed = ", ".join(sorted(_(reason.value) for reason in reasons))
    todo = _("Talk to the people concerned and record their answer under sharing.consent.")
    if not any(reason.is_consent for reason in reasons):
        todo = _("Choose a closer audience (--audience), or see: sane validate")
    return RefusedError(_("These readers may see none of it: {reasons}.").format(reasons=listed), todo=todo)


def _made(committed: datetime | None, cases: tuple[PublicCase, ...]) -> datetime:
    """Return the time stamp of a product: SOURCE_DATE_EPOCH, the commit, else the newest situation described."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    if committed is not None:
        return committed.astimezone(UTC)
    days = [parsed.last for case in cases if (parsed := edtf.parse(case.data.get("as_of")))]
    return datetime.combine(max(days), time(), UTC) if days else datetime(2000, 1, 1, tzinfo=UTC)
