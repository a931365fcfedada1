"""How quick the PDF report is: whole processes, side by side with WeasyPrint in one piece and with Typst.

    python benchmarks/bench_export.py [--cases 0 18 100 300 1000] [--rounds 3]      (0 is the real playbook)

WeasyPrint alone gets the very HTML of the report in one piece, tagged, with blanks for page numbers. Typst (left out
where it is not installed) compiles the same words with contents, facts and an index to a tagged PDF. Rounds are
interleaved and medians printed, ratios first. Memory is that of all processes together, shared pages counted once.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HTML = """
import sys
from sane_cli.exporters import _book
from sane_cli.exporters._engine import font_faces
from sane_cli.exporters._report.page import CUT
def caught(source):
    faces = font_faces(theme)
    for face in theme.faces:
        faces = faces.replace("sane-font:" + face.path.name, face.path.as_uri())
    open(sys.argv[1], "w").write(source.replace(CUT, "").replace("<style>", "<style>" + faces + "\\n".join(styles)))
    raise SystemExit
def set_up(self, *given):
    global theme, styles
    theme, styles = given
_book.Workers.set_up, _book.parts = set_up, caught
from sane_cli.app import run
run(["export", "-q", "-o", "never.pdf"])
"""
ALONE = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=['ua-1'])"
SET = """#set document(title: "All invented cases")
#set page(paper: "a4", margin: (x: 20mm, y: 26mm), numbering: "1")
#set text(size: 10pt, lang: "en", hyphenate: true)
#set par(leading: 0.6em)
#outline(depth: 1)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float
    cpu: float
    peak: float  # MB


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[0, 18, 100, 300, 1000])
    parser.add_argument("--rounds", type=int, default=3, help="for up to 100 cases; more cases get one")
    asked = parser.parse_args()
    speeds = {}
    print(
        "| cases (pages) | cold ÷ one piece, wall (CPU) | after an edit ÷ cold | after an edit ÷ typst, wall (CPU) "
        "| cold, after an edit, one piece, typst: s | peak of all, one piece: MB |\n|---|---:|---:|---:|---:|---:|"
    )
    for count in asked.cases:
        with tempfile.TemporaryDirectory() as folder:
            rounds = asked.rounds if count <= 100 else 1
            pages, costs = measured(Path(folder), count, rounds)
            speeds[count] = pages / costs["cold"].wall
            print(row(count, pages, costs), flush=True)
    if {100, 1000} <= set(speeds):
        print(f"\nPages a second at 1000 cases ÷ at 100: {speeds[1000] / speeds[100]:.2f}")


def row(count: int, pages: int, costs: Mapping[str, Cost]) -> str:
    cold, edit, alone, typst = (costs.get(name) for name in ("cold", "edit", "alone", "typst"))
    assert cold
    assert edit
    assert alone
    by_typst = f"{edit.wall / typst.wall:.2f} ({edit.cpu / typst.cpu:.2f})" if typst else "–"
    seconds = ", ".join(f"{each.wall:.1f}" if each else "–" for each in (cold, edit, alone, typst))
    return (
        f"| {count or 'the real playbook'} ({pages}) | {cold.wall / alone.wall:.2f} ({cold.cpu / alone.cpu:.2f}) "
        f"| {edit.wall / cold.wall:.2f} | {by_typst} | {seconds} | {cold.peak:.0f}, {alone.peak:.0f} |"
    )


def measured(folder: Path, count: int, rounds: int) -> tuple[int, dict[str, Cost]]:
    """Return the number of pages and the median cost of each way."""
    root = made(folder / "root", count)
    report, page, book = (folder / name for name in ("report.pdf", "page.html", "book.typ"))
    sane = [sys.executable, "-m", "sane_cli", "export", "-q", "-o", str(report)]
    ways = {
        "alone": [sys.executable, "-c", ALONE, str(page), str(folder / "alone.pdf")],
        "cold": sane,
        "edit": sane,
    }
    subprocess.run([sys.executable, "-c", HTML, str(page)], cwd=root, env=environment(), check=True)
    if importlib.util.find_spec("typst") and count:
        book.write_text(typst_book(root), encoding="utf-8")
        ways["typst"] = [sys.executable, "-c", TYPST, str(book), str(folder / "typst.pdf")]
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for at in range(rounds):
        for name, words in ways.items():
            if name == "cold":
                shutil.rmtree(root / ".sane", ignore_errors=True)
            if name == "edit":
                edit(root, at)
            costs[name].append(cost(words, root))
    import pikepdf

    with pikepdf.open(report) as document:
        pages = len(document.pages)
    return pages, {
        name: Cost(*(statistics.median(getattr(each, part) for each in found) for part in ("wall", "cpu", "peak")))
        for name, found in costs.items()
    }


def made(root: Path, count: int) -> Path:
    """Make the playbook that is exported."""
    from benchmarks import corpus

    if count:
        corpus.make(root, cases=count)
        return root
    for name in ("playbook", "schema"):
        shutil.copytree(ROOT / name, root / name)
    return root


def edit(root: Path, at: int) -> None:
    """Change a word in one case, as a curator does."""
    path = sorted((root / "playbook" / "cases").glob("*.yaml"))[1]
    text = path.read_text("utf-8")
    path.write_text(
        re.sub(r"(?m)^(summary: (?:>-?|\|)\n  )", rf"\g<1>Edited {'again ' * at}today. ", text, count=1), "utf-8"
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}


def cost(words: list[str], root: Path) -> Cost:
    """Run a process to its end and return what it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(memory, family(process.pid))))
        time.sleep(0.05)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process.returncode == 0, process.communicate()
    process.communicate()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak / 1024)


def family(process: int) -> Iterator[int]:
    """Yield a process and all below it (Linux)."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def memory(process: int) -> int:
    """Return the memory of a process in KB, its share of what others use, too."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def typst_book(root: Path) -> str:
    """Return the cases as a Typst document: contents, facts, prose, sources and an index with page numbers."""
    from sane_cli.store import yaml_read

    lines, index = [SET], {}
    for path in sorted((root / "playbook" / "cases").glob("*.yaml")):
        case = yaml_read.parse(path.read_bytes())
        lines.append(f"#pagebreak(weak: true)\n= {plain(case['title'])} <{case['id']}>\n{plain(case['summary'])}\n")
        facts = [f"*{name}* {plain(', '.join(case[name]))}" for name in ("countries", "threats", "mechanisms")]
        lines.append("#block(fill: luma(240), inset: 3mm, width: 100%)[" + " \\\n".join(facts) + "]")
        lines += [
            f"== {name.capitalize()}\n{plain(case[name])}"
            for name in ("context", "challenge", "response", "outcomes", "difficulties")
        ]
        lines.append("== Lessons\n" + "\n".join(f"- {plain(lesson['text'])}" for lesson in case["lessons"]))
        lines.append(f'== Sources\n{plain(case["sources"][0]["title"])}, #link("{case["sources"][0]["url"]}")')
        for term in (*case["threats"], *case["mechanisms"], *case["countries"]):
            index.setdefault(term, []).append(case["id"])
    lines.append("#pagebreak()\n= Index")
    for term, ids in sorted(index.items()):
        pages = ", ".join(f"#link(<{each}>)[#context counter(page).at(<{each}>).first()]" for each in ids)
        lines.append(f"== {plain(term)}\n{pages}")
    return "\n".join(lines)


def plain(words: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~=/'\"-])", r"\\\1", words.strip())


if __name__ == "__main__":
    main()
