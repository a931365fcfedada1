"""Kept pieces: ours alone, whole, bounded, and never a reason to fail."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sane_cli.store.pieces import PLACE, Pieces

NAME = "a" * 64


@pytest.fixture
def pieces(tmp_path: Path) -> Pieces:
    return Pieces(tmp_path, "clear")


def at(pieces: Pieces, name: str = NAME) -> Path:
    return pieces.root / PLACE / pieces.audience / name


def test_what_is_kept_comes_back(pieces: Pieces):
    assert pieces.recall(NAME) is None
    pieces.keep(NAME, b"words")
    assert pieces.recall(NAME) == b"words"
    assert pieces.recall("b" * 64) is None


def test_another_audience_finds_nothing(pieces: Pieces):
    Pieces(pieces.root, "red").keep(NAME, b"red words")
    assert pieces.recall(NAME) is None


def test_nobody_else_can_look(pieces: Pieces):
    pieces.keep(NAME, b"words")
    assert stat.S_IMODE(at(pieces).stat().st_mode) == 0o600
    for folder in (at(pieces).parent, at(pieces).parent.parent, at(pieces).parent.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (pieces.root / ".sane" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 40, None])
def test_what_is_not_whole_is_forgotten(pieces: Pieces, damage: bytes | None):
    pieces.keep(NAME, b"words")
    whole = at(pieces).read_bytes()
    at(pieces).write_bytes(whole[:-1] + b"X" if damage is None else damage)
    assert pieces.recall(NAME) is None
    assert not at(pieces).exists()


def test_a_piece_under_another_name_is_none(pieces: Pieces):
    pieces.keep(NAME, b"words")
    at(pieces).rename(at(pieces, "b" * 64))
    assert pieces.recall("b" * 64) is None


@pytest.mark.parametrize("loose", [".", "..", "file"])
def test_what_others_could_have_put_there_is_not_trusted(pieces: Pieces, loose: str):
    pieces.keep(NAME, b"words")
    place = at(pieces) if loose == "file" else at(pieces).parent / loose
    place.chmod(0o755 if place.is_dir() else 0o644)
    assert pieces.recall(NAME) is None


def test_a_link_is_not_followed(pieces: Pieces, tmp_path: Path):
    pieces.keep(NAME, b"words")
    elsewhere = tmp_path / "elsewhere"
    at(pieces).rename(elsewhere)
    at(pieces).symlink_to(elsewhere)
    assert pieces.recall(NAME) is None


def test_a_folder_that_is_a_link_is_neither_read_nor_written(pieces: Pieces, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (tmp_path / ".sane").mkdir(mode=0o700)
    (tmp_path / ".sane" / "pieces").symlink_to(elsewhere)
    pieces.keep(NAME, b"words")
    assert pieces.recall(NAME) is None
    assert not any(path.is_file() for path in elsewhere.rglob("*"))


def test_a_pipe_in_its_place_does_not_wait(pieces: Pieces):
    pieces.keep(NAME, b"words")
    at(pieces).unlink()
    os.mkfifo(at(pieces), 0o600)
    assert pieces.recall(NAME) is None


def test_nowhere_to_write_is_no_reason_to_fail(pieces: Pieces):
    (pieces.root / ".sane").write_text("a file")
    pieces.keep(NAME, b"words")
    assert pieces.recall(NAME) is None


def test_the_least_recently_used_go_first(pieces: Pieces):
    for number, name in enumerate("abcd"):
        pieces.keep(name, bytes(100))
        os.utime(at(pieces, name), ns=(number, number))
    Pieces(pieces.root, "red").keep("e", bytes(100))
    assert pieces.recall("a") == bytes(100)  # used again
    pieces.forget(limit=3 * 132)
    assert sorted(path.name for path in (pieces.root / PLACE).rglob("*") if path.is_file()) == ["a", "d", "e"]


def test_what_was_left_half_written_goes(pieces: Pieces):
    pieces.keep(NAME, b"words")
    at(pieces, ".left.1.tmp").write_bytes(b"half")
    pieces.forget()
    assert [path.name for path in at(pieces).parent.iterdir()] == [NAME]
