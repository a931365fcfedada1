"""A playbook on disk: find its root, walk its files, read them as documents."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sane_cli.core.corpus import Corpus, Frame
from sane_cli.core.document import Document, Documents, Kind, Marks, Unreadable, UnreadDocument
from sane_cli.core.error import BrokenPlaybookError
from sane_cli.core.hashing import blake2b
from sane_cli.core.series import Series
from sane_cli.core.words import _
from sane_cli.store import kinds, schemas
from sane_cli.store.files import UnreadableFileError, is_inside, read_inside, read_plain
from sane_cli.store.kinds import WAIVERS
from sane_cli.store.root import MARKER
from sane_cli.store.workers import spread, without_collecting

if TYPE_CHECKING:  # a check without the index should not pay for it
    from sane_cli.store.index.documents import Index


def read_frame(root: Path, today: date) -> Frame:
    """Read what stands around the cases, settings and vocabularies, sparing what has not changed since last time."""
    from sane_cli.store.index import documents as index

    known = index.load(root)
    around = sorted([MARKER.as_posix(), *_below(root, Kind.VOCABULARY)], key=kinds.order)
    documents = tuple(_document(root, path, known) for path in around)
    known.save()
    return Frame(documents, schemas.load(root), today)


def read_corpus(root: Path, today: date, *, jobs: int = 1) -> Corpus:
    """Read every document of the playbook at ``root``; broken files come along as documents with a failure.

    Args:
        root: the folder that holds ``playbook/``.
        today: the day on which dates are weighed.
        jobs: processes to read with; 0 chooses.

    Raises:
        BrokenPlaybookError: the schemas, ``playbook.yaml`` or a vocabulary cannot be used at all.
    """

    def read(files: Sequence[tuple[Path, Kind]]) -> list[Document]:
        return [read_document(root, path, kind) for path, kind in files]

    with without_collecting():
        documents = tuple(spread(sorted(walk(root)), read, jobs))
    return assembled(root, today, documents)


def assembled(root: Path, today: date, documents: Sequence[Document]) -> Corpus:
    """Return these documents with all that rules may ask beside them.

    Raises:
        BrokenPlaybookError: a schema cannot be used at all.
    """
    from sane_cli.store.outside import Libraries

    assets = frozenset(_relative(root, path) for path in _files(root, f"{root}/playbook/assets"))
    # all schemas at once: a checker shall not find out halfway that one of them is broken
    return Corpus(documents, dict(schemas.load(root)), today, assets, Libraries(root))


def open_corpus(root: Path, today: date) -> Corpus:
    """Return the playbook at ``root`` with its cases and translations unread; whoever looks at one reads it.

    For the check, which looks at each once and needs none of them any more after that.

    Raises:
        BrokenPlaybookError: the schemas, ``playbook.yaml`` or a vocabulary cannot be used at all.
    """
    paths = Series.of(sorted(_paths(root), key=kinds.order))
    return assembled(root, today, Reader(root).documents(paths, {}))


class Reader:
    """Reads documents one by one and keeps none, by the quick front of the strict reader where it is installed."""

    def __init__(self, root: Path) -> None:
        from sane_cli.store import yaml_quick

        self._root = root
        self._within = f"{root}/"
        self._folders: dict[str, bool] = {}
        self._quick = yaml_quick.read
        self._placed: tuple[bytes, Marks] | None = None
        self._reading = self.read  # made once, not for each of a hundred thousand documents

    def documents(self, paths: Sequence[str], known: Mapping[str, Document]) -> Documents:
        """Return documents that are read whenever they are asked, but for what is ``known`` and what is no case."""
        read = dict(known)

        def made(kind: Kind, path: str) -> Document:
            if path not in read:
                if kind is Kind.CASE or kind is Kind.TRANSLATION:
                    return UnreadDocument(kind, path, self._reading)
                read[path] = self.read(kind, path)
            return read[path]

        return Documents(paths, made, kinds.of_documents)

    def read(self, kind: Kind, path: str) -> Document:
        """Read one document as it stands in its file now."""
        text = self._text(path)
        data = self._quick(text) if text is not None else None
        if data is None or text is None:
            return read_document(self._root, self._root / path, kind, text)
        return Document(kind=kind, path=path, data=data, locate=partial(self._marks, text, data), length=len(text))

    def _marks(self, text: bytes, data: Any) -> Marks:
        """Return the places in a text that the quick reader took; the same as long as no other text is asked about."""
        if self._placed is None or self._placed[0] is not text:
            from sane_cli.store.yaml_places import QuickMarks

            self._placed = text, QuickMarks(text.decode(), data, partial(_all_marks, text))
        return self._placed[1]

    def hashed(self, kind: Kind, path: str) -> Document:
        """Read one document as it stands in its file now, with the hash of its bytes."""
        text = self._text(path)
        data = self._quick(text) if text is not None else None
        if data is None or text is None:
            return read_document(self._root, self._root / path, kind, text)
        return Document(kind=kind, path=path, data=data, digest=_digest(text), length=len(text))

    def _text(self, path: str) -> bytes | None:
        """Return the bytes of a regular file in a folder inside the playbook; None leaves it to the slower way."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            self._folders[folder] = is_inside(self._root, self._root / folder)
        return read_plain(self._within + path) if self._folders[folder] else None


def require_readable(corpus: Corpus) -> None:
    """Insist on settings and vocabularies that can be read, for commands that cannot do without.

    Raises:
        BrokenPlaybookError: names the first file that cannot be read.
    """
    for document in corpus.documents:
        if document.failure is not None and document.kind in (Kind.PLAYBOOK, Kind.VOCABULARY):
            raise BrokenPlaybookError(
                document.failure.message,
                where=f"{document.path}:{document.failure.line}:{document.failure.column}",
                todo=document.failure.hint or _("See all of it with: sane validate"),
            )


def walk(root: Path) -> Iterator[tuple[Path, Kind]]:
    """Yield every YAML file of the playbook with its kind."""
    paths = list(_paths(root))
    return zip((root / path for path in paths), kinds.of_documents(paths), strict=True)


def _paths(root: Path) -> Iterator[str]:
    """Yield the paths of the same below ``root``; as plain texts, since there may be a hundred thousand."""
    yield MARKER.as_posix()
    if os.path.lexists(root / WAIVERS):
        yield WAIVERS.as_posix()
    for kind in kinds.FOLDERS:
        yield from _below(root, kind)


def _below(root: Path, kind: Kind) -> Iterator[str]:
    """Yield the documents in the folder of one kind, and links to folders, which are not entered and must be told."""
    above = len(f"{root}/")
    folder = f"{root}/playbook/{kinds.FOLDERS[kind]}"
    if _leads_out(root, folder):
        yield folder[above:]
        return
    for at, names, linked in _folders(folder):
        within = at[above:]
        yield from [f"{within}/{name}" for name in linked]
        yield from [f"{within}/{name}" for name in names if name.endswith(kinds.ENDINGS)]


def _document(root: Path, relative: str, known: Index) -> Document:
    """Take a document from the index where that is safe, else read it and keep it there."""
    from sane_cli.store.index import documents as index

    path, kind = root / relative, kinds.of(relative) or Kind.VOCABULARY
    facts, at = index.facts(path), index.now()
    entry = known.recall(relative, facts)
    if entry is not None:
        with suppress(ValueError, RecursionError):
            locate = partial(_marks, root, path, entry.digest)
            return Document(kind=kind, path=relative, data=json.loads(entry.data), locate=locate, digest=entry.digest)
    document = read_document(root, path, kind)
    # what was changed while it was read is not what was read
    known.keep(document, facts if facts == index.facts(path) else "", at)
    return document


def read_document(root: Path, path: Path, kind: Kind, text: bytes | None = None) -> Document:
    """Read one file, or its bytes ``text``; whatever is wrong with it becomes its ``failure``."""
    from sane_cli.store import yaml_read

    relative = _relative(root, path)
    try:
        text = read_inside(root, path) if text is None else text
    except UnreadableFileError as error:
        hint = _("Put a plain UTF-8 text file there, or remove it.")
        return Document(kind=kind, path=relative, data=None, failure=Unreadable("file", str(error), hint))
    digest = _digest(text)
    try:
        data = yaml_read.parse(text)
    except yaml_read.RefusedError as error:
        return Document(kind=kind, path=relative, data=None, failure=error.reason, digest=digest)
    if not isinstance(data, dict):
        failure = Unreadable(
            "yaml", _("The file holds no fields."), _("Write ‘name: value’ lines, or remove the file.")
        )
        return Document(kind=kind, path=relative, data=None, failure=failure, digest=digest)
    locate = partial(_marks, root, path, digest)
    return Document(kind=kind, path=relative, data=data, locate=locate, digest=digest, length=len(text))


@lru_cache(maxsize=1)
def _all_marks(text: bytes) -> Marks:
    from sane_cli.store import yaml_read

    return yaml_read.locate(text)


@lru_cache(maxsize=4)
def _marks(root: Path, path: Path, digest: str) -> Marks:
    """Read a file again for the places in it; nothing of it is kept in memory meanwhile.

    A file that was changed in between has no places: better the first line than a wrong one.
    """
    from sane_cli.store import yaml_read

    try:
        text = read_inside(root, path)
        return yaml_read.locate(text) if _digest(text) == digest else Marks()
    except (UnreadableFileError, yaml_read.RefusedError):
        return Marks()


def unchanged(root: Path, document: Document) -> bytes | None:
    """Return the bytes of a document that is still what was read, or None."""
    try:
        text = read_inside(root, root / document.path)
    except UnreadableFileError:
        return None
    return text if _digest(text) == document.digest else None


def _digest(text: bytes) -> str:
    return blake2b(text, digest_size=32).hexdigest()


def _files(root: Path, folder: str) -> Iterator[Path]:
    """Yield files below ``folder``, which is inside ``root``; hidden names and what lies outside are left out."""
    if not _leads_out(root, folder):
        yield from (Path(at, name) for at, names, _linked in _folders(folder) for name in names)


def _folders(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield ``folder`` and every one below, with the names of the files and of the links to folders in it."""
    for at, folders, names in os.walk(folder, followlinks=False):
        seen = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in seen if os.path.islink(f"{at}/{name}")]  # noqa: PTH114
        folders[:] = [name for name in seen if name not in linked]
        yield at, sorted(name for name in names if not name.startswith(".")), linked


def _leads_out(root: Path, folder: str) -> bool:
    """Tell whether ``folder`` is a link out of the playbook: not even the names in it are to be listed then."""
    return os.path.islink(folder) and not is_inside(root, Path(folder))  # noqa: PTH114


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
