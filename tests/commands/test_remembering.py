"""What ``sane validate`` remembers costs time at worst: whatever happens, it says what it would say without."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sane_cli.commands import _checking, _rechecking, _round
from sane_cli.rules import case_duplicate
from sane_cli.store.index import database, findings, manifest, program
from sane_cli.store.index.database import PLACE
from tests.invented import CASE, MECHANISMS, THREATS, dumped, merged

SOURCE = Path(__file__).parents[2]
FORMATS = ("text", "json", "sarif", "github", "junit")
COLLECTION = {"schema_version": 1, "id": "second", "title": "Second invented", "cases": ["sample", "beta"]}


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch):
    # the tests cannot wait two seconds for every file to grow old
    monkeypatch.setattr(manifest, "TICK", 12_000_000)


@pytest.fixture
def net(playbook):
    """A playbook with something to find in every direction that rules look."""
    for name in ("alpha", "beta", "gamma"):
        playbook.case(name, title=f"Invented {name}", summary=f"{name.capitalize()} is told in words of its own here.")
    playbook.case(
        "delta", related=[{"case": "alpha", "relation": "similar"}, {"case": "nobody", "relation": "similar"}]
    )
    playbook.write(
        "playbook/cases/alpha.fr.yaml", {"schema_version": 1, "id": "alpha", "language": "fr", "title": "Un"}
    )
    playbook.write("playbook/collections/second.yaml", COLLECTION)
    grow_old()
    return playbook


def grow_old():
    time.sleep(0.03)


def told(sane, *words):
    ran = sane("validate", *words)
    return ran.code, ran.out


def same(sane, *words, formats=("json",)):
    for name in formats:
        asked = (*words, "--format", name)
        kept = told(sane, *asked)
        assert kept == told(sane, *asked, "--no-cache"), (name, words)
        assert kept[0] in (0, 1)
    return True


@pytest.fixture
def looks(monkeypatch):
    """Count how often everything is checked, and how often a few files."""
    counted = {"all": 0, "few": 0}
    look, view = _checking.look, _round.Round.outcome

    def counting_look(*arguments):
        counted["all"] += 1
        return look(*arguments)

    def counting_view(self):
        found = view(self)
        counted["few"] += found is not None
        return found

    monkeypatch.setattr(_checking, "look", counting_look)
    monkeypatch.setattr(_round.Round, "outcome", counting_view)
    return counted


def warm(sane):
    grow_old()
    told(sane)
    grow_old()


def test_every_format_and_job_says_the_same(net, sane):
    assert same(sane, formats=FORMATS)
    warm(sane)
    assert same(sane, formats=FORMATS)
    assert same(sane, "--jobs", "1", formats=FORMATS)
    assert told(sane, "--jobs", "2") == told(sane, "--jobs", "1")


def test_nothing_is_looked_at_while_nothing_changes(net, sane, looks, monkeypatch):
    warm(sane)
    monkeypatch.setattr("sane_cli.store.playbook.read_corpus", None)
    looks.update(all=0, few=0)
    told(sane)
    told(sane, "--format", "sarif")
    assert looks == {"all": 0, "few": 0}


@pytest.mark.parametrize(
    "what", ["prose", "title", "id", "status", "related", "terms", "broken", "mended", "gone", "new", "translation"]
)
def test_one_changed_case_does_not_bring_all_others(  # noqa: C901
    net, sane, looks, what
):
    if what == "mended":
        net.write("playbook/cases/beta.yaml", "threats: [broken\n")
    warm(sane)
    before = told(sane, "--format", "json")
    match what:
        case "prose":
            net.case("beta", context="Something else, written to a.person@example.org.\n")
        case "title":
            net.case("beta", title="Invented alpha")
        case "id":
            net.case("beta", id="alpha")
        case "status":
            net.case("beta", status="draft")
        case "related":
            net.case("beta", related=[{"case": "gone", "relation": "similar"}])
        case "terms":
            net.case("sample", threats=["invented-group"])
        case "broken":
            net.write("playbook/cases/beta.yaml", "threats: [broken\n")
        case "mended":
            net.case("beta")
        case "gone":
            (net.root / "playbook/cases/beta.yaml").unlink()
        case "new":
            net.case("omega", title="Invented alpha", related=[{"case": "beta", "relation": "similar"}])
        case "translation":
            net.case("alpha", context="The text that was translated is another one now.\n", countries=["UG"])
    looks.update(all=0, few=0)
    after = told(sane, "--format", "json")
    assert looks == {"all": 0, "few": 1}
    assert after == told(sane, "--format", "json", "--no-cache")
    assert after != before or what in ("status", "translation", "terms")
    looks.update(all=0, few=0)
    assert told(sane, "--format", "json") == after
    grow_old()
    assert same(sane, formats=FORMATS)


@pytest.mark.parametrize("field", ["title", "summary"])
def test_a_changed_text_is_compared_without_comparing_all_with_all(net, sane, monkeypatch, field):
    first = "The first two tell this invented story in the very same words."
    second = "Two others report, word by word alike, what nobody has ever seen."
    for name, same_text in (("one", first), ("two", first), ("three", second), ("four", second)):
        texts = {"title": f"Of {name}", "summary": f"{name} in words of its own."}
        net.case(name, **{**texts, field: same_text})
    warm(sane)
    count = told(sane, "--format", "json")[1].count('"case-duplicate"')
    with monkeypatch.context() as patch:
        patch.setattr(case_duplicate, "_near", None)  # it compares all with all
        net.case("one", title="Another", summary="Another one in other words than before.")
        parted = told(sane, "--format", "json")
        net.case("gamma", **{field: second})
        joined = told(sane, "--format", "json")
    assert joined == told(sane, "--format", "json", "--no-cache")
    assert parted[1].count('"case-duplicate"') == count - 1
    assert joined[1].count('"case-duplicate"') >= count


@pytest.mark.parametrize(
    "what", ["schema", "settings", "vocabulary", "waivers", "picture", "picture-gone", "link", "note"]
)
def test_what_concerns_everything_has_everything_checked(net, sane, looks, what):
    picture = SOURCE / "playbook/assets"
    shutil.copytree(SOURCE / "schema", net.root / "schema")
    net.write("playbook/assets/a.png", b"no picture")
    net.write("playbook/waivers.yaml", {"waivers": [waiver("reference-resolves", "delta")]})
    warm(sane)
    match what:
        case "schema":
            path = net.root / "schema/case.schema.json"
            path.write_text(path.read_text().replace('"maxLength": 600', '"maxLength": 60'))
        case "settings":
            net.write("playbook/playbook.yaml", "schema_version: 1\ntitle: Another\nrepository_tlp: TLP:RED\n")
        case "vocabulary":
            net.write("playbook/vocabulary/threats.yaml", merged(THREATS, {"terms": []}))
        case "waivers":
            net.write("playbook/waivers.yaml", {"waivers": [waiver("reference-resolves", "alpha")]})
        case "picture":
            net.write("playbook/assets/a.png", b"no_picture either")
        case "picture-gone":
            (net.root / "playbook/assets/a.png").unlink()
        case "link":
            (net.root / "playbook/cases/link.yaml").symlink_to("alpha.yaml")
        case "note":
            net.write("playbook/cases/readme.txt", "nothing")
    looks.update(all=0, few=0)
    assert same(sane, formats=FORMATS)
    assert looks["few"] == 0
    assert looks["all"] >= 2
    assert picture


def waiver(rule, case, expires="2027-03-01"):
    return {"rule": rule, "case": case, "reason": "Invented.", "expires": expires}


def test_waivers_are_weighed_again(net, sane, looks):
    net.write(
        "playbook/waivers.yaml", {"waivers": [waiver("reference-resolves", "delta"), waiver("source-dated", "beta")]}
    )
    warm(sane)
    assert same(sane)
    net.case("delta", related=[])
    looks.update(all=0, few=0)
    told(sane)
    assert looks == {"all": 0, "few": 1}
    assert same(sane, formats=FORMATS)
    net.case("beta", sources=[{"title": "Undated", "url": "https://example.org/u"}])
    assert same(sane, formats=FORMATS)
    (net.root / "playbook/cases/delta.yaml").unlink()
    assert same(sane, formats=FORMATS)


def test_touched_files_are_known_by_their_bytes(net, sane, looks):
    warm(sane)
    for path in (net.root / "playbook").rglob("*.yaml"):
        path.touch()
    looks.update(all=0, few=0)
    assert same(sane)
    assert looks["all"] == 1  # the one without the cache


def test_young_files_are_known_by_their_bytes(net, sane, looks, monkeypatch):
    monkeypatch.setattr(manifest, "TICK", 3_600_000_000_000)
    told(sane)
    looks.update(all=0, few=0)
    assert same(sane)
    assert looks == {"all": 1, "few": 0}  # the one without the cache


def test_a_change_of_the_same_size_within_one_tick_is_seen(net, sane, monkeypatch):
    monkeypatch.setattr(manifest, "TICK", 2_000_000_000)
    for word in ("2023", "2024", "2203", "2023"):
        net.case("beta", as_of=word)
        os.utime(net.root / "playbook/cases/beta.yaml", (1, 1))
        assert same(sane)


def test_another_day_language_or_question_is_another_answer(net, sane, looks, monkeypatch):
    net.case("beta", sharing={**CASE["sharing"], "review_by": "2026-09-01"})
    warm(sane)
    first = told(sane)
    for day in ("2026-08-01", "2027-01-01", "2020-01-01"):
        monkeypatch.setattr("tests.invented.TODAY", day)
        monkeypatch.setenv("SANE_TODAY", day)
        kept = run_on(net, day)
        assert kept == run_on(net, day, "--no-cache")
        assert kept[1] != first[1]
    for language in ("fr", "es", "en"):
        monkeypatch.setenv("SANE_LANG", language)
        assert same(sane, formats=FORMATS)
    for words in (["--select", "id"], ["--ignore", "source"], ["--select", "schema", "--ignore", "id"], []):
        assert same(sane, *words)
        assert same(sane, *words)


def run_on(net, day, *words):
    done = subprocess.run(
        [sys.executable, "-m", "sane_cli", "validate", *words],
        cwd=net.root, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SANE_TODAY": day},
    )  # fmt: skip
    return done.returncode, done.stdout


def test_rules_that_know_no_date_hold_tomorrow(net, sane, looks, monkeypatch):
    told(sane, "--select", "id")
    grow_old()
    told(sane, "--select", "id")
    looks.update(all=0, few=0)
    monkeypatch.setenv("SANE_TODAY", "2030-01-01")
    from sane_cli.app import run

    assert run(["validate", "--select", "id"]) == 0
    assert looks == {"all": 0, "few": 0}


def test_parts_of_the_playbook(net, sane, looks):
    net.case("beta", as_of="2203")
    net.write("playbook/assets/a.png", b"no picture")
    warm(sane)
    looks.update(all=0, few=0)
    for words in (
        ["playbook/cases/beta.yaml"],
        ["playbook/cases"],
        ["playbook/playbook.yaml"],
        ["playbook/collections", "."],
    ):
        assert same(sane, *words, formats=FORMATS)
    assert looks["all"] == 4 * len(FORMATS)  # those without the cache
    assert sane("validate", "playbook/cases/nobody.yaml").code == 2
    assert sane("validate", "/elsewhere").code == 2


def test_without_the_cache_nothing_is_read_or_written(net, sane):
    told(sane, "--no-cache")
    assert not (net.root / ".sane").exists()
    warm(sane)
    before = (net.root / PLACE).read_bytes()
    (net.root / PLACE).chmod(0)
    told(sane, "--no-cache")
    assert stat.S_IMODE((net.root / PLACE).stat().st_mode) == 0
    (net.root / PLACE).chmod(0o600)
    assert (net.root / PLACE).read_bytes() == before


def test_where_nothing_can_be_kept_no_file_is_read_twice(net, sane, monkeypatch):
    expected = told(sane, "--no-cache")
    net.write(".sane", "in the way of the folder\n")
    monkeypatch.setattr(_rechecking, "_digest", None)
    assert told(sane) == expected


def test_fix_and_dry_run(net, sane):
    net.case("beta", type="Coalition-response")
    warm(sane)
    dry = sane("validate", "--fix", "--dry-run")
    assert "+type: coalition-response" in dry.out
    assert sane("validate", "--fix").code == sane("validate", "--no-cache").code
    assert same(sane)


def test_a_file_that_the_system_refuses_is_asked_for_again(net, sane, looks):
    os.mkfifo(net.root / "playbook/cases/pipe.yaml")
    warm(sane)
    looks.update(all=0, few=0)
    told(sane)
    assert looks["all"] == 1


@pytest.mark.parametrize("seed", [41, 42])
def test_random_changes(net, sane, seed):
    dice = random.Random(seed)
    folder = net.root / "playbook/cases"
    for turn in range(30):
        for _change in range(dice.choice([1, 1, 1, 2, 5])):
            change(net, folder, dice, turn)
        if dice.randrange(3) == 0:
            grow_old()
        assert same(sane, formats=("json",) if turn % 6 else FORMATS), turn
        if dice.randrange(3) == 0:
            grow_old()
            assert same(sane), turn


def change(net, folder, dice, turn):  # noqa: C901
    """Change one thing about the playbook; most often a case."""
    paths = sorted(folder.glob("*.yaml"))
    path = dice.choice(paths) if paths else folder / "first.yaml"
    name = f"case-{dice.randrange(6)}"
    match dice.randrange(14):
        case 0:
            path.unlink(missing_ok=True)
        case 1 if paths:
            path.rename(folder / f"{name}.yaml")
        case 2:
            path.write_bytes(dice.choice([b"threats: [broken\n", b"", b"- a\n", b"id: \xff\n", b"title: x\n" * 2]))
        case 3 if len(paths) > 1:
            other = dice.choice(paths)  # as a branch switch does: contents change places
            one, two = path.read_bytes(), other.read_bytes()
            path.write_bytes(two)
            other.write_bytes(one)
        case 4 if paths:
            os.utime(path, (dice.randrange(2**31), dice.randrange(2**33)))
        case 5:
            words = {"schema_version": 1, "language": "fr", "title": f"Un {turn}", "translates": "sha256:" + "0" * 64}
            net.write(f"playbook/cases/{name}.fr.yaml", {**words, **dice.choice([{}, {"id": name}, {"id": "sample"}])})
        case 6:
            listed = [f"case-{dice.randrange(6)}" for _ in range(2)]
            net.write("playbook/collections/second.yaml", {**COLLECTION, "cases": listed})
        case 7 if dice.randrange(3) == 0:
            kept = [
                waiver("reference-resolves", name),
                waiver("case-duplicate", "sample", dice.choice(["2026-01", "2027-01"])),
            ]
            net.write("playbook/waivers.yaml", {"waivers": kept[: dice.randrange(3)]})
        case 8 if dice.randrange(3) == 0:
            net.write(
                "playbook/vocabulary/mechanisms.yaml",
                merged(MECHANISMS, {"terms": MECHANISMS["terms"] * dice.randrange(1, 3)}),
            )
        case 9:
            net.write(f"playbook/cases/deep/{name}.yaml", dumped(merged(CASE, {"id": dice.choice([name, "sample"])})))
        case _:
            fields = dice.choice(
                [
                    {"title": f"Invented {dice.randrange(3)}"},
                    {
                        "summary": dice.choice(
                            ["One two three four five six seven eight.", "Another text of a summary."]
                        )
                    },
                    {"id": dice.choice(["sample", "alpha", name])},
                    {"status": dice.choice(["draft", "published", "withdrawn"])},
                    {"related": [{"case": f"case-{dice.randrange(6)}", "relation": "similar"}]},
                    {"sharing": {**CASE["sharing"], "tlp": dice.choice(["TLP:RED", "TLP:CLEAR", 3])}},
                    {"countries": ["UG"], "context": f"Call 0772 123456 or {turn}.\n"},
                    {"threats": dice.choice([["invented-group"], [], "x", None])},
                    {"as_of": dice.choice(["2203", "2020-02-30", "2020"])},
                ]
            )
            net.case(name, **fields)


@pytest.mark.parametrize("damage", ["bytes", "cut", "columns", "forged-view", "other-view"])
def test_a_broken_index_costs_time_only(net, sane, damage):
    net.case("beta", as_of="2203")
    warm(sane)
    path, dice = net.root / PLACE, random.Random(3)
    whole = path.read_bytes()
    expected = told(sane, "--no-cache", "--format", "json")
    for turn in range({"bytes": 12, "cut": 12, "other-view": 6}.get(damage, 1)):
        broken = bytearray(whole)
        match damage:
            case "bytes":
                for _flip in range(dice.randrange(1, 200)):
                    broken[dice.randrange(len(broken))] = dice.randrange(256)
            case "cut":
                broken = broken[: dice.randrange(len(broken))]
        path.write_bytes(broken)
        path.chmod(0o600)
        if damage in ("columns", "forged-view", "other-view"):
            forged = sqlite3.connect(path)
            if damage == "other-view":
                head = ("{", "7", "[]", '{"columns": 3}', '{"columns": {"names": "zz"}}', None)[turn % 6]
                forged.execute("INSERT INTO finding_view VALUES ('other', 99, ?, '[]', x'00')", (head,))
            elif damage == "columns":
                forged.execute("UPDATE finding_piece SET data = CAST('[]' AS BLOB)")
            else:
                forged.execute("UPDATE finding_view SET outcome = '[[], [], []]'")
            forged.commit()
            forged.close()
        assert told(sane, "--format", "json") == expected, turn
        net.case("gamma", title=f"Turn {turn}")
        assert same(sane)
        net.case("gamma", title="Invented gamma", summary="Gamma is told in words of its own here.")
        expected = told(sane, "--no-cache", "--format", "json")


def test_an_index_that_came_with_the_repository(net, sane, tmp_path, looks):
    net.case("beta", as_of="2203")
    warm(sane)
    other = tmp_path / "clone"
    shutil.copytree(net.root, other)
    looks.update(all=0, few=0)
    assert sane("validate", cwd=other).out == told(sane, "--no-cache")[1]
    assert looks["all"] == 2


@pytest.mark.parametrize("mode", [0o644, 0o666, 0o400])
def test_an_index_that_others_could_read_is_not_used(net, sane, looks, mode):
    warm(sane)
    (net.root / PLACE).chmod(mode)
    looks.update(all=0, few=0)
    assert same(sane)
    assert looks["all"] == (1 if mode == 0o400 else 2)


def test_a_locked_index_is_not_waited_for_long(net, sane):
    warm(sane)
    lock = sqlite3.connect(net.root / PLACE, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    net.case("beta", as_of="2203")
    assert same(sane)
    assert time.monotonic() - began < 10
    lock.close()
    assert same(sane)


def test_another_program_means_another_index(net, sane, looks, monkeypatch):
    warm(sane)
    monkeypatch.setattr(program, "__version__", "another")
    monkeypatch.setattr(program, "edition", program.edition.__wrapped__)  # as another process would ask
    looks.update(all=0, few=0)
    told(sane)
    assert looks["all"] == 1


def test_somebody_was_quicker(net, sane, monkeypatch):
    """Two processes at once: the later one does not put its older view over the newer."""
    warm(sane)
    net.case("beta", as_of="2203")
    kept = findings.keep

    def late(root, key, view, rows, *, gone=()):
        monkeypatch.setattr(findings, "keep", kept)
        net.case("gamma", as_of="2203")
        assert same(sane)
        kept(root, key, view, rows, gone=gone)

    monkeypatch.setattr(findings, "keep", late)
    told(sane)
    assert same(sane)
    assert same(sane)


def test_files_that_change_while_they_are_read_are_not_kept(net, sane, monkeypatch):
    look = _checking.look

    def slow(*arguments):
        looked = look(*arguments)
        net.case("beta", as_of="2203")
        return looked

    monkeypatch.setattr(_checking, "look", slow)
    told(sane)
    monkeypatch.setattr(_checking, "look", look)
    assert same(sane)


def start(net, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "sane_cli", "validate", "--format", "json", *words],
        cwd=net.root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SANE_TODAY": "2026-06-01"},
    )  # fmt: skip


def test_many_at_once_and_killed_while_writing(net):
    time.sleep(2.1)  # other processes have the real tick
    dice = random.Random(5)
    for turn in range(4):
        if turn % 2:
            net.case("beta", as_of=f"220{turn}")
        else:
            (net.root / PLACE).unlink(missing_ok=True)
        expected = start(net, "--no-cache").communicate()[0]
        running = [start(net) for _ in range(4)]
        time.sleep(dice.uniform(0.2, 1.2))
        for each in running[:2]:
            each.send_signal(signal.SIGKILL)
        for each in running[:2]:
            each.communicate()
        assert [each.communicate()[0] for each in running[2:]] == [expected] * 2
        assert start(net).communicate()[0] == expected


def test_killed_at_every_moment_of_writing(net, sane, monkeypatch):
    """Stop in the middle of the transaction, as kill -9 does: without closing anything."""
    warm(sane)
    for stop in range(1, 7):
        net.case("beta", as_of=f"220{stop}")
        child = os.fork()
        if not child:
            _die_after(stop, monkeypatch)
            told(sane)
            os._exit(0)
        os.waitpid(child, 0)
        assert same(sane)


def test_an_index_of_which_half_was_written(net, sane):
    """A failing disk, or a copy made while it is written, leaves old and new pages in one file."""
    dice, mixed = random.Random(11), 0
    for turn in range(12):
        (net.root / PLACE).unlink(missing_ok=True)  # else it may be thrown away while it is copied here
        warm(sane)
        before = (net.root / PLACE).read_bytes()
        net.case("beta", as_of=f"{2200 + turn}", title=f"Invented {turn}")
        warm(sane)
        after = (net.root / PLACE).read_bytes()
        pages = range(0, max(len(before), len(after)), 4096)
        torn = b"".join(dice.choice([before, after])[at : at + 4096] or after[at : at + 4096] for at in pages)
        mixed += torn not in (before, after)
        (net.root / PLACE).write_bytes(torn)
        assert same(sane)
        net.case("beta", as_of="2020", title="Invented again")
        assert same(sane)
    assert mixed > 6


def _die_after(steps, monkeypatch):
    left = iter(range(steps))

    class Dying:
        def __init__(self, connection):
            self._connection = connection

        def __getattr__(self, name):
            if name in ("execute", "executemany") and next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return getattr(self._connection, name)

    change = database.change

    def changing(root, part, keep):
        return change(root, part, lambda opened: keep(database.Opened(Dying(opened.connection), opened._secret)))

    monkeypatch.setattr(database, "change", changing)
