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
from datetime import date

import pytest

from sane_cli.store.index import documents as index
from sane_cli.store.index import manifest
from sane_cli.store.index.database import PLACE
from sane_cli.store.playbook import read_corpus
from tests import desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path, monkeypatch):
    # the tests cannot wait two seconds for every file to grow old
    monkeypatch.setattr(manifest, "TICK", 20_000_000)
    return desk.build(tmp_path / "small")


def read(root, *, indexed):
    corpus = read_corpus(root, TODAY, indexed=indexed)
    return [(d.kind, d.path, d.data, d.digest, d.failure and d.failure.rule) for d in corpus.documents]


def same(root):
    return read(root, indexed=True) == read(root, indexed=False)


def grow_old():
    time.sleep(0.03)


def warm(root):
    grow_old()
    assert same(root)
    assert len(index.load(root).known) == 10


def test_it_is_private_and_ignored_by_git(root):
    warm(root)
    path = root / PLACE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_warm_index_spares_reading(root, monkeypatch):
    warm(root)
    monkeypatch.setattr("sane_cli.store.playbook.read_document", None)
    assert len(read(root, indexed=True)) == 10


def test_places_are_found_through_the_index_as_well(root):
    warm(root)
    documents = read_corpus(root, TODAY, indexed=True).documents
    plain = read_corpus(root, TODAY).documents
    assert [d.place(("title",)) for d in documents] == [d.place(("title",)) for d in plain]


def test_a_change_within_one_tick_of_the_clock_is_seen(root, monkeypatch):
    monkeypatch.setattr(manifest, "TICK", 2_000_000_000)
    path = root / "playbook" / "cases" / "alpha.yaml"
    text = path.read_bytes()
    for word in (b"Alpha", b"Aleph", b"Alpha", b"Aleph"):
        path.write_bytes(text.replace(b"Alpha", word))
        os.utime(path, (1, 1))
        assert same(root)
    assert "playbook/cases/alpha.yaml" not in index.load(root).known


def test_a_change_of_the_same_size_with_the_old_date_is_seen(root):
    warm(root)
    path = root / "playbook" / "cases" / "alpha.yaml"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Alpha", b"Aleph"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert same(root)


def test_random_edits_renames_deletes(root):
    dice = random.Random(11)
    cases = root / "playbook" / "cases"
    for turn in range(80):
        paths = sorted(cases.glob("*.yaml"))
        path = dice.choice(paths) if paths else cases / "first.yaml"
        match dice.randrange(8):
            case 0:
                path.unlink(missing_ok=True)
            case 1:
                path.rename(cases / f"moved-{dice.randrange(9)}.yaml") if paths else None
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
    assert set(index.load(root).known) <= {document[1] for document in read(root, indexed=False)}


def test_corrupt_bytes_cost_time_only(root):
    warm(root)
    path = root / PLACE
    whole = path.read_bytes()
    dice = random.Random(3)
    for _turn in range(100):
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
    assert len(index.load(root).known) == (0 if what in ("folder", "folder-link") else 10)
    if what == "link":
        assert elsewhere.read_bytes() == b"precious"
    if what == "folder-link":
        assert list(elsewhere.iterdir()) == []


def test_a_lock_is_not_waited_for_long(root):
    warm(root)
    (root / "playbook" / "cases" / "alpha.yaml").write_bytes(b"id: alpha\n")
    database = sqlite3.connect(root / PLACE, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    assert same(root)
    assert time.monotonic() - began < 3
    database.close()
    assert same(root)


def test_a_folder_that_may_not_be_written(root, monkeypatch):
    def refuse(*_arguments, **_more):
        raise PermissionError

    monkeypatch.setattr("sane_cli.store.index.database._room", refuse)
    assert same(root)
    assert not (root / PLACE).exists()


def test_another_reader_means_another_index(root, monkeypatch):
    warm(root)
    monkeypatch.setattr(index, "__version__", "another")
    assert index.load(root).known == {}
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
    assert index.load(other).known == {}
    grow_old()
    assert same(other)
    assert len(index.load(other).known) == 10


def test_an_index_put_over_ours_is_thrown_away(root, tmp_path):
    warm(root)
    other = desk.build(tmp_path / "other")
    warm(other)
    shutil.copyfile(other / PLACE, root / PLACE)
    assert index.load(root).known == {}
    assert same(root)


def test_a_forged_journal_is_not_played_into_ours(root, tmp_path):
    warm(root)
    journal = root / f"{PLACE}-journal"
    desk.write(journal, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(2000))
    journal.chmod(0o644)
    assert index.load(root).known == {}
    assert same(root)
