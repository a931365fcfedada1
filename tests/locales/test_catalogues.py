"""Every text of the program is said in every language, whole, and what is compiled is what was written."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from sane_cli.core.access import Cut, Reason
from sane_cli.core.finding import Severity
from sane_cli.core.traits import Trait
from scripts import messages

LANGUAGES = ("es", "fr")
CODE = sorted((messages.ROOT / "sane_cli").rglob("*.py"))
# what is typed or is a standard's own word stays as it is: options, commands, labels, addresses
UNTOUCHED = re.compile(
    r"--[a-z][a-z-]*|TLP:[A-Z]+(?:\+STRICT)?"
    r"|\bsane (?:new|list|show|validate|export|init|rules|publish|vocab|similar)\b"
    r"|https?://\S*|\b(?:sharing|status|translates|attribution)(?=[.:]\b|: \S)"
    r"|Ctrl-[A-Z]|\[\[|\]\]|\bplaybook/\S+|\bSANE_[A-Z]+|/(?:edit|list|save|help)\b"
)


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    return messages.read(request.param)


def pairs(catalogue):
    """Yield every source text with its translation; a plural's forms with the form they stand for."""
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, message.string
        else:
            yield from zip(message.id, message.string, strict=True)


def test_every_language_has_a_catalogue():
    assert tuple(messages.languages()) == LANGUAGES


def test_catalogues_and_what_is_compiled_are_up_to_date():
    stale = [path.name for path, content in messages.files(LANGUAGES) if path.read_bytes() != content]
    assert not stale, "run «make messages», translate what it names, commit"


def test_everything_is_translated(catalogue):
    assert messages.missing(str(catalogue.locale)) == [], "translate these, then run «make messages»"
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


def test_placeholders_agree(catalogue):
    for source, said in pairs(catalogue):
        assert _fields(source) == _fields(said), source


def _fields(text):
    try:
        return Counter((name, form, how) for _words, name, form, how in Formatter().parse(text) if name is not None)
    except ValueError:  # a lone brace: not a text that is filled in
        return Counter(re.findall(r"[{}]", text))


def test_what_is_typed_stays_as_it_is(catalogue):
    for source, said in pairs(catalogue):
        assert Counter(UNTOUCHED.findall(source)) == Counter(UNTOUCHED.findall(said)), source


def test_space_around_a_text_stays(catalogue):
    for source, said in pairs(catalogue):
        for edge in (re.compile(r"\A\s*"), re.compile(r"\s*\Z")):
            assert edge.search(source).group() == edge.search(said).group(), source


def test_french_signs_do_not_come_loose():
    for _source, said in pairs(messages.read("fr")):
        assert not re.search(r" [:;!?»]|« ", said), said
        assert not re.search(r"\w'\w|[‘“”]", said), said


def test_spanish_questions_are_opened():
    for _source, said in pairs(messages.read("es")):
        assert said.count("?") == said.count("¿"), said
        assert not re.search(r"[‘’“”]", said), said


def test_plural_forms_are_the_languages_own():
    assert messages.read("fr").plural_expr == "(n > 1)"
    assert messages.read("es").plural_expr == "(n != 1)"


@pytest.mark.parametrize("kind", [Cut, Reason, Severity, Trait])
def test_words_of_enums_are_marked(kind):
    known = {message.id for message in messages.extracted()}
    assert {each.value for each in kind} <= known


def test_the_template_names_schema_code_and_themes():
    known = {str(message.id): message.locations for message in messages.extracted()}
    for text, home in (
        ("What launched the coalition?", "schema/case.schema.json"),
        ("No case answers.", "sane_cli/commands/_publishing.py"),
        ("How to cite it", "sane_cli/themes/_base/back.html.j2"),
    ):
        assert home in {place for place, _line in known[text]}


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_no_text_keeps_the_language_of_the_moment_its_module_was_loaded(path: Path):
    frozen = [
        call.lineno
        for call in _at_load(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "plural")
    ]
    assert not frozen, "use N_ here and _ where the text is used"


def _at_load(node):
    """Yield what runs when a module is loaded: everything but bodies of functions; their defaults run as well."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for part in (*getattr(child, "decorator_list", ()), *child.args.defaults, *child.args.kw_defaults):
                if part is not None:
                    yield part
                    yield from _at_load(part)
        else:
            yield child
            yield from _at_load(child)
