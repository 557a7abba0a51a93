"""The JSON Schemas that editors check blueprints by."""

import json
from typing import Any

import pytest
import yaml

from kpixl.blueprint import Column, Form, Listing, Part, Roster, SchemeHead, json_schema
from kpixl.blueprint.keys import TABLE, about
from kpixl.blueprint.schema import FILES
from kpixl.blueprint.shapes import keys, parts_of

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


EVERY = sorted({part for kind in FILES.values() for part in parts_of(kind)}, key=lambda part: part.__name__)


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.__name__)
def test_every_key_is_said_in_words(part):
    """What each key is called and means stands in the table of keys."""
    assert [] == [key for key in keys(part) if about(part, key) is None]


def test_no_words_are_left_of_a_key_that_is_gone():
    """The table has no key that the model lacks."""
    known = {(base.__name__, key) for part in EVERY for base in part.__mro__ for key in keys(part)}
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    assert [] == [(kind, key) for kind, said in table.items() for key in said if (kind, key) not in known]


def test_a_description_is_in_both_languages():
    """An editor shows what a key means in Chinese and in English, under its Chinese name."""
    deadline = json_schema()["scheme"]["$defs"]["Stage"]["properties"]["deadline"]
    assert ("截止日期", True) == (
        deadline["title"],
        "until when returns are awaited" in deadline["description"],
    )
