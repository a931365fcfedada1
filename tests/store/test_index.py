"""The index costs time at worst: whatever happens to it or to the files, what is read is what the files hold."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import pytest

from sane_cli.core.audience import Purpose, Request, gate_all
from sane_cli.core.query import Query
from sane_cli.core.tlp import Tlp
from sane_cli.store.found import Found
from sane_cli.store.index import cases, database, documents, manifest
from sane_cli.store.index.database import PLACE
from sane_cli.store.playbook import read_corpus, read_document, read_frame
from tests import desk

TODAY = date(2026, 11, 22)
CASES = len(desk.CASES)


@pytest.fixture
def root(tmp_path, monkeypatch):
    # the tests cannot wait two seconds for every file to grow old
    monkeypatch.setattr(manifest, "TICK", 20_000_000)
    return desk.build(tmp_path / "small")


def requests(root, today=TODAY):
    floors = read_frame(root, today).case_schema.floors
    for label in (Tlp.RED, Tlp.GREEN, Tlp.CLEAR):
        yield Request(audience=label, today=today, floors=floors, purpose=Purpose.VIEW)


QUERIES = (
    Query(),
    Query(words=("titl",)),
    Query(words=("phishing", "a page")),
    Query(facets={"threat": ("phishing", "office-raid"), "country": ("UG",)}),
    Query(words=("summary of",), facets={"status": ("published",)}),
)


def shown(found):
    return [(c.id, c.path, c.label, c.status, c.overdue, c.cuts, list(c.data.items())) for c in found]


def same(root, today=TODAY, queries=QUERIES):
    """Tell whether finding by way of the index gives what reading every file gives, to readers of several labels."""
    corpus = read_corpus(root, today)
    around = {document.path: document.data for document in read_frame(root, today).documents}
    assert around.items() <= {document.path: document.data for document in corpus.documents}.items()
    for request in requests(root, today):
        seen = gate_all(corpus.cases, request)[0]
        if any(shown(Found(root, request).answering(query)) != shown(query.select(seen)) for query in queries):
            return False
        if shown(Found(root, request).every) != shown(seen):
            return False
    return True


def kept(root):
    """Count the case files that the index knows."""
    head = database.ask(root, cases.part(), cases.head)
    return len(head.known) if head else 0


def grow_old():
    time.sleep(0.03)


def warm(root):
    grow_old()
    assert same(root)
    assert kept(root) == CASES


def test_it_is_private_and_ignored_by_git(root):
    warm(root)
    path = root / PLACE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_warm_index_spares_reading(root, monkeypatch):
    warm(root)
    monkeypatch.setattr("sane_cli.store.playbook.read_document", None)
    for request in requests(root):
        assert Found(root, request).every
        assert Found(root, request).answering(QUERIES[1])


def test_places_are_found_through_the_index_as_well(root):
    warm(root)
    for document in read_frame(root, TODAY).documents:
        plain = read_document(root, root / document.path, document.kind)
        assert document.place(("title",)) == plain.place(("title",))


def test_a_change_within_one_tick_of_the_clock_is_seen(root, monkeypatch):
    monkeypatch.setattr(manifest, "TICK", 2_000_000_000)
    path = root / "playbook" / "cases" / "alpha.yaml"
    text = path.read_bytes()
    for word in (b"Alpha", b"Aleph", b"Alpha", b"Aleph"):
        path.write_bytes(text.replace(b"Alpha", word))
        os.utime(path, (1, 1))
        assert same(root)


def test_a_change_of_the_same_size_with_the_old_date_is_seen(root):
    warm(root)
    path = root / "playbook" / "cases" / "alpha.yaml"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Alpha", b"Aleph"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert same(root)


def test_random_edits_renames_deletes(root):
    dice = random.Random(11)
    folder = root / "playbook" / "cases"
    for turn in range(12):
        paths = sorted(folder.glob("*.yaml"))
        path = dice.choice(paths) if paths else folder / "first.yaml"
        match dice.randrange(8):
            case 0:
                path.unlink(missing_ok=True)
            case 1:
                path.rename(folder / f"moved-{dice.randrange(9)}.yaml") if paths else None
            case 2:
                path.write_bytes(b"threats: [broken\n")
            case 3:
                path.chmod(dice.choice([0o600, 0o644])) if paths else None
            case 4 if len(paths) > 1:
                other = dice.choice(paths)  # as a branch switch does: contents change places
                one, two = path.read_bytes(), other.read_bytes()
                path.write_bytes(two)
                other.write_bytes(one)
            case 5:
                os.utime(path, (dice.randrange(2**31), dice.randrange(2**33))) if paths else None
            case _:
                desk.write(path, f"id: x\ntitle: {turn % 10}\n".encode())
        if dice.randrange(3) == 0:
            grow_old()
        assert same(root), turn
    assert kept(root) == len(list(folder.glob("*.yaml")))


def test_corrupt_bytes_cost_time_only(root):
    warm(root)
    path = root / PLACE
    whole = path.read_bytes()
    dice = random.Random(3)
    for _turn in range(60):
        broken = bytearray(whole)
        for _flip in range(dice.randrange(1, 40)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        path.write_bytes(broken[: dice.choice([len(broken), dice.randrange(len(broken))])])
        path.chmod(0o600)
        assert same(root)


@pytest.mark.parametrize("what", ["empty", "text", "folder", "link", "folder-link", "open", "no-table", "forged"])
def test_what_stands_in_its_place_does_no_harm(root, tmp_path, what):
    path = root / PLACE
    path.parent.mkdir(mode=0o700)
    elsewhere = tmp_path / "elsewhere"
    match what:
        case "empty" | "text":
            desk.write(path, b"" if what == "empty" else b"no database\n" * 1000)
            path.chmod(0o600)
        case "folder":
            path.mkdir()
        case "link":
            desk.write(elsewhere, b"precious")
            path.symlink_to(elsewhere)
        case "folder-link":
            path.parent.rmdir()
            elsewhere.mkdir()
            path.parent.symlink_to(elsewhere)
        case _:
            database = sqlite3.connect(path)
            database.execute("CREATE TABLE document (path TEXT)" if what == "forged" else "CREATE TABLE other (x)")
            database.commit()
            database.close()
            path.chmod(0o644 if what == "open" else 0o600)
    grow_old()
    assert same(root)
    assert same(root)
    assert kept(root) == (0 if what in ("folder", "folder-link") else CASES)
    if what == "link":
        assert elsewhere.read_bytes() == b"precious"
    if what == "folder-link":
        assert list(elsewhere.iterdir()) == []


def test_an_index_of_which_half_was_written(root):
    """A failing disk, or a copy made while it is written, leaves old and new pages in one file."""
    dice, mixed = random.Random(12), 0
    path = root / "playbook" / "cases" / "alpha.yaml"
    whole = path.read_bytes()
    warm(root)
    for turn in range(12):
        before = (root / PLACE).read_bytes()
        path.write_bytes(whole.replace(b"Alpha", b"Omega phishing %d" % turn))
        grow_old()
        warm(root)
        after = (root / PLACE).read_bytes()
        pages = range(0, max(len(before), len(after)), 4096)
        torn = b"".join(dice.choice([before, after])[at : at + 4096] or after[at : at + 4096] for at in pages)
        mixed += torn not in (before, after)
        (root / PLACE).write_bytes(torn)
        assert same(root)
        path.write_bytes(whole)
        grow_old()
        assert same(root)
    assert mixed > 6


def test_a_column_that_is_missing(root):
    warm(root)
    with closing(sqlite3.connect(root / PLACE, isolation_level=None)) as index:
        index.execute("DELETE FROM row_column WHERE name = 'id'")
    path = root / "playbook" / "cases" / "alpha.yaml"
    path.write_bytes(path.read_bytes().replace(b"Alpha", b"Omega"))
    grow_old()
    assert same(root)


def test_a_lock_is_not_waited_for_long(root):
    warm(root)
    (root / "playbook" / "cases" / "alpha.yaml").write_bytes(b"id: alpha\n")
    other = sqlite3.connect(root / PLACE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    request = next(requests(root))
    began = time.monotonic()
    assert Found(root, request).every
    assert time.monotonic() - began < 3
    assert same(root, queries=QUERIES[:1])
    other.close()
    assert same(root)


def test_a_folder_that_may_not_be_written(root, monkeypatch):
    def refuse(*_arguments, **_more):
        raise PermissionError

    monkeypatch.setattr("sane_cli.store.index.database._room", refuse)
    assert same(root)
    assert not (root / PLACE).exists()


def test_another_reader_means_another_index(root, monkeypatch):
    warm(root)
    monkeypatch.setattr(cases, "__version__", "another")
    monkeypatch.setattr(documents, "__version__", "another")
    assert kept(root) == 0
    assert documents.load(root).known == {}
    assert same(root)


def list_again(root):
    return subprocess.Popen(
        [sys.executable, "-m", "sane_cli", "list", "--format", "json"],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(desk.SOURCE), "SANE_TODAY": "2026-11-22"},
    )  # fmt: skip


def test_many_at_once_and_killed_while_writing(root):
    time.sleep(2.1)  # other processes have the real tick
    dice = random.Random(5)
    expected = list_again(root).communicate()[0]
    for _turn in range(4):
        (root / PLACE).unlink(missing_ok=True)
        running = [list_again(root) for _ in range(4)]
        time.sleep(dice.uniform(0.05, 0.4))
        for each in running[:2]:
            each.send_signal(signal.SIGKILL)
        for each in running[:2]:
            each.communicate()
        assert [each.communicate()[0] for each in running[2:]] == [expected] * 2
    assert list_again(root).communicate()[0] == expected


def test_an_index_that_came_along_is_thrown_away(root, tmp_path):
    warm(root)
    other = tmp_path / "clone"
    shutil.copytree(root, other)  # what a clone with a private umask would be: our owner, our mode, our bytes
    assert kept(other) == 0
    assert documents.load(other).known == {}
    grow_old()
    assert same(other)
    assert kept(other) == CASES


def test_an_index_put_over_ours_is_thrown_away(root, tmp_path):
    warm(root)
    other = desk.build(tmp_path / "other")
    warm(other)
    shutil.copyfile(other / PLACE, root / PLACE)
    assert kept(root) == 0
    assert same(root)


def test_a_forged_journal_is_not_played_into_ours(root, tmp_path):
    warm(root)
    journal = root / f"{PLACE}-journal"
    desk.write(journal, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(2000))
    journal.chmod(0o644)
    assert kept(root) == 0
    assert same(root)


def test_what_is_gone_from_the_files_is_gone_from_the_index(root):
    path = root / "playbook" / "cases" / "alpha.yaml"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"Alpha", b"Zanzibarism"))
    warm(root)
    assert b"anzibarism" in (root / PLACE).read_bytes()
    path.write_bytes(text)
    warm(root)
    assert b"anzibarism" not in (root / PLACE).read_bytes()


def test_a_decision_of_the_gate_holds_for_its_days_only(root):
    """Embargo, consent and review dates: the clock runs on and is put back, and no file changes."""
    lapses = {"state": "public-record", "expires": "2026-12"}
    for name, sharing in (
        ("embargoed", {**desk.OPEN, "embargo_until": "2027-01-15"}),
        ("lapsing", {**desk.OPEN, "consent": lapses}),
        ("overdue", {**desk.OPEN, "review_by": "2027-01"}),
        ("never", {**desk.OPEN, "embargo_until": "soon", "review_by": "9999-12-31"}),
    ):
        data = desk.yaml.safe_dump(desk.case(name, sharing=sharing), sort_keys=False).encode()
        desk.write(root / "playbook" / "cases" / f"{name}.yaml", data)
    grow_old()
    days = [TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 14), date(2027, 1, 15), date(2027, 2, 1), TODAY]
    for today in (*days, date.max, date.min.replace(year=1000), *random.Random(1).sample(days, len(days))):
        assert same(root, today, QUERIES[:2]), today


def test_several_files_with_one_id(root):
    folder = root / "playbook" / "cases"
    for name in ("a-b", "a", "zeta"):
        desk.write(folder / name / "more.yaml", desk.yaml.safe_dump(desk.case("alpha", title=name)).encode())
        grow_old()
        assert same(root)
    for name in ("a", "a-b", "zeta"):
        (folder / name / "more.yaml").unlink()
        assert same(root)


def test_a_link_to_a_hidden_case_is_cut_as_ever(root):
    links = [{"case": "closed", "relation": "similar"}, {"case": "beta", "relation": "similar"}]
    desk.write(
        root / "playbook" / "cases" / "linked.yaml", desk.yaml.safe_dump(desk.case("linked", related=links)).encode()
    )
    grow_old()
    assert same(root, queries=(Query(words=("closed",)), Query(words=("similar",)), Query(words=("beta",))))
    (root / "playbook" / "cases" / "beta.yaml").unlink()
    assert same(root, queries=(Query(words=("similar",)), Query(words=("beta",))))


def test_one_case_is_fetched_by_its_id(root):
    grow_old()
    for request in requests(root):
        every = {case.id: case for case in gate_all(read_corpus(root, TODAY).cases, request)[0]}
        for name in (*(each["id"] for each in desk.CASES), "nowhere"):
            assert Found(root, request).called(name) == every.get(name)


def test_a_file_that_changes_while_its_story_is_fetched(root):
    desk.write(
        root / "playbook" / "cases" / "long.yaml",
        desk.yaml.safe_dump(desk.case("long", context="word " * 400)).encode(),
    )
    warm_requests = list(requests(root))
    grow_old()
    for request in warm_requests:
        case = next(case for case in Found(root, request).every if case.id == "long")
        (root / PLACE).unlink()
        assert case.data["context"] == "word " * 400
    case = next(case for case in Found(root, warm_requests[0]).every if case.id == "long")
    (root / "playbook" / "cases" / "long.yaml").unlink()
    (root / PLACE).unlink()
    assert dict(case.data) == {}


def test_only_so_many_kinds_of_readers_are_kept(root):
    corpus = read_corpus(root, TODAY)
    grow_old()
    words = Query(words=("title",))
    for turn in range(12):
        request = Request(
            audience=Tlp.GREEN,
            today=TODAY,
            floors=corpus.case_schema.floors,
            purpose=Purpose.VIEW,
            statuses=frozenset({"published", f"another-{turn % 10}"}),
        )
        expected = gate_all(corpus.cases, request)[0]
        assert shown(Found(root, request).answering(words)) == shown(words.select(expected))
    assert same(root)

    def counted(opened):
        tables = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'row_text_%' AND sql LIKE 'CREATE VIRTUAL%'"
        return [opened.connection.execute(sql).fetchone()[0] for sql in ("SELECT count(*) FROM row_view", tables)]

    assert max(database.ask(root, cases.part(), counted)) <= 8
