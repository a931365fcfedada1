"""A document: one YAML file of the playbook as plain data, with the place of every value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import repeat
from typing import TYPE_CHECKING, Any, overload

from sane_cli.core.record import record
from sane_cli.core.series import Series, grouped

if TYPE_CHECKING:  # only what is found needs a place
    from sane_cli.core.finding import Edit, Place

Path = tuple[str | int, ...]
Spot = tuple[int, int]


class Kind(Enum):
    """What a document is; the value is the name of its schema."""

    CASE = "case"
    TRANSLATION = "translation"
    COLLECTION = "collection"
    VOCABULARY = "vocabulary"
    PLAYBOOK = "playbook"
    WAIVERS = "waivers"


Kinds = Callable[[Sequence[str]], Sequence[Kind]]


def stem(path: str) -> str:
    """Return the file name without folder and ending, ``vuka`` for ``playbook/cases/vuka.yaml``."""
    return path[path.rfind("/") + 1 :].removesuffix(".yaml").removesuffix(".yml")


class Marks:
    """Line and column (from 1) of values and of the names of fields, by path inside the document; here, of none.

    Attributes:
        source: the file as text, its byte order mark included.
    """

    source = ""

    def value(self, path: Path) -> Spot | None:  # noqa: ARG002
        """Return where the value at ``path`` begins."""
        return None

    def key(self, path: Path) -> Spot | None:  # noqa: ARG002
        """Return where the name of the field at ``path`` begins."""
        return None

    def extent(self, path: Path) -> tuple[int, int] | None:  # noqa: ARG002
        """Return where the single value at ``path`` begins and ends, as character offsets into ``source``."""
        return None

    def nearest(self, path: Path) -> Spot:
        """Return where the value at ``path`` begins, else the nearest one around it, else the file."""
        spot = self.value(path)
        while spot is None and path:
            path = path[:-1]
            spot = self.value(path)
        return spot or (1, 1)

    def words(self, path: Path, words: str) -> Spot | None:
        """Return where ``words`` stand inside the value at ``path``, however its lines are broken."""
        parts = [re.escape(part) for part in words.split()]
        extent = self.extent(path) if parts else None
        found = re.compile(r"\s+".join(parts)).search(self.source, *extent) if extent else None
        if found is None:
            return None
        begins = self.source.rfind("\n", 0, found.start()) + 1
        return self.source.count("\n", 0, found.start()) + 1, found.start() - begins + 1

    def edit(self, path: Path, text: str) -> Edit | None:
        """Return the edit that puts ``text`` in place of the single value at ``path``, as byte offsets."""
        extent = self.extent(path)
        if extent is None:
            return None
        from sane_cli.core.finding import Edit

        start, end = extent
        return Edit(len(self.source[:start].encode()), len(self.source[:end].encode()), text)


@record(frozen=True, slots=True, eq=False, repr=False)
class Unreadable:
    """Why a file could not be turned into data."""

    rule: str
    message: str
    hint: str = ""
    line: int = 1
    column: int = 1


@record(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Document:
    """One file of the playbook.

    Attributes:
        path: relative to the root, with ``/``.
        data: plain data as YAML 1.2 core schema gives it; None when ``failure`` is set.
        locate: gives the marks; it reads the text again, so it is called only when something is to be shown.
        digest: BLAKE2b of the bytes, 32 long, hexadecimal.
        length: of the file in bytes, as far as it was read.
    """

    kind: Kind
    path: str
    data: Any
    failure: Unreadable | None = None
    locate: Callable[[], Marks] = Marks
    digest: str = ""
    length: int = 0

    def read(self) -> Document:
        """Return the document with its contents at hand."""
        return self

    @property
    def stem(self) -> str:
        """The name of its file, without folder and ending."""
        return stem(self.path)

    @property
    def mapping(self) -> Mapping[str, Any]:
        """The data when it is a mapping, else an empty one."""
        return self.data if isinstance(self.data, dict) else {}

    def place(self, path: Path, *, key: bool = False, words: str = "") -> Place:
        """Return where ``path`` stands: the value, its key, or ``words`` in it; else the nearest parent."""
        from sane_cli.core.finding import Place

        if self.failure is not None:
            return Place(self.path, self.failure.line, self.failure.column)
        marks = self.locate()
        spot = marks.key(path) if key else marks.words(path, words)
        return Place(self.path, *(spot or marks.nearest(path)))


class UnreadDocument(Document):
    """A document that is read whenever it is asked and never kept: a check of 100 000 files holds one at a time.

    Whoever asks more than once takes what ``read`` returns.
    """

    __slots__ = ("_reader",)

    def __init__(self, kind: Kind, path: str, reader: Callable[[Kind, str], Document]) -> None:
        self.kind = kind  # type: ignore[misc]
        self.path = path  # type: ignore[misc]
        self._reader = reader

    def read(self) -> Document:
        """Read the file."""
        return self._reader(self.kind, self.path)

    @property
    def data(self) -> Any:
        """Its data, read now."""
        return self.read().data

    @property
    def failure(self) -> Unreadable | None:
        """Why it cannot be read, tried now."""
        return self.read().failure

    @property
    def digest(self) -> str:
        """The hash of its bytes, read now."""
        return self.read().digest

    @property
    def length(self) -> int:
        """The length of its file, read now."""
        return self.read().length

    @property
    def locate(self) -> Callable[[], Marks]:
        """What gives the marks of its text, read now."""
        return self.read().locate


class Documents(Sequence[Document]):
    """Documents of which only the paths are kept; each is made whenever it is looked at.

    Attributes:
        paths: of all of them, in order.
    """

    __slots__ = ("_kinds", "_make", "paths")

    def __init__(self, paths: Sequence[str], make: Callable[[Kind, str], Document], kinds: Kinds | Kind) -> None:
        """Take paths, what makes a document of one, and what all of them are or what tells it of some of them."""
        self.paths = paths
        self._make = make
        self._kinds = kinds

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.paths)

    def __iter__(self) -> Iterator[Document]:
        """Yield all of them in order."""
        kinds = self._kinds
        return map(self._made, self.paths) if callable(kinds) else map(self._make, repeat(kinds), self.paths)

    @overload
    def __getitem__(self, at: int) -> Document: ...
    @overload
    def __getitem__(self, at: slice) -> Documents: ...
    def __getitem__(self, at: int | slice) -> Document | Documents:
        """Return the one, or those, that stand there."""
        if isinstance(at, slice):
            return Documents(self.paths[at], self._make, self._kinds)
        return self._made(self.paths[at])

    def by_kind(self) -> dict[Kind, Documents]:
        """Return those of each kind."""
        paths = self.paths if isinstance(self.paths, Series) else Series.of(self.paths)
        found = grouped(paths, self._kinds) if callable(self._kinds) else {self._kinds: paths}
        return {kind: Documents(found.get(kind, ()), self._make, kind) for kind in Kind}

    def _made(self, path: str) -> Document:
        return self._make(self._kinds([path])[0] if callable(self._kinds) else self._kinds, path)


def paths(documents: Sequence[Document]) -> Sequence[str]:
    """Return the paths of ``documents``, without making any that is not."""
    return documents.paths if isinstance(documents, Documents) else [document.path for document in documents]
