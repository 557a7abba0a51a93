"""JSON Schemas of blueprint files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from kpixl.blueprint.model import Form, Listing, Part, Published, Roster, SchemeHead

_FILES: dict[str, type[Part]] = {
    "scheme": SchemeHead,
    "roster": Roster,
    "list": Listing,
    "form": Form,
    "published": Published,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file: `scheme` (scheme.yaml), `roster`, `list`, `form`, `published`."""
    schemas = {name: {"$schema": _DIALECT, **kind.model_json_schema()} for name, kind in _FILES.items()}
    items = schemas["list"]["properties"]["items"]
    a_csv_file = {
        "type": "string",
        "pattern": r"\.[cC][sS][vV]$",
        "description": "a CSV file that holds the items",
    }
    schemas["list"]["properties"]["items"] = {"anyOf": [items, a_csv_file]}
    return schemas
