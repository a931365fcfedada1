"""A public edition: a playbook made of what one audience may see, as plain data by path.

A private working repository feeds it to a public one. Every case in it carries the label of the audience it was made
for, because labels of items, fields and spans are gone with what they closed: nothing in it may become more open
than the edition as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sane_cli.core.audience import PublicCase
from sane_cli.core.case import State, items, text
from sane_cli.core.collection import PublicCollection
from sane_cli.core.product import Product
from sane_cli.core.schema import Schema
from sane_cli.core.tlp import Tlp, label_or_red
from sane_cli.core.translation import NEEDED, text_hash

_LINK = re.compile(r"https?://[^\s<>\"\[\]]+\Z")
_DROPPED = object()


def files(product: Product) -> dict[str, Mapping[str, Any]]:
    """Return the files of the edition, but for pictures: path without its ending → data."""
    shown = {case.id for case in product.cases}
    # one whose title these readers may not see is no help to them
    told = [case for case in product.translations() if all(text(case.data, name) for name in NEEDED)]
    translated = {case.id for case in told}
    cases = {f"playbook/cases/{case.id}": _case(case, product, shown, translated) for case in product.cases}
    edition: dict[str, Mapping[str, Any]] = {"playbook/playbook": _settings(product, told), **cases}
    for case in told:
        original = cases[f"playbook/cases/{case.id}"]
        language = text(case.data, "language")
        edition[f"playbook/cases/{case.id}.{language}"] = _translation(case, original, product, shown)
    for each in (product.collection, *product.others):
        edition[f"playbook/collections/{each.id}"] = _collection(each, shown)
    for name, data in product.raw.items():
        if name.startswith("vocabulary/"):
            edition[f"playbook/{name}"] = data
        else:
            edition[f"{name}.schema"] = _schema(name, data, product, list(cases.values()))
    return edition


def pictures(product: Product) -> dict[str, bytes]:
    """Return the pictures that the cases show, as pixels only: path → bytes."""
    named = {text(item, "url") for case in product.cases for item in items(case.data, "media")}
    read = {path: product.read_asset(path) for path in sorted(named) if not _LINK.match(path)}
    return {f"playbook/{path}": data for path, data in read.items() if data is not None}


def _case(case: PublicCase, product: Product, shown: set[str], translated: set[str]) -> dict[str, Any]:
    covers = ["publish" if product.audience is Tlp.CLEAR else "share"]
    covers += ["translate"] if case.id in translated else []
    # consent was weighed where it is kept; what it allowed is what this edition may do
    sharing = {"tlp": product.audience.value, "consent": {"state": "granted", "covers": covers}}
    return _in_order({**_fields(case, case.data, product, shown), "sharing": sharing}, product.schema)


def _translation(case: PublicCase, original: Mapping[str, Any], product: Product, shown: set[str]) -> dict[str, Any]:
    """Return what is translated of a case; ``original`` is the case as the edition has it."""
    lacking = case.told.kept if case.told else frozenset()
    words = {name: case.data[name] for name in product.schema.translatable - lacking if name in case.data}
    data = {"schema_version": 1, "id": case.id, "language": case.data["language"], "status": case.status}
    data |= _fields(case, words, product, shown)
    match case.told.state if case.told else State.MISSING:
        case State.CURRENT:
            data["translates"] = text_hash(original, product.schema)
        case State.OLDER:
            # the hash of what it was made from could be guessed at: that text may say what is closed here
            data["translates"] = f"sha256:{'0' * 64}"
    return _in_order(data, product.schema)


def _fields(case: PublicCase, data: Mapping[str, Any], product: Product, shown: set[str]) -> dict[str, Any]:
    kept = {name: _kept(name, value, case, product, shown) for name, value in data.items()}
    return {name: value for name, value in kept.items() if value is not _DROPPED}


def _in_order(data: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    order = {field.name: place for place, field in enumerate(schema.fields)}
    return dict(sorted(data.items(), key=lambda pair: order.get(pair[0], len(order))))


def _kept(name: str, value: Any, case: PublicCase, product: Product, shown: set[str]) -> Any:
    """Return a field as the edition holds it, or ``_DROPPED`` when nothing of it is left."""
    match name:
        case "organisations":
            value = [_organisation(item, case.audience) for item in items(case.data, name)]
        case "related":
            value = [item for item in items(case.data, name) if text(item, "case") in shown]
        case "media":
            value = [item for item in items(case.data, name) if _reachable(text(item, "url"), product)]
        case "sources":
            value = [_with_links(item) for item in items(case.data, name) if text(item, "title")]
        case "sharing":
            return _DROPPED
    empty = value is None or (isinstance(value, str | list | dict) and not value)
    return _DROPPED if empty else value


def _organisation(item: Mapping[str, Any], audience: Tlp) -> Mapping[str, Any]:
    """Say for each organisation how it is shown here; the attribution of the whole case does not come along."""
    if audience is Tlp.RED:
        return item
    return {**_with_links(item), "attribution": "named" if text(item, "name") else "described"}


def _with_links(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out addresses of which the gate took something."""
    return {name: part for name, part in item.items() if name not in ("url", "archived") or _LINK.match(str(part))}


def _reachable(url: str, product: Product) -> bool:
    return bool(_LINK.match(url)) or product.read_asset(url) is not None


def _settings(product: Product, told: Sequence[PublicCase]) -> dict[str, Any]:
    kept = ("title", "publisher", "description", "contact", "licence")
    settings: dict[str, Any] = {"schema_version": 1}
    settings |= {name: product.settings[name] for name in kept if product.settings.get(name)}
    languages = [product.collection.language, *(text(case.data, "language") for case in (*product.cases, *told))]
    settings["languages"] = list(dict.fromkeys(language for language in languages if language))
    settings["default_collection"] = product.collection.id
    if "/" not in product.theme:
        settings["theme"] = product.theme
    return {**settings, "repository_tlp": product.audience.value}


def _collection(each: PublicCollection, shown: set[str]) -> dict[str, Any]:
    words = ("title", "subtitle", "introduction", "status_note", "language", "theme")
    data: dict[str, Any] = {"schema_version": 1, "id": each.id}
    data |= {name: getattr(each, name) for name in words if getattr(each, name)}
    data["cases"] = [case.id for case in each.cases]
    findings = [
        {
            "title": finding.title,
            "text": finding.text,
            "cases": [name for name in finding.cases if name in shown],
            **({"source": finding.source} if _LINK.match(finding.source) else {}),
        }
        for finding in each.findings
        if finding.title and finding.text and any(name in shown for name in finding.cases)
    ]
    return {**data, "findings": findings} if findings else data


def _schema(name: str, raw: Mapping[str, Any], product: Product, cases: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return a schema without fields that these readers never see, asking for no more than the gate left."""
    open_only: dict[str, Any] = _without_closed(raw, product.audience)
    if name != "schema/case":
        return open_only
    floors = Schema("case", open_only).floors
    complete = dict(open_only.get("$defs", {}).get("complete", {}))
    published = [case for case in cases if case.get("status") == "published"]
    wanted = [field for field in complete.get("required", ()) if field in floors]
    complete["required"] = [field for field in wanted if all(field in case for case in published)]
    if any("url" not in source for case in published for source in items(case, "sources")):
        parts = complete.get("properties", {})
        complete["properties"] = {part: rule for part, rule in parts.items() if part != "sources"}
    return {**open_only, "$defs": {**open_only.get("$defs", {}), "complete": complete}}


def _without_closed(part: Any, audience: Tlp) -> Any:
    """Drop properties whose hints close them to the audience, and comments."""
    if isinstance(part, list):
        return [_without_closed(item, audience) for item in part]
    if not isinstance(part, Mapping):
        return part
    kept: dict[str, Any] = {}
    for name, value in part.items():
        if name == "$comment":
            continue
        if name == "properties" and isinstance(value, Mapping):
            value = {key: rule for key, rule in value.items() if _is_open(rule, audience)}  # noqa: PLW2901
        kept[name] = _without_closed(value, audience)
    return kept


def _is_open(rule: Any, audience: Tlp) -> bool:
    hints = rule.get("x-sane") if isinstance(rule, Mapping) else None
    return not isinstance(hints, Mapping) or "tlp" not in hints or audience.sees(label_or_red(hints["tlp"]))
