"""A product: everything an exporter may know. It holds gated data only, by type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sane_cli.core.audience import Cut, PublicCase, Reason
from sane_cli.core.collection import PublicCollection
from sane_cli.core.labels import Labels
from sane_cli.core.schema import Schema
from sane_cli.core.tlp import Tlp
from sane_cli.core.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a product comes from.

    Attributes:
        made: time stamp of the product: SOURCE_DATE_EPOCH, else the commit's date; never the clock of the machine
            when one of the two is known.
        filters: option words and values that chose the cases.
        withheld: kinds of reasons for which whole cases were left out; kinds only, counts leak.
        cuts: kinds of things left out from inside the shown cases.
    """

    made: datetime
    version: str
    commit: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    withheld: frozenset[Reason] = frozenset()
    cuts: frozenset[Cut] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What an exporter may use while it works.

    Attributes:
        jobs: worker processes; 0 lets the exporter choose.
        recall: returns what was kept under a name, or None. A name is made of everything that what it names depends
            on, so that nothing is ever found by readers for whom it was not made.
        keep: keeps something under a name, for the next time.
        tell: hears how many of how many steps are done, and what the last one was.
        begun: what the exporter's own ``begin`` gave.
    """

    jobs: int = 0
    recall: Callable[[str], bytes | None] = field(default=lambda _name: None, repr=False)
    keep: Callable[[str, bytes], None] = field(default=lambda _name, _data: None, repr=False)
    tell: Callable[[int, int, str], None] = field(default=lambda _done, _total, _what: None, repr=False)
    begun: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is to be made into a file.

    Attributes:
        collection: the gated cases in order, with introduction and findings.
        label: the TLP label of the whole: the most closed label of anything inside.
        settings: title, publisher, contact and licence of the playbook.
        read_asset: reads a picture that a gated case names, by its path below ``playbook/``; None when it is not
            inside the playbook or not readable.
        theme: name of the look, or a folder.
        others: the other collections, each with those of ``cases`` that belong to it.
        workshop: what the exporter may use while it works.
        raw: schemas and vocabularies as they are in their files (``schema/case``, ``vocabulary/threats``), for a
            product that is a playbook itself.
        translations: gives ``cases`` once more in each other language that these readers may have them in, gated
            like them; nothing where the product is in one language.
    """

    collection: PublicCollection
    audience: Tlp
    label: Tlp
    settings: Mapping[str, str]
    schema: Schema
    vocabularies: Mapping[str, Vocabulary]
    labels: Labels
    provenance: Provenance
    theme: str = "handbook"
    workshop: Workshop = field(default_factory=Workshop, repr=False, compare=False)
    others: tuple[PublicCollection, ...] = ()
    raw: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    read_asset: Callable[[str], bytes | None] = field(default=lambda _path: None, repr=False)
    translations: Callable[[], Iterable[PublicCase]] = field(default=tuple, repr=False)

    @property
    def cases(self) -> tuple[PublicCase, ...]:
        """The gated cases in order."""
        return self.collection.cases

    @property
    def language(self) -> str:
        """BCP 47 tag of the product's own words."""
        return self.labels.names.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A kind of product.

    Attributes:
        suffix: ending of the file, with its dot; empty for a folder.
        summary: one line for the help.
        make: turns a product into files: relative path → bytes; one entry with an empty path for a single file.
        as_written: whether each case stays in the language it was written in, its translations beside it, unless the
            curator names a language.
        begin: starts what takes time to start, for a number of worker processes; called before the cases are read,
            ended after the file is made.
    """

    suffix: str
    summary: str
    make: Callable[[Product], Mapping[str, bytes]]
    as_written: bool = False
    begin: Callable[[int], AbstractContextManager[Any]] = nullcontext
