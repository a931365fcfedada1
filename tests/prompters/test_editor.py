"""The person's own editor, and what is left of it."""

import stat

import pytest

from sane_cli.prompters._editor import edited


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Return a function that makes the editor run a shell line on the file ``$1``."""

    def make(line):
        script = tmp_path / "editor.sh"
        script.write_text(f"#!/bin/sh\n{line}\n")
        script.chmod(0o755)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{script} --wait")

    return make


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('echo "after" > "$2"', "after\n"),
        ("true", None),
        ('echo "x" > "$2"; exit 1', None),
        ('touch "$2~"; echo b > "$2"', "b\n"),
    ],
)
def test_gives_what_was_saved_and_leaves_nothing(tmp_path, editor, line, found):
    editor(line)
    folder = tmp_path / "drafts"
    assert edited("before", folder) == found
    assert list(folder.iterdir()) == []


def test_the_text_lies_where_only_its_owner_reads(tmp_path, editor):
    log = tmp_path / "log"
    editor(f'stat -c %a "$2" "$(dirname "$2")" > {log}; cat "$2" >> {log}')
    edited("Zażółć", tmp_path / "drafts", ".yaml")
    assert log.read_text() == "600\n700\nZażółć"
    assert stat.S_IMODE((tmp_path / "drafts").stat().st_mode) == 0o700


def test_no_editor_no_change(tmp_path, monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.setenv(name, "no-such-editor-anywhere")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert edited("before", tmp_path) is None
    monkeypatch.setenv("VISUAL", "unclosed 'quote")
    assert edited("before", tmp_path) is None
