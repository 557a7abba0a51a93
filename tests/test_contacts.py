"""Whom to ask in each unit: a file that offices write, beside the blueprint and no part of it."""

from pathlib import Path
from typing import Any

import pytest

from kpixl.blueprint import Contact, digest, load_scheme
from kpixl.campaign.basis.basis import Declared
from kpixl.findings import Severity
from kpixl.linter import lint_folder
from tests.support import cli
from tests.support.blueprints import small
from tests.support.cases import cases

EVERY: list[dict[str, Any]] = cases("contacts")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """The small scheme with these contacts; its folder."""
    scheme = small(folder)
    (scheme / "contacts.csv").write_bytes(text.encode(encoding))
    return scheme


@pytest.fixture(scope="module", params=EVERY, ids=lambda case: case["fact"])
def case(request, tmp_path_factory):
    """A case, and the folder of the scheme that has its file."""
    given = request.param
    folder = tmp_path_factory.mktemp("contacts")
    return given, written(folder, given["text"], given.get("encoding", "utf-8"))


def test_says_whom_to_ask(case):
    """By the ids of the units."""
    given, folder = case
    wanted = {
        unit: Contact(person=person, phone=phone, email=email)
        for unit, (person, phone, email) in given.get("contacts", {}).items()
    }
    assert wanted == Declared.load(folder).contacts


def test_what_is_wrong_is_a_warning_at_its_place(case):
    """Nothing rests on it, so it keeps nobody from working."""
    given, folder = case
    told = lint_folder(folder)[1]
    assert [(f.code, f.where.line, f.where.column) for f in told] == list(
        map(tuple, given.get("findings", []))
    )
    assert {f.severity for f in told} <= {Severity.WARNING}
    assert given.get("expected") == next((f.expected for f in told if f.expected), None)


def test_there_need_be_none(tmp_path):
    """Without the file nobody is known, and nothing is said."""
    folder = small(tmp_path)
    assert (Declared.load(folder).contacts, lint_folder(folder)[1]) == ({}, [])


def test_is_no_part_of_the_version(tmp_path):
    """Another telephone number makes no other forms."""
    folder = written(tmp_path, "单位,电话\n河东镇,1\n")
    assert digest(load_scheme(small(tmp_path / "bare"))) == digest(load_scheme(folder))


def test_a_list_of_that_name_is_a_list(tmp_path):
    """A scheme may have called one of its own files so."""
    folder = small(tmp_path)
    (folder / "leaders.csv").rename(folder / "contacts.csv")
    head = folder / "scheme.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("leaders.csv", "contacts.csv"), encoding="utf-8")
    assert (Declared.load(folder).contacts, lint_folder(folder)[1]) == ({}, [])


def test_stand_in_the_account(tmp_path):
    """Beside how a unit stands, so that whoever is late can be called."""
    home = cli.workspace(tmp_path)
    file = home / "blueprints" / "tiny" / "contacts.csv"
    file.write_text("单位,联系人,电话\n河西镇,张三,0375-1234567\n", encoding="utf-8")
    found = cli.kpixl_json("status", "tiny", "--workspace", home)["units"]
    told = {"person": "张三", "phone": "0375-1234567", "email": None}
    assert {"hedong": None, "hexi": told, "finance": None} == {u["id"]: u["contact"] for u in found}
