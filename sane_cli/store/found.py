"""The cases that certain readers may see, by way of the index: gated before, and only those fetched that may answer.

The index narrows and never decides: whatever it gives is asked the whole query again by the core. Where it cannot be
used, every file is read and gated, and the answer is the same.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sane_cli.core import kept
from sane_cli.core.audience import PublicCase, Request, gate_all
from sane_cli.core.case import Case
from sane_cli.core.query import Query
from sane_cli.store.index import cases, columns, database, manifest, views, words
from sane_cli.store.index.cases import Head, Known, Read
from sane_cli.store.index.database import Opened
from sane_cli.store.index.manifest import Manifest
from sane_cli.store.index.views import Row, View
from sane_cli.store.workers import spread, without_collecting

Question: TypeAlias = Callable[[Opened, View], Sequence[PublicCase]]
Answer = TypeVar("Answer")

_NO_NUMBER = -1  # of a case that is not in the index yet
_TRIES = 3  # when another process is quicker, its work is taken; then we do without
_FEW = 100  # files; loading the quick reader takes as long as reading so many with the strict one


@dataclass(eq=False, repr=False)
class Found:
    """The cases of the playbook at ``root`` that the readers of ``request`` may see."""

    root: Path
    request: Request
    part: database.Part = field(default_factory=cases.part)
    _mark: int = 0  # of the files that this run has read itself

    @cached_property
    def _now(self) -> Manifest:
        return manifest.take(self.root)

    @cached_property
    def _name(self) -> str:
        return views.name(self.request)

    @cached_property
    def every(self) -> Sequence[PublicCase]:
        """All of them, by id."""
        found = self._asked(lambda opened, view: self._cases(view, self._table(opened, view), None, {}))
        return self._unaided if found is None else found

    def answering(self, query: Query) -> list[PublicCase]:
        """Return those that answer ``query``, by id."""
        wanted = _index_query(query) if query.words else ""
        found = self._asked(partial(self._narrowed, query, wanted), has_words=bool(wanted))
        return query.select(self._unaided if found is None else found)

    def called(self, case_id: str) -> PublicCase | None:
        """Return the one with this id, or None when these readers can see none."""
        found = self._asked(partial(self._one, case_id))
        if found is None:
            found = [case for case in self._unaided if case.id == case_id]
        return next(iter(found), None)

    @cached_property
    def has_translations(self) -> bool:
        """Whether any case has one.

        They are no part of the index. What an organisation is called in one of them must not be told by the case
        either, where its readers may not know the name, so the index is not asked then.
        """
        from sane_cli.core.document import Kind
        from sane_cli.store import kinds

        return any(kinds.of(path) is Kind.TRANSLATION for path in self._now.paths)

    @cached_property
    def _unaided(self) -> list[PublicCase]:
        """The same without the index."""
        from sane_cli.store.playbook import read_corpus

        return gate_all(read_corpus(self.root, self.request.today).cases, self.request)[0]

    def _narrowed(self, query: Query, wanted: str, opened: Opened, view: View) -> list[PublicCase]:
        table = self._table(opened, view)
        able, ready = query.narrowed(table.held), {}
        if wanted:
            holding = words.holding(opened, view.number, wanted)
            found = frozenset(at for at, number in enumerate(view.layout.numbers) if number in holding)
            able = found if able is None else able & found
            ready = self._wholes(opened, view, able)
        return self._cases(view, table, able, ready)

    def _one(self, case_id: str, opened: Opened, view: View) -> list[PublicCase]:
        table = self._table(opened, view)
        values, places = table["id"]
        able = frozenset(at for at, place in enumerate(places) if values[place] == case_id)
        return self._cases(view, table, able, self._wholes(opened, view, able))

    def _wholes(self, opened: Opened, view: View, able: frozenset[int]) -> dict[int, Mapping[str, Any]]:
        numbers = view.layout.numbers
        if self.request.curator:  # who sees all that the file holds
            return {at: cases.read(opened, numbers[at]) for at in able}
        return {at: views.whole(opened, view.number, numbers[at]) for at in able}

    def _table(self, opened: Opened, view: View) -> kept.Table:
        """Return the columns of a view, for as long as the index is open."""
        layout = view.layout

        def load(name: str) -> kept.Column:
            column = columns.read(opened, layout, name)
            if column is None:
                raise database.broken()
            return column

        return kept.Table(
            len(layout.numbers), frozenset(json.loads(layout.names)), frozenset(self.request.floors), load
        )

    def _cases(
        self, view: View, table: kept.Table, able: frozenset[int] | None, ready: Mapping[int, Mapping[str, Any]]
    ) -> list[PublicCase]:
        """Return the cases that are ``able`` to answer, all when None; of some, all data is ``ready``."""
        numbers = view.layout.numbers
        wanted = range(table.count) if able is None else sorted(able)
        visible = frozenset() if self.request.curator else frozenset(table["id"].values[2:])

        def fetch(at: int) -> Mapping[str, Any]:
            found = self._later(lambda opened: views.whole(opened, view.number, numbers[at]))
            if found is not None:
                return found
            values, places = table["id"]
            return next((case.data for case in self._unaided if case.id == values[places[at]]), {})

        found = table.cases(wanted, self.request, visible, fetch, ready)
        table.load = lambda name: self._later(lambda opened: columns.read(opened, view.layout, name))
        return found

    def _later(self, question: Callable[[Opened], Answer | None]) -> Answer | None:
        return database.ask(self.root, self.part, question)

    def _asked(self, question: Question, *, has_words: bool = False) -> Sequence[PublicCase] | None:
        """Return what the index answers, brought up to date where that is needed; None when it cannot be used."""
        if not self._now.sure or (not self.request.curator and self.has_translations):
            return None
        with without_collecting():
            for _turn in range(_TRIES):
                answer = database.ask(self.root, self.part, partial(self._if_fresh, question, has_words))
                if answer:
                    gc.freeze()  # it lives to the end: nobody has to look for garbage in it
                    return answer[0]
                if not self._refreshed(has_words=has_words):
                    return None
        return None

    def _if_fresh(self, question: Question, has_words: bool, opened: Opened) -> tuple[Sequence[PublicCase], ...]:
        """Return the answer, or nothing when the index is behind."""
        opened.connection.execute("BEGIN")  # whoever changes it meanwhile shall not change what is seen here
        state = cases.state(opened)
        if state is None or (state[0] != self._mark and state[1] != self._now.digest):
            return ()
        view = views.find(opened, self._name)
        if view is None or not view.holds(state[0], self.request.today):
            return ()
        if has_words and words.listed(opened, view.number) != frozenset(view.layout.numbers):
            return ()
        return (question(opened, view),)

    def _refreshed(self, *, has_words: bool) -> bool:
        """Bring the index up to date; tell whether that was possible."""
        at = database.clock(self.root)
        self._now = manifest.take(self.root)
        head = database.ask(self.root, self.part, cases.head)
        read, rows = self._read(head)
        known, mark = cases.numbered(read, self._now, head)
        if head is None or mark != head.mark or self._now.settled(at) != head.before:
            keep = partial(_keep_files, head.mark if head else None, known, read, self._now.settled(at), mark)
            if not self._changed(keep):
                return False
        self._mark = mark
        numbered = (row._replace(number=known[path].number) for path, row in rows.items())
        return self._gated(known, {row.number: row for row in numbered}, has_words=has_words)

    def _changed(self, keep: Callable[[Opened], bool]) -> bool:
        """Write into the index; tell whether it went well and nobody else was quicker."""
        done: list[bool] = []

        def keep_all(opened: Opened) -> None:
            # what is gone from the files shall be gone from here
            opened.connection.execute("PRAGMA secure_delete = ON")
            done.append(keep(opened))

        return database.change(self.root, self.part, keep_all) and all(done)

    def _read(self, head: Head | None) -> tuple[dict[str, Read], dict[str, Row]]:
        """Read the case files that may have changed, and ask the gate about the cases in them; both by path."""
        from sane_cli.core.document import Kind
        from sane_cli.store import kinds

        changed = self._now.since(head.before).changed if head else self._now.paths
        paths = [path for path in changed if kinds.of(path) is Kind.CASE]
        found = dict(
            zip(paths, spread(paths, partial(_read_files, self.root, self.request, len(paths) > _FEW)), strict=True)
        )
        rows = {path: row for path, (_read, row) in found.items() if row is not None}
        return {path: read for path, (read, _row) in found.items()}, rows

    def _gated(self, known: Mapping[str, Known], ready: Mapping[int, Row], *, has_words: bool) -> bool:
        """Ask the gate about what it has not seen yet, or not on such a day; about what is ``ready`` it was asked."""
        before = database.ask(self.root, self.part, lambda opened: views.asked(opened, self._name)) or {}
        today = self.request.today.toordinal()
        wanted = cases.first_of_each_id(known)
        days = {number: span for number, span in before.items() if number in wanted and span[0] <= today < span[1]}
        new = [number for number in wanted if number not in days]
        missing = [number for number in new if number not in ready]
        old = database.ask(self.root, self.part, lambda opened: dict(cases.texts(opened, missing))) if missing else {}
        if old is None:
            return False
        asked = [(number, *wanted[number], old[number]) for number in missing]
        rows = [ready[number] for number in new if number in ready] + spread(asked, partial(_gate, self.request))
        days |= {row.number: row.days for row in rows}
        return self._changed(partial(self._keep_view, days, rows, has_words))

    def _keep_view(
        self,
        days: Mapping[int, tuple[int, int]],
        rows: Sequence[Row],
        has_words: bool,
        opened: Opened,
    ) -> bool:
        head = cases.head(opened)
        if head is None or head.mark != self._mark:
            return False
        view = views.find(opened, self._name)
        if rows or view is None or not view.holds(head.mark, self.request.today):
            view = views.write(opened, self._name, head.mark, days, rows)
        if has_words:
            views.add_words(opened, view)
        return True


def _index_query(query: Query) -> str:
    from sane_cli.core.search import index_query

    return index_query(query.words)


def _keep_files(
    before: int | None,
    known: Mapping[str, Known],
    read: Mapping[str, Read],
    settled: Manifest,
    mark: int,
    opened: Opened,
) -> bool:
    head = cases.head(opened)
    if (head.mark if head else None) != before:
        return False
    numbers = {each.number for each in known.values()}
    old = {each.number for each in head.known.values()} if head else set()
    views.forget(opened, old - numbers)
    cases.remove(opened, old - numbers)
    cases.write(
        opened, ((known[path].number, data) for path, (_d, _i, data) in read.items() if known[path].number not in old)
    )
    cases.write_head(opened, settled, known, mark)
    return True


def _read_files(root: Path, request: Request, many: bool, paths: Sequence[str]) -> list[tuple[Read, Row | None]]:
    from sane_cli.core.document import Kind
    from sane_cli.store.playbook import Reader, read_document

    quick = Reader(root) if many else None
    found: list[tuple[Read, Row | None]] = []
    for path in paths:
        document = quick.hashed(Kind.CASE, path) if quick else read_document(root, root / path, Kind.CASE)
        if document.failure is not None:
            found.append(((document.digest, None, ""), None))
            continue
        named = Case.of(document).id
        row = views.made(_NO_NUMBER, named, path, document.data, request)
        found.append(((document.digest, named, kept.written(document.data)), row))
    return found


def _gate(request: Request, asked: Sequence[tuple[int, str, str, str]]) -> list[Row]:
    return [views.made(number, named, path, json.loads(data), request) for number, named, path, data in asked]
