"""Sites to look at: the real playbook, hostile cases, Arabic, and many cases. All but the first are invented."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from sane_cli.core.document import Document, Kind
from sane_cli.core.product import Product
from sane_cli.exporters import site
from sane_cli.exporters._site import downloads
from tests.exporters.hostile import RECIPE, hostile
from tests.exporters.made import ROOT, documents, playbook, product_of

ARABIC = {
    "title": "تحالف يرد على قانون الجمعيات",
    "summary": "واجهت منظمات مخترعة قانونا جديدا يقيد عملها. شكلت تحالفا وعملت معا. تغير القانون في النهاية.",
    "language": "ar",
    "context": "هذا نص مخترع للاختبار. **كلمات مهمة** وقائمة:\n\n- الأولى\n- الثانية\n",
    "lessons": [{"text": "ابدؤوا بالثقة.", "for": "all"}],
}


def made(product: Product, *, pdfs: int = 0) -> Mapping[str, bytes]:
    """Make a site, by default without the PDFs, which take seconds each and have tests of their own."""
    small = mock.patch("sane_cli.exporters._form.pdf.made", return_value=b"%PDF-1.7 in the tests only")
    with mock.patch.object(downloads, "PDFS", pdfs), small:
        return site.PLUGIN.make(product)


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def real() -> Product:
    return playbook()


def attacked() -> Product:
    docs = hostile()
    settings = next(d for d in docs if d.kind is Kind.PLAYBOOK)
    data = {**settings.mapping, "title": "T <script>alert(1)</script>", "publisher": '"><img src=x onerror=alert(1)>'}
    docs[docs.index(settings)] = Document(kind=Kind.PLAYBOOK, path=settings.path, data=data)
    return product_of(docs, RECIPE)


def arabic() -> Product:
    docs = documents(ROOT / "playbook")
    one = next(d for d in docs if d.stem == "civilisation-hungary")
    told = {**copy.deepcopy(dict(one.mapping)), **ARABIC, "id": "arabic", "related": []}
    docs.append(Document(kind=Kind.CASE, path="playbook/cases/arabic.yaml", data=told))
    recipe = {"id": "all", "title": "دليل التضامن", "language": "ar", "query": {}}
    return product_of(docs, recipe, language="ar")


def many(count: int = 60) -> Product:
    docs = documents(ROOT / "playbook")
    cases = [d for d in docs if d.kind is Kind.CASE and d.mapping.get("status") == "published"]
    shared = [d for d in docs if d.kind is not Kind.CASE]
    for at in range(count):
        data = {**copy.deepcopy(dict(cases[at % len(cases)].mapping)), "id": f"invented-{at}", "related": []}
        data["title"] = f"Invented case number {at}"
        shared.append(Document(kind=Kind.CASE, path=f"playbook/cases/invented-{at}.yaml", data=data))
    return product_of(shared, {"id": "all", "title": "Many", "query": {}})
