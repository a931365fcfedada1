"""Write docs/rules/ anew from the rules' own words.

Run it after adding or rewording a rule: python scripts/rule_pages.py
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sane_cli.core import registry
from sane_cli.core.rule import Rule
from sane_cli.core.rule_page import page

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def pages() -> Mapping[str, str]:
    """Return every page by file name, the list of all first."""
    rules = registry.load_all("sane_cli.rules", Rule)
    rows = "".join(f"| [{name}]({name}.md) | {rule.severity.value} | {rule.title} |\n" for name, rule in rules.items())
    lead = (
        "# Rules\n\nWhat `sane validate` looks for. These pages are made from the rules' own words by "
        "`scripts/rule_pages.py`.\n\n| rule | severity | finds |\n|---|---|---|\n"
    )
    reader = (
        "\nTwo more ids come from the reader itself: `yaml` (the file is not YAML as a playbook allows it) and `file` "
        "(the file cannot be read). Such a file gets one finding and no other.\n"
    )
    return {"README.md": lead + rows + reader, **{f"{name}.md": page(name, rule) for name, rule in rules.items()}}


def main() -> None:
    """Write the pages; remove those of rules that are gone."""
    wanted = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text)
    print(f"{len(wanted)} pages in {FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER}")


if __name__ == "__main__":
    main()
