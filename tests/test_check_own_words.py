"""Rows to fill freely are called by what was entered in them, not by their number."""

import shutil
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.check.own_words import with_own_words
from kpixl.findings import Finding
from kpixl.layout.tables.row_label import in_own_words, row_label
from tests.support import tiny
from tests.support.tiny import answered, judged, report

LONG = "开展祝福礼活动并在全镇范围内广泛宣传移风易俗倡导文明新风尚" * 2


def told(changes, scheme=None) -> list[Finding]:
    """What is said of the return of an office, with what was changed in it."""
    entries = {report("finance", row, column): value for (row, column), value in changes.items()}
    record = answered("finance", entries)
    return [*with_own_words([*record.findings, *judged([record])], record, scheme or tiny.scheme())]


@pytest.mark.parametrize("column", ["claimed", "points"])
def test_by_the_column_that_must_be_filled(column):
    """Of several texts in a row the one that it cannot be without; whatever gate says it."""
    changes = {("2", "area"): "民生", ("2", "target"): "开展祝福礼项数", ("2", column): None}
    assert ["开展祝福礼项数"] == [f.facts["line"] for f in told(changes) if f.code == "R001"]


def test_by_the_column_that_is_declared(tmp_path):
    """Rather than by one that must be filled."""
    folder = Path(shutil.copytree(tiny.FOLDER, tmp_path / "tiny"))
    text = (folder / "report.yaml").read_text(encoding="utf-8")
    text = text.replace("      merge:", "      named_by: area\n      merge:")
    (folder / "report.yaml").write_text(text, encoding="utf-8")
    entries = {("2", "area"): "民生", ("2", "target"): "开展祝福礼项数", ("2", "points"): None}
    assert {"民生"} == {f.facts["line"] for f in told(entries, load_scheme(folder)) if f.code == "R001"}


def test_in_the_message():
    """With the column."""
    changes = {("2", "target"): "开展祝福礼项数", ("2", "points"): "约5"}
    assert any(f.message().startswith("“开展祝福礼项数”的“分值”填的是“约5”") for f in told(changes))


def test_by_another_text_where_that_is_blank():
    """Better than a number."""
    lines = {
        f.facts["line"] for f in told({("2", "area"): "民生", ("2", "target"): None}) if f.code == "R001"
    }
    assert {"民生"} == lines


def test_by_its_number_where_nothing_is_written():
    """A row of figures alone has no words."""
    lines = {f.facts["line"] for f in told({("2", "target"): None}) if f.code == "R001"}
    assert {"第2行"} == lines


def test_a_printed_row_keeps_its_name():
    """What the office printed is what everybody calls it."""
    record = answered("hedong", {report("hedong", "t2", "claimed"): None})
    (finding,) = with_own_words(judged([record]), record, tiny.scheme())
    assert "信访稳定" == finding.facts["line"]


@pytest.mark.parametrize(
    ("label", "words", "expected"),
    [
        ("第14行", "开展祝福礼项数", "开展祝福礼项数"),
        ("row 14", "Visits\n paid", "Visits paid"),
        ("河东·第3行", "道路", "河东·道路"),
        ("第14行", " ", None),
        ("第一产业增加值", "道路", None),
        ("第三行业", "道路", None),
        ("第14行", LONG, f"{LONG[:29]}…"),
    ],
)
def test_labels(label, words, expected):
    """Only those that are numbers are replaced; with whom the row is about before them."""
    assert expected == in_own_words(label, words)


@pytest.mark.parametrize(
    ("item", "lang", "label"), [({}, "zh", "第14行"), ({}, "en", "row 14"), ({"name": "甲"}, "zh", "甲")]
)
def test_numbers(item, lang, label):
    """A row without a name is called by its number in the language of the workbook."""
    assert label == row_label(item, 14, lang)
