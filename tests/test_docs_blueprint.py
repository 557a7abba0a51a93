"""docs/blueprint.md is true: examples load, tables say what the code does, and nothing is left out."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from kpixl import carry
from kpixl.blueprint import digest, load_scheme, model
from kpixl.blueprint.expressions import FUNCTIONS, Call, Literal, evaluate, parse
from kpixl.blueprint.model import Form, Part, Scheme
from kpixl.blueprint.model.columns import TypeName
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.check import CheckResult, check, load_validator
from kpixl.generate import Issuer, build
from kpixl.layout import Cell, CellKey, Package, Plan, first_packages, lay_out
from kpixl.linter import lint_folder
from kpixl.linter.rules import MEANINGFUL
from kpixl.returns import Reader, discover
from kpixl.rules import every_kind, name_of
from kpixl.stamp import PUBLISHED_KEY
from tests.support.blueprint_page import (
    EXAMPLES,
    FENCES,
    TEXT,
    Fence,
    code,
    kinds_described,
    look_up,
    rows,
    value,
)

EXPRESSIONS = {"expression", "condition", "formula", "where", "required_when", "forbidden_when"}
COLUMN = {"name": "x", "label": "甲", "fill": "unit"}


FRAGMENTS = [f for f in FENCES if f.language == "yaml" and not f.is_file]
SCHEMES = sorted({f.info.partition("/")[0] for f in FENCES if f.info.endswith("/scheme.yaml")})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the whole files of the page."""
    root = tmp_path_factory.mktemp("docs")
    for fence in (f for f in FENCES if f.is_file):
        folder = "validators" if fence.language == "python" else "blueprints"
        path = root / folder / fence.info
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fence.text, encoding="utf-8")
    return root


def parts(fence: Fence, folder: Path) -> list[Any]:
    """A fragment as validated by the class that its fence names; a list holds several."""
    path = folder / "fragment.yaml"
    path.write_text(fence.text, encoding="utf-8")
    document = read_yaml(path)
    assert () == document.findings
    adapter: TypeAdapter[Any] = TypeAdapter(getattr(model, fence.info))
    data = document.data if isinstance(document.data, list) else [document.data]
    return [adapter.validate_python(each, by_alias=True, by_name=False) for each in data]


def test_every_yaml_block_says_what_it_is():
    """A block of YAML is a whole file or names its class, so that none escapes the tests."""
    assert [] == [
        f.text for f in FENCES if f.language == "yaml" and not (f.is_file or hasattr(model, f.info))
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_whole_scheme_loads_and_lints_clean(workspace, scheme):
    """A scheme that is copied from the page has no problem, not even a note."""
    folder = workspace / "blueprints" / scheme
    assert (scheme, []) == (load_scheme(folder).id, list(lint_folder(folder)[1]))


@pytest.mark.parametrize("fence", FRAGMENTS, ids=lambda f: f"{f.info}-{FRAGMENTS.index(f)}")
def test_a_fragment_loads(fence, tmp_path):
    """A fragment is what its fence says, and its expressions are expressions."""
    for part in parts(fence, tmp_path):
        for text in expressions(part.model_dump(by_alias=True)):
            parse(text)


def expressions(data: Any) -> Iterator[str]:
    """The expressions in dumped model data."""
    if isinstance(data, dict):
        for key, value in data.items():
            is_condition = key in EXPRESSIONS or (key == "when" and isinstance(value, str))
            yield from [value] if is_condition and isinstance(value, str) else expressions(value)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from expressions(each)


def classes() -> list[type[Part]]:
    """The model's classes that a blueprint writes."""
    every = [getattr(model, name) for name in model.__all__]
    found = [c for c in every if isinstance(c, type) and issubclass(c, Part)]
    return [c for c in found if c not in {Part, Scheme, model.RuleBase}]


def written(part: Any) -> Iterator[tuple[str, str]]:
    """(class, key) of everything that an example writes."""
    if isinstance(part, Part):
        for name in part.model_fields_set:
            yield type(part).__name__, name
            yield from written(getattr(part, name))
    elif isinstance(part, dict):
        for each in part.values():
            yield from written(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from written(each)


def test_every_key_has_an_example(workspace, tmp_path):
    """Each key of each class of the model is written in at least one example."""
    seen: set[tuple[str, str]] = set()
    for scheme in SCHEMES:
        loaded = load_scheme(workspace / "blueprints" / scheme)
        for part in (loaded.head, loaded.roster, *loaded.lists.values(), *loaded.forms):
            seen |= set(written(part))
    for fence in FRAGMENTS:
        for part in parts(fence, tmp_path):
            seen |= set(written(part))
    # what holds for every kind of rule is shown with some of them
    shared = set(model.RuleBase.model_fields)
    seen |= {
        (c.__name__, key)
        for c in classes()
        for _, key in seen
        if key in shared and issubclass(c, model.RuleBase)
    }
    assert set() == {
        f"{c.__name__}.{key}" for c in classes() for key in c.model_fields if (c.__name__, key) not in seen
    }


def test_every_key_is_explained():
    """Each key stands as code in the text, outside of the examples."""
    prose = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    words = {word for span in re.findall(r"`([^`\n]+)`", prose) for word in re.findall(r"[a-z_]+", span)}
    keys = {field.alias or name for c in classes() for name, field in c.model_fields.items()}
    assert set() == keys - words


def test_every_rule_kind_is_described():
    """Each kind of rule has its paragraph, its example and its line in the table of enforcement."""
    kinds = {name_of(kind.model) for kind in every_kind()}
    paragraphs, shown, lines = kinds_described()
    assert [kinds] * 3 == [paragraphs, shown, kinds & lines]


def form_of(*columns: dict[str, Any], rules: Iterable[dict[str, Any]] = ()) -> Form:
    """A form with one table of free rows."""
    table = {"name": "t", "columns": columns, "rows": {"free": 2}, "rules": list(rules)}
    return Form.model_validate({"form": "f", "title": "表", "blocks": [{"table": table}]}, by_alias=True)


def scheme_of(form: Form) -> Scheme:
    """A scheme with the form and another one, g, for one unit."""
    stage = {"id": "a", "name": "a", "fills": "unit", "recipients": {"groups": ["g"]}, "forms": ["f", "g"]}
    table = {"name": "t", "columns": [{**COLUMN, "name": "z", "type": "decimal"}], "rows": {"free": 2}}
    beside = Form.model_validate({"form": "g", "title": "另表", "blocks": [{"table": table}]}, by_alias=True)
    head = {
        "scheme": "s", "title": "s", "year": 2021, "issuer": "s", "created": "2021-12-01", "stages": [stage],
    }  # fmt: skip
    roster = {"groups": [{"id": "g", "name": "g"}], "units": [{"id": "u", "name": "u", "group": "g"}]}
    return Scheme.model_validate({"head": head, "roster": roster, "lists": {}, "forms": [form, beside]})


def plan_of(form: Form) -> Plan:
    """The plan of the form's workbook."""
    scheme = scheme_of(form)
    return lay_out(first_packages(scheme, scheme.stage())[0])


def cell_of(plan: Plan, column: str) -> Cell:
    """The cell of a column in the first row."""
    return plan.by_cell_key[next(k for k in plan.by_cell_key if k.column == column and k.row == "1")]


TYPE_ROWS = rows("| type | takes")


def test_every_type_is_listed():
    """The table of types holds each type once."""
    assert sorted(get_args(TypeName)) == sorted(code(row[0])[0] for row in TYPE_ROWS)


@pytest.mark.parametrize("row", TYPE_ROWS, ids=lambda row: row[0].strip("`"))
def test_a_type_looks_in_the_workbook_as_said(row):
    """Data validation and number format of a column without rules are those of the table."""
    name = code(row[0])[0]
    choices = {"choices": ["甲", "乙"]} if name == "choice" else {}
    cell = cell_of(plan_of(form_of({**COLUMN, "type": name, **choices})), "x")
    said = (code(row[3])[0], code(row[4])[0])
    assert said == (cell.validation and cell.validation.kind, cell.style.number_format)


def test_a_type_takes_the_settings_that_are_listed():
    """The settings of a type are those that lint finds a meaning for."""
    assert MEANINGFUL == {code(row[0])[0]: tuple(code(row[2])) for row in TYPE_ROWS}


def rule_form(words: str) -> Form:
    """The form that a line of the table of enforcement speaks of. x is the column that the line is about."""
    threshold = {**COLUMN, "type": "threshold"}
    number_column, other = {**COLUMN, "type": "decimal"}, {**COLUMN, "name": "y", "type": "decimal"}
    declared: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
        "type, bounds, `places`, `max_length`, `choices`": ({**COLUMN, "max_length": 5}, []),
        "`pattern`": ({**COLUMN, "type": "phone", "pattern": "[0-9]{3}"}, []),
        "`required`": ({**COLUMN, "required": True}, []),
        "`required_when`": (COLUMN, [{"kind": "required_when", "of": "x", "condition": "y > 1"}]),
        "`required_when` with `otherwise: blank`": (
            COLUMN, [{"kind": "required_when", "of": "x", "condition": "y > 1", "otherwise": "blank"}],
        ),
        "`forbidden_when`": (COLUMN, [{"kind": "forbidden_when", "of": "x", "condition": "y > 1"}]),
        "`all_or_none`": (COLUMN, [{"kind": "all_or_none", "of": ["x", "y"]}]),
        "`acted_upon`": (COLUMN, [{"kind": "acted_upon", "of": ["x"], "condition": "filled(y)"}]),
        "`cumulative`": (number_column, [{"kind": "cumulative", "of": "x", "severity": "error"}]),
        "`expression`": (number_column, [{"kind": "expression", "expression": "x > y"}]),
        "`unique`, one column": (COLUMN, [{"kind": "unique", "of": ["x"]}]),
        "`unique`, several columns": (COLUMN, [{"kind": "unique", "of": ["x", "y"]}]),
        "`numbered`": (number_column, [{"kind": "numbered", "of": "x"}]),
        "`total`": (number_column, [{"kind": "total", "of": "x", "equals": 100}]),
        "`ordered`": (threshold, [{"kind": "ordered", "of": ["x", "y"]}]),
        "`measure`": (threshold, [{"kind": "measure", "of": ["x", "y"]}]),
        "`group_total`": (number_column, [{"kind": "group_total", "of": "x", "by": "y", "equals": 9}]),
        "`count`, of free rows": (COLUMN, [{"kind": "count", "min": 2}]),
        "`copied_block`": (COLUMN, [{"kind": "copied_block", "of": ["x", "y"]}]),
        "`same_as`": (COLUMN, [{"kind": "same_as", "of": "x", "form": "g", "column": "z"}]),
        "`tallies`": (number_column, [{"kind": "tallies", "of": "x", "form": "g", "column": "z"}]),
        "`references`": (COLUMN, [{"kind": "references", "of": "x", "form": "g", "column": "z"}]),
        "`unique`, `across: units`": (COLUMN, [{"kind": "unique", "of": ["x"], "across": "units"}]),
        "`total`, `across: units`": (
            number_column, [{"kind": "total", "of": "x", "equals": 100, "across": "units"}],
        ),
        "`outlier`": (number_column, [{"kind": "outlier", "of": "x"}]),
        "`copied`": (COLUMN, [{"kind": "copied", "of": "x"}]),
    }  # fmt: skip
    column, rules = declared[words]
    return form_of(column, other, rules=rules)


def enforced(form: Form) -> tuple[bool, set[str], set[str]]:
    """Whether a rule changes the validation of x; which colours of x, which counts it changes."""
    column = form.column("x")
    # of two that limit a length neither warns that an entry would be cut, as one without a limit does
    settings = {"type": column.type} | ({"max_length": 9} if column.max_length else {})
    plain = form_of({**COLUMN, **settings}, {**COLUMN, "name": "y", "type": "decimal"})
    with_rule, without = plan_of(form), plan_of(plain)
    has, had = cell_of(with_rule, "x"), cell_of(without, "x")
    colours = {kind for kind in ("missing", "wrong", "doubt") if colour(has, kind) != colour(had, kind)}
    counts = {name for name, key in COUNTS.items() if count(with_rule, key) != count(without, key)}
    return limits(has) != limits(had), colours, counts


def limits(cell: Cell) -> tuple[Any, ...]:
    """What a validation asks for, without its words."""
    v = cell.validation
    assert v is not None
    return v.kind, v.low, v.high, v.choices, v.formula and v.formula.tree


def colour(cell: Cell, kind: str) -> list[Any]:
    """The conditions under which a cell has a colour."""
    return [h.test.tree for h in cell.highlights if h.kind == kind]


def count(plan: Plan, helper: str) -> list[Any]:
    """What a hidden column counts or tells, but for nothing at all."""
    trees = [
        c.calculation.tree for s in plan.sheets for c in s.cells if c.spot.column == helper and c.calculation
    ]
    return [tree for tree in trees if tree not in (Literal(Decimal(0)), Call("codes", ()))]


COUNTS = {"应填": "_need", "问题": "_why"}
COLOURS = {"red": "wrong", "yellow": "missing"}


@pytest.mark.parametrize("row", rows("| | data validation"), ids=lambda row: row[0].replace("`", ""))
def test_a_rule_is_enforced_where_said(row):
    """Validation, colours and counts of a rule alone are those of the table."""
    coloured = {COLOURS[word] for word in re.findall("red|yellow", row[2])}
    assert (row[1] == "yes", coloured, {word for word in COUNTS if word in row[3]}) == enforced(
        rule_form(row[0])
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0].strip("`"))
def test_an_expression_gives_what_is_said(example):
    """The value of an expression of the tables is that of the engine."""
    expression, given, result = example
    assert value(result) == evaluate(parse(code(expression)[0]), look_up(given).__getitem__)


def test_every_function_has_an_example():
    """All functions that a blueprint may use, and no others."""
    used = {name for expression, _, _ in EXAMPLES for name in re.findall(r"(\w+)\(", expression)}
    assert {name for name, function in FUNCTIONS.items() if not function.hidden} == used - {"date"}


def returned(workspace: Path, scheme: Scheme, packages: Iterable[Package]) -> CheckResult:
    """The check of the streets' workbooks as they send them back."""
    issuer = Issuer.of(PUBLISHED_KEY, "password", digest(scheme))
    folder = workspace / "returns"
    folder.mkdir()
    for package in packages:
        data = build(package, self_check(package), issuer=issuer).data
        (folder / f"{package.recipient}.xlsx").write_bytes(data)
    reader = Reader(scheme=scheme, key=PUBLISHED_KEY)
    folder_of_judges = workspace / "validators"
    return check(
        scheme,
        discover([folder]),
        reader=reader,
        validator=lambda: load_validator(folder_of_judges, scheme.id),
    )


def self_check(package: Package) -> dict[CellKey, Any]:
    """What a street enters; every street writes the same report."""
    entered = {
        ("t1", "report"): "完成", ("t1", "claimed"): Decimal("0.05"),
        ("t2", "report"): "完成", ("t2", "claimed"): "优秀",
    }  # fmt: skip
    return {CellKey("execution", "", package.recipient, *place): each for place, each in entered.items()}


def test_the_scheme_to_start_from_works(workspace):
    """Its returns are accepted, its validators file finds the copied text, the next stage is as described."""
    scheme = load_scheme(workspace / "blueprints" / "streets-2024")
    result = returned(workspace, scheme, first_packages(scheme, scheme.stage()))
    told = sorted({(f.code, f.severity.value) for f in result.all_findings})
    verifiers = [p.recipient for p in carry.next_packages(scheme, "verification", result.accepted)]
    assert (3, [("C101", "warning")], ["statistics", "panel"]) == (len(result.accepted), told, verifiers)
