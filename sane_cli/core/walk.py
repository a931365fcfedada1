"""Walk through a document: every text with its path and what the schema says of it, and what the public may read.

Rules ask the same document many times, so the walk is made once a document and forgotten with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.edtf import PartialDate, parse
from sane_cli.core.record import record
from sane_cli.core.schema import Field
from sane_cli.core.tlp import Tlp, label_or_red, made_for, may_hold_marks, open_spans

Tree: TypeAlias = Mapping[str, "tuple[Field, Tree]"]
ANSWERS = ("named", "described", "withheld")  # to how an organisation may be shown
WIDEST = Tlp.GREEN  # what readers up to here could see counts as public


@record(frozen=True, slots=True, eq=False, repr=False)
class Text:
    """One text in a document.

    Attributes:
        field: what the schema says of it; None outside every field.
        free: whether a person writes it freely, unlike ids, dates, terms, labels and addresses.
    """

    path: Path
    text: str
    field: Field | None
    free: bool


def texts(document: Document, corpus: Corpus) -> list[Text]:
    """Return every text of ``document`` in order."""
    return corpus.per(document, _texts)


def public_texts(document: Document, corpus: Corpus) -> list[Text]:
    """Return every text that TLP:CLEAR or TLP:GREEN readers could see, closed spans replaced.

    A draft counts as what it would be once published: better to be told early.
    """
    return corpus.per(document, _public)


def whole(document: Document, corpus: Corpus) -> str:
    """Return every text of ``document`` in one, a line end between two: for a first quick look."""
    return corpus.per(document, _whole)


def dates(document: Document, corpus: Corpus) -> list[tuple[Text, PartialDate | None]]:
    """Return every text that the schema wants to be a date, with the date when it is a possible one."""
    return corpus.per(document, _dates)


def is_prose(text: Text) -> bool:
    """Tell whether the schema says that the text is Markdown."""
    return text.field is not None and text.field.is_prose


def schema_name(kind: Kind) -> str:
    """Return the name of the schema for documents of ``kind``."""
    return Kind.CASE.value if kind is Kind.TRANSLATION else kind.value


def original(document: Document, corpus: Corpus) -> Document | None:
    """Return the case that a translation translates, by id or by file name."""
    cases = corpus.cases_by_id
    written = document.mapping.get("id")
    found = cases.get(written if isinstance(written, str) else "") or cases.get(document.stem.split(".")[0])
    return found.read() if found else None


def label(document: Document, corpus: Corpus) -> Tlp:
    """Return the label of a case; a translation without its own has that of its case."""
    sharing = mapping(document.mapping, "sharing")
    if document.kind is Kind.TRANSLATION and "tlp" not in sharing:
        case = original(document, corpus)
        sharing = mapping(case.mapping, "sharing") if case else {}
    return label_or_red(sharing.get("tlp"))


def attribution(organisation: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return how an organisation may be shown, as the gate weighs it; empty when nobody answered."""
    own = organisation.get("attribution", mapping(data, "sharing").get("attribution"))
    return own if own in ANSWERS else ""


def chatham(data: Mapping[str, Any]) -> bool:
    """Tell whether the case is told under the Chatham House Rule."""
    return mapping(data, "sharing").get("chatham_house") not in (None, False)


def _whole(document: Document, corpus: Corpus) -> str:
    return "\n".join(text.text for text in texts(document, corpus))


def _dates(document: Document, corpus: Corpus) -> list[tuple[Text, PartialDate | None]]:
    return [
        (text, parse(text.text))
        for text in texts(document, corpus)
        if text.text[:1].isdigit() and text.field is not None and text.field.is_date
    ]


def _texts(document: Document, corpus: Corpus) -> list[Text]:
    trees = corpus.once(_trees)
    return list(_walked(document.data, (), trees.get(schema_name(document.kind), {}), None))


def _walked(value: Any, path: Path, tree: Tree, field: Field | None) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(path, value, field, field is not None and field.is_free)
    elif isinstance(value, dict):
        for name, part in value.items():
            below, inside = tree.get(name, (field, {}))
            yield from _walked(part, (*path, name), inside, below)
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _walked(part, (*path, at), tree, field)


def _trees(corpus: Corpus) -> dict[str, Tree]:
    return {name: _tree(schema.fields) for name, schema in corpus.schemas.items()}


def _tree(fields: tuple[Field, ...]) -> Tree:
    return {field.name: (field, _tree(field.fields)) for field in fields}


def _public(document: Document, corpus: Corpus) -> list[Text]:
    if document.kind in (Kind.CASE, Kind.TRANSLATION):
        return _public_case(document, corpus)
    if document.kind is Kind.COLLECTION and not WIDEST.sees(made_for(document.mapping)):
        return []
    return _opened(texts(document, corpus), document, corpus)


def _public_case(document: Document, corpus: Corpus) -> list[Text]:
    if not WIDEST.sees(label(document, corpus)) or document.mapping.get("status") == "withdrawn":
        return []
    closed = _closed(document.mapping, corpus)
    return _opened([text for text in texts(document, corpus) if not closed(text.path)], document, corpus)


def _closed(data: Mapping[str, Any], corpus: Corpus) -> Callable[[Path], bool]:
    """Return a function that tells of a path whether the gate would close it to the public."""
    floors = corpus.case_schema.floors
    fields = mapping(mapping(data, "sharing"), "fields")
    shut = {name for name in fields if not WIDEST.sees(label_or_red(fields[name]))}
    shut |= {name for name in data if not WIDEST.sees(floors.get(str(name), Tlp.RED))}
    shut |= {"sharing"}
    if chatham(data):
        shut |= {"organisations", "authors", "sources", "media"}
    items_shut = {
        (name, at)
        for name, value in data.items()
        if isinstance(value, list)
        for at, item in enumerate(value)
        if isinstance(item, dict) and "tlp" in item and not WIDEST.sees(label_or_red(item["tlp"]))
    }
    listed = data.get("organisations")
    names_shut = {
        (at,)
        for at, item in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(item, dict) and attribution(item, data) != "named"
    }

    def closed(path: Path) -> bool:
        if path[0] in shut or path[:2] in items_shut:
            return True
        return path[0] == "organisations" and path[1:2] in names_shut and path[-1] in ("name", "url")

    return closed


def _opened(found: list[Text], document: Document, corpus: Corpus) -> list[Text]:
    """Return the texts as the public reads them; where no mark stands in all of them, as they are."""
    if not may_hold_marks(whole(document, corpus)):
        return found
    return [Text(each.path, open_spans(each.text, WIDEST), each.field, each.free) for each in found]
