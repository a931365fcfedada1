"""Bring the catalogues of the program's languages up to date: extract, update, compile.

Texts come from the Python code, the report's templates and the schemas. A language is one file,
``sane_cli/locales/<lang>/LC_MESSAGES/sane.po``; what is compiled from it lies beside it and travels with the program,
so nothing is compiled at run time. Files name no lines and no dates: a change of a text changes its entry only.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "sane_cli" / "locales"
TEMPLATE = LOCALES / "sane.pot"
_KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # the compiled file must not depend on when it was made
_VOLATILE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\n',
    re.MULTILINE,
)
_COMMENT = "# Words of sane in {language}. «make messages» keeps this file in step with the program.\n#"
_READ_BY_PEOPLE = ("title", "description")
_HINTS = ("why", "singular", "help")


def code_texts(
    source: IO[bytes], _keywords: Any, _tags: Any, *, options: Any
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Yield every marked text of a module; Babel's own reader misses those inside f-strings before Python 3.12."""
    del options
    calls = (node for node in ast.walk(ast.parse(source.read())) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in _KEYWORDS:
            texts = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if texts:
                yield call.lineno, call.func.id, texts[0] if len(texts) == 1 else (texts[0], texts[1]), []


def schema_texts(
    source: IO[bytes], _keywords: Any, _tags: Any, *, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every text of a JSON schema that reaches people, as Babel wants it from an extractor."""
    del options
    for text in dict.fromkeys(_texts(json.loads(source.read()))):
        yield 0, "_", text, []


def _texts(schema: Mapping[str, Any]) -> Iterator[str]:
    """Walk a schema and the schemas inside it; examples, values and patterns are no texts for people."""
    yield from (schema[name] for name in _READ_BY_PEOPLE if isinstance(schema.get(name), str))
    hints = schema.get("x-sane", {})
    yield from (hints[name] for name in _HINTS if isinstance(hints.get(name), str))
    for name in ("ask", "labels"):
        yield from hints.get(name, {}).values()
    for group in hints.get("groups", ()):
        yield from filter(None, (group["title"], group.get("help")))
    for name in ("properties", "$defs"):
        for inner in schema.get(name, {}).values():
            yield from _texts(inner)
    for name in ("items", "additionalProperties", "if", "then", "else"):
        if isinstance(schema.get(name), dict):
            yield from _texts(schema[name])
    for name in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for inner in schema.get(name, ()):
            yield from _texts(inner)


def extracted() -> Catalog:
    """Return the template: every text of the program, without translations."""
    catalog = _catalog(None)
    sources = (
        ("sane_cli", [("**.py", code_texts), ("**.j2", "jinja2")]),
        ("schema", [("**.json", schema_texts)]),
    )
    for folder, methods in sources:
        found = extract_from_dir(
            ROOT / folder, methods, keywords=_KEYWORDS, directory_filter=lambda path: "__pycache__" not in path
        )  # fmt: skip
        for file, _line, message, _comments, _context in sorted(found, key=lambda each: (each[0], each[1])):
            catalog.add(message, locations=[(f"{folder}/{Path(file).as_posix()}", 0)])
    return catalog


def updated(language: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the texts of the template; nothing is guessed from similar ones."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.header_comment = _COMMENT.format(language=catalog.locale.english_name if catalog.locale else language)
    return catalog


def read(language: str) -> Catalog:
    """Return a language's catalogue as it stands, or a new one."""
    path = po(language)
    if not path.exists():
        return _catalog(language)
    with path.open("rb") as source:
        catalog = read_po(source, locale=language, domain="sane")
    catalog.creation_date = catalog.revision_date = _ANY_DAY
    return catalog


def _catalog(language: str | None) -> Catalog:
    return Catalog(
        locale=language, domain="sane", project="sane", version="1", fuzzy=False, header_comment="#",
        creation_date=_ANY_DAY, revision_date=_ANY_DAY, language_team="", charset="utf-8",
    )  # fmt: skip


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/sane.po"))


def po(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return LOCALES / language / "LC_MESSAGES" / "sane.po"


def as_po(catalog: Catalog) -> bytes:
    """Return a catalogue as the text that translators work on."""
    text = BytesIO()
    write_po(text, catalog, width=0, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return _VOLATILE.sub(b"", text.getvalue())


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    compiled = BytesIO()
    catalog.creation_date = catalog.revision_date = _ANY_DAY
    write_mo(compiled, catalog)
    return compiled.getvalue()


def files(wanted: Iterable[str]) -> Iterator[tuple[Path, bytes]]:
    """Yield every file of the catalogues, as it should be."""
    template = extracted()
    yield TEMPLATE, as_po(template)
    for language in wanted:
        catalog = updated(language, template)
        yield po(language), as_po(catalog)
        yield po(language).with_suffix(".mo"), as_mo(catalog)


def missing(language: str) -> list[str]:
    """Return the texts that a language does not say yet."""
    return [str(message.id) for message in read(language) if message.id and not _is_said(message.string)]


def _is_said(translation: Any) -> bool:
    return all(translation) if isinstance(translation, list | tuple) else bool(translation)


def main() -> int:
    """Write the files; name what is still to be translated."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--new", metavar="LANG", help="also begin a catalogue in this language")
    options.add_argument("--check", action="store_true", help="write nothing, fail when a file is not up to date")
    chosen = options.parse_args()
    stale = 0
    for path, content in files(sorted({*languages(), *filter(None, [chosen.new])})):
        if not path.exists() or path.read_bytes() != content:
            stale += 1
            print(path.relative_to(ROOT).as_posix())
            if not chosen.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    for language in languages():
        for text in missing(language):
            print(f"{language}: not translated: {text}", file=sys.stderr)
    return 1 if chosen.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
