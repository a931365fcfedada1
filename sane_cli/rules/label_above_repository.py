"""Nothing stands in the repository that its readers may not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sane_cli.core.calm import Calm, Raw, anywhere, open_organisations
from sane_cli.core.case import mapping
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.tlp import MARK, Tlp, label_or_red, may_hold_marks, span_faults, span_labels
from sane_cli.core.walk import attribution, chatham, texts, whole
from sane_cli.core.words import N_, _

_STORY = ("context", "challenge", "response", "outcomes", "difficulties", "lessons", "organisations", "media")


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield everything in plain text that is more closed than ``repository_tlp``."""
    if "repository_tlp" not in corpus.settings:
        return  # the schema of playbook.yaml has spoken
    readers = label_or_red(corpus.settings["repository_tlp"])
    if document.kind is not Kind.COLLECTION:
        whole = _whole(document, readers)
        if whole is not None:
            yield from whole
            return  # one finding for a case says it all
        yield from _parts(document.mapping, corpus, readers)
    yield from _spans(document, corpus, readers)


def _whole(document: Document, readers: Tlp) -> list[Problem] | None:
    """Judge the label of the case as a whole; None when readers may see it."""
    data = document.mapping
    sharing = mapping(data, "sharing")
    if "tlp" in sharing:
        label = label_or_red(sharing["tlp"])
        if readers.sees(label):
            return None
        said = _("The case is {label}; it stands here in plain text, in a repository for {readers} readers.")
        return [Problem(path=("sharing", "tlp"), message=said.format(label=label.value, readers=readers.value))]
    if document.kind is Kind.TRANSLATION or readers is Tlp.RED:
        return None
    return [_unlabelled(data, readers)] if data.get("status") in (None, "draft", "review") else None


def _unlabelled(data: Mapping[str, Any], readers: Tlp) -> Problem:
    told = any(data.get(name) for name in _STORY)
    return Problem(
        severity=Severity.WARNING if told else Severity.NOTE,
        message=_(
            "The case has no label yet, so it counts as TLP:RED; yet it stands in a repository for {readers} readers."
        ).format(readers=readers.value),
        hint=_("Decide who may see it and add ‘sharing: {tlp: …}’, or move it to playbook/.drafts, which git ignores."),
    )


def _parts(data: Mapping[str, Any], corpus: Corpus, readers: Tlp) -> Iterator[Problem]:
    """Yield closed fields, closed items and closed names."""
    closed = mapping(mapping(data, "sharing"), "fields")
    floors = corpus.case_schema.floors
    for name, value in data.items():
        label = max(
            label_or_red(closed.get(name, "TLP:CLEAR")), floors.get(name, Tlp.CLEAR), key=lambda each: each.rank
        )
        if not readers.sees(label):
            yield _closed((name,), _("‘{name}’ is {label}").format(name=name, label=label.value), readers)
        elif isinstance(value, list):
            for at, item in enumerate(value):
                if isinstance(item, dict) and "tlp" in item and not readers.sees(label_or_red(item["tlp"])):
                    said = _("This entry is {label}").format(label=label_or_red(item["tlp"]).value)
                    yield _closed((name, at), said, readers)
    if readers is not Tlp.RED and "organisations" not in closed:
        yield from _names(data, readers)


def _names(data: Mapping[str, Any], readers: Tlp) -> Iterator[Problem]:
    everybody = chatham(data)
    listed = data.get("organisations")
    for at, item in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(item, dict) or "tlp" in item:
            continue
        shown = attribution(item, data)
        hidden = everybody or shown in ("described", "withheld")
        for part in ("name", "url") if hidden else ():
            if part in item:
                said = _("The organisation is to be ‘{shown}’, but its ‘{part}’ is written here").format(
                    shown="withheld" if everybody else shown, part=part
                )
                yield _closed(("organisations", at, part), said, readers)
    if everybody and data.get("authors"):
        yield _closed(("authors",), _("Under the Chatham House Rule the ‘authors’ are not to be known"), readers)


def _spans(document: Document, corpus: Corpus, readers: Tlp) -> Iterator[Problem]:
    if not may_hold_marks(whole(document, corpus)):
        return
    for text in texts(document, corpus):
        broken = span_faults(text.text)  # another rule has spoken about these
        for offset, label in span_labels(text.text):
            if offset not in broken and not readers.sees(label):
                words = text.text[offset:].split("|")[0].split("\n")[0][:24]
                problem = _closed(text.path, _("This passage is {label}").format(label=label.value), readers)
                yield Problem(path=text.path, words=words, message=problem.message)


def _closed(path: Path, what: str, readers: Tlp) -> Problem:
    said = _("{what}; it stands here in plain text, in a repository for {readers} readers.")
    return Problem(path=path, message=said.format(what=what, readers=readers.value))


def calm(corpus: Corpus) -> Calm:
    """The label is one that readers see, nothing in the case is closed, and no name that is to stay unknown is told."""
    if "repository_tlp" not in corpus.settings:
        return Calm()
    readers = label_or_red(corpus.settings["repository_tlp"])
    seen = {"enum": [label.value for label in Tlp if readers.sees(label)]}
    closed = {name: False for name, floor in corpus.case_schema.floors.items() if not readers.sees(floor)}
    labelled: Raw = {"type": "object", "required": ["tlp"], "properties": {"tlp": seen, "fields": {"maxProperties": 0}}}
    whole: Raw = {"required": ["sharing"], "properties": {"sharing": labelled}}
    items: Raw = {"additionalProperties": {"items": {"properties": {"tlp": seen}}}}
    named = open_organisations(or_nameless=True)
    return Calm(data={"allOf": [whole, {"properties": closed}, items, named]}, never=((anywhere, MARK),))


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION}),
    title=N_("closed words that stand openly in the repository"),
    why=N_(
        "The gate closes what leaves through the program; it cannot close what git shows to everybody who can read "
        "the repository."
    ),
    remedy=N_(
        "Move it to a private repository and export the public edition from there; git's past keeps what was once "
        "committed, so take it out of the history as well."
    ),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good="# repository_tlp: TLP:CLEAR\nsharing: {tlp: 'TLP:CLEAR'}\n",
    bad="# repository_tlp: TLP:CLEAR\nsharing: {tlp: 'TLP:AMBER'}\n",
)
