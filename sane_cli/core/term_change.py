"""Plan what changes when a term is renamed, merged into another or added: edits by file, nothing done yet.

The old word stays behind as an alias, so that old links, old exports and old habits still find the cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.case import items, mapping, text, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.edit import Append, Drop, Edit, Insert, Replace
from sane_cli.core.error import FindingsError, UsageError
from sane_cli.core.slug import slug
from sane_cli.core.text import folded
from sane_cli.core.vocabulary import Vocabulary
from sane_cli.core.words import _


def rename(corpus: Corpus, vocabulary: Vocabulary, old: str, new: str) -> dict[str, list[Edit]]:
    """Plan a new id for ``old``.

    Returns:
        Edits by path of the file; the vocabulary comes first.

    Raises:
        UsageError: ``new`` is not a good id, or means another term already.
        FindingsError: a file cannot be read, so nobody knows whether it uses the term.
    """
    _require_new(vocabulary, new, old)
    document = _document(corpus, vocabulary)
    at, term = _entry(document, old)
    edits: list[Edit] = [Replace(("terms", at, "id"), new), *_pointers(document, old, new)]
    aliases = texts(term, "aliases")
    if new in aliases:
        edits.append(Replace(("terms", at, "aliases", aliases.index(new)), old))
    elif old not in aliases:
        edits.append(Append(("terms", at, "aliases"), (old,)))
    return {document.path: edits, **_uses(corpus, vocabulary, old, new)}


def followed(answers: Mapping[str, Any], corpus: Corpus) -> dict[str, Any]:
    """Return ``answers`` with every term that has another id by now under that id.

    An unfinished interview lies outside git and may be somebody else's, so a rename leaves it as it is; it catches up
    when it is taken up again.
    """
    found = dict(answers)
    for field in corpus.case_schema.fields:
        value = found.get(field.name)
        vocabulary = corpus.vocabulary(field.vocabulary)
        if field.vocabulary and isinstance(value, list) and all(isinstance(each, str) for each in value):
            found[field.name] = list(dict.fromkeys(vocabulary.resolve(each) or each for each in value))
        elif field.vocabulary and isinstance(value, str):
            found[field.name] = vocabulary.resolve(value) or value
    return found


def merge(corpus: Corpus, vocabulary: Vocabulary, old: str, into: str) -> dict[str, list[Edit]]:
    """Plan that ``old`` becomes ``into``; its id, aliases and labels live on as aliases.

    Returns:
        Edits by path of the file; the vocabulary comes first.

    Raises:
        UsageError: the two are one, or ``into`` lies below ``old``.
        FindingsError: a file cannot be read, so nobody knows whether it uses the term.
    """
    if into == old:
        raise UsageError(_("A term cannot be merged into itself."), todo=_("Name two terms."))
    if into in vocabulary.narrower(old):
        raise UsageError(
            _("‘{into}’ lies below ‘{old}’.").format(into=into, old=old),
            todo=_("Merge the other way round: sane vocab merge {into} {old}").format(into=into, old=old),
        )
    document = _document(corpus, vocabulary)
    at, term = _entry(document, old)
    target, kept = _entry(document, into)
    labels = [label for label in mapping(term, "label").values() if isinstance(label, str)]
    known = {folded(word) for word in texts(kept, "aliases")}
    words = {folded(word): word for word in (*labels, *texts(term, "aliases"), old) if _free(vocabulary, word, old)}
    aliases = tuple(word for fold, word in words.items() if fold not in known)
    edits: list[Edit] = [Drop(("terms", at))]
    edits += [Append(("terms", target, "aliases"), aliases)] if aliases else []
    edits += [edit for edit in _pointers(document, old, into) if edit.path[1] != at]
    return {document.path: edits, **_uses(corpus, vocabulary, old, into)}


def add(corpus: Corpus, vocabulary: Vocabulary, entry: Mapping[str, Any]) -> dict[str, list[Edit]]:
    """Plan a new term behind the last one of its group, or a new group at the end.

    Raises:
        UsageError: its id is not a good one or means another term already, or its broader term does not exist.
    """
    _require_new(vocabulary, entry["id"], "")
    document = _document(corpus, vocabulary)
    broader = entry.get("broader")
    if broader and broader not in vocabulary.terms:
        raise UsageError(_("There is no term ‘{word}’.").format(word=broader), where="--broader")
    family = vocabulary.narrower(broader) if broader else frozenset(vocabulary.terms)
    last = max(at for at, term in enumerate(items(document.mapping, "terms")) if text(term, "id") in family)
    return {document.path: [Insert(("terms", last + 1), entry)]}


def _require_new(vocabulary: Vocabulary, new: str, old: str) -> None:
    """Refuse an id that is no slug or that already means another term."""
    if not new or slug(new) != new:
        raise UsageError(
            _("‘{word}’ cannot be an id.").format(word=new),
            todo=_("Use small letters, digits and hyphens: {example}").format(example=slug(new) or "new-term"),
        )
    known = vocabulary.resolve(new)
    if known is not None and (known != old or new == old):
        raise UsageError(
            _("‘{word}’ already means {known}.").format(word=new, known=known),
            todo=_("Choose another id, or make two terms one with: sane vocab merge"),
        )


def _free(vocabulary: Vocabulary, word: str, old: str) -> bool:
    return word == old or vocabulary.resolve(word) == old


def _document(corpus: Corpus, vocabulary: Vocabulary) -> Document:
    return next(each for each in corpus.of_kind(Kind.VOCABULARY) if each.stem == vocabulary.id)


def _entry(document: Document, term: str) -> tuple[int, Mapping[str, Any]]:
    listed = document.mapping.get("terms")
    found = enumerate(listed if isinstance(listed, list) else ())
    return next((at, entry) for at, entry in found if isinstance(entry, dict) and entry.get("id") == term)


def _pointers(document: Document, old: str, new: str) -> list[Replace]:
    """Return edits for the terms that name ``old`` as their broader term or replacement."""
    return [
        Replace(("terms", at, key), new)
        for at, entry in enumerate(document.mapping["terms"])
        for key in ("broader", "replaced_by")
        if isinstance(entry, dict) and entry.get(key) == old
    ]


def _uses(corpus: Corpus, vocabulary: Vocabulary, old: str, new: str) -> dict[str, list[Edit]]:
    fields = [field.name for field in corpus.case_schema.fields if field.vocabulary == vocabulary.id]
    found: dict[str, list[Edit]] = {}
    for document in corpus.documents:
        if document.failure is not None:
            raise FindingsError(
                _("It cannot be read, so nobody knows whether it uses the term; nothing was changed."),
                where=f"{document.path}:{document.failure.line}",
                todo=_("Mend it first: sane validate"),
            )
        above: tuple[str, ...] = ("query",) if document.kind is Kind.COLLECTION else ()
        if document.kind in (Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION):
            data = mapping(document.mapping, "query") if above else document.mapping
            edits = [edit for name in fields for edit in _in_list(data.get(name), (*above, name), old, new)]
            if edits:
                found[document.path] = edits
    return found


def _in_list(values: Any, path: tuple[str, ...], old: str, new: str) -> Iterator[Edit]:
    """Yield edits that leave ``new`` exactly once where ``old`` stood."""
    taken = isinstance(values, list) and new in values
    for at, value in enumerate(values if isinstance(values, list) else ()):
        if value == old:
            yield Drop((*path, at)) if taken else Replace((*path, at), new)
            taken = True
