"""One case as YAML, for people who know it from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sane_cli.core import paper_yaml
from sane_cli.core.format import Format, Look
from sane_cli.core.words import N_

if TYPE_CHECKING:  # named here only
    from sane_cli.core.given import Shown


def page(shown: Shown, _look: Look) -> str:
    """Write everything that may be seen of one case; dangerous characters come out as escapes."""
    return str(yaml.safe_dump(dict(shown.case.data), allow_unicode=True, sort_keys=False, width=100))


PLUGIN = Format(summary=N_("YAML"), page=page, form=paper_yaml.written)
