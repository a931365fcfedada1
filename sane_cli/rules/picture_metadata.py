"""Pictures do not tell where they were taken and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from sane_cli.core.corpus import Corpus
from sane_cli.core.document import Document, Kind
from sane_cli.core.finding import Severity
from sane_cli.core.rule import ALONE, Problem, Rule
from sane_cli.core.words import N_, _

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".heic", ".avif", ".bmp")
_WORDS = {
    "place": N_("the place where it was taken"),
    "owner": N_("a name"),
    "serial-number": N_("the camera's serial number"),
    "thumbnail": N_("a small copy of the uncut picture"),
    "comment": N_("a comment"),
}


def check(_document: Document, corpus: Corpus) -> Iterator[Problem]:
    """Yield every picture below ``playbook/assets`` that carries such metadata, or cannot be looked at."""
    for path in sorted(corpus.assets):
        if not path.lower().endswith(_PICTURES):
            continue
        picture = corpus.outside.picture(path)
        if picture.fault:
            said = _("The picture cannot be looked at ({why}).").format(why=picture.fault)
            yield Problem(file=path, message=said, hint=_("Put a picture in its place that opens, or remove it."))
        elif picture.traces:
            told = ", ".join(_(_WORDS.get(trace, trace)) for trace in picture.traces)
            yield Problem(file=path, message=_("The picture's metadata tells {told}.").format(told=told))


PLUGIN = Rule(
    severity=Severity.WARNING,
    kinds=frozenset({Kind.PLAYBOOK}),
    title=N_("pictures whose metadata tells places, names or devices"),
    why=N_("A photograph can carry the house it was taken in and the phone that took it, unseen."),
    remedy=N_("Save the picture anew without metadata; exports do so as well, but git keeps what was once committed."),
    reads=ALONE,
    check=check,
    good="# playbook/assets/march.jpg, saved without metadata\n",
    bad="# playbook/assets/march.jpg, as it came from the phone\n",
)
