"""Hostile files: each ends in a finding within 2 seconds and 300 MB; never a traceback, a hang, or a read outside.

Every case runs in a process of its own, with limits that the system enforces.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.invented import CASE, Playbook, Ran, dumped

ROOT = Path(__file__).parents[2]
MEMORY = 300 << 20
SECONDS = 2.0  # of the processor; a busy machine may take longer by the clock
AT = "playbook/cases/hostile.yaml"

LAUGHS = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
GOOD = dumped(CASE).replace("id: sample", "id: hostile")


def with_text(text: str) -> bytes:
    return (GOOD + "outcomes: " + json.dumps(text) + "\n").encode()


# name → bytes, or a function that makes them, and the rules that may speak; None: any finding will do
FILES: dict[str, tuple[bytes | Callable[[], bytes], set[str]]] = {
    "alias bomb": (LAUGHS.encode(), {"yaml"}),
    "recursive alias": (b"&a [*a]\n", {"yaml"}),
    "100 000 anchors": (lambda: b"[" + b", ".join(b"&a%d x" % n for n in range(100_000)) + b"]", {"yaml"}),
    "merge key": (b"d: {a: 1}\ne:\n  <<: {b: 1}\n", {"yaml"}),
    "duplicate key": (GOOD.encode() + b"title: again\n", {"yaml"}),
    "custom tag": (b"a: !secret x\n", {"yaml"}),
    "python tag": (b"!!python/object/apply:os.system ['touch owned']\n", {"yaml"}),
    "directive": (b"%YAML 1.1\n---\na: NO\n", {"yaml"}),
    "two documents": (GOOD.encode() + b"---\na: 1\n", {"yaml"}),
    "deep [": (lambda: b"[" * 100_000 + b"]" * 100_000, {"yaml"}),
    "open [": (lambda: b"[" * 1_000_000, {"yaml"}),
    "deep -": (lambda: b"- " * 100_000 + b"x\n", {"yaml"}),
    "deep ?": (lambda: b"? " * 100_000, {"yaml"}),
    "deep {a:": (lambda: b"{a: " * 100_000, {"yaml"}),
    "deep [{a:": (lambda: b"[{a: " * 100_000, {"yaml"}),
    "deep blocks": (lambda: b"".join(b" " * n + b"a:\n" for n in range(2_000)), {"yaml"}),
    "64 deep in a field": (GOOD.encode() + b"context2: " + b"[" * 62 + b"]" * 62 + b"\n", {"schema-valid"}),
    "100 MB": (lambda: b"v: |\n" + (b"  " + b"x" * 97 + b"\n") * 1_000_000, {"file"}),
    "4 MB of keys": (lambda: b"".join(b"k%d: %d\n" % (n, n) for n in range(200_000)), {"yaml"}),
    "4 MB of one key": (lambda: b"k" * 4_000_000 + b": v\n", {"yaml", "schema-valid"}),
    "4 MB of status": (
        lambda: GOOD.replace("status: published", "status: " + "x" * 4_000_000).encode(),
        {"schema-valid"},
    ),
    "huge integer": (lambda: b"v: " + b"9" * 1_000_000 + b"\n", {"schema-valid"}),
    "invalid UTF-8": (b"a: caf\xe9\n", {"yaml"}),
    "UTF-16": ("a: x\n".encode("utf-16"), {"yaml"}),
    "NUL": (b"a: x\x00y\n", {"yaml"}),
    "escape sequence": (b"a: \x1b[31mred\n", {"yaml"}),
    "written escape": (with_text("\x1b]0;owned\x07"), {"text-control"}),
    "right-to-left override": (with_text("safe \u202egnp.exe"), {"text-control"}),
    "tab": (b"a:\n\tb: 1\n", {"yaml"}),
    "impossible date": (GOOD.replace("'2023'", "'2023-02-31'", 1).encode(), {"date-real"}),
    "plain impossible date": (GOOD.encode() + b"notes: 2024-13-05\n", {"label-above-repository"}),
    "workflow command": (GOOD.encode() + b'notes: "\\n::error::x ##[set-env name=a]b"\n', {"label-above-repository"}),
    "million brackets": (lambda: with_text("[" * 39_000), set()),
    "open spans": (lambda: with_text("[[TLP:" * 6_000), {"span-broken", "label-above-repository"}),
    "links without end": (lambda: with_text("[a](" * 9_000), {"link-resolves"}),
    "nested links": (lambda: with_text("[" * 9_000 + "a" + "](b)" * 7_000), {"link-resolves"}),
    "angles": (lambda: with_text("<a" * 15_000 + " <b>"), {"link-resolves"}),
    "mail addresses without end": (lambda: with_text("a." * 19_000 + "@x.y z@example.org"), {"contact-details"}),
    "digits": (lambda: with_text("+1 23 " * 6_000), set()),
    "account numbers": (lambda: with_text("GB82 WEST 1234 5698 7654 32 " * 1_400), {"contact-details"}),
    "degrees": (lambda: with_text("1.111,1.1 " * 3_900 + "1° 2' N"), {"contact-details"}),
    "people": (
        lambda: with_text("one two three four " * 2_000 + "12 March the accountant village of Ab"),
        {"reidentification"},
    ),
    "capitals": (lambda: with_text("Aa " * 13_000 + "village 3 May the nurse"), {"reidentification"}),
    "long pointer": ((GOOD + "a" * 100_000 + ": x\n").encode(), {"yaml", "schema-valid"}),
    "many errors": ((GOOD + "".join(f"wrong{n}: x\n" for n in range(5_000))).encode(), {"schema-valid"}),
    "many terms": (
        lambda: GOOD.replace("- invented-law", "\n".join(f"- term-{n}" for n in range(3_000))).encode(),
        {"term-known"},
    ),
    "many lessons": (
        (GOOD + "lessons:\n" + "".join(f"- {{text: Lesson {n}.}}\n" for n in range(20_000)) + "nope: x\n").encode(),
        {"schema-valid"},
    ),
}


def check(playbook: Playbook, *words: str) -> tuple[int, str, str, float, int]:
    """Run the program with limits; return code, stdout, stderr, processor seconds and peak memory in bytes."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    reader, writer = os.pipe()
    script = (
        "import resource, sys, os\nfrom sane_cli.app import run\ncode = run(sys.argv[2:])\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        # not ru_maxrss: that begins with the size of the process that forked us, here a large test run
        "peak = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "os.write(int(sys.argv[1]), f'{used.ru_utime + used.ru_stime} {peak * 1024}'.encode())\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", script, str(writer), *words, "--strict"),
        cwd=playbook.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SANE_TODAY": "2026-06-01", "GITHUB_ACTIONS": ""},
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=limited,
        pass_fds=(writer,),
    )
    os.close(writer)
    used = os.read(reader, 100).decode().split()
    os.close(reader)
    assert used, (done.returncode, done.stderr[-500:])
    if os.environ.get("SANE_SHOW_COST"):
        sys.stderr.write(f"{float(used[0]):.2f} s {int(used[1]) >> 20} MB\n")
    return done.returncode, done.stdout.decode(), done.stderr.decode(), float(used[0]), int(used[1])


def found(playbook: Playbook, path: str | None = AT) -> set[str]:
    """Check everything; demand time, memory and no traceback; return the rules that spoke about ``path``."""
    code, out, err, seconds, peak = check(playbook, "validate", "--format", "json")
    assert code == 1 or path is None, err
    assert "Traceback" not in err
    assert "bug" not in err
    assert seconds < SECONDS
    assert peak < MEMORY
    findings = json.loads(out)["findings"]
    assert all(each["line"] >= 1 and each["column"] >= 1 for each in findings)
    return {each["rule"] for each in findings if path is None or each["path"] == path}


@pytest.mark.parametrize("name", FILES)
def test_hostile_text(name: str, playbook: Playbook) -> None:
    made, expected = FILES[name]
    playbook.write(AT, made() if callable(made) else made)
    rules = found(playbook, AT if expected else None)
    assert rules & expected or not expected, rules
    assert not (playbook.root / "owned").exists()


@pytest.mark.parametrize(
    "name", ["escape sequence", "written escape", "right-to-left override", "many errors", "workflow command"]
)
@pytest.mark.parametrize("format_", ["text", "github", "sarif", "junit"])
def test_hostile_text_in_every_format(name: str, format_: str, playbook: Playbook, sane: Callable[..., Ran]) -> None:
    made, _expected = FILES[name]
    playbook.write(AT, made() if callable(made) else made)
    ran = sane("validate", "--format", format_)
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    if format_ != "github":
        assert not any(line.lstrip().startswith("::") for line in ran.out.split("\n"))


def test_deep_json_in_an_own_schema(playbook: Playbook) -> None:
    playbook.write("schema/case.schema.json", "[" * 100_000)
    code, _out, err, _seconds, _peak = check(playbook, "validate")
    assert code == 4
    assert "Traceback" not in err


# --- odd files --------------------------------------------------------------------------------------------------------


def test_a_fifo_in_the_folder(playbook: Playbook) -> None:
    os.mkfifo(playbook.root / AT)
    assert found(playbook) == {"file"}


def test_a_link_out_of_the_playbook(playbook: Playbook, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: hunter2\n")
    (playbook.root / AT).symlink_to(secret)
    assert found(playbook) == {"file"}
    assert "hunter2" not in check(playbook, "validate")[1]


def test_a_link_to_a_device(playbook: Playbook) -> None:
    (playbook.root / AT).symlink_to("/dev/zero")
    assert found(playbook) == {"file"}


def test_links_in_a_circle(playbook: Playbook) -> None:
    (playbook.root / AT).symlink_to("hostile.yaml")
    (playbook.root / "playbook/cases/loop").symlink_to(".")
    assert found(playbook) == {"file"}


@pytest.mark.parametrize("place", ["playbook/cases", "playbook/cases/more", "playbook/collections/more"])
def test_a_folder_that_is_a_link_out_of_the_playbook(playbook: Playbook, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "hunter2.yaml").write_text("password: hunter2\n")
    if (at := playbook.root / place).exists():
        shutil.rmtree(at)
    at.symlink_to(outside)
    code, out = check(playbook, "validate", "--select", "file")[:2]
    assert code == 1
    assert f"{place}:1:1" in out
    assert "hunter2" not in out
    assert "hunter2" not in check(playbook, "list", "--format", "json")[1]


def test_a_folder_of_cases_that_is_a_link_to_the_whole_disk(playbook: Playbook) -> None:
    shutil.rmtree(playbook.root / "playbook/cases")
    (playbook.root / "playbook/cases").symlink_to("/")
    (playbook.root / "playbook/assets").symlink_to("/")
    assert found(playbook, "playbook/cases") == {"file"}


def test_a_dangling_link(playbook: Playbook) -> None:
    (playbook.root / AT).symlink_to("nowhere.yaml")
    assert found(playbook) == {"file"}


def test_a_folder_that_is_called_like_a_case(playbook: Playbook) -> None:
    (playbook.root / AT).mkdir()
    assert check(playbook, "validate")[0] == 0


def test_the_marker_is_a_fifo(playbook: Playbook) -> None:
    marker = playbook.root / "playbook/playbook.yaml"
    marker.unlink()
    os.mkfifo(marker)
    assert found(playbook, "playbook/playbook.yaml") == {"file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(playbook: Playbook) -> None:
    playbook.write(AT, GOOD).chmod(0)
    assert found(playbook) == {"file"}


@pytest.mark.parametrize(
    "name",
    [
        b"x\n::error::y.yaml",
        b"\x1b[31mred.yaml",
        "\u202egnp.yaml".encode(),
        b"caf\xe9.yaml",
        b" .yaml",
        b"-rf.yaml",
        b"a;b&c.yaml",
    ],
)
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_odd_file_names(name: bytes, format_: str, playbook: Playbook, sane: Callable[..., Ran]) -> None:
    path = os.fsencode(playbook.root) + b"/playbook/cases/" + name
    Path(os.fsdecode(path)).write_bytes(GOOD.encode())
    ran = sane("validate", "--format", format_)
    assert ran.code == 1
    assert "bug" not in ran.err
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    assert "\n::error::y" not in ran.out
    (ran.out + ran.err).encode()


def test_a_thousand_pictures_that_are_none(playbook: Playbook) -> None:
    for at in range(100):
        playbook.write(f"playbook/assets/{at}.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    playbook.write("playbook/assets/bomb.png", _png_bomb())
    assert "picture-metadata" in found(playbook, "playbook/assets/bomb.png")


def _png_bomb() -> bytes:
    """Make a small PNG that claims to be 60 000 × 60 000."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )
