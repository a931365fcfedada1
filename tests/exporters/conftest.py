"""The real playbook and its report, made once for all tests of this folder."""

from __future__ import annotations

import pytest

from sane_cli.core.product import Product
from tests.exporters.made import playbook


@pytest.fixture(scope="session")
def real() -> Product:
    """The real playbook, for everybody."""
    return playbook()


@pytest.fixture(scope="session")
def real_pdf(real: Product) -> bytes:
    """The report of the real playbook, made once."""
    from sane_cli.exporters import pdf

    return pdf.make(real)[""]
