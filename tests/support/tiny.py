"""The tiny scheme of tests/cases/tiny: three units, two forms; its workbooks, made and read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from kpixl.addresses import Address
from kpixl.blueprint import digest, load_scheme
from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.campaign import Campaign, Means
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.rows import Context
from kpixl.findings import Finding
from kpixl.generate import Built, Issuer, build
from kpixl.layout import CellKey, Package, Spot, first_packages
from kpixl.returns import Reader, Ready, Record, prepare
from kpixl.returns._reading import read_bytes
from kpixl.simulate.book import Book, Tab
from kpixl.simulate.sheetxml import CellXml
from kpixl.stamp import Key, Simulated

FOLDER = Path(__file__).parent.parent / "cases" / "tiny"
KEY, PASSWORD = Key(b"a key for tests, 32 bytes or more"), "密码"
MEANS = Means(key=KEY, password=PASSWORD, jobs=1)
Answers = Mapping[CellKey, Value]
Damage = Callable[["Returned"], object]


@cache
def scheme() -> Scheme:
    """The scheme, loaded once."""
    return load_scheme(FOLDER)


@cache
def campaign() -> Campaign:
    """The scheme, opened once; its workbooks are signed with the tests' key."""
    return Campaign.open(FOLDER, MEANS)


@cache
def issuer() -> Issuer:
    """Signs and locks with the tests' key."""
    return Issuer.of(KEY, PASSWORD, digest(scheme()))


@cache
def ready() -> Ready:
    """A reader that knows the key."""
    return prepare(Reader(scheme=scheme(), key=KEY))


def package(unit: str, **changes) -> Package:
    """The self-check package of a unit."""
    found = next(p for p in first_packages(scheme(), scheme().stage()) if p.recipient == unit)
    return replace(found, **changes)


def report(unit: str, row: str, column: str) -> CellKey:
    """A value of 附件1; row "" for its fields."""
    return CellKey("report", "", unit, row, column)


def contact(unit: str, column: str, row: str = "") -> CellKey:
    """A value of 附件2."""
    return CellKey("contact", "", unit, row, column)


def answers(unit: str) -> dict[CellKey, Value]:
    """Answers that break nothing: the printed rows of a town, or two of the free rows of an office."""
    given: dict[CellKey, Value] = {
        contact(unit, "person"): "张三",
        contact(unit, "phone"): "0375-1234567",
        contact(unit, "agreed"): True,
        contact(unit, "proof", "1"): "统计报表",
        report(unit, "", "whole"): Decimal(100),
    }
    rows = ("1", "2") if unit == "finance" else ("t1", "t2", "t3")
    for row in rows:
        quantified = row in {"1", "t1"}
        given[report(unit, row, "claimed")] = Decimal("0.05") if quantified else "优秀"
        if unit == "finance":
            own: dict[str, Value] = {"target": f"第{row}项", "quantified": quantified, "points": Decimal(50)}
            given |= {report(unit, row, column): value for column, value in own.items()}
    first: dict[str, Value] = {
        "budget": Decimal(100),
        "spent": Decimal(80),
        "kind": "甲",
        "count": Decimal(3),
        "document": "平政〔2021〕5号",
        "day": date(2021, 5, 17),
        "remark": "按计划完成",
    }
    return given | {report(unit, rows[0], column): value for column, value in first.items()}


@cache
def _built(unit: str, changes: frozenset[tuple[CellKey, Value]], *, simulated: Simulated) -> Built:
    given = {k: v for k, v in (answers(unit) | dict(changes)).items() if v is not None}
    return build(package(unit, simulated=simulated), given, issuer=issuer())


def built(unit: str = "hedong", changes: Answers | None = None, *, simulated: Simulated = "") -> Built:
    """A unit's workbook with its answers, some of them changed or (None) left out."""
    return _built(unit, frozenset((changes or {}).items()), simulated=simulated)


@dataclass(frozen=True)
class Returned:
    """A workbook as a unit may change it before it comes back."""

    built: Built
    book: Book

    def tab(self, form: str = "report") -> Tab:
        """The sheet of a form."""
        return self.book.tab(self.built.plan.by_key[form].name)

    def at(self, spot: Spot) -> Address:
        """Where the plan has a spot."""
        return self.built.plan.by_key[spot.sheet].address(spot)

    def spot(self, key: CellKey) -> Spot:
        """The spot of a value."""
        return self.built.plan.by_cell_key[key].spot

    def line(self, key: CellKey) -> int:
        """The zero-based row of a value."""
        return self.at(self.spot(key)).row

    def column(self, key: CellKey) -> int:
        """The zero-based column of a value."""
        return self.at(self.spot(key)).column

    def cell(self, key: CellKey) -> CellXml:
        """The cell of a value."""
        spot = self.spot(key)
        return self.tab(spot.sheet).xml.cell(*self.at(spot))

    def a1(self, key: CellKey) -> str:
        """The address of a value as issued."""
        return self.at(self.spot(key)).a1

    def type_in(self, key: CellKey, value: Value) -> None:
        """Type a value over whatever the cell holds."""
        self.book.set_value(self.cell(key), value)


def returned(unit: str = "hedong", changes: Answers | None = None, *, simulated: Simulated = "") -> Returned:
    """A unit's workbook, opened."""
    made = built(unit, changes, simulated=simulated)
    return Returned(made, Book(made.data))


def read(data: bytes, by: Ready | None = None, name: str = "") -> Record:
    """The record of a file's bytes."""
    return replace(read_bytes(by or ready(), data), name=name)


def damaged(damage: Damage, unit: str = "hedong", changes: Answers | None = None, **more) -> Record:
    """The record of a workbook to which something was done."""
    file = returned(unit, changes)
    damage(file)
    return read(file.book.data(), **more)


def judged(records: Iterable[Record], *, day: date | None = None) -> list[Finding]:
    """The findings of the gates over all returns of the self-check."""
    given = list(records)
    context = Context(scheme=scheme(), stage="self-check", day=day, torn=torn(given))
    return stacked_findings(context, stacked(scheme(), given), None)


def answered(unit: str, changes: Answers) -> Record:
    """The record of a unit's workbook with changed answers; named by the unit."""
    return read(built(unit, changes).data, name=unit)


def flat(findings: Iterable[Finding]) -> list[tuple[str, str | None]]:
    """(code, cell) of each finding."""
    return [(f.code, f.where.cell) for f in findings]
