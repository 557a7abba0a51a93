"""The scheme of tests/cases/parts: repeated forms, narratives, merged cells, blanks that mean as above."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from kpixl.blueprint import digest, load_scheme
from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.rows import Context
from kpixl.findings import Finding
from kpixl.generate import Built, Issuer, build
from kpixl.layout import Cell, CellKey, Package, Plan, first_packages, lay_out
from kpixl.returns import Entry, Reader, Ready, Record, prepare
from kpixl.returns._reading import read_bytes
from kpixl.simulate.book import Book
from kpixl.stamp import Key

FOLDER = Path(__file__).parent.parent / "cases" / "parts"
KEY = Key(b"a key for tests, 32 bytes or more")
Answers = Mapping[CellKey, Value]


@cache
def scheme() -> Scheme:
    """The scheme, loaded once."""
    return load_scheme(FOLDER)


@cache
def ready() -> Ready:
    """A reader that knows the key."""
    return prepare(Reader(scheme=scheme(), key=KEY))


def packages() -> dict[str, Package]:
    """The packages of the first stage, by recipient."""
    return {p.recipient: p for p in first_packages(scheme(), scheme().stage())}


@cache
def plan(unit: str = "housing") -> Plan:
    """The plan of a unit's workbook."""
    return lay_out(packages()[unit])


def key(path: str, column: str, unit: str = "housing") -> CellKey:
    """A value by `form/instance/row` (parts may be left empty)."""
    form, instance, row = path.split("/")
    return CellKey(form, instance, unit, row, column)


def cell(path: str, column: str, unit: str = "housing") -> Cell:
    """The planned cell of a value."""
    return plan(unit).by_cell_key[key(path, column, unit)]


def answers() -> dict[CellKey, Value]:
    """Answers of the housing bureau that break nothing."""
    given: dict[CellKey, Value] = {
        key(f"overview//{row}", "done"): Decimal(80) for row in ("i1", "i2", "i3", "i4")
    }
    given |= {key(f"overview//{row}", "whole"): "人人有房住" for row in ("i1", "i4")}
    for project in ("p1", "p2"):
        given |= {
            key(f"project/{project}/", "budget"): Decimal(100),
            key(f"project/{project}/", "paid"): Decimal(90),
            key(f"project/{project}/1", "kind"): "数量",
            key(f"project/{project}/1", "target"): "套数",
            key(f"project/{project}/1", "value"): Decimal(10),
            key(f"project/{project}/2", "target"): "面积",
            key(f"project/{project}/2", "value"): Decimal(20),
            key(f"progress/{project}/", "basic"): "已经完成",
            key(f"progress/{project}/", "score"): Decimal(1),
            key(f"progress/{project}/", "person"): "张三",
        }
    return given


def built(changes: Answers | None = None) -> Built:
    """The housing bureau's workbook with its answers, some of them changed or (None) left out."""
    given = {k: v for k, v in (answers() | dict(changes or {})).items() if v is not None}
    return build(packages()["housing"], given, issuer=Issuer.of(KEY, "密码", digest(scheme())))


def read(data: bytes) -> Record:
    """The record of a file's bytes."""
    return replace(read_bytes(ready(), data), name="住房局.xlsx", sha256="0" * 64)


def record(changes: Answers | None = None) -> Record:
    """The record of that workbook."""
    return read(built(changes).data)


def returned(made: Built) -> Book:
    """A workbook, opened to be changed."""
    return Book(made.data)


def judged(*records: Record, stage: str = "report") -> list[Finding]:
    """The findings of the gates over all returns."""
    context = Context(scheme=scheme(), stage=stage, torn=torn(records))
    return stacked_findings(context, stacked(scheme(), records), None)


def entry(record: Record, path: str, column: str) -> Entry | None:
    """What a return holds of a value; None where it has no entry."""
    return next((e for e in record.entries if e.key == key(path, column)), None)


def held(record: Record, path: str, column: str) -> Entry:
    """What a return holds of a value that it has."""
    found = entry(record, path, column)
    assert found is not None
    return found


def said(findings: Iterable[Finding]) -> list[tuple[str, str | None, str | None]]:
    """(code, sheet, cell) of each finding."""
    return [(f.code, f.where.sheet, f.where.cell) for f in findings]
