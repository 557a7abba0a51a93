"""The cases of parity: a table for every type and its variants, and for every rule of tests/cases/rules.yaml."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.blueprint.model.columns import TypeName
from kpixl.layout import CellKey, Package, first_packages
from kpixl.rules import ROW_KINDS, TABLE_KINDS
from kpixl.rules.types import CellType, Dynamic, concrete
from tests.support.parity_values import Rows, entries
from tests.support.ruled import CASES, STAGE, UNIT, Parts, scheme_of, value

ALPHABET = ["Alpha", "beta", "ALPHA 2", "ＧＡＭＭＡ", "5%", "2021", "1.50"]
LONG_LIST = [f"第{number}类事项，说明" for number in range(60)]
NUMBER_VARIANTS = ({}, {"min": 0, "max": 100}, {"min": -5}, {"max": 9.5}, {"places": 2, "min": 0, "max": 99999.99}, {"places": 1})
VARIANTS: dict[str, Sequence[Mapping[str, Any]]] = {
    "integer": ({}, {"min": 1, "max": 9}, {"min": 0}, {"max": 31}),
    "decimal": NUMBER_VARIANTS,
    "money": NUMBER_VARIANTS,
    "percent": ({}, {"min": -1, "max": 1}, {"places": 4, "min": 0, "max": 10}),
    "date": ({}, {"min": "2021-01-01", "max": "2021-12-31"}, {"min": "2021-01-01"}, {"max": "2021-12-31"}),
    "text": ({}, {"max_length": 5}, {"max_length": 30, "pattern": "[A-Z]{2}[0-9]{1,4}"}),
    "choice": ({"choices": ["甲", "乙"]}, {"choices": ALPHABET}, {"choices": ["ab", "AB", "丙,丁"]}, {"choices": LONG_LIST}),
}
"""Declarations to try beside the plain type; a type that is not named is tried as it is."""
DEPENDENT = {"when": "b > 0", "then": {"type": "decimal", "min": 0, "max": 100}, "else": "rating"}
EITHER_TEXT = {"when": "b > 0", "then": {"type": "integer"}, "else": {"type": "text", "max_length": 5}}
LENGTH_OF_TABLE = 5
CELLS_A_WORKBOOK = 800  # LibreOffice marks at most 1000 invalid cells of a sheet


@dataclass(frozen=True, kw_only=True)
class Case:
    """Columns and rules of a table `t`, or of several small tables where a rule looks at whole ones.

    subject: the type or rule kind that it is about; name: says it all.
    """

    subject: str
    name: str
    columns: Parts
    rules: Parts = ()
    fields: Parts = ()

    @property
    def tables(self) -> int:
        """How many tables a workbook has; with 1 it has as many rows as it can judge."""
        whole = any(rule["kind"] in TABLE_KINDS for rule in self.rules)
        return self.room // LENGTH_OF_TABLE if whole else 1

    @property
    def room(self) -> int:
        """Rows a workbook."""
        return CELLS_A_WORKBOOK // len(self.columns) // LENGTH_OF_TABLE * LENGTH_OF_TABLE

    def scheme(self) -> Scheme:
        """A scheme whose form has these tables."""
        plain = scheme_of(self.columns, self.rules, self.fields).model_dump(by_alias=True)
        blocks: list[dict[str, Any]] = plain["forms"][0]["blocks"]
        table = blocks.pop()["table"]
        names = ["t"] if self.tables == 1 else [f"t{number}" for number in range(self.tables)]
        length = self.room // len(names)
        blocks += [{"table": table | {"name": name, "rows": {"free": length, "max": length}}} for name in names]
        return Scheme.model_validate(plain, by_alias=True)

    def package(self) -> Package:
        """The package of its one unit."""
        scheme = self.scheme()
        return first_packages(scheme, scheme.stage(STAGE))[0]
