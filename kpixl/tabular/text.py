"""The files of a blueprint as text: YAML that kpixl reads as the same, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml

from kpixl.blueprint.load import HEAD
from kpixl.blueprint.schema import schema_line
from kpixl.tabular.shelf import Shelf

_WIDTH = 110


def as_files(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """The names and the bytes of all files."""
    head = shelf.documents[HEAD].data
    kinds = {HEAD: "scheme", str(head.get("roster", "roster.yaml")): "roster", head.get("lexicon"): "lexicon"}
    for name, document in shelf.documents.items():
        kind = kinds.get(name) or ("form" if "form" in document.data else "list")
        yield name, (schema_line(kind) + _yaml(document.data)).encode()
    for name, table in shelf.tables.items():
        out = io.StringIO()
        rows = [table.header.cells] if table.header else []
        csv.writer(out, lineterminator="\n").writerows([*rows, *(line.cells for line in table.lines)])
        yield name, out.getvalue().encode()


class _Dumper(yaml.SafeDumper):
    """Exact numbers as they are; what stands in lists further in than their dash."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        """Never without indent."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        """No anchors."""
        return True


def _exact(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


_Dumper.add_representer(Decimal, _exact)


def _yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
