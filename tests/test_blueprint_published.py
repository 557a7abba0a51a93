"""Published data: read from their own folder, with the rows of CSV tables in their places."""

from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import BlueprintError, load_published, load_scheme
from kpixl.blueprint.published import read_published, stage_of
from kpixl.linter import lint_folder
from tests.support.blueprints import small

FOLDER = Path(__file__).parent / "cases" / "projects"


@pytest.fixture(scope="module")
def published():
    """What was published of the projects, by form."""
    return {content.published: content for content in load_published(FOLDER)}


def test_one_file_a_form(published):
    """Each YAML file of the folder is the data of one form."""
    assert ["project", "quota", "summary"] == sorted(published)


def test_a_csv_table_is_read_in(published):
    """The rows of a named CSV file stand where the file was named, numbers exact."""
    rows = published["project"].returns[0].tables["indicators"]
    assert (
        {"indicator": "开放天数", "target": Decimal(30)},
        {"indicator": "满意人数", "target": Decimal(10)},
    ) == rows


def test_texts_keep_their_letters(published):
    """A figure that was published as a text is that text."""
    assert "12 000" == published["summary"].returns[0].tables["projects"][3]["amount"]


def test_the_stage_is_the_first_that_has_the_form(published):
    """Unless it is said, the answers are those of the form's first stage; an office form has none."""
    scheme = load_scheme(FOLDER)
    assert ("plan", None) == (stage_of(scheme, published["project"]), stage_of(scheme, published["quota"]))


def test_it_is_no_part_of_the_scheme(tmp_path):
    """Without the folder the scheme is the same and nothing is published."""
    folder = small(tmp_path)
    for file in (folder / "published").iterdir():
        file.unlink()
    (folder / "published").rmdir()
    assert (load_scheme(small(tmp_path / "whole")), ()) == (load_scheme(folder), load_published(folder))


WRONG = {
    "an unknown key": ("published: report\nreturn: []\n", "B020", 2),
    "no form": ("returns: []\n", "B021", 1),
    "a file outside": (
        "published: report\nreturns:\n  - {unit: hedong, tables: {targets: ../x.csv}}\n",
        "B013",
        3,
    ),
    "no such file": (
        "published: report\nreturns:\n  - {unit: hedong, tables: {targets: x.csv}}\n",
        "B001",
        3,
    ),
    "nothing in it": ("# nothing\n", "B010", 1),
    "a figure that is none": ("published: report\nfigures:\n  - {column: points, value: many}\n", "B022", 3),
}


@pytest.mark.parametrize(("text", "code", "line"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_at_its_line(tmp_path, text, code, line):
    """What cannot be read is an error with file and line, and keeps the blueprint from being used."""
    folder = small(tmp_path)
    (folder / "published" / "report.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BlueprintError) as refused:
        load_published(folder)
    told = [(f.code, Path(str(f.where.path)).name, f.where.line) for f in refused.value.findings]
    assert [(code, "report.yaml", line)] == told
    assert code in {f.code for f in lint_folder(folder)[1]}


def test_a_mistake_in_a_csv_file_is_told_there(tmp_path):
    """A line with too few cells is told at the CSV file's own line."""
    folder = small(tmp_path)
    (folder / "published" / "finance.csv").write_text("target,points\n甲\n", encoding="utf-8")
    told = [(f.code, Path(str(f.where.path)).name, f.where.line) for f in read_published(folder).findings]
    assert [("B011", "finance.csv", 2)] == told


def test_mistakes_of_the_scheme_are_told_first(tmp_path):
    """While the scheme itself has errors, the published data are not held against it."""
    folder = small(tmp_path)
    head = folder / "scheme.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("towns: [report, awards]", "towns: [report, award]"),
        encoding="utf-8",
    )
    assert {"B055"} == {
        f.code for f in lint_folder(folder)[1] if f.code.startswith("B0") and f.code != "B086"
    }


def test_the_projects_have_only_names_to_settle():
    """The test scheme has no other finding than its placeholders: a unit and a collective."""
    assert ["B085", "B085"] == [f.code for f in lint_folder(FOLDER)[1]]
