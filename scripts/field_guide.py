"""Write docs/fields.md anew: every field of every file, in the schemas' own words.

Run it after a change of a schema: python scripts/field_guide.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sane_cli.core.schema import Field, Schema
from sane_cli.core.tlp import Tlp
from sane_cli.store import schemas
from sane_cli.store.case_writer import plain_text

FILE = Path(__file__).parents[1] / "docs" / "fields.md"
_HOMES = {
    "case": "playbook/cases/ID.yaml",
    "collection": "playbook/collections/ID.yaml",
    "playbook": "playbook/playbook.yaml",
    "vocabulary": "playbook/vocabulary/NAME.yaml",
    "waivers": "playbook/waivers.yaml",
}
_SHAPES = {
    "text": "a short text",
    "long-text": "a text, Markdown allowed",
    "one": "one of several values",
    "many": "a list of values",
    "texts": "a list of short texts",
    "date": "a date: `2017`, `2017-09` or `2017-09-20`, in quotes",
    "period": "a block with `from` and `to`",
    "items": "a list of entries",
    "parts": "a block",
    "sharing": "a block",
    "pairs": "a block of `name: value`",
    "yes-no": "`true` or `false`",
    "slug": "small letters, digits and hyphens",
    "link": "a web address",
    "case": "the id of another case",
    "number": "a number",
}
_LISTED = 12
_LEAD = """\
# Fields

What each file of a playbook may hold. This page is made from the schemas by `scripts/field_guide.py`; a field that you
add to `schema/case.schema.json` is asked, checked, listed and printed like these ([how](adding.md#a-field)).

In short: a **draft** may lack everything but `schema_version`, `id` and `status`. A **published** case needs what is
marked *needed*. What is not known is left out.

Who sees a field is decided in this order: the label of the case (`sharing.tlp`), the label of the field
(`sharing.fields`), the label of the entry in a list (`tlp`), marks in the text (`[[TLP:AMBER| … ]]`). The most closed
one counts; see [safety.md](safety.md). «Like the case» below means that nothing more is closed by itself.
"""


def page() -> str:
    """Return the whole page."""
    known = schemas.load(None)
    parts = [_LEAD]
    for name, home in _HOMES.items():
        schema = known[name]
        title = schema.raw["title"]
        parts.append(f"\n## {title}: `{home}`\n\n{schema.raw['description']}\n")
        parts += _schema(schema)
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def _schema(schema: Schema) -> Iterator[str]:
    groups = {group.id: group for group in schema.groups}
    shown: set[str] = set()
    for group in groups.values():
        fields = [field for field in schema.fields if (field.group if field.group in groups else "") == group.id]
        if fields and group.id:
            yield f"\n### {group.title}\n" + (f"\n{group.help}\n" if group.help else "")
        elif fields and shown:
            yield "\n### More\n"
        for field in fields:
            shown.add(field.name)
            yield _field(field, schema)


def _field(field: Field, schema: Schema) -> str:
    needed = " · *needed*" if field.required else ""
    lines = [f"\n#### {field.name}\n\n**{field.title}**{needed}: {field.description}\n"]
    if field.why:
        lines.append(f"- *Why:* {field.why}")
    lines += [f"- *Shape:* {_shape(field)}", f"- *Who sees it:* {_readers(field, schema)}"]
    if field.examples:
        example = plain_text({field.name: field.examples[0]}).rstrip()
        lines.append(f"\n```yaml\n{example}\n```")
    if field.fields:
        lines += ["", "| part | what | shape |", "|---|---|---|", *_rows(field, "")]
    return "\n".join(lines) + "\n"


def _rows(field: Field, above: str) -> Iterator[str]:
    for part in field.fields:
        needed = " *needed*" if part.required else ""
        yield f"| `{above}{part.name}` | {_cell(part.description)}{needed} | {_cell(_shape(part))} |"
        yield from _rows(part, f"{above}{part.name}.")


def _shape(field: Field) -> str:
    if "const" in field.raw:
        return f"always `{field.raw['const']}`"
    told = _SHAPES.get(field.kind, "")
    if not told:
        told = _SHAPES["one"] if field.choices else "a short text"
    if field.vocabulary:
        return f"a list of terms of [the vocabulary](../playbook/vocabulary/{field.vocabulary}.yaml)"
    if field.choices:
        listed = ", ".join(f"`{choice}`" for choice in field.choices[:_LISTED])
        told += f": {listed}" + (", …" if len(field.choices) > _LISTED else "")
    return f"{told}, at most {field.limit} characters" if field.limit else told


def _readers(field: Field, schema: Schema) -> str:
    if schema.name != "case":
        return "everyone whom the repository, or a report made of it, reaches"
    if field.name == "sharing":
        return "nobody; a report shows the label only"
    if field.floor is not Tlp.CLEAR:
        return f"nobody below `{field.floor.value}`"
    if field.name == "organisations":
        return "like the case, as far as `attribution` lets each be shown"
    if field.name == "status":
        return "like the case; drafts and withdrawn cases leave the house only when asked for"
    return "like the case"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")
    print(f"docs/{FILE.name}")


if __name__ == "__main__":
    main()
