"""Language tags exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sane_cli.core.calm import Calm
from sane_cli.core.case import items, mapping, texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import ALONE, ANY, CASES, Problem, Rule
from sane_cli.core.words import N_, _


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every language tag with a part that is not registered."""
    known = [tag for tag in texts(corpus.settings, "languages") if corpus.outside.is_language(tag)]
    for path, tag, is_key in _tags(document):
        if not corpus.outside.is_language(tag):
            near = nearest(tag, known)
            yield Problem(
                path=path,
                at_key=is_key,
                message=_("‘{tag}’ is not a registered language.").format(tag=tag),
                hint=_("Did you mean {near}?").format(near=near) if near else "",
                value=tag,
            )


def _tags(document: Document) -> Iterator[tuple[Path, str, bool]]:
    data = document.mapping
    if isinstance(data.get("language"), str):
        yield ("language",), data["language"], False
    languages = data.get("languages")
    for at, tag in enumerate(languages if isinstance(languages, list) else ()):
        if isinstance(tag, str):
            yield ("languages", at), tag, False
    if document.kind is Kind.TRANSLATION:
        yield (), document.stem.rsplit(".", maxsplit=1)[-1], False
    if document.kind is Kind.VOCABULARY:
        yield from _keys(data.get("title"), ("title",))
        for at, term in enumerate(items(data, "terms")):
            for name in ("label", "definition"):
                yield from _keys(mapping(term, name), ("terms", at, name))


def _keys(labels: Any, path: Path) -> Iterator[tuple[Path, str, bool]]:
    if isinstance(labels, dict):
        yield from (((*path, tag), str(tag), True) for tag in labels)


def calm(corpus: Corpus) -> Calm:
    """The language is one of the playbook's, or one that is met everywhere."""
    usual = {"en", "fr", "es", *texts(corpus.settings, "languages")}
    known = sorted(tag for tag in usual if corpus.outside.is_language(tag))
    return Calm(data={"properties": {"language": {"enum": known}, "languages": False}}, kinds=CASES)


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("language tags that are not registered"),
    why=N_("Screen readers, hyphenation and labels go by the tag; an unknown one leaves readers without them."),
    remedy=N_("Use a BCP 47 tag such as en, fr, es, ar, sw or pt-BR."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="language: fr\n",
    bad="language: xx\n",
)
