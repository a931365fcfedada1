"""The example in a new playbook: invented, marked as such in every place a reader may look at first.

It is a draft without consent, so no export holds it and ``sane publish`` refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sane_cli.core.words import _

ID = "example-delete-me"
TERMS = {"threats": "restrictive-law", "mechanisms": "coalition-building"}


def example(language: str, label: str, terms: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the case.

    Args:
        language: of its text, a BCP 47 tag.
        label: TLP label of the repository; a closer one would not belong there.
        terms: vocabulary → what to take from it; see ``TERMS``.
    """
    return {
        "schema_version": 1,
        "id": ID,
        "title": _("EXAMPLE, delete me: an invented alliance answers an invented bill"),
        "summary": _(
            "Everything here is invented, to show what a case looks like. A bill was to put every grant from abroad "
            "under prior approval. Twelve organisations answered together, and the bill was dropped."
        ),
        "language": language,
        "type": "coalition-response",
        "scope": "national",
        "regions": ["global"],
        "period": {"from": "2021", "to": "2022"},
        "as_of": "2022",
        "organisations": [{"kind": _("an invented alliance"), "role": _("lead"), "attribution": "described"}],
        **terms,
        "context": _("Who was there, and what was the situation? Write for a colleague in another country."),
        "challenge": _("What set it off? Here: a bill, announced without any consultation."),
        "response": _("What was done, by whom, in which order? Leave out what could help the next attack."),
        "outcomes": _("What came of it, as far as is known? Here: the bill was dropped."),
        "difficulties": _("What was hard, or did not work? It is often the most useful part for a peer."),
        "lessons": [{"text": _("One thought, in one or two sentences: build relations in calm times."), "for": "all"}],
        "sources": [{"title": _("An invented page"), "url": "https://example.org/", "accessed": "2022"}],
        "sharing": {"tlp": label, "consent": {"state": "pending"}},
        "status": "draft",
    }
