"""No character that hides, reorders or steers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sane_cli.core.calm import Calm, anywhere
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Path
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, ANY, Problem, Rule
from sane_cli.core.text import DANGEROUS
from sane_cli.core.walk import texts, whole
from sane_cli.core.words import N_, _

# besides what core.text writes out: tag characters and other invisible ones that could carry hidden text
_HIDDEN = "[\U000e0000-\U000e007f\u00ad\u200b\u2060-\u2064\u180e\ufff9-\ufffb]"


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every text or field name with a control character, a bidi override or hidden characters."""
    every = whole(document, corpus)
    if DANGEROUS.search(every) or re.search(_HIDDEN, every):
        for text in texts(document, corpus):
            yield from _judged(text.path, text.text)
    yield from _names(document.data, ())


def _names(value: Any, path: Path) -> Iterator[Problem]:
    for name, part in value.items() if isinstance(value, dict) else ():
        if not str(name).isprintable():
            yield Problem(path=(*path, name), at_key=True, message=_("A field's name holds a control character."))
        yield from _names(part, (*path, name))


def _judged(path: Path, text: str) -> Iterator[Problem]:
    dangerous = DANGEROUS.search(text)
    if dangerous:
        yield Problem(
            path=path,
            words=dangerous.group(),
            message=_("A control character (U+{code:04X}) stands in the text.").format(code=ord(dangerous.group())),
        )
        return
    hidden = re.search(_HIDDEN, text)
    if hidden:
        yield Problem(
            path=path,
            words=hidden.group(),
            severity=Severity.WARNING,
            message=_("An invisible character (U+{code:04X}) stands in the text.").format(code=ord(hidden.group())),
        )


# every character of _HIDDEN and of core.text's DANGEROUS, as Rust writes them
_UNSAFE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\x{ad}\x{180e}\x{200b}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}"
    r"\x{fff9}-\x{fffb}\x{e0000}-\x{e007f}]"
)


def calm(_corpus: Corpus) -> Calm:
    """No text holds such a character, and every name is plain."""
    return Calm(never=((anywhere, _UNSAFE),), names="^[ -~]*$")


PLUGIN = Rule(
    severity=Severity.ERROR,
    kinds=ANY,
    title=N_("control characters, direction overrides and invisible characters"),
    why=N_(
        "Such characters can make a line read as something else, steer a terminal, or split a word "
        "so that a closed name is not recognised."
    ),
    remedy=N_("Delete the character and type the text again; pasting from a PDF often brings it along."),
    waivable=False,
    reads=ALONE,
    check=check,
    calm=calm,
    good='title: "An invented case"\n',
    bad='title: "An \\u202Einvented case"\n',
)
