"""Invented playbooks with canaries: a word of its own in every place that some readers must not see.

A canary is a word that occurs nowhere else. It knows from which audience on it may be seen in what leaves the house
(``None``: never), so that a search of any output tells whether the gate held – and whether it let through what it
should, without which the test could not fail.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sane_cli.core.tlp import Tlp
from sane_cli.store import starter

TODAY = "2026-06-01"
LABELS = list(Tlp)
# no letters that fonts join or that hyphenation and case folding change
_LETTERS = "bdgkmnprtvz", "aou"
PASSAGES = "passages"
STORY = ("context", "challenge", "response", "outcomes", "difficulties")


@dataclass(frozen=True, slots=True)
class Canary:
    """A planted word.

    Attributes:
        level: the most open audience of an export that may hold it; None: no export ever.
        where: the place, for the message of a failing test.
        desk: whether the curator's own view (list and show, TLP:RED) may show it.
        shows: whether an export in JSON does show it from ``level`` on.
        language: the language of the export that shows it; empty: of one in the language of the cases.
        kind: ``content``, or ``name`` for ids and paths, which the curator's stderr may tell.
    """

    word: str
    level: Tlp | None
    where: str
    desk: bool = True
    shows: bool = True
    language: str = ""
    kind: str = "content"

    def may_show(self, audience: Tlp) -> bool:
        # an oracle of its own: it must not ask the code that it judges
        return self.level is not None and LABELS.index(self.level) <= LABELS.index(audience)


@dataclass
class Planter:
    """Makes words, remembers them, writes the playbook."""

    root: Path
    dice: random.Random
    canaries: list[Canary] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def word(self) -> str:
        consonants, vowels = _LETTERS
        return "".join(self.dice.choice(consonants) + self.dice.choice(vowels) for _ in range(6)) + "zk"

    def plant(self, level: Tlp | None, where: str, **rest: Any) -> str:
        canary = Canary(self.word(), level, where, **rest)
        self.canaries.append(canary)
        return canary.word

    def write(self, path: str, content: Any, *, comment: str = "") -> None:
        at = self.root / path
        at.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            at.write_bytes(content)
            return
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
        at.write_text(f"# {comment}\n{text}# {comment}\n" if comment else text, encoding="utf-8")


def most_closed(*labels: Tlp | None) -> Tlp | None:
    """Return the most closed of ``labels``; None is more closed than any."""
    return None if None in labels else max((label for label in labels if label), key=lambda label: label.rank)


HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "withdrawn": {"status": "withdrawn", "withdrawn": {"on": "2026-05-01", "reason": "risk-changed"}},
    "embargo": {"embargo_until": "2026-06-02"},
    "pending": {"consent": {"state": "pending"}},
    "taken-back": {"consent": {"state": "withdrawn", "covers": ["publish"]}},
    "lapsed": {"consent": {"state": "granted", "covers": ["publish"], "expires": "2026-05-31"}},
    "no-publish": {"consent": {"state": "granted", "covers": ["translate"]}},
    "overdue": {"review_by": "2026-05-31"},
}


# what stands in the case, what stands in its translation, and from which audience on that may be seen
TRANSLATIONS: dict[str, tuple[dict[str, Any], dict[str, Any], Tlp | str | None]] = {
    "untranslatable": ({"consent": {"state": "granted", "covers": ["publish", "print"]}}, {}, None),
    "unfinished": ({}, {"status": "draft"}, None),
    "closer": ({}, {"sharing": {"tlp": "TLP:AMBER"}}, Tlp.AMBER),
    "embargo of its own": ({}, {"sharing": {"embargo_until": "2026-06-02"}}, None),
    "consent of its own": ({}, {"sharing": {"consent": {"state": "pending"}}}, None),
    "closed field": (
        {},
        {"sharing": {"fields": dict.fromkeys(("title", "summary", *STORY, "lessons"), "TLP:RED")}},
        Tlp.RED,
    ),
    "open passages": ({}, {"context": "Ouvert {word}."}, PASSAGES),
    "open items": ({}, {"lessons": [{"text": "Leçon {word}."}] * 6}, Tlp.RED),
    "fewer items": ({}, {"lessons": [{"text": "Leçon {word}.", "tlp": "TLP:RED"}] * 5}, Tlp.RED),
}


def plant(root: Path, seed: int) -> list[Canary]:
    """Write a playbook with canaries below ``root`` and return them."""
    planter = Planter(root, random.Random(seed))
    for name, data in starter.contents("Invented playbook").items():
        planter.write(name, data)
    _network_field(planter)
    for label in LABELS:
        _case(planter, f"open-{label.rank}", label, {})
    _case(planter, "chatham", Tlp.CLEAR, {"chatham_house": True})
    shared = {"consent": {"state": "granted", "covers": ["share", "translate"]}}
    _case(planter, "shared", Tlp.CLEAR, shared, level=Tlp.GREEN)
    for name, (changes, french, level) in TRANSLATIONS.items():
        _case(planter, name, Tlp.CLEAR, changes, french=french, told=level)
    for name, changes in HIDDEN.items():
        _case(planter, name, Tlp.CLEAR, changes, level=None)
    _named_in_id(planter)
    _around(planter)
    return planter.canaries


def _network_field(planter: Planter) -> None:
    """A network's own fields: one closed by the schema, one open."""
    path = planter.root / "schema" / "case.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    text = {"type": "string", "description": "A field of one network.", "examples": ["x"]}
    schema["properties"]["desk_remark"] = {**text, "title": "Remark", "x-sane": {"tlp": "TLP:AMBER"}}
    schema["properties"]["network_remark"] = {**text, "title": "Network remark"}
    path.write_text(json.dumps(schema), encoding="utf-8")


def _case(
    planter: Planter,
    kind: str,
    label: Tlp,
    changes: dict[str, Any],
    *,
    level: Tlp | str | None = "own",
    french: dict[str, Any] | None = None,
    told: Tlp | str | None = Tlp.CLEAR,
) -> None:
    """Write one case with a canary in each of its places, and its French translation with as many.

    Args:
        planter: remembers them.
        kind: what is special about the case.
        label: its label.
        changes: of its sharing or status.
        level: from which audience on it may be seen; «own»: its label's.
        french: what is special about the translation; ``{word}`` becomes a canary.
        told: from which audience on the translation may be seen, where the case may; PASSAGES: who sees those of
            its context.
    """
    sharing, status = dict(changes), changes.get("status", "published")
    sharing.pop("status", None)
    withdrawn = sharing.pop("withdrawn", None)
    base = label if level == "own" else most_closed(level, label)  # type: ignore[arg-type]
    case = _Case(planter, kind, base, chatham=bool(changes.get("chatham_house")))
    hidden_id = base is None or base is not Tlp.CLEAR
    name = planter.plant(Tlp.RED if base is None else base, f"{kind}: id", kind="name", shows=False)
    folder = planter.plant(Tlp.RED, f"{kind}: folder", kind="name", shows=False)
    comment = planter.plant(None, f"{kind}: YAML comment", desk=False)
    data = {
        "schema_version": 1,
        "id": name,
        **case.story(),
        **case.lists(planter.ids[-3:]),
        **case.closed(),
        "status": status,
        **({"withdrawn": withdrawn} if withdrawn else {}),
        "sharing": case.sharing(label, sharing),
    }
    planter.write(f"playbook/cases/{folder}/{name}.yaml", data, comment=comment)
    if hidden_id:
        planter.ids.append(name)
    told = most_closed(*case.labels["context"]) if told == PASSAGES else told
    translation = {**case.translated(told), **(french or {})}
    for field_name in ("context", "lessons"):
        if french and field_name in french:
            word = planter.plant(most_closed(base, told), f"{kind}: translated {field_name}", shows=False)
            translation[field_name] = _filled(french[field_name], word)
    planter.write(f"playbook/cases/{folder}/{name}.fr.yaml", {"id": name, **translation}, comment=comment)


def _filled(value: Any, word: str) -> Any:
    if isinstance(value, list):
        return [_filled(item, word) for item in value]
    if isinstance(value, dict):
        return {name: _filled(part, word) for name, part in value.items()}
    return value.replace("{word}", word)


@dataclass
class _Case:
    """The places of one case; ``base`` is the level of what is open in it."""

    planter: Planter
    kind: str
    base: Tlp | None
    chatham: bool
    labels: dict[str, tuple[Tlp, Tlp]] = field(default_factory=dict)

    def translated(self, told: Tlp | None) -> dict[str, Any]:
        """Return a French translation that closes what the case closes, and names an organisation in French."""

        def word(label: Tlp | None, where: str) -> str:
            level = most_closed(self.base, most_closed(told, label))
            return self.planter.plant(level, f"{self.kind}: translated {where}", shows=False, language="fr")

        data: dict[str, Any] = {
            "schema_version": 1,
            "title": f"Comment {word(Tlp.CLEAR, 'title')} a tenu",
            "summary": f"Un résumé inventé, assez long pour le schéma : {word(Tlp.CLEAR, 'summary')}.",
            "language": "fr",
            "status": "published",
            "translates": f"sha256:{'0' * 64}",
            "notes": word(None, "notes"),
        }
        for name, (label, inner) in self.labels.items():
            nested = f"[[{inner.value}| {word(most_closed(label, inner), f'nested span in {name}')}]]"
            span = f"[[{label.value}| {word(label, f'span in {name}')} {nested}]]"
            aside = f"<!-- {word(Tlp.RED, f'comment in {name}')} -->"
            data[name] = f"Ouvert {word(Tlp.CLEAR, name)} {span} fin.\n\n{aside}\n"
        lessons = [(word(label, "lesson"), {} if label is Tlp.CLEAR else {"tlp": label.value}) for label in LABELS]
        called = word(Tlp.RED, "name of a withheld organisation")
        data["lessons"] = [{"text": f"Leçon {text}.", "for": "all", **own} for text, own in lessons]
        data["lessons"].append({"text": f"La Coalition {called.title()}, la coalition {called} et {called.title()}."})
        data["organisations"] = [{"name": f"Coalition {called.title()}", "attribution": "withheld"}]
        return data

    def at(self, label: Tlp | None, where: str, **rest: Any) -> str:
        return self.planter.plant(most_closed(self.base, label), f"{self.kind}: {where}", **rest)

    def label(self) -> Tlp:
        return self.planter.dice.choice(LABELS[1:])

    def story(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "title": f"How {self.at(Tlp.CLEAR, 'title')} stood",
            "summary": f"A summary, long enough for the schema: {self.at(Tlp.CLEAR, 'summary')}.",
            "type": "coalition-response",
            "scope": "national",
            "countries": ["UG"],
            "regions": ["africa"],
            "period": {"from": "2017", "to": "2019"},
            "as_of": "2020-01",
            "threats": ["restrictive-law"],
            "mechanisms": ["coalition-building"],
        }
        for name in STORY:
            label, inner = self.labels[name] = self.label(), self.label()
            nested = f"[[{inner.value}| {self.at(most_closed(label, inner), f'nested span in {name}')}]]"
            span = f"[[{label.value}| {self.at(label, f'span in {name}')} {nested}]]"
            data[name] = (
                f"Open {self.at(Tlp.CLEAR, name)} {span} end.\n\n"
                f"<!-- {self.at(Tlp.RED, f'comment in {name}')} -->\n\n"
                f"- a [link](https://e.example/{self.at(Tlp.CLEAR, f'link in {name}')})\n"
            )
        return data

    def lists(self, others: list[str]) -> dict[str, Any]:
        # below TLP:RED, the Chatham House Rule closes every list that shows who took part
        rule = Tlp.RED if self.chatham else Tlp.CLEAR
        organisations, mentions = self._organisations(rule)
        lessons, sources, media = [], [], []
        for label in LABELS:
            own = {} if label is Tlp.CLEAR else {"tlp": label.value}
            seen = most_closed(rule, label)
            lessons.append({"text": f"Lesson {self.at(label, 'lesson')}.", "for": "all", **own})
            title, link = self.at(seen, "source"), self.at(seen, "address of a source")
            sources.append({"title": title, "url": f"https://s.example/{link}", **own})
            media.append({"kind": "podcast", "title": self.at(seen, "medium"), "url": "https://m.example/x", **own})
        media += self._pictures(rule)
        text = f"{', '.join(mentions)}: {self.at(Tlp.CLEAR, 'prose with names')}."
        return {
            "organisations": organisations,
            "lessons": [*lessons, {"text": text}],
            "related": [{"case": other, "relation": "similar"} for other in others],
            "media": media,
            "authors": [self.at(rule, "author"), mention := self.at(rule, "author told in prose")],
            "sources": [*sources, {"title": f"About {mention}", "url": "https://s.example/"}],
        }

    def _organisations(self, rule: Tlp) -> tuple[list[dict[str, Any]], list[str]]:
        made, mentions = [], []
        for how in ("named", "described", "withheld"):
            seen = rule if how == "named" else Tlp.RED
            name, site = self.at(seen, f"{how} organisation"), self.at(seen, f"site of a {how} organisation")
            kind = self.at(most_closed(rule, Tlp.RED if how == "withheld" else Tlp.CLEAR), f"kind of a {how} one")
            short = self.at(seen, f"acronym of a {how} organisation")
            made.append({"name": f"{name.title()} Trust ({short.upper()})", "kind": kind, "attribution": how})
            made[-1]["url"] = f"https://www.{site}.example/"
            mentions += [
                f"{name} trust’s",
                short.title(),
                f"https://{site}.example/{name}",
                f"_{name.upper()}  Trust_",
                name.title(),
            ]
        label = self.label()
        name = self.at(most_closed(rule, label), "organisation with a label")
        made.append({"name": f"{name} Group", "kind": "x", "attribution": "named", "tlp": label.value})
        return made, [*mentions, f"{name}-group"]

    def _pictures(self, rule: Tlp) -> list[dict[str, Any]]:
        made = []
        for suffix, label in (("png", Tlp.CLEAR), ("jpg", Tlp.CLEAR), ("jpg", Tlp.RED)):
            seen = most_closed(rule, label)
            file = self.at(seen, f"name of a {suffix}", shows=label is Tlp.CLEAR, kind="name")
            inside = self.at(None, f"metadata of a {suffix}", desk=False)
            self.planter.write(f"playbook/assets/{file}.{suffix}", picture(suffix, inside))
            own = {} if label is Tlp.CLEAR else {"tlp": label.value}
            title = self.at(seen, f"title of a {suffix}")
            made.append({"kind": "picture", "title": title, "url": f"assets/{file}.{suffix}", **own})
        return made

    def closed(self) -> dict[str, Any]:
        amber = most_closed(Tlp.AMBER, Tlp.CLEAR)
        return {
            "level": "international",
            "notes": self.at(Tlp.RED, "notes"),
            "desk_remark": self.at(amber, "field closed by the schema"),
            "network_remark": self.at(self._remark(), "field closed by sharing.fields"),
        }

    def _remark(self) -> Tlp:
        self.remark = self.label()
        return self.remark

    def sharing(self, label: Tlp, changes: dict[str, Any]) -> dict[str, Any]:
        secret = {
            "given_by_role": self.at(None, "role in the consent"),
            "reference": self.at(None, "reference of the consent"),
            "given_on": "2020-03",
        }
        consent = {"state": "granted", "covers": ["publish", "translate"], **changes.pop("consent", {}), **secret}
        return {
            "tlp": label.value,
            "consent": consent,
            "fields": {"network_remark": self.remark.value},
            "reviewed": [{"by_role": self.at(None, "role in a review"), "on": "2026-01-01"}],
            "harm_check": {"retaliation": self.at(None, "harm check"), "by_role": self.at(None, "role in harm check")},
            **changes,
        }


def picture(suffix: str, inside: str) -> bytes:
    """Return a small picture with ``inside`` in every place for metadata."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    made = Image.new("RGB", (12, 8), (200, 120, 40))
    out = io.BytesIO()
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x9286):
        exif[tag] = inside
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{inside}</x:xmpmeta>".encode()
    if suffix == "png":
        info = PngInfo()
        info.add_text("Author", inside)
        info.add_itxt("XML:com.adobe.xmp", inside)
        info.add_text("Comment", inside, zip=True)
        made.save(out, "PNG", pnginfo=info, exif=exif)
    else:
        made.save(out, "JPEG", exif=exif, comment=inside.encode(), xmp=xmp)
    return out.getvalue() + inside.encode()


def _named_in_id(planter: Planter) -> None:
    """A case whose id tells the organisation that it withholds."""
    case = _Case(planter, "id that names", Tlp.RED, chatham=False)
    name = case.at(Tlp.RED, "name in the id", kind="name", shows=False)
    organisations = [{"name": f"{name} Trust", "kind": "x", "attribution": "withheld"}]
    data = {
        "schema_version": 1,
        "id": f"raid-on-{name}-trust",
        **case.story(),
        "organisations": organisations,
        "sources": [{"title": "x", "url": "https://s.example/"}],
        "status": "published",
        "sharing": {"tlp": "TLP:CLEAR", "consent": {"state": "public-record"}},
    }
    planter.write(f"playbook/cases/{data['id']}.yaml", data)


def _around(planter: Planter) -> None:
    """Settings, collections, drafts and other files around the cases."""

    def span(where: str) -> str:
        label = planter.dice.choice(LABELS[1:])
        return f"[[{label.value}| {planter.plant(label, where, shows=False)}]]"

    withheld = [c.word for c in planter.canaries if "open-0: withheld organisation" in c.where]
    hidden = planter.ids[-1]
    comment = planter.plant(None, "YAML comment of a collection", desk=False)
    unsupported = planter.plant(Tlp.RED, "finding of hidden cases", shows=False)
    planter.write(
        "playbook/playbook.yaml",
        {
            "schema_version": 1,
            "title": f"Invented playbook {span('title of the playbook')}",
            "publisher": f"Nobody {span('publisher')}",
            "description": f"Invented {span('description')} {withheld[0].title()}",
            "languages": ["en"],
            "default_collection": "all",
            "theme": "handbook",
            "contact": "https://e.example/",
            "repository_tlp": "TLP:RED",
        },
        comment=comment,
    )
    planter.write(
        "playbook/collections/all.yaml",
        {
            "schema_version": 1,
            "id": "all",
            "title": f"Everything {span('title of a collection')}",
            "subtitle": f"Invented {span('subtitle')}",
            "introduction": f"With {withheld[0].title()} Trust. {span('introduction')} <!-- {span('aside')} -->",
            "status_note": f"Note {span('status note')}",
            "query": {},
            "findings": [
                {
                    "title": f"One {span('finding')}",
                    "text": f"Two {span('finding')}",
                    "cases": [planter.ids[0], hidden],
                },
                {
                    "title": "Hidden",
                    "text": unsupported,
                    "cases": [hidden],
                },
            ],
        },
        comment=comment,
    )
    closer = planter.plant(Tlp.AMBER, "collection for closer readers", shows=False)
    planter.write(
        "playbook/collections/closer.yaml",
        {"schema_version": 1, "id": "closer", "title": f"Closer {closer}", "audience": "amber", "query": {}},
    )
    planter.write("playbook/.drafts/x.json", planter.plant(None, "unfinished interview", desk=False).encode())
    planter.write("playbook/assets/unused.txt", planter.plant(None, "file that no case names", desk=False).encode())


def levels(canaries: list[Canary]) -> Iterator[tuple[Tlp, list[Canary]]]:
    """Yield each audience with the canaries that it must not see."""
    for audience in LABELS:
        yield audience, [canary for canary in canaries if not canary.may_show(audience)]
