"""Lead an interview through a prompter: ask, advise, save, until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sane_cli.core.advice import Advice
from sane_cli.core.finding import pointer
from sane_cli.core.interview import Interview
from sane_cli.core.plan import Station
from sane_cli.core.question import Answer, Choice, Kind, Move, Prompter, Question, menu
from sane_cli.core.tree import look
from sane_cli.core.wording import question as worded
from sane_cli.core.words import _

_ON, _FINISH = "go-on", "finish"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A prompter with somebody behind it, and what happens to every confirmed answer.

    Attributes:
        save: keeps the state; called after every move, before the next question.
        advise: gentle warnings about an answer that is valid.
        one: the kind of question that chooses one of several, for menus.
    """

    prompter: Prompter
    save: Callable[[Interview], None]
    advise: Callable[[Question, Any], Iterable[Advice]]
    one: Kind

    def hold(self, interview: Interview) -> Interview:
        """Ask until done. ``KeyboardInterrupt`` and ``EOFError`` pass through; what was confirmed is saved."""
        heading = ""
        while (question := interview.question) is not None:
            if question.heading == heading:
                question = replace(question, group_help="")
            heading = question.heading
            moved = self._moved(interview, question)
            if moved is not interview:
                interview = moved
                self.save(interview)
        return interview

    def _moved(self, interview: Interview, question: Question) -> Interview:
        match self.prompter.ask(question):
            case Answer(value):
                heeded = self._heeded(question, value)
                return interview if heeded is None else interview.answer(heeded.value)
            case Move.BACK:
                return interview.back()
            case Move.REVIEW:
                return self.review(interview)
            case Move.SKIP:
                skipped = interview.skip()
                if skipped is interview:
                    self.prompter.note(_("This one cannot be left out. Ctrl-C or /save keeps everything for later."))
                return skipped

    def _heeded(self, question: Question, value: Any) -> Answer | None:
        """Pass on advice; return the answer that stands in the end, or None to ask once more."""
        heard: set[str] = set()
        while advice := next((each for each in self.advise(question, value) if each.text not in heard), None):
            choices = [Choice("keep", _("Keep my answer")), Choice("change", _("Answer once more"))]
            if advice.better is not None:
                choices.insert(0, Choice("better", _("Use: {value}").format(value=question.show(advice.better))))
            match self.choose(_("What now?"), choices, about=advice.text):
                case "keep":
                    heard.add(advice.text)
                case "better":
                    value = advice.better
                case _:
                    return None
        return Answer(value)

    def review(self, interview: Interview) -> Interview:
        """Show every answer; go to the one that is chosen, on with the interview, or to its end."""
        choices = [Choice(_ON, _("Go on with the questions")), Choice(_FINISH, _("Finish now; the rest stays open"))]
        choices = choices[1:] if interview.question is None else choices
        stations = {pointer(stop.path) + ("+" if stop.gate else ""): stop for stop in interview.stations}
        for name, stop in stations.items():
            choices.append(Choice(name, self._line(interview, stop)))
        chosen = self.choose(_("All answers"), choices)
        if chosen == _FINISH:
            finished = interview.finish()
            if not finished.is_done:
                self.prompter.note(_("An entry you began cannot do without this answer, or without the whole entry."))
            return finished
        return self._gone_to(interview, stations[chosen]) if chosen in stations else interview

    def _gone_to(self, interview: Interview, stop: Station) -> Interview:
        """Go to a station; of an entry in a list, the whole can be removed as well."""
        if stop.entry is not None:
            choices = [Choice("change", _("Change this answer")), Choice("remove", _("Remove the whole entry"))]
            if self.choose(_("What now?"), choices) == "remove":
                return interview.remove(stop.entry)
        return interview.jump(stop.path)

    def _line(self, interview: Interview, stop: Station) -> str:
        asked = worded(interview.plan, stop, interview.answers, interview.stations)
        if stop.gate:
            return asked.text
        value = asked.show(look(interview.answers, stop.path))
        name = " · ".join(filter(None, (asked.entry, _(stop.field.title))))
        return f"{name}: {value or '–'}"

    def choose(self, text: str, choices: list[Choice], *, about: str = "") -> str:
        """Ask our own menu; every move but an answer means the first harmless thing: nothing chosen."""
        reply = self.prompter.ask(menu(text, choices, kind=self.one, about=about))
        return str(reply.value) if isinstance(reply, Answer) else ""
