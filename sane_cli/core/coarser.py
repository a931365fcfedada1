"""Coarser words for days, people and places: a day becomes its month, a name a role, a town its region.

Only what can be told from the words around it is found: a title or a role beside a name, a word such as «village»
beside one. It is a proposal for a person to judge, and no promise that every name was found.
Source: the playbook's do-no-harm needs R11 (roles instead of names) and R14 (region, not town).
"""

from __future__ import annotations

import re

from sane_cli.core.traits import NAME, PLACES, ROLES
from sane_cli.core.words import _

_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {"Sept": "September"} | {short: name for name in _MONTH_NAMES for short in (name, name[:3])}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<![\d/.=-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d/-])")
_WEEKDAY = r"(?:(?i:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?i:on\s+)?"
_YEAR = r"(,?\s+(?:19|20)\d\d)?"
# a month is written with a capital: «may» is a verb, «March» mostly is not
_DAY_FIRST = re.compile(rf"\b{_WEEKDAY}(?i:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b\.?{_YEAR}")
_MONTH_FIRST = re.compile(rf"\b{_WEEKDAY}({_MONTH})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d){_YEAR}")
_FULL_NAME = r"[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)+"
_OF = r"(?:of|de|d['’]|du)"
_NO_ARTICLE = r"(?!(?:The|A|An|This|That|Our|Their|Its|In|Le|La|Les|El|Los|Las|Un|Une|Una)\b)"  # a sentence begins
_PLACE = re.compile(
    rf"\b(?i:(?:the|a|le|la|el|un|une|una)\s+)?(?i:(?:small|remote|petit|pequeño)\s+)?(?:(?i:{PLACES})\s+{_OF}\s*{NAME}"
    rf"|{_NO_ARTICLE}{NAME}\s+(?i:{PLACES})\b)"
)
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sr|Sra|Srta|Mme|Mlle)\b\.?\s{NAME}")
_ROLE_THEN_NAME = re.compile(rf"\b((?i:{ROLES})),?\s{_FULL_NAME}")
_NAME_THEN_ROLE = re.compile(rf"\b{_FULL_NAME},\s((?i:the|its|our|their|la|le|el)\s(?:[a-z]+\s)?(?i:{ROLES})\b),?")


def months(words: str) -> str:
    """Return ``words`` with exact days turned into their month."""

    def month(found: re.Match[str]) -> str:
        name = _MONTHS[found.group(1)]
        leads = "in " if found.group().lower().startswith("on ") else ""
        return leads + name + (f" {found.group(2).strip(' ,')}" if found.group(2) else "")

    words = _ISO.sub(lambda found: f"{found.group(1)}-{found.group(2)}", words)
    return _MONTH_FIRST.sub(month, _DAY_FIRST.sub(month, words))


def roles(words: str) -> str:
    """Return ``words`` with names of people turned into their roles, where a role or title stands beside them."""
    words = _NAME_THEN_ROLE.sub(lambda found: found.group(1), words)
    words = _ROLE_THEN_NAME.sub(lambda found: found.group(1), words)
    return _TITLED.sub(_("a colleague"), words)


def regions(words: str, region: str) -> str:
    """Return ``words`` with named towns and villages turned into ``region``, words for where the case is."""
    return _PLACE.sub(_("a place in {region}").format(region=region or _("the region")), words)
