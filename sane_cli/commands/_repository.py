"""What ``sane doctor`` looks at in the repository. A new check is one more line in ``CHECKS``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sane_cli.core import migration
from sane_cli.core.case import text
from sane_cli.core.error import UsageError
from sane_cli.core.example_case import ID as EXAMPLE
from sane_cli.core.health import Check, Found, bad, good, look
from sane_cli.core.words import N_, _, plural
from sane_cli.session import Session
from sane_cli.store import drafts, git, ledger, schemas

_INDEX = ".sane/index.sqlite"
_PRIVATE = ("playbook/.drafts/x.yaml", _INDEX)
_WORKFLOWS = (".github/workflows/*.y*ml", ".gitlab-ci.yml", ".forgejo/workflows/*.y*ml", ".woodpecker/*.y*ml")
_LARGEST = 1 << 20
# the program, or the action of this very repository
_CHECKS = re.compile(r"\bsane\b|uses: \./\s*$", re.MULTILINE)


def _readable(session: Session) -> Found:
    corpus = session.readable_corpus
    for schema in corpus.schemas.values():
        list(schema.violations({}))  # a schema that is none says so when it is first to judge
    return good(
        _("schema and vocabulary can be read; {cases}").format(
            cases=plural("{count} case", "{count} cases", len(corpus.cases))
        )
    )


def _files(session: Session) -> Found:
    broken = [document.path for document in session.corpus.documents if document.failure is not None]
    if broken:
        return bad(plural("{count} file cannot be read", "{count} files cannot be read", len(broken)), "sane validate")
    return good(_("every file can be read"))


def _schema(session: Session) -> Found:
    """Compare the repository's own schemas with those of the program."""
    behind = [name for name in schemas.NAMES if (session.root / "schema" / f"{name}.schema.json").exists()]
    own, ours = session.corpus.schemas, schemas.load(None)
    older = [name for name in behind if migration.version_of(own[name]) < migration.version_of(ours[name])]
    if older:
        return look(
            _("older than the program's schema: {names}").format(names=", ".join(older)),
            _("Take over the files of an empty playbook (sane init OTHER), keep your own fields, then: sane migrate"),
        )
    lacking = sorted({f"{name}.{field}" for name in behind for field in ours[name].by_name.keys() - own[name].by_name})
    if lacking:
        return look(
            _("the program's schema has fields that yours lacks: {names}").format(names=", ".join(lacking)),
            _("If you want them, copy them from an empty playbook: sane init OTHER"),
        )
    return good(_("the schema is not older than the program"))


def _versions(session: Session) -> Found:
    old, new = migration.out_of_step(session.corpus)
    if new:
        return bad(
            plural("{count} file is newer than this program", "{count} files are newer than this program", len(new)),
            _("Install a newer version of the program."),
        )
    if old:
        return look(
            plural("{count} file is of an old version", "{count} files are of an old version", len(old)),
            "sane migrate --dry-run",
        )
    return good(_("every file is of the version of its schema"))


def _history(session: Session) -> Found:
    if not git.is_repository(session.root):
        return look(_("the playbook is not in git: nothing can be taken back"), "git init && git add -A && git commit")
    return good(_("the playbook is in git"))


def _ignored(session: Session) -> Found:
    if not git.is_repository(session.root):
        return good(_("without git nothing private can be committed"))
    tracked = git.tracked(session.root, "playbook/.drafts", ".sane")
    if tracked:
        return bad(
            _("git holds private files (drafts or the index)"),
            _("Take them out, and out of git's past as well: git rm -r --cached playbook/.drafts .sane"),
        )
    if len(git.ignored(session.root, *_PRIVATE)) < len(_PRIVATE):
        return look(
            _("git does not ignore drafts and the index"),
            "printf 'playbook/.drafts/\\n.sane/\\n' >> .gitignore",
        )
    return good(_("git ignores drafts and the index"))


def _index(session: Session) -> Found:
    import sqlite3

    path = session.root / _INDEX
    if not path.exists():
        return good(_("no index yet; it is made when it is needed"))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)) as database:
            sound = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.Error:
        sound = False
    if not sound:
        return look(_("the index is damaged; the program does without it"), f"rm {_INDEX}")
    return good(_("the index is sound"))


def _ledger(session: Session) -> Found:
    place = ledger.PLACE.as_posix()
    if next(ledger.faults(session.root, git.committed(session.root, place)), None) is not None:
        return bad(_("the record of exports was changed"), "sane ledger verify")
    return good(
        plural(
            "the record of exports holds, {count} line",
            "the record of exports holds, {count} lines",
            ledger.length(session.root),
        )
    )


def _collection(session: Session) -> Found:
    name = text(session.corpus.settings, "default_collection")
    if not name:
        return good(_("no default collection; ‘sane export’ takes every published case"))
    if session.corpus.collection(name) is None:
        return bad(
            _("the default collection ‘{name}’ does not exist").format(name=name),
            _("Name another one in playbook/playbook.yaml, or add playbook/collections/{name}.yaml").format(name=name),
        )
    return good(_("the default collection ‘{name}’ exists").format(name=name))


def _workflows(session: Session) -> Found:
    for path in _listed(session.root):
        if path.stat().st_size <= _LARGEST and _CHECKS.search(path.read_text("utf-8", "replace")):
            return good(_("a workflow checks the playbook: {path}").format(path=path.relative_to(session.root)))
    return look(
        _("nothing checks pull requests"),
        _("Make a playbook beside this one (sane init OTHER) and copy its .github folder."),
    )


def _listed(root: Path) -> Iterator[Path]:
    for pattern in _WORKFLOWS:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())


def _exports(session: Session) -> Found:
    folder = session.root / "exports"
    nearest = folder if folder.exists() else session.root
    if not os.access(nearest, os.W_OK):
        return bad(_("nothing can be written to exports/"), f"ls -ld {nearest.name or '/'}")
    return good(_("reports can be written to exports/"))


def _drafts(session: Session) -> Found:
    count = len(drafts.open_drafts(session.root))
    if count:
        return look(plural("{count} unfinished interview", "{count} unfinished interviews", count), "sane new --resume")
    return good(_("no unfinished interviews"))


def _example(session: Session) -> Found:
    document = session.corpus.case_document(EXAMPLE)
    if document is not None:
        return look(_("the invented example is still there"), f"rm {json.dumps(document.path)}")
    return good(_("no invented example"))


def _root(session: Session) -> Found:
    return good(_("the playbook is found: {title}").format(title=session.corpus.title))


def has_playbook(session: Session) -> bool:
    """Tell whether there is a playbook to look at.

    Raises:
        UsageError: a folder was named that holds none.
    """
    try:
        session.root  # noqa: B018  (it is looked for when it is asked for)
    except UsageError:
        if session.root_option is not None or os.environ.get("SANE_ROOT"):
            raise
        return False
    return True


CHECKS = (
    Check("playbook", N_("Playbook"), _root),
    Check("readable", N_("Settings"), _readable),
    Check("files", N_("Files"), _files),
    Check("schema", N_("Schema"), _schema),
    Check("versions", N_("Versions"), _versions),
    Check("history", N_("History"), _history),
    Check("ignored", N_("Private files"), _ignored),
    Check("index", N_("Index"), _index),
    Check("ledger", N_("Ledger"), _ledger),
    Check("collection", N_("Collection"), _collection),
    Check("exports", N_("Exports"), _exports),
    Check("workflows", N_("Workflows"), _workflows),
    Check("drafts", N_("Drafts"), _drafts),
    Check("example", N_("Example"), _example),
)
