"""The manifest tells every change of a file without opening one, and never says «the same» when it cannot know."""

from __future__ import annotations

import os
import random
import time

import pytest

from sane_cli.store.index import manifest
from sane_cli.store.playbook import walk
from tests import desk

CASES = "playbook/cases"
ALPHA = f"{CASES}/alpha.yaml"


@pytest.fixture
def root(tmp_path):
    return desk.build(tmp_path / "small")


def taken(root):
    """Take a manifest as if everything in it were old."""
    return manifest.take(root).settled(time.time_ns() + 2 * manifest.TICK)


def changed(root, before):
    found = manifest.take(root).since(before)
    return list(found.changed), list(found.gone)


def test_it_holds_every_file_that_is_read(root):
    (root / "schema").mkdir(exist_ok=True)
    paths = manifest.take(root).paths
    assert {path.relative_to(root).as_posix() for path, _kind in walk(root)} <= set(paths)
    assert len(set(paths)) == len(paths)


def test_nothing_changed(root):
    before = taken(root)
    assert not manifest.take(root).since(before)
    assert changed(root, before) == ([], [])


def test_young_files_are_not_trusted(root):
    began = time.time_ns()
    before = manifest.take(root).settled(began)
    assert set(changed(root, before)[0]) == set(manifest.take(root).paths)


def test_a_file_from_the_future_is_never_trusted(root):
    os.utime(root / ALPHA, (2**33, 2**33))
    assert changed(root, taken(root)) == ([ALPHA], [])


@pytest.mark.parametrize("what", ["size", "same-size", "old-date", "mode", "replaced", "kind"])
def test_each_kind_of_change_is_seen(root, what):
    path, before = root / ALPHA, taken(root)
    was, data = path.stat(), path.read_bytes()
    time.sleep(0.02)  # the clock of the file system has to move on
    match what:
        case "size":
            path.write_bytes(data + b"\n")
        case "same-size" | "old-date":
            path.write_bytes(data.replace(b"Alpha", b"Aleph"))
            if what == "old-date":
                os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        case "mode":
            path.chmod(0o600)
        case "replaced":
            path.rename(root / "kept")
            path.write_bytes(data)
            os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        case "kind":
            path.unlink()
            os.mkfifo(path)
    assert changed(root, before) == ([ALPHA], [])


def test_new_gone_and_renamed(root):
    before = taken(root)
    (root / ALPHA).rename(root / f"{CASES}/omega.yaml")
    desk.write(root / f"{CASES}/deep/er/new.yaml", b"id: new\n")
    assert changed(root, before) == ([f"{CASES}/deep/er/new.yaml", f"{CASES}/omega.yaml"], [ALPHA])


def test_hidden_files_are_not_there(root):
    before = taken(root)
    desk.write(root / "playbook/.drafts/a.yaml", b"id: a\n")
    desk.write(root / f"{CASES}/.alpha.yaml.swp", b"")
    assert not manifest.take(root).since(before)


def test_where_a_link_leads_is_part_of_it(root, tmp_path):
    link, target = root / f"{CASES}/link.yaml", tmp_path / "target.yaml"
    desk.write(target, b"id: one\n")
    desk.write(tmp_path / "other.yaml", b"id: two\n")
    link.symlink_to(tmp_path / "middle.yaml")
    (tmp_path / "middle.yaml").symlink_to(target)
    before = taken(root)
    assert not manifest.take(root).since(before)
    target.write_bytes(b"id: three\n")
    assert changed(root, before) == ([f"{CASES}/link.yaml"], [])
    before = taken(root)
    (tmp_path / "middle.yaml").unlink()
    assert changed(root, before) == ([f"{CASES}/link.yaml"], [])
    before = taken(root)
    os.link(target, tmp_path / "middle.yaml")  # the same file by another name, and its date of change
    assert changed(root, before) == ([f"{CASES}/link.yaml"], [])


def test_a_folder_that_leads_out_is_not_entered_and_never_trusted(root, tmp_path):
    (tmp_path / "outside").mkdir()
    desk.write(tmp_path / "outside/secret.jpg", b"")
    (root / "playbook/assets").rename(root / "playbook/was") if (root / "playbook/assets").exists() else None
    (root / "playbook/assets").symlink_to(tmp_path / "outside")
    found = manifest.take(root)
    assert not found.sure
    assert "secret" not in found.names.decode()
    assert set(found.since(taken(root)).changed) == set(found.paths)


def test_links_in_a_circle_end(root):
    (root / f"{CASES}/round").symlink_to(root / "playbook")
    (root / "playbook/again").symlink_to(root / "playbook")
    assert len(manifest.take(root).names) < 100_000


def test_random_changes_are_seen(root):
    dice = random.Random(2)
    folder = root / CASES
    for turn in range(60):
        before, held = taken(root), {path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
        time.sleep(0.01)
        for path in dice.sample(sorted(held), min(2, len(held))):
            match dice.randrange(4):
                case 0:
                    path.unlink()
                case 1:
                    path.write_bytes(b"id: %d\n" % turn)
                case 2:
                    path.rename(folder / f"moved-{turn}.yaml")
                case _:
                    desk.write(folder / f"new-{turn}.yaml", b"id: new\n")
        now = {path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
        found = manifest.take(root).since(before)
        differing = {path.relative_to(root).as_posix() for path in now if held.get(path) != now[path]}
        assert differing <= set(found.changed)
        assert {path.relative_to(root).as_posix() for path in held.keys() - now.keys()} == set(found.gone)
