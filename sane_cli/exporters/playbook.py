"""A playbook folder for a public repository: gated cases, collections, vocabulary and schema, valid by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from sane_cli.core import edition
from sane_cli.core.product import Exporter, Product
from sane_cli.core.words import N_, _

_KINDS = {"cases": "case", "collections": "collection", "vocabulary": "vocabulary", "playbook": "playbook"}


class _Writer(yaml.SafeDumper):
    """Blocks for prose, no anchors: the strict reader takes none."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (the name is the library's)
        """Write a value out each time it occurs."""
        return True


def _text(writer: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value.strip("\n") else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(str, _text)


def make(product: Product) -> Mapping[str, bytes]:
    """Return the files of the folder by path."""
    made: dict[str, bytes] = {"README.md": _about(product)}
    for path, data in edition.files(product).items():
        if path.startswith("schema/"):
            made[f"{path}.json"] = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        else:
            made[f"{path}.yaml"] = _yaml(path, data)
    return made | edition.pictures(product)


def _yaml(path: str, data: Mapping[str, Any]) -> bytes:
    folder = path.split("/")[1]
    schema = f"{'../' * path.count('/')}schema/{_KINDS[folder]}.schema.json"
    text = yaml.dump(dict(data), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)
    return f"# yaml-language-server: $schema={schema}\n{text}".encode()


def _about(product: Product) -> bytes:
    lines = [
        f"# {product.settings.get('title') or product.collection.title}",
        "",
        _("This folder was made by `sane export --format playbook` for {label} readers.").format(
            label=product.label.value
        ),
        _("Do not change it by hand: the next export writes it anew. Corrections belong to where it is made."),
        "",
    ]
    return "\n".join(lines).encode()


PLUGIN = Exporter(suffix="", summary=N_("a gated playbook folder, for a public repository"), make=make, as_written=True)
