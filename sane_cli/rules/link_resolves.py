"""Links and pictures in the text lead somewhere, and nowhere dangerous."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from sane_cli.core.calm import Calm, written
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind, Path
from sane_cli.core.finding import Severity
from sane_cli.core.nearest import nearest
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.walk import is_prose, texts, whole
from sane_cli.core.words import N_, _

# CommonMark: inline links and pictures, reference definitions, autolinks. HTML is shown as text, never run.
_INLINE = r"(!?)\[[^\[\]\n]{0,300}\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
_REFERENCE = r"(?m)^ {0,3}()\[[^\[\]\n]{1,300}\]:[ \t]*(?:<([^<>\n]*)>|(\S+))"
_AUTO = r"()<([a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^\s<>]*)>()"
_HTML = r"<(?:[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])|/[a-zA-Z][a-zA-Z0-9-]*\s*>|!--|\?|!\[CDATA)"
_SCHEME = r"[a-zA-Z][a-zA-Z0-9+.\-]*:"
_ALLOWED = ("http:", "https:", "mailto:")


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield links that lead nowhere, outside or to code, pictures that are not there, and HTML."""
    every = whole(document, corpus)
    if not any(sign in every for sign in ("](", "]:", "<", "assets")) and "media" not in document.mapping:
        return
    for text in texts(document, corpus):
        if is_prose(text):
            yield from _in_prose(text.path, text.text, corpus)
        elif text.field is not None and text.field.kind == "link" and not text.text.startswith(("http:", "https:")):
            yield from _judged(text.path, text.text, corpus, is_picture=False)


def _in_prose(path: Path, text: str, corpus: Corpus) -> Iterator[Problem]:
    if "](" in text or "]:" in text or "<" in text:
        targets = {
            (found.group(2) or found.group(3) or ""): bool(found.group(1))
            for pattern in (_AUTO, _REFERENCE, _INLINE)
            for found in re.finditer(pattern, text)
        }
        for target, is_picture in targets.items():
            yield from _judged(path, target, corpus, is_picture=is_picture)
        html = re.search(_HTML, text)
        if html:
            yield Problem(
                path=path,
                words=html.group(),
                severity=Severity.NOTE,
                message=_("HTML is not run; readers will see it as it is written."),
                hint=_("Use Markdown instead."),
            )


def _judged(path: Path, target: str, corpus: Corpus, *, is_picture: bool) -> Iterator[Problem]:
    scheme = re.match(_SCHEME, unquote(target).strip())
    if scheme and scheme.group().lower() not in _ALLOWED:
        yield Problem(
            path=path,
            words=target,
            message=_("A link may not begin with ‘{scheme}’.").format(scheme=scheme.group()),
            hint=_("Use an address that begins with https://"),
        )
    elif is_picture and scheme:
        yield Problem(
            path=path,
            words=target,
            message=_("Pictures from the web are not shown: nothing is ever fetched."),
            hint=_("Put the picture into playbook/assets, if its licence allows it, and link to assets/…"),
        )
    elif not scheme and not (target.startswith("#") and not is_picture):
        yield from _missing(path, target, corpus)


def _missing(path: Path, target: str, corpus: Corpus) -> Iterator[Problem]:
    """Yield when a relative address does not lead to a file in ``playbook/assets``."""
    wanted = unquote(target).split("#")[0].split("?")[0]
    file = posixpath.normpath(posixpath.join("playbook", wanted))
    if file in corpus.assets and not wanted.startswith("/"):
        return
    near = nearest(file, sorted(corpus.assets))
    inside = file.startswith("playbook/assets/") and not wanted.startswith("/")
    said = _("‘{target}’ is not there.") if inside else _("‘{target}’ does not lead into playbook/assets.")
    hint = _("Did you mean {near}?").format(near=near.removeprefix("playbook/")) if near else ""
    yield Problem(path=path, words=target, message=said.format(target=target), hint=hint, value=target)


def calm(_corpus: Corpus) -> Calm:
    """No text that a person wrote holds a link or HTML, and every address is one of the web."""
    web = {"pattern": "^https?:"}
    return Calm(
        never=((written, r"\]\(|\]:|<"),),
        texts=((lambda spot: spot.field is not None and spot.field.kind == "link", web),),
    )


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION}),
    title=N_("links and pictures that lead nowhere, outside the playbook, or to code"),
    why=N_("A report must stand alone, and a link in it must never run a program or read a reader's files."),
    remedy=N_("Link to a web address, or to a file below playbook/assets, such as assets/march.jpg."),
    reads=ALONE,
    check=check,
    calm=calm,
    good="context: |\n  See the [report](https://example.org/report) and ![the march](assets/march.jpg).\n",
    bad="context: |\n  See the [report](../../report.pdf).\n",
)
