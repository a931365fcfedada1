"""Files are written whole, and never in the place of something that is not a file."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from sane_cli.store.files import CannotWriteError, write_atomically


def test_a_pipe_keeps_its_place(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for path in (pipe, tmp_path / "link"):
        with pytest.raises(CannotWriteError, match="not a file"):
            write_atomically(path, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "pipe"]


def test_a_socket_keeps_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("door")
        with pytest.raises(CannotWriteError, match="not a file"):
            write_atomically(Path("door"), b"x")
    assert stat.S_ISSOCK((tmp_path / "door").stat().st_mode)


def test_nothing_is_tried_next_to_devices(monkeypatch):
    # Nothing may reach the system here: had the check failed, this machine would lose a device.
    monkeypatch.setattr(os, "open", lambda *_a, **_k: pytest.fail("opened a file"))
    monkeypatch.setattr(Path, "replace", lambda *_a: pytest.fail("replaced a device"))
    with pytest.raises(CannotWriteError, match="not a file"):
        write_atomically(Path("/dev/no-such-device-of-sane"), b"x")


def test_a_file_is_replaced_and_a_folder_is_not(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    with pytest.raises(CannotWriteError):
        write_atomically(tmp_path, b"x")
