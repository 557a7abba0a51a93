"""The reference schemes against their source documents: every title, heading, name and figure once more."""

import csv
import re
from pathlib import Path

import pytest

from kpixl.blueprint import load_published, load_scheme
from kpixl.blueprint.model import Column, ColumnGroup
from kpixl.layout import first_packages, lay_out, publication
from tests.support.cases import cases

pytestmark = pytest.mark.slow  # whole reference schemes
ROOT = Path(__file__).parents[1]
SOURCES = cases("sources")
HEADED = [(s, f) for s, forms in SOURCES.items() for f, told in forms.items() if "headings" in told]
PUBLISHED = [
    *(("xinhua-2021", form) for form in ("verification-duties", "award-quota", "participants")),
    *(("chongqing-2021", form) for form, told in SOURCES["chongqing-2021"].items() if "rows" in told),
]
TOLD = [(s, f) for s, forms in SOURCES.items() for f, told in forms.items() if "told" in told]
DEPARTMENTS = [
    ("zibo-2022", form, unit)
    for form, told in SOURCES["zibo-2022"].items()
    for unit in told.get("departments", ())
]
LISTED = {
    ("xinhua-2021", "score-sheet"): ("targets", ("name", "points")),
    ("xinhua-2021", "targets-2022"): ("indicators-2022", ("number", "name")),
    ("weidong-2021", "indicator-progress"): ("indicators", ("number", "name", "stated", "units")),
}
"""Forms whose rows are published elsewhere than in a print of the office's: their list, and its keys."""


def plain(text):
    """A text without the blanks that a layout puts into it."""
    return "".join(str(text).split())


def written(value):
    """What a cell holds, without blanks; nothing of an empty one."""
    return "" if value is None else plain(value)


def joined(value):
    """Names as a cell holds them, whatever stands between them in the source."""
    return plain("".join(value) if isinstance(value, list | tuple) else value).replace("、", "")


def scheme_of(name):
    """A reference scheme."""
    return load_scheme(ROOT / "blueprints" / name)


def headings(nodes):
    """(heading, whether it is the scheme's addition) of a tree of columns, from the left, groups first."""
    for node in nodes:
        if isinstance(node, ColumnGroup):
            yield plain(node.label), False
            yield from headings(node.columns)
        else:
            yield from ((label, node.policy) for label in labels(node))


def labels(column: Column):
    """What a column is called, in each case; what stands down the side of a table is a title of its rows."""
    if column.name == "side" and not plain(column.label):
        return
    given = [column.label] if isinstance(column.label, str) else [*column.label.values()]
    yield plain(given[0]).rstrip("：")


@pytest.mark.parametrize(("name", "form_id"), HEADED)
def test_titles_and_headings(name, form_id):
    """As the source prints them, in its order; what is added is listed, and nothing else is added."""
    form, told = scheme_of(name).form(form_id), SOURCES[name][form_id]
    own = [pair for f in form.fields for pair in ((label, f.policy) for label in labels(f))]
    own += [pair for table in form.tables for pair in headings(table.columns)]
    own = [(label, policy) for label, policy in own if not label.endswith("单位（盖章）")]
    made = {
        "title": plain(form.title),
        "headings": [label for label, policy in own if not policy],
        "additions": [label for label, policy in own if policy],
    }
    assert made == {key: told[key] for key in made}


@pytest.mark.parametrize(("name", "form_id", "unit"), DEPARTMENTS)
def test_headings_of_a_department(name, form_id, unit):
    """A form that each department has in a version of its own: its columns as that one's source has them."""
    scheme, told = scheme_of(name), SOURCES[name][form_id]["departments"][unit]
    (package,) = (p for p in first_packages(scheme, scheme.stage()) if p.recipient == unit)
    sheet = lay_out(package).by_key[form_id]
    heads = [c for c in sheet.cells if c.style.name.startswith("head") and plain(c.value)]
    heads.sort(key=lambda cell: (sheet.address(cell.spot).column, sheet.address(cell.spot).row))
    fields = [c for c in heads if c.spot.row.startswith("fields/")]
    made = {
        "columns": sum(not stripe.hidden for stripe in sheet.stripes),
        "headings": [
            plain(c.value) for c in (*fields, *(h for h in heads if h not in fields and not h.style.addition))
        ],
        "additions": [plain(c.value) for c in heads if c.style.addition],
    }
    assert made == {key: told[key] for key in made}


@pytest.mark.parametrize(("name", "form_id"), sorted({(name, form) for name, form, _ in DEPARTMENTS}))
def test_what_is_added_to_such_a_form(name, form_id):
    """Its title is the source's, and what the scheme adds, in whatever stage, is listed."""
    form, told = scheme_of(name).form(form_id), SOURCES[name][form_id]
    added = [plain(c.label) for c in (*form.fields, *form.table_columns) if c.policy]
    assert (told["title"], told["added"]) == (plain(form.title), added)


@pytest.mark.parametrize(("name", "form_id"), PUBLISHED)
def test_what_the_office_publishes(name, form_id):
    """Every text and figure of its rows stands in a cell, and what its rows end with, in their order."""
    (sheet,) = (s for s in publication(scheme_of(name)).sheets if s.key == form_id)
    cells = [c for c in sheet.cells if c.style.name in {"body", "paragraph"} and c.value]
    printed = [joined(c.value) for c in cells]
    rows = [[*map(joined, row)] for row in SOURCES[name][form_id]["rows"]]
    wanted = ["".join(row) for row in rows] if form_id == "participants" else [t for row in rows for t in row]
    assert not [text for text in wanted if text not in printed]
    if name == "chongqing-2021":  # the others end with cells that are merged
        last = [joined(c.value) for c in cells if c.spot.column == cells[-1].spot.column]
        assert [row[-1] for row in rows] == last


@pytest.mark.parametrize(("name", "form_id"), LISTED)
def test_what_lists_hold(name, form_id):
    """Every item with its figures, in the source's order."""
    listing, keys = LISTED[name, form_id]
    items = scheme_of(name).lists[listing].items
    made = [[joined(item[key]).removesuffix(".0") for key in keys] for item in items]
    assert made == [[*map(joined, row)] for row in SOURCES[name][form_id]["rows"]]


def test_the_summary_of_projects():
    """Eleven projects, with departments, amounts and funds."""
    published = {p.published: p for p in load_published(ROOT / "blueprints" / "zibo-2022")}
    table = published["project-summary"].returns[0].tables["projects"]
    assert isinstance(table, tuple)
    made = [[plain(value) for value in row.values()] for row in table]
    wanted = [[*map(plain, row)] for row in SOURCES["zibo-2022"]["project-summary"]["rows"]]
    assert [sorted(row) for row in made] == [sorted(row) for row in wanted]


def rows_of(name):
    """What a table of a source document prints, blanks left out; a blank of merged cells as it is there."""
    path = ROOT / "tests" / "cases" / "sources" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def published_of(name, form_id):
    """The returns of a form that was published."""
    (found,) = (p for p in load_published(ROOT / "blueprints" / name) if p.published == form_id)
    return found.returns


@pytest.mark.parametrize("form_id", ["project-targets", "strategic-targets", "annual-targets"])
def test_targets_of_projects_and_departments(form_id):
    """Every indicator, figure, unit of measure and source, row by row; no row is missing or too many."""
    wanted = rows_of(form_id)
    about, *columns = wanted[0]
    made = [
        {about: getattr(each, about), **{column: written(row.get(column)) for column in columns}}
        for each in published_of("zibo-2022", form_id)
        for table in each.tables.values()
        for row in table
    ]
    assert made == wanted


def test_indicators_of_duties():
    """Each duty, activity and indicator, with its four standards, to the letter."""
    items = scheme_of("cangzhou-2020").lists["indicators"].items
    (given,) = published_of("cangzhou-2020", "activity-indicators")
    standards = {row["row"]: row for row in given.tables["indicators"]}
    wanted = rows_of("activity-indicators")
    for row, above in zip(wanted[1:], wanted, strict=False):  # what a merged cell says holds for all its rows
        row |= {key: row[key] or above[key] for key in ("duty", "activity")}
    made = [{**item, "indicator": item.get("name"), **standards[item["id"]]} for item in items]
    assert [{key: written(row.get(key)) for key in wanted[0]} for row in made] == wanted


def test_expenses_of_three_kinds():
    """Each sum, decline and source of money, and those of all rows."""
    given = published_of("cangzhou-2020", "three-public-expenses")
    (found,) = (p for p in load_published(ROOT / "blueprints" / "cangzhou-2020") if p.returns == given)
    names = {item["id"]: item["name"] for item in scheme_of("cangzhou-2020").lists["expenses"].items}
    rows = {row["row"]: {"general": str(row["general"])} for row in given[0].tables["expenses"]}
    for figure in found.figures:
        rate = figure.column == "decline"
        shown = f"{figure.value:.1%}".replace(".0%", "%") if rate else str(figure.value)
        rows.setdefault(figure.row, {})[figure.column] = shown
    made = [
        [names.get(row, "合计"), *(cells.get(column, "") for column in ("amount", "decline", "general"))]
        for row, cells in rows.items()
    ]
    assert made == SOURCES["cangzhou-2020"]["three-public-expenses"]["rows"]


def test_figures_of_the_budget():
    """Those that the prose states, each under its name."""
    form = scheme_of("cangzhou-2020").form("budget-overview")
    (given,) = published_of("cangzhou-2020", "budget-overview")
    made = [
        [plain(field.label).rstrip("："), str(given.fields[field.name])]
        for field in form.fields
        if field.name in given.fields
    ]
    assert made == SOURCES["cangzhou-2020"]["budget-overview"]["rows"]


def told(items):
    """The texts and labels of a narrative that the source prints, line by line; its heading names an item."""
    for item in items:
        own = [item.text] if item.text is not None else [f.label for f in item.fields if not f.policy]
        yield from (re.sub(r"\{[a-z.]+\}", "×", plain(text)).rstrip("：") for text in own)
        yield from told(item.items)


@pytest.mark.parametrize(("name", "form_id"), TOLD)
def test_what_reports_ask(name, form_id):
    """Numbered lines and labels, in the source's words and order."""
    narratives = (b.narrative for b in scheme_of(name).form(form_id).blocks if b.narrative)
    _, *lines = (line for narrative in narratives for line in told(narrative))
    assert SOURCES[name][form_id]["told"] == "".join(lines)
