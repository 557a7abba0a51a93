"""Parity: what a spreadsheet program refuses and colours, against what the check finds, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kpixl.blueprint import digest
from kpixl.blueprint.expressions import Value
from kpixl.check.rows import Context
from kpixl.check.stacked import stacked, stacked_findings
from kpixl.findings import Finding, Severity
from kpixl.generate import Built, Issuer, build
from kpixl.generate.styles import HIGHLIGHTS
from kpixl.layout import Cell, CellKey, Package, Plan, Role
from kpixl.layout.helpers import BAD
from kpixl.returns.reading import Reader, Ready, read_bytes
from kpixl.returns.record import Record
from kpixl.rules import ROW_KINDS, TABLE_KINDS, row_rules, table_rules
from kpixl.stamp import Key
from tests.support.libreoffice import Office, Verdicts

KEY = Key(b"a key for tests, 32 bytes or more")
PASSWORD = "密码"
KINDS = {str(look["bg_color"]).lstrip("#"): kind for kind, look in HIGHLIGHTS.items()}
MISSING = frozenset({"R001", "R002"})
AT_ONCE = frozenset({"R002", "R003", "R005", "C001"})
"""Codes of rules that are part of the validation of the cell at which the check reports them."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A cell and what both sides say of it.

    refused: by its validation; colours: `wrong`, `missing`, `doubt`; errors: codes that the check reports at
    the cell; warned: likewise of warnings; notes: likewise of notes; bound: codes of broken rules that bind
    the cell, wherever in the row they are reported; row_notes, row_values: of the other cells of the row.
    """

    key: CellKey
    value: Value
    cell: Cell
    refused: bool
    colours: frozenset[str]
    errors: frozenset[str]
    notes: frozenset[str]
    bound: frozenset[str]
    warned: bool
    others: tuple["Told", ...] = field(default=())

    @property
    def wrong_value(self) -> bool:
        """Whether the check takes the entry itself for an error."""
        return any(code[0] == "V" for code in self.errors)

    @property
    def should_refuse(self) -> bool:
        """Whether the check finds an error that typing could have shown."""
        rules = self.errors & AT_ONCE - (frozenset() if self.value is not None else MISSING)
        return self.wrong_value or bool(rules)

    @property
    def should_colour(self) -> frozenset[str]:
        """The colours that the check's findings ask for."""
        missing = bool(self.errors & MISSING) and self.value is None
        wrong = self.wrong_value or bool(self.bound - (MISSING if missing else frozenset()))
        asked = {"missing": missing, "wrong": wrong, "doubt": self.warned}
        return frozenset(kind for kind, so in asked.items() if so)
