"""Repairs to the structure tree that WeasyPrint 70 writes, and what a file needs to be PDF/UA-1 beside PDF/A-3.

Works on the engine's objects right before they are written (its «finisher» hook).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

# PDF/A allows metadata it does not know only with a description of their schema (ISO 19005-3, 6.6.2.3).
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def declare_ua(document: Any) -> None:
    """Let the metadata say PDF/UA-1 beside the PDF/A part that the engine writes."""
    written = document.metadata.generate_rdf_metadata

    def both(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = written(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", _UA.encode())

    document.metadata.generate_rdf_metadata = both


def finish(pdf: Any) -> None:
    """Put right what a strict reader would stumble over in a file of one piece."""
    repair(pdf)
    _number_pages(pdf)
    open_metadata(pdf)


def repair(pdf: Any) -> None:
    """Put right the tags of some pages."""
    _wrap_list_bodies(pdf)
    _lift_annotations(pdf)
    _fold_lines(pdf)
    _describe_links(pdf)


def tell_apart(pdf: Any, source: str) -> None:
    """Give the header cells of a piece names that no other piece has, made of what the piece says."""
    prefix = hashlib.sha256(source.encode()).hexdigest()[:8]
    for item in _elements(pdf):
        if "ID" in item:
            item["ID"].string = f"{prefix}-{item['ID'].string}"


def with_languages(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Let the engine's maker of tags mark what is in another language, so that a screen reader speaks it as such.

    A case has a language of its own, and so has a section of it that its translation left out. The engine itself only
    names the language of the whole file.
    """
    import pydyf

    def built(box: Any, *rest: Any) -> Iterator[Any]:
        element = box.element
        language = element.get("lang") if element is not None else None
        for tag in build(box, *rest):
            if language and box.element_tag not in ("html", "body"):  # these yield what is inside them
                tag["Lang"] = pydyf.String(language)
            yield tag

    return built


def _elements(pdf: Any) -> Iterator[Any]:
    import pydyf

    for item in list(pdf.objects):
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem":
            yield item


def _wrap_list_bodies(pdf: Any) -> None:
    """Put what stands loose in a list item into its body: LI may hold only Lbl and LBody (ISO 14289-1)."""
    import pydyf

    for item in _elements(pdf):
        if item["S"] != "/LI":
            continue
        kids = [(kid, pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None) for kid in item["K"]]
        loose = [(kid, node) for kid, node in kids if node is None or node.get("S") not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
        body["K"] = pydyf.Array(kid for kid, _node in loose)
        pdf.add_object(body)
        for _kid, node in loose:
            if node is not None:
                node["P"] = body.reference
        moved = [kid for kid, _node in loose]
        item["K"] = pydyf.Array([kid for kid, _node in kids if kid not in moved] + [body.reference])


def _lift_annotations(pdf: Any) -> None:
    """Hang a link's annotation on its Link, not on the bold or plain words inside it (ISO 14289-1, 7.18.5)."""
    elements = {item.reference: item for item in _elements(pdf)}
    moved: dict[bytes, bytes] = {}
    for reference, item in elements.items():
        if item["S"] == "/Link":
            continue
        carried = [kid for kid in item["K"] if isinstance(kid, bytes) and _is_link_reference(pdf, kid)]
        above = item
        while carried and above["S"] != "/Link" and above["P"] in elements:
            above = elements[above["P"]]
        if not carried or above["S"] != "/Link":
            continue
        item["K"][:] = [kid for kid in item["K"] if kid not in carried]
        above["K"].extend(carried)
        moved[reference] = above.reference
    if moved:
        _redirect(pdf, moved)


def _is_link_reference(pdf: Any, reference: bytes) -> bool:
    found = pdf.objects[int(reference.split()[0])]
    return isinstance(found, dict) and found.get("Type") == "/OBJR"


def _redirect(pdf: Any, moved: dict[bytes, bytes]) -> None:
    """Let the parent tree find words and annotations where they hang now."""
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    numbers = pdf.objects[int(root["ParentTree"].split()[0])]["Nums"]
    for at, entry in enumerate(numbers):
        if isinstance(entry, bytes):
            numbers[at] = moved.get(entry, entry)
        elif isinstance(entry, list):
            entry[:] = [moved.get(reference, reference) for reference in entry]


# what may hold words itself; a list or a table may not
_HOLDS_WORDS = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TD", "/TH", "/Caption", "/Lbl"})


def _fold_lines(pdf: Any) -> None:
    """Let a paragraph hold its words itself, not one Span for each of its lines.

    A screen reader then reads a paragraph instead of lines, and the file loses half of its structure elements.
    """
    elements = {item.reference: item for item in _elements(pdf)}
    folded: dict[bytes, bytes] = {}
    for reference, above in elements.items():
        if above["S"] not in _HOLDS_WORDS:
            continue
        kids: list[Any] = []
        for kid in above["K"]:
            item = elements.get(kid) if isinstance(kid, bytes) else None
            if item is not None and _is_line(item) and item["Pg"] == above["Pg"]:
                kids += item["K"]
                folded[kid] = reference
            else:
                kids.append(kid)
        above["K"][:] = kids
    _redirect(pdf, folded)
    for reference in folded:
        elements[reference].clear()


def _is_line(item: Any) -> bool:
    is_plain = item["S"] == "/Span" and "Lang" not in item
    return is_plain and bool(item["K"]) and all(isinstance(kid, int) for kid in item["K"])


def _describe_links(pdf: Any) -> None:
    """Give every link annotation words of its own (ISO 14289-1, 7.18.5): its address or where it leads."""
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" and "Contents" not in item:
            action = item.get("A")
            target = action.get("URI") if isinstance(action, dict) else item.get("Dest")
            item["Contents"] = target if target is not None else pydyf.String("…")


def _number_pages(pdf: Any) -> None:
    """Label pages as they are printed: the first one is 1."""
    import pydyf

    labels = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    pdf.add_object(labels)
    pdf.catalog["PageLabels"] = labels.reference
    pdf.catalog["PageMode"] = "/UseOutlines"


def open_metadata(pdf: Any) -> None:
    """Leave the metadata uncompressed, as PDF/A asks, so that any tool can read them."""
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False
