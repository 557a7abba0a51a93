"""A key that got another name is read under its former ones, and a note says what it is called now."""

import pytest
from pydantic import AliasChoices, Field, ValidationError

from kpixl.blueprint import Part, Roster, json_schema, load, schema
from kpixl.blueprint.model import Collective
from kpixl.blueprint.problems import problems
from kpixl.blueprint.renamed import renamed
from kpixl.blueprint.snapshot import _plain
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.findings import Severity
from tests.support.blueprints import small


class Shelf(Part):
    """A part whose key has had two names before."""

    books: tuple[str, ...] = Field(
        (), alias="volumes", validation_alias=AliasChoices("volumes", "books", "titles")
    )


class Room(Part):
    """Parts within a list and by case, one of them under a former key."""

    shelves: tuple[Shelf, ...] = Field((), alias="racks", validation_alias=AliasChoices("racks", "shelves"))
    cases: dict[str, Shelf] = Field(default_factory=dict)


class People(Roster):
    """A roster one of whose keys has another name now."""

    collectives: tuple[Collective, ...] = Field(
        (), alias="together", validation_alias=AliasChoices("together", "collectives")
    )


def read(folder, text):
    """A document."""
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def notes(folder, text):
    """Code, line, column, former key and key of the notes on a room."""
    document = read(folder, text)
    room = Room.model_validate(document.data, by_alias=True, by_name=False)
    found = renamed(room, document)
    return [(f.code, f.where.line, f.where.column, f.value, f.expected) for f in found]


@pytest.mark.parametrize("key", ["volumes", "books", "titles"])
def test_every_name_is_read(key):
    """The key of today and each that it had mean the same."""
    assert Shelf(books=("a",)) == Shelf.model_validate({key: ["a"]}, by_alias=True, by_name=False)


def test_the_names_of_today_need_no_note(tmp_path):
    """What is written as it is called now is not remarked on."""
    assert [] == notes(tmp_path, "racks:\n  - volumes: [a]\ncases:\n  x: {volumes: [b]}\n")


def test_former_names_are_told_at_their_place(tmp_path):
    """In lists, by case and one within the other, each at line and column of its key."""
    assert [
        ("B031", 1, 1, "shelves", "racks"),
        ("B031", 2, 5, "titles", "volumes"),
        ("B031", 4, 7, "books", "volumes"),
    ] == notes(tmp_path, "shelves:\n  - titles: [a]\ncases:\n  x: {books: [b]}\n")


@pytest.mark.parametrize("text", ["volumes: [{}]\n", "titles: [{}]\n"])
def test_what_stands_under_a_former_name_is_found(text, tmp_path):
    """A mistake has the place that it has under the key of today."""
    document = read(tmp_path, text)
    with pytest.raises(ValidationError) as raised:
        Shelf.model_validate(document.data, by_alias=True, by_name=False)
    (told,) = problems(raised.value, Shelf, document)
    assert ("B022", text.index("{") + 1) == (told.code, told.where.column)


def test_one_key_under_two_names_is_refused(tmp_path):
    """Of two that mean the same the former is not known."""
    document = read(tmp_path, "volumes: [a]\ntitles: [b]\n")
    with pytest.raises(ValidationError) as raised:
        Shelf.model_validate(document.data, by_alias=True, by_name=False)
    (told,) = problems(raised.value, Shelf, document)
    assert ("B020", 2, "titles") == (told.code, told.where.line, told.value)


def test_the_canonical_form_knows_no_other_name():
    """A snapshot has the field's name, whatever the key is called."""
    assert {"books": ["a"]} == _plain(Shelf(books=("a",)))


def test_editors_offer_the_name_of_today(monkeypatch):
    """The JSON Schema has the key as it is called now."""
    monkeypatch.setitem(schema.FILES, "roster", People)
    known = {"attributes", "groups", "source", "together", "units", "values"}
    assert known == json_schema()["roster"]["properties"].keys()


def test_lint_says_it_and_the_scheme_is_read(monkeypatch, tmp_path):
    """A scheme with a former key is one, with a note at the key."""
    monkeypatch.setattr(load, "Roster", People)
    folder = small(tmp_path)
    path = folder / "roster.yaml"
    former = "collectives: [{name: 各镇, group: towns}]\n"
    path.write_text(former + path.read_text(encoding="utf-8"), encoding="utf-8")
    reading = load.read_sources(folder)
    assert reading.scheme is not None
    (told,) = reading.findings
    where = told.where
    assert ("B031", Severity.NOTE, str(path), 1, 1) == (
        told.code,
        told.severity,
        where.path,
        where.line,
        where.column,
    )
