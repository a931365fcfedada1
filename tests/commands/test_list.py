"""``sane list`` from outside: what people type, what comes out on which stream, and how the program ends."""

from __future__ import annotations

import csv
import io
import json

import pytest
from wcwidth import wcswidth

from tests import desk

ALL = ["alpha", "beta", "closed", "delta", "draft-one", "gamma"]


def ids(ask, *words):
    return ask("list", *words, "--format", "ids").out.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ALL),
        (("--threat", "phishing"), ["alpha", "delta"]),
        (("--threat", "digital"), ["alpha", "delta", "draft-one"]),
        (("--threat", "Hameçonnage"), ["alpha", "delta"]),
        (("--threat", "HAMECONNAGE"), ["alpha", "delta"]),
        (("--threat", "phishing", "--threat", "funding-cut"), ["alpha", "delta", "gamma"]),
        (("--threat", "phishing", "--threat", "cyberattack", "--match", "all"), ["alpha"]),
        (("--threat", "phishing", "--country", "UG"), ["alpha"]),
        (("--mechanism", "litigation"), ["beta"]),
        (("--country", "ug"), ["alpha", "beta"]),
        (("--country", "Uganda"), ["alpha", "beta"]),
        (("--country", "Ouganda"), ["alpha", "beta"]),
        (("--country", "hungría"), ["gamma"]),
        (("--country", "HONGRIE", "--country", "Kenya"), ["draft-one", "gamma"]),
        (("--region", "Europe"), ["gamma"]),
        (("--type", "organisational-resilience"), ["delta"]),
        (("--type", "Organisational resilience"), ["delta"]),
        (("--status", "draft"), ["draft-one"]),
        (("--as-of-before", "2020"), ["beta"]),
        (("--as-of-after", "2020"), ["gamma"]),
        (("kampala",), ["beta"]),
        (("--language", "EN"), ALL),
        (("--language", "fr"), []),
        (("BETA",), ["beta"]),
        (("summary", "alpha"), ["alpha"]),
        (("--audience", "clear"), ["alpha", "beta", "delta", "gamma"]),
        (("--audience", "amber"), ["alpha", "beta", "closed", "delta", "gamma"]),
        (("--audience", "clear", "--country", "FR"), []),
    ],
)
def test_filters_find(ask, words, found):
    assert ids(ask, *words) == found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--threat", "phising"), "phishing"),
        (("--mechanism", "litigaton"), "litigation"),
        (("--country", "Ugada"), "UG"),
        (("--country", "Frnace"), "FR"),
        (("--country", "XX"), "--country"),
        (("--region", "afrika"), "africa"),
        (("--status", "publishd"), "published"),
        (("--columns", "titel"), "title"),
        (("--sort", "contries"), "countries"),
        (("--format", "jsn"), "json"),
        (("--audience", "blue"), "clear"),
        (("--as-of-after", "May"), "2019"),
        (("--match", "some"), "all"),
    ],
)
def test_unknown_word_is_wrong_usage_and_names_the_nearest(ask, words, told):
    ran = ask("list", *words)
    assert (ran.code, ran.out) == (2, "")
    assert words[0] in ran.err
    assert told in ran.err


def test_totals_go_to_stderr_and_quiet_silences_them(ask):
    assert "6 cases" in ask("list").err
    assert "6 cases" not in ask("list").out
    assert ask("list", "--quiet").err == ""


def test_count_prints_only_the_number(ask):
    assert ask("list", "--threat", "digital", "--count").out == "3\n"


def test_sorting_turns_round_and_leaves_empty_values_last(ask):
    assert ids(ask, "--sort", "as_of") == ["beta", "alpha", "closed", "delta", "draft-one", "gamma"]
    assert ids(ask, "--sort", "-as-of")[0] == "gamma"
    assert ids(ask, "--sort", "countries")[-1] == "delta"
    assert ids(ask, "--sort", "-countries")[-1] == "delta"


def test_json_keeps_ids_and_carries_its_format(ask):
    shown = json.loads(ask("list", "--threat", "cyberattack", "--format", "json").out)
    assert (shown["format"], shown["audience"], shown["count"]) == (1, "red", 1)
    row = shown["cases"][0]
    assert (row["id"], row["countries"], row["threats"]) == ("alpha", ["UG"], ["phishing", "cyberattack"])
    assert (row["tlp"], row["status"], row["path"]) == ("TLP:CLEAR", "published", "playbook/cases/alpha.yaml")


def test_json_for_other_readers_tells_no_path(ask):
    shown = json.loads(ask("list", "--audience", "clear", "--format", "json").out)
    assert {row["path"] for row in shown["cases"]} == {None}


def test_csv_and_jsonl_and_chosen_columns(ask):
    rows = list(csv.reader(io.StringIO(ask("list", "--format", "csv", "--columns", "id,as-of,countries").out)))
    assert rows[0] == ["id", "as_of", "countries"]
    assert ["beta", "2018", "UG"] in rows
    lines = ask("list", "--format", "jsonl", "--columns", "id").out.splitlines()
    assert [json.loads(line) for line in lines] == [{"id": name} for name in ALL]


def test_a_pipe_gets_plain_lines(small):
    ran = desk.piped(small, "list")
    lines = ran.out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ALL
    assert {line.count("\t") for line in lines} == {6}
    assert "\x1b" not in ran.out + ran.err
    assert ran.err == "6 cases, as TLP:RED readers see them.\n"


def test_a_reader_that_has_seen_enough_is_no_error(small):
    script = f"{desk.sys.executable} -m sane_cli list --format jsonl | head -1"
    done = desk.subprocess.run(
        script, shell=True, cwd=small, capture_output=True, text=True, check=True,
        env={**desk.os.environ, "PYTHONPATH": str(desk.SOURCE)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140, 200])
def test_the_table_fits_and_never_cuts_an_id(screen, columns):
    ran = screen("list", columns=columns)
    assert max(map(wcswidth, ran.out.splitlines())) <= columns
    assert all(name in ran.out for name in ALL)
    assert "Uganda" in ran.out
    assert "Draft" in ran.out


@pytest.mark.parametrize("columns", [60, 140])
def test_chosen_columns_have_words_for_values(screen, columns):
    ran = screen("list", "--columns", "id,type,threats", columns=columns)
    assert ran.out.splitlines()[0].split()[:2] == ["Id", "Type"]
    assert "Coalition response" in ran.out
    assert max(map(wcswidth, ran.out.splitlines())) <= columns


def test_one_accent_only_where_colour_is_welcome(screen, monkeypatch):
    assert "\x1b" not in screen("list").out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[35malpha" in screen("list").out
    assert "\x1b" not in screen("list", "--no-color").out
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in screen("list").out


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "ids"])
def test_a_case_cannot_steer_the_terminal(small, ask, form):
    desk.build(small, (desk.case("evil", title="a\x1b]0;b\x07\u202e\ttitle\nline"),))
    out = ask("list", "--format", form).out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_facets_count_groups_with_their_narrower_terms(ask):
    shown = json.loads(ask("list", "--facets", "--format", "json").out)
    assert (shown["format"], shown["count"]) == (1, 6)
    digital = next(each for each in shown["facets"]["threat"] if each["value"] == "digital")
    assert digital["count"] == 3
    assert {each["value"]: each["count"] for each in digital["narrower"]} == {
        "phishing": 2, "cyberattack": 1, "brute-force": 1,
    }  # fmt: skip
    assert shown["facets"]["country"][0] == {"value": "UG", "label": "Uganda", "count": 2}
    assert {each["value"]: each["count"] for each in shown["facets"]["status"]} == {"published": 5, "draft": 1}


def test_facets_count_what_still_applies(ask):
    shown = json.loads(ask("list", "--facets", "--country", "UG", "--format", "json").out)
    assert shown["count"] == 2
    assert {each["value"] for each in shown["facets"]["threat"]} == {"digital", "admin"}
    assert {each["value"] for each in shown["facets"]["country"]} == {"UG", "HU", "KE", "FR"}
    strict = json.loads(ask("list", "--facets", "--country", "UG", "--match", "all", "--format", "json").out)
    assert {each["value"] for each in strict["facets"]["country"]} == {"UG"}


def test_facets_tell_nothing_about_hidden_cases(ask):
    shown = json.loads(ask("list", "--facets", "--audience", "clear", "--format", "json").out)
    assert {each["value"] for each in shown["facets"]["country"]} == {"UG", "HU"}
    assert "finance" in {each["value"] for each in shown["facets"]["threat"]}  # funding-cut, not the frozen account
    assert "account-freeze" not in json.dumps(shown)


@pytest.mark.parametrize("columns", [40, 60, 140])
def test_facets_on_a_screen(screen, columns):
    ran = screen("list", "--facets", "--threat", "phishing", columns=columns)
    assert max(map(wcswidth, ran.out.splitlines())) <= columns
    assert "Uganda" in ran.out
    assert any(line.startswith(">   2    Phishing") for line in ran.out.splitlines())


def test_facets_in_a_pipe_are_plain_lines(ask):
    assert "country\tUG\t2\tUganda" in ask("list", "--facets").out.splitlines()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--threat", "phishing", "--country", "HU"), "Without --country HU: 2 cases."),
        (("--threat", "account-takeover", "--country", "KE"), "With the broader --threat digital: 1 case."),
        (("--threat", "phishing", "--threat", "office-raid", "--match", "all"), "With --match any: 3 cases."),
        (("zebra",), "No case has ‘zebra’."),
        (("phishing", "--as-of-after", "2025"), "No case has --as-of-after 2025."),
        (("--overdue",), "No case has --overdue."),
        (("--organisation", "Nobody"), "No case has --organisation ‘Nobody’."),
    ],
)
def test_nothing_found_says_what_emptied_it(ask, words, told):
    ran = ask("list", *words)
    assert (ran.code, ran.out) == (0, "")
    assert told in ran.err
    assert "sane list --facets" in ran.err


def test_an_empty_playbook_says_how_to_begin(ask, small):
    for path in (small / "playbook" / "cases").glob("*.yaml"):
        path.unlink()
    assert "sane new" in ask("list").err


def test_words_rank_and_show_where_they_were_found(ask, screen, small):
    desk.build(
        small,
        (
            desk.case("story", response="Nobody knew. Then **Solidarity strikes** began in every town."),
            desk.case("title", title="A solidarity strike"),
        ),
    )
    assert ids(ask, "solidarity strike") == ["title", "story"]
    assert ids(ask, "solidarity", "strike", "--sort", "id") == ["story", "title"]
    shown = json.loads(ask("list", "STRIKE", "--format", "json").out)["cases"]
    assert "Solidarity strikes" in shown[1]["snippet"]
    for columns in (40, 80, 140):
        out = screen("list", "solidarity strike", columns=columns).out
        assert "Nobody knew." in out
        assert max(map(wcswidth, out.splitlines())) <= columns


def test_a_country_nearby_is_named(ask):
    assert "Did you mean UG (Uganda)?" in ask("list", "--country", "Ugnda").err
