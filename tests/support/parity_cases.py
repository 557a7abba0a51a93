"""The cases of parity: a table for every type and its variants, and every rule of tests/cases/rules.yaml."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, get_args

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.blueprint.model.columns import TypeName
from kpixl.layout import CellKey, Package, first_packages, lay_out
from kpixl.rules import ROW_KINDS, TABLE_KINDS
from kpixl.rules.types import CellType, concrete
from tests.support.parity_values import Rows, entries
from tests.support.ruled import CASES, STAGE, UNIT, Parts, scheme_of, value

ALPHABET = ["Alpha", "beta", "ALPHA 2", "ＧＡＭＭＡ", "5%", "2021", "1.50"]
LONG_LIST = [f"第{number}类事项，说明" for number in range(60)]
NUMBER_VARIANTS: Sequence[Mapping[str, Any]] = (
    {},
    {"min": 0, "max": 100},
    {"min": -5},
    {"max": 9.5},
    {"places": 2, "min": 0, "max": 99999.99},
    {"places": 1},
)
VARIANTS: dict[str, Sequence[Mapping[str, Any]]] = {
    "integer": ({}, {"min": 1, "max": 9}, {"min": 0}, {"max": 31}),
    "decimal": NUMBER_VARIANTS,
    "money": (*NUMBER_VARIANTS, {"unit": "万元", "min": 0}),
    "percent": ({}, {"min": -1, "max": 1}, {"places": 4, "min": 0, "max": 10}),
    "date": ({}, {"min": "2021-01-01", "max": "2021-12-31"}, {"min": "2021-01-01"}, {"max": "2021-12-31"}),
    "threshold": ({}, {"states": ["未执行"]}),
    "quantity": ({}, {"unit": "人"}),
    "list": ({}, {"max_length": 5}, {"separator": "；"}),
    "text": ({}, {"max_length": 5}, {"max_length": 30, "pattern": "[A-Z]{2}[0-9]{1,4}"}),
    "choice": (
        {"choices": ["甲", "乙"]},
        {"choices": ALPHABET},
        {"choices": ["ab", "AB", "丙,丁"]},
        {"choices": LONG_LIST},
    ),
}
"""Declarations to try beside the plain type; a type that is not named is tried as it is."""
UNIONS: Sequence[Sequence[Any]] = (
    ["threshold", "quantity", "rating", {"type": "text", "max_length": 8}],
    ["decimal", "rating"],
    [{"type": "integer", "min": 0}, {"type": "percent", "min": 0, "max": 1}],
    ["threshold", "rating"],
)
DUTIES = {
    "items": [
        {"id": duty, "of": area}
        for area, duties in (
            ("农业", ("种植", "养殖", "a*")),
            ("教育", ("幼儿园", "种植")),
            ("<5", ("ab", "AB")),
        )
        for duty in duties
    ]
}
"""Duties by area, with texts that a counting function would take for patterns."""
AREAS = {"name": "b", "type": "choice", "choices": ["农业", "教育", "<5", "其他"]}
CHOICES: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]] = (
    ({"list": "duties", "name": "id", "by": "b", "parent": "of"}, AREAS),
    ({"list": "duties", "name": "id", "by": "b", "parent": "of", "plus": ["其他事项"]}, AREAS),
    ({"roster": ["g"], "plus": ["其他"]}, {"name": "b"}),
    ({"column": "f.b", "plus": ["无对应"]}, {"name": "b", "max_length": 20}),
)
"""Choices that come from somewhere, each with the column beside them."""
DEPENDENT_TYPES: Sequence[Mapping[str, Any]] = (
    {"when": "b > 0", "then": {"type": "decimal", "min": 0, "max": 100}, "else": "rating"},
    {"when": "b > 0", "then": {"type": "integer"}, "else": {"type": "text", "max_length": 5}},
    {
        "when": "b > 0",
        "then": {"type": "date", "min": "2021-01-01"},
        "else": {"type": "choice", "choices": ["甲", "A"]},
    },
    {"when": "b > 0", "then": {"type": "decimal", "max": 9}, "else": {"type": "percent", "min": 0, "max": 1}},
)
LENGTH_OF_TABLE = 5
ROOM = 800  # cells to judge in a workbook: LibreOffice marks at most 1000 invalid cells of a sheet


@dataclass(frozen=True, kw_only=True)
class Case:
    """Columns and rules of one table, or of several small ones where a rule looks at whole tables.

    subject: the type or rule kind that it is about; name: says it all; most: rows that a workbook may have.
    """

    subject: str
    name: str
    columns: Parts
    rules: Parts = ()
    fields: Parts = ()
    lists: Mapping[str, Any] | None = None
    most: int = ROOM

    def of(self, rows: int) -> "Case":
        """The case in workbooks for so many rows, as far as one holds them."""
        return replace(self, most=max(rows, 4 * LENGTH_OF_TABLE))

    @cached_property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column["name"] for column in self.columns]

    @property
    def tables(self) -> int:
        """How many tables a workbook has."""
        whole = any(rule["kind"] in TABLE_KINDS for rule in self.rules)
        return self._rows_a_workbook // LENGTH_OF_TABLE if whole else 1

    @property
    def length(self) -> int:
        """How many rows a table has."""
        return self._rows_a_workbook if self.tables == 1 else LENGTH_OF_TABLE

    @property
    def _rows_a_workbook(self) -> int:
        return min(ROOM // len(self.columns), self.most)

    @cached_property
    def package(self) -> Package:
        """The package of the one unit of a scheme whose form has these tables."""
        plain = scheme_of(self.columns, self.rules, self.fields, self.lists).model_dump(by_alias=True)
        form = plain["forms"][0]
        *others, last = form["blocks"]
        tables = [self._table(last["table"], number) for number in range(self.tables)]
        form["blocks"] = [*others, *({"table": table} for table in tables)]
        scheme = Scheme.model_validate(plain, by_alias=True)
        return first_packages(scheme, scheme.stage(STAGE))[0]

    def _table(self, table: dict[str, Any], number: int) -> dict[str, Any]:
        """A copy of the table. The columns of a form have names of their own, whatever table they are in."""
        free = {"free": self.length, "max": self.length}
        if number == 0:
            return table | {"rows": free}
        copied = {part: self._renamed(table[part], number) for part in ("columns", "rules")}
        return table | copied | {"name": f"{table['name']}{number}", "rows": free}

    def _renamed(self, part: Any, number: int) -> Any:
        if isinstance(part, str):
            return re.sub(rf"\b({'|'.join(self.names)})\b", rf"\1_{number}", part)
        if isinstance(part, dict):
            return {key: self._renamed(each, number) for key, each in part.items()}
        if isinstance(part, list | tuple):
            return [self._renamed(each, number) for each in part]
        return part

    @cached_property
    def types(self) -> dict[str, CellType]:
        """The type of each column, whatever the number of rows."""
        cells = lay_out(self.of(1).package).by_cell_key
        found = {name: cells[CellKey("f", "", UNIT, "1", name)].type for name in self.names}
        return {name: kind for name, kind in found.items() if kind is not None}

    def answers(self, seed: int, count: int) -> Iterator[dict[CellKey, Value]]:
        """The answers of workbook after workbook until so many rows are filled; by the seed."""
        rows = self._rows(random.Random(f"{self.name} {seed}"), count)  # noqa: S311 - no secret
        while block := list(islice(rows, self.tables * self.length)):
            given = {self._key(i, name): v for i, row in enumerate(block) for name, v in row.items()}
            fixed = {
                CellKey("f", "", UNIT, "", f["name"]): value(f["value"]) for f in self.fields if "value" in f
            }
            yield {key: each for key, each in (given | fixed).items() if each is not None}

    def _key(self, position: int, name: str) -> CellKey:
        table, row = divmod(position, self.length)
        return CellKey("f", "", UNIT, str(row + 1), f"{name}_{table}" if table else name)

    def _rows(self, rng: random.Random, count: int) -> Iterator[dict[str, Value]]:
        """Rows: of a type every entry, with whatever decides about it beside it; else drawn together."""
        drawn = Rows({name: concrete(kind)[0] for name, kind in self.types.items()}, self._told, rng)
        if self.rules:
            yield from (drawn.row() for _ in range(count))
            return
        name = self.names[0]
        kinds = concrete(self.types[name])
        for kind in kinds:
            for entry in entries(kind, rng, -(-count // len(kinds))):
                yield drawn.row() | {name: entry}

    @property
    def _told(self) -> list[str]:
        """The expressions of rules and columns."""
        spoken = [*self.rules, *self.columns]
        told = [part[key] for part in spoken for key in TOLD if isinstance(part.get(key), str)]
        stated = [(part, part["equals"]) for part in spoken if "equals" in part]
        told += [f"{figure} > 0" for _, each in stated for figure in _figures(each)]
        groups = [(part["by"], text) for part, each in stated if isinstance(each, Mapping) for text in each]
        return told + [f"{by} == '{text}'" for by, text in groups]


def _figures(stated: Any) -> list[Any]:
    """What `equals` says: a figure or a name, or a figure for each group."""
    return list(stated.values()) if isinstance(stated, Mapping) else [stated]


TOLD = ("expression", "condition", "when", "required_when", "forbidden_when")


def type_cases() -> list[Case]:
    """Every type that a blueprint knows, plain and with its variants, unions, choices, types by the row."""
    plain = [(name, variant) for name in get_args(TypeName) for variant in VARIANTS.get(name, ({},))]
    cases = [
        Case(subject=f"type {n}", name=_said(n, v), columns=[{"name": "a", "type": n, **v}]) for n, v in plain
    ]
    cases += [
        Case(subject="several types", name=f"union {number}", columns=[{"name": "a", "type": list(spec)}])
        for number, spec in enumerate(UNIONS, 1)
    ]
    cases += [
        Case(
            subject="choices from elsewhere",
            name=_said("choices", given),
            columns=[{"name": "a", "type": "choice", "choices": given}, beside],
            lists={"duties": DUTIES},
        )
        for given, beside in CHOICES
    ]
    other = {"name": "b", "type": "integer"}
    return cases + [
        Case(
            subject="type that depends on the row",
            name=_said("when", spec),
            columns=[{"name": "a", "type": spec}, other],
        )
        for spec in DEPENDENT_TYPES
    ]


def _said(name: str, variant: Mapping[str, Any]) -> str:
    return ", ".join([name, *(f"{key} {_short(given)}" for key, given in variant.items())])


def _short(given: Any) -> str:
    return f"{len(given)} items" if isinstance(given, list) and len(given) > 9 else str(given)


def rule_cases() -> list[Case]:
    """Every declaration of tests/cases/rules.yaml once, whatever rows stand beside it there."""
    found: dict[str, Case] = {}
    for each in CASES:
        parts = {name: each.get(name, ()) for name in ("columns", "rules", "fields")}
        subject = f"rule {', '.join(dict.fromkeys(rule['kind'] for rule in _declared(each)))}"
        found.setdefault(repr(parts), Case(subject=subject, name=each["name"], **parts))
    return list(found.values())


def _declared(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The case's rules, those that columns declare beside themselves included."""
    own = [{"kind": key} for column in case["columns"] for key in ("required", *ROW_KINDS) if key in column]
    return [*case.get("rules", ()), *own]


def every_case() -> list[Case]:
    """All of them."""
    return [*type_cases(), *rule_cases()]
