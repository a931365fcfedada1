"""Workers take what a hostile case does to the engine, and nothing of them stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sane_cli.core.error import FindingsError, SaneError
from sane_cli.exporters import _book, _press, pdf
from sane_cli.exporters._workers import Workers, fitting
from sane_cli.store import ledger
from tests.desk import SOURCE, build, piped
from tests.exporters.test_pieces import some

ID = "case-bond-uk"
ODD = """
import os, sys, time
from sane_cli.exporters import _press
really = _press.Press.piece
def piece(self, source, *rest):
    if {where!r} in source:
        open(os.environ["STARTED"], "a").close()
        {act}
    return really(self, source, *rest)
_press.Press.piece = piece
from sane_cli.__main__ import *
from sane_cli.app import main
main(sys.argv[1:])
"""


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory, monkeypatch):
    """Give each test a folder for temporary files, to see what is left in it."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def misbehaving(monkeypatch, act) -> None:
    really = _press.Press.piece

    def piece(self, source: str, *rest: object) -> bytes:
        if f'id="{ID}"' in source:
            act()
        return really(self, source, *rest)

    monkeypatch.setattr(_press.Press, "piece", piece)


def test_a_case_that_never_ends_is_named(monkeypatch):
    usual = _book._job
    short = {ID: 1}
    monkeypatch.setattr(_book, "_job", lambda part, *rest: replace(usual(part, *rest), limit=short.get(part.name, 601)))
    misbehaving(monkeypatch, lambda: time.sleep(600))
    began = time.monotonic()
    with pytest.raises(FindingsError, match="longer than 1 seconds") as stopped:
        pdf.make(some(jobs=1))
    assert stopped.value.where == "bond-uk"
    assert time.monotonic() - began < 300


def test_a_case_that_kills_the_engine_is_named(monkeypatch):
    misbehaving(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(SaneError, match="broke down") as stopped:
        pdf.make(some(jobs=2))
    assert stopped.value.where == "bond-uk"


def test_a_case_over_which_the_engine_stumbles_is_named_without_its_words(monkeypatch):
    misbehaving(monkeypatch, lambda: {}["SECRET"])
    with pytest.raises(SaneError, match=r"KeyError at test_workers.py:\d+") as stopped:
        pdf.make(some(jobs=2))
    assert stopped.value.where == "bond-uk"
    assert "SECRET" not in str(stopped.value)


def test_workers_end_with_their_context():
    with Workers(3) as workers:
        processes = [worker.process for worker in workers._workers]
        assert len(processes) == 3
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_how_many_workers():
    assert fitting(7) == 7
    assert 1 <= fitting(0) <= 4


def started(root: Path, act: str, *words: str, **environment: str) -> tuple[subprocess.Popen[str], Path]:
    """Run an export in a process of its own, and wait until the case ``beta`` is being laid out."""
    mark = root / "started"
    program = root / "odd.py"
    program.write_text(ODD.format(where='id="case-beta"', act=act))
    process = subprocess.Popen(
        [sys.executable, str(program), "export", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SANE_TODAY": "2026-11-22", "STARTED": str(mark), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    for _wait in range(1200):
        if mark.exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    assert mark.exists(), process.communicate()[1]
    return process, mark


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in ("Z", "X")
    except OSError:
        return True


@pytest.mark.parametrize("whole_group", [True, False])
def test_ctrl_c_leaves_the_old_file_and_nothing_else(tmp_path: Path, whole_group: bool):
    root = build(tmp_path / "net")
    target = root / "report.pdf"
    target.write_bytes(b"the old one")
    process, _mark = started(root, "time.sleep(600)", "-o", "report.pdf", "--jobs", "2")
    workers = children(process.pid)
    assert len(workers) == 2
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "sane: Stopped; nothing was written." in err
    assert "Traceback" not in err
    assert out == ""
    assert target.read_bytes() == b"the old one"
    assert ledger.length(root) == 0
    assert all(map(is_gone, workers))
    assert [path.name for path in root.rglob("*.tmp")] == []


def test_workers_do_not_outlive_a_killed_program(tmp_path: Path, own_temporary_folder: Path):
    root = build(tmp_path / "net")
    process, _mark = started(root, "time.sleep(600)", "-o", "report.pdf", "--jobs", "2")
    workers = children(process.pid)
    process.kill()
    process.communicate(timeout=120)
    for _wait in range(600):
        if all(map(is_gone, workers)):
            break
        time.sleep(0.1)
    assert all(map(is_gone, workers))
    for left in own_temporary_folder.iterdir():  # nobody was there to remove it
        for file in left.rglob("*"):
            file.unlink() if file.is_file() else None
        for folder in sorted(left.rglob("*"), reverse=True):
            folder.rmdir()
        left.rmdir()


def test_no_cache_neither_reads_nor_writes(tmp_path: Path):
    root = build(tmp_path / "net")
    assert piped(root, "export", "-o", "a.pdf", "--no-cache").code == 0
    assert not (root / ".sane" / "pieces").exists()
    assert piped(root, "export", "-o", "b.pdf").code == 0
    kept = sorted((root / ".sane" / "pieces" / "clear").iterdir())
    assert kept
    for file in kept:
        file.write_bytes(b"broken")
    assert piped(root, "export", "-o", "c.pdf", "--no-cache", "--jobs", "1").code == 0
    assert {file.read_bytes() for file in kept} == {b"broken"}
    assert piped(root, "export", "-o", "d.pdf", "--jobs", "2").code == 0
    assert len({(root / f"{name}.pdf").read_bytes() for name in "abcd"}) == 1


def test_quiet_says_nothing(tmp_path: Path):
    root = build(tmp_path / "net")
    ran = piped(root, "export", "alpha", "-o", "a.pdf", "--quiet")
    assert (ran.code, ran.err) == (0, "")
