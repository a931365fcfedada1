"""Names that some readers may not see, and their removal from prose.

A list of organisations can withhold a name while the story tells it. So every closed name is looked for in every
text, in the shapes in which people write it: other case, accents, white space or hyphens, emphasis inside it, with
an ending, joined together, as an acronym, as a web address, by its one telling word. Where it is found, the whole
word or the whole address goes. It may take too much; it must not take too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from sane_cli.core.common_words import COMMON
from sane_cli.core.tlp import WITHHELD

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "\u0131": "i"}
)
_MARKUP = frozenset("*`~\\")
_GAP = r"[\W_]{0,12}"  # what may stand between the parts of a name
_CERTAIN = 6  # letters from which a name is looked for inside longer words, too
_TELLING = 4  # letters of a single word that may tell a name
_FEW = 2  # initials of so many words are chance
_SPACED = 0x0590  # scripts from here on join words or prefixes, so word boundaries prove nothing
_UNSPACED = 0x0E00  # scripts from here on mostly write without spaces: a match never grows there
_ADDRESS = re.compile(r"://|@|/|^www\.|\.[a-z]{2,}$", re.IGNORECASE)
_TOKEN_END = frozenset(" \t\r\n<>()[]{}\"'|,;")
# hosts that many share: the path says who it is
_SHARED = (
    *("facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "linkedin.com", "medium.com"),
    *("github.com", "t.me", "wikipedia.org", "google.com", "vimeo.com", "tiktok.com", "flickr.com"),
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ClosedNames:
    """The closed names of one case, or of several, for one audience.

    Attributes:
        whole: matches a whole name in folded text.
        telling: matches single words and initials that tell a name; they count only with capital letters.
    """

    whole: re.Pattern[str]
    telling: re.Pattern[str] | None = None

    def found(self, text: str) -> bool:
        """Tell whether a closed name stands in ``text``, an id or another text without capitals."""
        return self.whole.search(_folded(text)[0]) is not None

    def removed(self, text: str, mark: str = WITHHELD) -> str:
        """Return ``text`` with ``mark`` in place of every closed name."""
        parts: list[str] = []
        at = 0
        for start, end in sorted(_grown(text, *span) for span in self._spans(text)):
            if start >= at:
                parts += [text[at:start], mark]
            at = max(at, end)
        return "".join([*parts, text[at:]]) if parts else text

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        folded, places = _folded(text)
        for match in self.whole.finditer(folded):
            yield places[match.start()], places[match.end() - 1] + 1
        for match in self.telling.finditer(folded) if self.telling else ():
            start, end = places[match.start()], places[match.end() - 1] + 1
            written = text[start:end]
            if written.isupper() or (match.lastgroup == "word" and written[:1].isupper()):
                yield start, end


def closed(names: Iterable[str], addresses: Iterable[str] = (), *, told: Iterable[str] = ()) -> ClosedNames | None:
    """Return what finds names and web addresses in prose, or None when there is nothing to find.

    Args:
        names: names that are closed.
        addresses: web addresses that belong to them.
        told: names that are open beside them; words of these tell nothing new.
    """
    listed = list(names)
    shapes = {shape for name in listed for shape in _shapes(name)}
    shapes |= {shape for address in addresses for shape in _places(address)}
    patterns = {_pattern(shape) for shape in shapes} - {""}
    if not patterns:
        return None
    known = {part for name in told for part in _parts(name)}
    return ClosedNames(_either(patterns), _telling(listed, known))


def _telling(names: list[str], known: set[str]) -> re.Pattern[str] | None:
    """Match the words of a name that hardly another organisation has, and its initials."""
    parts = {part for name in names for part in _parts(name)}
    words = {part for part in parts if len(part) >= _TELLING and part not in COMMON and not part.isdigit()} - known
    initials = {_initials(name) for name in names} - {""} - known
    groups = [
        rf"(?P<{group}>{_either(found).pattern})" for group, found in (("word", words), ("short", initials)) if found
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(groups)})(?![^\W_])") if groups else None


def _parts(name: str) -> list[str]:
    return [part for word in re.split(r"[\W_]+", name) for part in [_folded(word)[0]] if part]


def _initials(name: str) -> str:
    words = [word for word in re.split(r"[\W_]+", re.sub(r"[(\[].*", " ", name)) if word[:1].isupper()]
    return _folded("".join(word[0] for word in words))[0] if len(words) > _FEW else ""


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns, key=lambda part: (-len(part), part))))


def _shapes(name: str) -> set[str]:
    """Return the name, and what stands inside and outside brackets or on both sides of a stroke."""
    inside = re.findall(r"[(\[]([^)\]]{3,})[)\]]?", name)
    outside = re.sub(r"[(\[][^)\]]*[)\]]?", " ", name)
    shapes = {name, outside, *inside, *re.split(r"[/;|]", outside)}
    shapes |= {re.sub(r"^\s*the\s+", "", shape, flags=re.IGNORECASE) for shape in shapes}
    return {shape for shape in shapes if len(_compact(shape)) > 1}


def _places(address: str) -> set[str]:
    """Return what of a web address gives its owner away: the host, or on a shared host the whole of it."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return set()
    if any(host == shared or host.endswith("." + shared) for shared in _SHARED):
        return {f"{host}{parts.path}"} if parts.path.strip("/") else set()
    return {host} if "." in host else set()


def _pattern(shape: str) -> str:
    parts = [part for word in re.split(r"[\W_]+", _split_camel(shape)) for part in [_folded(word)[0]] if part]
    compact = "".join(parts)
    if not compact:
        return ""
    joined = _GAP.join(map(re.escape, parts))
    if len(compact) >= _CERTAIN or any(ord(char) >= _SPACED for char in compact):
        return joined
    return rf"(?<![^\W_]){joined}(?:e?s)?(?![^\W_])"


def _split_camel(shape: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", shape))


def _compact(shape: str) -> str:
    return re.sub(r"[\W_]+", "", shape)


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold case, accents, emphasis and invisible characters; return the place in ``text`` of each character left."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for plain in _plain(char):
            folded.append(plain)
            places.append(place)
    return "".join(folded), places


@cache
def _plain(char: str) -> str:
    if char in _MARKUP or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow a match to the whole word, and to the whole address when the word belongs to one."""
    while start and _belongs(text[start - 1]):
        start -= 1
    while end < len(text) and _belongs(text[end]):
        end += 1
    left, right = start, end
    while left and text[left - 1] not in _TOKEN_END:
        left -= 1
    while right < len(text) and text[right] not in _TOKEN_END:
        right += 1
    token = text[left:right].rstrip(".:!?")
    return (left, left + len(token)) if _ADDRESS.search(token) and left + len(token) >= end else (start, end)


def _belongs(char: str) -> bool:
    if ord(char) >= _UNSPACED:
        return False
    return char.isalnum() or unicodedata.category(char) in ("Cf", "Mn", "Me")
