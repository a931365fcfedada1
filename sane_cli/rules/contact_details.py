"""What the public could read holds no way to reach, find or charge a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from sane_cli.core.calm import ODD, Calm, anywhere, freely
from sane_cli.core.case import texts
from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import Problem, Reads, Rule
from sane_cli.core.tlp import MARK
from sane_cli.core.walk import Text, original, public_texts, whole
from sane_cli.core.words import N_, _

# not compiled here: that takes longer than to check a few cases, and re does it at the first use
_EMAIL = (
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.+-]{1,64}\s?[\[(]\s?at\s?[\])]\s?[\w-]+(?:\s?[\[(]dot[\])]\s?|\.)\w+"
)
_CHAT = r"(?i)\b(?:wa\.me/\+?\d|t\.me/|signal\.me/|signal\.group/|chat\.whatsapp\.com/)\S*"
_COORDINATES = (
    r"-?\b\d{1,2}\.\d{3,}\s?°?\s?[NS]?\s?[,;/]\s?-?\d{1,3}\.\d{3,}"
    r"|\b\d{1,2}\s?°\s?\d{1,2}\s?['\u2032’][^\n]{0,12}?[NS]\b"
    r"|\bgeo:-?\d|[@=]-?\d{1,2}\.\d{3,},-?\d{1,3}\.\d{3,}"
)
_DIGITS = r"\d(?:[^\d\n]{0,3}\d){6}"
_KINDS = {
    "e-mail": N_("An e-mail address"),
    "chat": N_("A link to a personal chat or group"),
    "coordinates": N_("An exact place (coordinates)"),
    "phone": N_("A phone number"),
    "iban": N_("A bank account number"),
    "identity-number": N_("What looks like a person's identity number"),
}
_COARSER = {
    "coordinates": N_("Name the region instead."),
    "e-mail": N_("Remove it; if a contact is needed, name a public web address."),
}


def check(document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield each kind of contact detail once a text. The words themselves are never repeated in the finding."""
    if not _quick(whole(document, corpus)):
        return
    for text in public_texts(document, corpus):
        seen: set[str] = set()
        for kind, words in _found(text, document, corpus):
            if kind not in seen:
                seen.add(kind)
                yield Problem(
                    path=text.path,
                    words=words,
                    message=_("{what} stands where TLP:CLEAR or TLP:GREEN readers can see it.").format(
                        what=_(_KINDS[kind])
                    ),
                    hint=_(_COARSER[kind]) if kind in _COARSER else "",
                )


def _quick(every: str) -> bool:
    """Tell whether any kind could stand in these texts at all."""
    words = ("@", "(at", "[at", "me/", "signal.group", "whatsapp")
    return any(word in every for word in words) or re.search(_DIGITS, every) is not None


def _found(text: Text, document: Document, corpus: Corpus) -> Iterator[tuple[str, str]]:
    words = text.text
    if "@" in words or "(at" in words or "[at" in words:
        yield from (("e-mail", found.group()) for found in re.finditer(_EMAIL, words))
    if "me/" in words or "signal.group" in words or "whatsapp" in words:
        yield from (("chat", found.group()) for found in re.finditer(_CHAT, words))
    if re.search(_DIGITS, words) is None:
        return
    yield from (("coordinates", found.group()) for found in re.finditer(_COORDINATES, words))
    if text.free:
        for contact in corpus.outside.contacts(words, _countries(document, corpus)):
            yield contact.kind, words[contact.start : contact.end]


def _countries(document: Document, corpus: Corpus) -> tuple[str, ...]:
    listed = texts(document.mapping, "countries")
    case = original(document, corpus) if document.kind is Kind.TRANSLATION and not listed else None
    return tuple(dict.fromkeys(chain(listed, texts(case.mapping, "countries") if case else ())))


# what a text must hold to hold any of these: an at sign, a chat address, decimals of degrees, seven digits
_ANY = r"@|\(at|\[at|me/|signal\.group|whatsapp|\.[0-9]{3}|°|geo:"
_SEVEN = r"[0-9](?:[^0-9\n]{0,3}[0-9]){6}"


def calm(_corpus: Corpus) -> Calm:
    """No text holds a sign of a contact, no freely written one enough digits for a number.

    Nor does one hold a closed span: what readers see is put together without it.
    """
    return Calm(never=((anywhere, _ANY), (anywhere, ODD), (anywhere, MARK), (freely, _SEVEN)))


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=frozenset({Kind.CASE, Kind.TRANSLATION, Kind.COLLECTION, Kind.PLAYBOOK}),
    title=N_("e-mail addresses, phone numbers, coordinates, account and identity numbers in public words"),
    why=N_("With one of these a stranger, or a service, reaches the person behind the story."),
    remedy=N_("Remove it, or close the passage: [[TLP:RED| … ]]."),
    reads=Reads(original=True),
    check=check,
    calm=calm,
    good="context: The office wrote to the ministry.\n",
    bad="context: Write to a.person@example.org.\n",
)
