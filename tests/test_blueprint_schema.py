"""The JSON Schemas that editors check blueprints by."""

import json
from typing import Any

import pytest

from kpixl.blueprint import Column, Form, Listing, Part, Roster, SchemeHead, json_schema

KINDS: dict[str, type[Part]] = {"scheme": SchemeHead, "roster": Roster, "list": Listing, "form": Form}


@pytest.mark.parametrize("name", KINDS)
class TestEachFile:
    def test_is_plain_json(self, name):
        """A schema survives JSON and names its dialect."""
        schema = json_schema()[name]
        assert (schema, "https://json-schema.org/draft/2020-12/schema") == (
            json.loads(json.dumps(schema)),
            schema["$schema"],
        )

    def test_has_the_keys_of_the_language(self, name):
        """The schema has every key of the file, and no other is allowed."""
        schema = json_schema()[name]
        keys = {field.alias or key for key, field in KINDS[name].model_fields.items()}
        assert (keys, False) == (set(schema["properties"]), schema["additionalProperties"])


class TestColumns:
    def test_keys_are_as_the_yaml_has_them(self):
        """A column is printed `from` a path; the model's own name is none of its keys."""
        column = json_schema()["form"]["$defs"]["Column"]["properties"]
        assert {f.alias or key for key, f in Column.model_fields.items()} == set(column)
        assert ("from" in column, "source" in column) == (True, False)

    def test_who_fills_can_be_completed(self):
        """An editor can offer who fills a column."""
        offered: list[Any] = json_schema()["form"]["$defs"]["Column"]["properties"]["fill"]["anyOf"]
        assert ["office", "unit", "verifier", "formula"] == offered[0]["enum"]

    def test_percentages_are_numbers(self):
        """A share may be written in percent."""
        share = json_schema()["scheme"]["$defs"]["Level"]["properties"]["share"]
        assert '{"type": "number"}' in json.dumps(share)
        assert "%$" in json.dumps(share)


def test_items_may_stand_in_csv():
    """A list's items are written out, or a CSV file holds them."""
    items = json_schema()["list"]["properties"]["items"]["anyOf"]
    assert ["array", "string"] == [each["type"] for each in items]
