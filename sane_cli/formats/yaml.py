"""One case as YAML, for people who know it from the file."""

from __future__ import annotations

import yaml

from sane_cli.core import paper_yaml
from sane_cli.core.format import Format, Look, Shown
from sane_cli.core.words import N_


def page(shown: Shown, _look: Look) -> str:
    """Write everything that may be seen of one case; dangerous characters come out as escapes."""
    return str(yaml.safe_dump(dict(shown.case.data), allow_unicode=True, sort_keys=False, width=100))


PLUGIN = Format(summary=N_("YAML"), page=page, form=paper_yaml.written)
