"""Drafts: private, replaced as a whole, never in each other's way."""

import os
import stat

import pytest

from sane_cli.store import drafts
from sane_cli.store.files import CannotWriteError


def draft(root, **answers):
    file = drafts.DraftFile(drafts.folder(root))
    file.save(answers, frozenset({("title",)}), ("summary",))
    return file


def test_only_its_owner_may_read_it_and_git_never_sees_it(root):
    file = draft(root, title="T")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert (file.path.parent / ".gitignore").read_text() == "*\n"


def test_comes_back_as_it_was(root):
    draft(root, title="T: x", organisations=[{}, {"name": "A"}], sharing={})
    (found,) = drafts.open_drafts(root)
    assert found.answers == {"title": "T: x", "organisations": [{}, {"name": "A"}], "sharing": {}}
    assert found.settled == frozenset({("title",)})
    assert found.at == ("summary",)


def test_takes_the_short_name_once_there_is_one(root):
    file = draft(root, title="T")
    assert file.path.name.startswith("untitled-")
    file.save({"title": "T", "id": "a-case"}, frozenset(), ("organisations", 0, "name"))
    assert file.path.name.startswith("a-case-")
    (found,) = drafts.open_drafts(root)
    assert found.at == ("organisations", 0, "name")
    assert drafts.find(root, "a-case") == found


def test_two_interviews_of_one_name_do_not_meet(root):
    one, two = draft(root, id="same", title="1"), draft(root, id="same", title="2")
    assert one.path != two.path
    assert drafts.find(root, "same") is None or len(drafts.open_drafts(root)) == 2


def test_a_broken_draft_is_passed_over(root):
    file = draft(root, title="T")
    (file.path.parent / "broken-1.yaml").write_text("a: [")
    (file.path.parent / "empty-1.yaml").write_text("")
    assert [found.path for found in drafts.open_drafts(root)] == [file.path]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(root):
    (root / "playbook").chmod(0o500)
    with pytest.raises(CannotWriteError):
        draft(root, title="T")


def test_when_writing_fails_the_draft_before_stays(root, monkeypatch):
    file = draft(root, title="first")
    monkeypatch.setattr("os.fsync", lambda _fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CannotWriteError):
        file.save({"title": "second"}, frozenset(), None)
    monkeypatch.undo()
    (found,) = drafts.open_drafts(root)
    assert found.answers == {"title": "first"}


def test_a_draft_that_is_open_elsewhere_is_not_opened_twice(root):
    file = draft(root, title="T")
    with pytest.raises(drafts.DraftInUseError):
        drafts.DraftFile(drafts.folder(root), file.path)
    file.remove()
    assert [path.name for path in drafts.folder(root).iterdir()] == [".gitignore"]
