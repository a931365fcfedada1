"""Cases of the real playbook, answered again by keys and line by line, come out as they stand in their files."""

import io
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from sane_cli.core.interview import Interview
from sane_cli.core.plan import FIXED
from sane_cli.core.question import Answer, Shape, Widget
from sane_cli.core.text import folded
from sane_cli.core.tree import look
from sane_cli.prompters.plain import PlainPrompter
from sane_cli.prompters.terminal import TerminalPrompter
from sane_cli.store import yaml_read

CASES = sorted((Path(__file__).parents[2] / "playbook" / "cases").glob("*.yaml"))
BY_KEYS = ("actionaid-uganda", "vuka-coalition", "uicc-social-media-account")
ENTER, DOWN, SPACE, EDIT, CLEAR, SKIP = "\r", "\x1b[B", " ", "\x0f", "\x15", "\x07"


def wanted(plan, interview, case):
    """Return the answer that leads to ``case``."""
    station = interview.station
    value = look(case, station.path)
    if not station.gate:
        return value
    if plan.kind(station.field).shape is Shape.ITEMS:
        return len(value or []) > len(look(interview.answers, station.path) or [])
    return isinstance(value, dict)


def keys(question, value):
    """Return the keys that give ``value``."""
    match question.widget:
        case Widget.LONG:
            return EDIT if value else CLEAR + ENTER
        case Widget.TYPED:
            return question.spell(value) + ENTER if value else SKIP
        case Widget.ONE:
            values = ([] if question.needed else [None]) + [choice.value for choice in question.choices]
            start = values.index(question.spell(question.offered)) if question.offered is not None else 0
            steps = values.index(None if value is None else question.spell(value)) - start
            return DOWN * (steps % len(values)) + ENTER
        case Widget.MANY:
            if len(question.choices) >= 8:
                picked = [choice for choice in question.choices if choice.value in (value or [])]
                return "".join(folded(choice.label).replace("’", "") + SPACE for choice in picked) + ENTER
            picks = [SPACE if choice.value in (value or []) else "" for choice in question.choices]
            return DOWN.join(picks) + ENTER
    return CLEAR + question.spell(value) + ENTER


def lines(question, value):
    """Return the lines that give ``value``."""
    if value is None:
        return "-" if question.widget is Widget.LINE and question.offered is not None else ""
    return question.spell(value) + ("\n." if question.widget is Widget.LONG else "")


def plainly(value):
    """Drop blank edges of texts, which the interview never keeps, and the order of a list of choices."""
    match value:
        case dict():
            return {name: plainly(part) for name, part in value.items()}
        case list():
            found = [plainly(part) for part in value]
            return sorted(found) if all(isinstance(part, str) for part in found) else found
        case str():
            return "\n".join(line.rstrip() for line in value.strip().split("\n"))
    return value


def comparable(plan, case):
    return plainly(
        {field.name: case[field.name] for field in plan.fields if field.name in case and field.kind != FIXED}
    )


# drawing some ninety prompts takes seconds, so the keys are pressed for a few cases of both kinds
@pytest.mark.parametrize("path", [p for p in CASES if p.stem in BY_KEYS], ids=lambda path: path.stem)
def test_by_keys(plan, path):
    case = yaml_read.parse(path.read_bytes())
    interview = Interview.start(plan)
    text = []
    prompter = TerminalPrompter(lambda _before: text[-1])
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        while interview.question is not None:
            value = wanted(plan, interview, case)
            text.append(str(value))
            pipe.send_text(keys(interview.question, value))
            reply = prompter.ask(interview.question)
            interview = interview.answer(reply.value) if isinstance(reply, Answer) else interview.skip()
    assert comparable(plan, interview.case) == comparable(plan, case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_line_by_line(plan, path):
    case = yaml_read.parse(path.read_bytes())
    interview = Interview.start(plan)
    while interview.question is not None:
        typed = lines(interview.question, wanted(plan, interview, case))
        prompter = PlainPrompter(io.StringIO(f"{typed}\n"), io.StringIO(), lambda _text: None)
        reply = prompter.ask(interview.question)
        interview = interview.answer(reply.value) if isinstance(reply, Answer) else interview.skip()
    assert comparable(plan, interview.case) == comparable(plan, case)
