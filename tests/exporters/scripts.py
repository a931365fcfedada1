"""Sample texts in other scripts, invented like everything in tests: for pages that are read from right to left, and more."""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

from sane_cli.core.document import Document, Kind
from tests.exporters.hostile import case
from tests.exporters.made import ROOT, documents

_ARABIC_TEXT = """نشأ **تحالف CIVICUS التجريبي** في سبتمبر 2017 من 61 منظمة في 12 بلدا، وتستضيف منظمة Invented Trust أمانته العامة.

في عام 2019 جمع التحالف 1,250 دولارا (نحو 15 %) من أعضائه، ووقّع 38 عضوا على "ميثاق التضامن".

- الثقة أولا (trust first)
- قواعد واضحة، مكتوبة ومعلنة
- شخص واحد يجيب على الهاتف في كل وقت

انظر [صفحة التحالف](https://example.org/ar/solidarity) والتقرير السنوي.
"""
_ARABIC: tuple[dict[str, Any], ...] = (
    {
        "title": "تحالف Vuka التجريبي: كيف تقف المنظمات معا",
        "summary": "حين داهمت الشرطة مكاتب منظمة ActionAid التجريبية في سبتمبر 2017، أجابت 61 منظمة معا في يوم واحد.",
        "countries": ["EG", "TN"],
        "regions": ["middle-east", "africa"],
        "period": {"from": "2017-09-20", "to": "2019"},
        "organisations": [
            {"name": "Invented Trust (IT)", "role": "host", "attribution": "named"},
            {"name": "شبكة التضامن التجريبية", "role": "member", "attribution": "named"},
        ],
    },
    {
        "title": "صندوق الطوارئ: المال في 48 ساعة",
        "summary": "صندوق صغير من سبعة أعضاء دفع في يومين ما كان يحتاج إلى شهرين.",
        "countries": ["JO"],
        "regions": ["middle-east"],
        "period": {"from": "2015", "to": "2021-03"},
    },
    {
        "title": "دفاع قانوني مشترك ضد قانون الجمعيات",
        "summary": "خمس عشرة منظمة ذهبت إلى المحكمة معا وكسبت القضية.",
        "countries": ["UG"],
        "regions": ["africa"],
        "period": {"from": "2013"},
    },
)

AMHARIC = "በ2017 ዓ.ም. ስድሳ አንድ ድርጅቶች በአንድነት ቆሙ። **ActionAid** የተባለው ድርጅት ቢሮ ሲፈተሽ፣ አባላቱ በአንድ ቀን ውስጥ መልስ ሰጡ።\n\n- መተማመን ይቅደም\n- ግልጽ ደንቦች\n"
CHINESE = "六十一个组织在一天之内共同作出了回应。"


def shared() -> list[Document]:
    """Return vocabulary and settings, no case."""
    return [document for document in documents(ROOT / "playbook") if document.kind is not Kind.CASE]


def arabic() -> list[Document]:
    """Return three Arabic cases with figures, Latin names and numbers, and the shared documents."""
    texts = dict.fromkeys(("context", "challenge", "response", "outcomes", "difficulties"), _ARABIC_TEXT)
    lessons = [
        {"text": "الثقة تبنى قبل الأزمة، لا **خلالها**.", "for": "all"},
        {"text": "اكتبوا القواعد (by-laws) في صفحة واحدة."},
    ]
    cases = [
        case(f"arabic-{at}", language="ar", lessons=lessons, authors=["ليلى المثال", "Jo Example"], **texts, **each)
        for at, each in enumerate(_ARABIC, 1)
    ]
    cases[0].data["related"] = [{"case": "arabic-2", "relation": "same-threat"}]
    return [*shared(), *cases]


ARABIC_RECIPE = {
    "id": "arabic",
    "title": "دفتر التضامن التجريبي",
    "subtitle": "ثلاث حالات مخترعة، للاختبار فقط",
    "introduction": _ARABIC_TEXT,
    "language": "ar",
    "query": {},
    "findings": [
        {"title": "من يعرف بعضه يجيب أسرع", "text": "في **ثلاث** حالات من 3.", "cases": ["arabic-1", "arabic-2"]}
    ],
}
