"""JSON Schemas of blueprint files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from kpixl.blueprint.keys import about
from kpixl.blueprint.model import Form, Lexicon, Listing, Part, Published, Roster, SchemeHead
from kpixl.blueprint.shapes import parts_of

FILES: dict[str, type[Part]] = {
    "scheme": SchemeHead,
    "roster": Roster,
    "list": Listing,
    "form": Form,
    "published": Published,
    "lexicon": Lexicon,
}
"""The kinds of files, each with the part that it holds."""
SCHEMAS = "schemas"
"""The folder of their schemas, beside the schemes' folders."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_line(kind: str) -> str:
    """The first line of a file of a kind, by which editors find its schema beside the schemes' folders."""
    return f"# yaml-language-server: $schema=../{SCHEMAS}/{schema_name(kind)}\n"


def schema_name(kind: str) -> str:
    """The name of the file that holds the schema of a kind of file."""
    return f"{kind}.schema.json"


def json_schema() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file: `scheme` (scheme.yaml), `roster`, `list`, `form`, and the others."""
    schemas = {name: _described(kind) for name, kind in FILES.items()}
    items = schemas["list"]["properties"]["items"]
    a_csv_file = {
        "type": "string",
        "pattern": r"\.[cC][sS][vV]$",
        "description": "写着各项的 CSV 文件\na CSV file that holds the items",
    }
    said = {name: items.pop(name) for name in ("title", "description")}
    schemas["list"]["properties"]["items"] = {**said, "anyOf": [items, a_csv_file]}
    return schemas


def _described(kind: type[Part]) -> dict[str, Any]:
    """The schema of a part, each key with what it is called and means."""
    made = {"$schema": _DIALECT, **kind.model_json_schema()}
    every = {part.__name__: part for part in parts_of(kind)}
    for name, part in {kind.__name__: made, **made.get("$defs", {})}.items():
        for key, value in part.get("properties", {}).items():
            if words := about(every[name], key):
                value["title"] = words.label
                value["description"] = f"{words.meaning.zh}\n{words.meaning.en}"
    return made
