"""Filling the site's templates: one function a kind of page, path → text."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sane_cli.core.error import UsageError
from sane_cli.core.words import _, plural
from sane_cli.exporters._report.provenance import meaning
from sane_cli.exporters._report.theme import Theme
from sane_cli.exporters._report.typography import direction
from sane_cli.exporters._site.model import Site

# Nothing but the site's own files, and no script that is not one of them. «file:» has a meaning only where the page
# itself is a file: on a USB stick.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; font-src 'self' file:; "
    "base-uri 'none'; form-action 'self' file:"
)
_DATA = re.compile(r'src="data:image/(png|jpeg|gif);base64,([^"]+)"')
_ALIGNED = re.compile(r'style="text-align:(left|right|center)"')
_CASE = re.compile(r'href="#case-([a-z0-9-]+)"')


@dataclass
class Writer:
    """Fills templates and keeps the files.

    Attributes:
        files: path → content.
        listed: pages for people, without redirects and the page for what is not found.
    """

    site: Site
    theme: Theme
    downloads: Mapping[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # A theme may come from anywhere: its templates get values, never the program (sandbox), and text stays text.
        # Our own need no sandbox, which takes a third of the time.
        self._templates = (Environment if self.theme.is_ours else SandboxedEnvironment)(
            loader=FileSystemLoader([str(folder / "site") for folder in self.theme.folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(_=_, plural=plural, **self._common())
        self._known: dict[str, Template] = {}

    def page(self, path: str, template: str, *, hidden: bool = False, **values: Any) -> None:
        """Fill a template and keep the page; search engines and lists of pages pass over a hidden one."""
        self.keep(path, self.text(path, template, hidden=hidden, **values), hidden=hidden)

    def keep(self, path: str, text: str, *, hidden: bool = False) -> None:
        """Keep a page."""
        self.files[path] = text.encode()
        if not hidden:
            self.listed.append(path)

    def text(self, path: str, template: str, *, title: str, hidden: bool = False, **values: Any) -> str:
        """Fill a template.

        Args:
            path: of the page, with ``/``.
            template: its name without endings.
            title: of the page; empty for the site's own.
            hidden: whether search engines are to pass it over.
            values: for the template.

        Raises:
            UsageError: a template of the theme is broken.
        """
        root = "../" * path.count("/")
        own = {"description": "", "data": "", "kind": "website", "part": "", "root": root, "path": path, "title": title}
        try:
            if template not in self._known:
                self._known[template] = self._templates.get_template(f"{template}.html.j2")
            return self._known[template].render({**own, "hidden": hidden, **values})
        except TemplateError as error:
            raise UsageError(
                _("A template of the theme is broken: {problem}.").format(problem=type(error).__name__),
                where=self.theme.name,
                todo=_("Compare it with the template of the same name in the program's own themes."),
            ) from error

    def prose(self, html: str, root: str = "../") -> Markup:
        """Return the HTML of a text with its links between cases and its pictures as they are in a site."""
        # the policy of the pages lets no style through that stands in an attribute
        linked = _ALIGNED.sub(r'class="\1"', html)
        linked = _CASE.sub(lambda found: f'href="{root}cases/{found.group(1)}.html"', linked)
        return Markup(_DATA.sub(lambda found: f'src="{root}{self._kept(*found.groups())}"', linked))  # noqa: S704

    def picture(self, source: str) -> str:
        """Keep a picture given as a ``data:`` address as a file, and return its path."""
        found = _DATA.match(f'src="{source}"')
        return self._kept(*found.groups()) if found else ""

    def _kept(self, kind: str, packed: str) -> str:
        content = b64decode(packed)
        path = f"pictures/{sha256(content).hexdigest()[:20]}.{kind.replace('jpeg', 'jpg')}"
        self.files[path] = content
        return path

    def _common(self) -> dict[str, Any]:
        product = self.site.product
        return {
            "site": self.site,
            "settings": product.settings,
            "language": product.language,
            "direction": direction(product.language),
            "policy": POLICY,
            "meaning": meaning(product.label),
            "downloads": self.downloads,
            "nav": list(self._navigation()),
            "fields": {field.name: product.labels.title(field) for field in product.schema.fields},
        }

    def _navigation(self) -> Iterator[tuple[str, str]]:
        yield "cases.html", _("Cases")
        yield from ((f"{facet.name}.html", facet.title) for facet in self.site.vocabularies)
        yield "collections.html", _("Collections")
        yield "new.html", _("What’s new")
        yield "contribute.html", _("Contribute")
        yield "about.html", _("About")


def chunks(listed: tuple[Any, ...], size: int) -> Iterable[tuple[Any, ...]]:
    """Cut a list into pieces of ``size``."""
    return (listed[at : at + size] for at in range(0, len(listed), size))
