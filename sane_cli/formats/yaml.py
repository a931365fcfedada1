"""One case as YAML, for people who know it from the file."""

from __future__ import annotations

import yaml

from sane_cli.core.audience import PublicCase
from sane_cli.core.format import Format, Look
from sane_cli.core.labels import Labels
from sane_cli.core.words import N_


def page(case: PublicCase, _labels: Labels, _look: Look) -> str:
    """Write everything that may be seen of one case; dangerous characters come out as escapes."""
    return str(yaml.safe_dump(dict(case.data), allow_unicode=True, sort_keys=False, width=100))


PLUGIN = Format(summary=N_("YAML"), page=page)
