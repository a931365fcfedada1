"""What cannot be written is told in one message with a way out; the old export and the ledger stay as they were."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sane_cli.store import ledger
from tests.desk import SOURCE, Ran, build, piped


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "net")


def refused(ran: Ran, root: Path, *said: str) -> None:
    assert ran.code == 4, ran.err
    assert "Traceback" not in ran.err
    complaint = ran.err[ran.err.rindex("sane: ") :]
    for words in (*said, "\n  → "):
        assert words in complaint
    assert ran.out == ""
    assert ledger.length(root) == 0
    assert [path.name for path in root.rglob("*.tmp")] == []


def limited(root: Path, size: int, *words: str) -> Ran:
    """Run the program where no file may grow beyond ``size`` bytes, as on a disk that is full."""
    done = subprocess.run(
        [sys.executable, "-m", "sane_cli", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SANE_TODAY": "2026-11-22"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("kind", ["html", "json"])
def test_no_room_for_the_file(root: Path, kind: str):
    (root / "old").write_bytes(b"the old one")
    ran = limited(root, 2000, "export", "--format", kind, "-o", "old")
    refused(ran, root, "old: It cannot be written", "The old file is untouched")
    assert (root / "old").read_bytes() == b"the old one"


def test_no_room_for_the_fonts_of_the_engine(root: Path):
    refused(limited(root, 2000, "export", "-o", "report.pdf"), root, "The PDF engine cannot write its fonts", "TMPDIR")


def test_pieces_that_find_no_room_do_not_stop_an_export(root: Path):
    (root / ".sane").write_text("no folder")
    assert piped(root, "export", "alpha", "-o", "report.pdf").code == 0


def test_a_place_that_cannot_be_is_refused_before_the_work(root: Path):
    (root / "file").write_text("no folder")
    ran = piped(root, "export", "-o", "file/report.pdf")
    refused(ran, root, "It cannot be written: ")
    assert "Making" not in ran.err


def test_a_ledger_that_cannot_be_written_lets_nothing_out(root: Path):
    (root / "exports" / "ledger.jsonl").mkdir(parents=True)
    ran = piped(root, "export", "--format", "json", "-o", "out.json")
    refused(ran, root, "ledger.jsonl: It cannot be written")
    assert not (root / "out.json").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 64 KB, where the system lets tests mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full(root: Path, small_disk: Path):
    target = small_disk / "report.pdf"
    target.write_bytes(b"the old one")
    ran = piped(root, "export", "-o", str(target))
    refused(ran, root, "No space left on device", "The old file is untouched")
    assert [path.name for path in small_disk.iterdir()] == ["report.pdf"]
    assert target.read_bytes() == b"the old one"


def test_a_disk_that_nobody_may_write(root: Path, small_disk: Path):
    (small_disk / "report.pdf").write_bytes(b"the old one")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused(piped(root, "export", "-o", str(small_disk / "report.pdf")), root, "Read-only file system")
    assert (small_disk / "report.pdf").read_bytes() == b"the old one"
