"""Records as a reader would make them, straight from the plan: no workbook is written or read."""

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kpixl.blueprint import Scheme
from kpixl.blueprint.expressions import Value
from kpixl.carry import next_packages
from kpixl.check.result import CheckResult, FileResult
from kpixl.generate.building import stamp_of
from kpixl.layout import Cell, CellKey, Computation, Package, Plan, Role, first_packages, lay_out
from kpixl.layout.plan.keys import RowKey
from kpixl.returns import Entries, Entry, Record
from kpixl.rules.types import as_text
from kpixl.stamp import Simulated

FORM, TABLE = "target-execution", "targets"
Answers = Mapping[CellKey, Value]
Changes = Mapping[tuple[str, str], str]
"""(subject, row) → points added, negative for a deduction."""


def record_of(
    package: Package, answers: Answers, *, plan: Plan | None = None, name: str | None = None
) -> Record:
    """The record of a return in which the package's workbook holds these answers, all of them valid."""
    plan, name = plan or lay_out(package), name or f"returns/{package.unit.name}.xlsx"
    computation = Computation(plan, answers)
    forms = {form.form for form in package.forms}
    cells = [c for k, c in plan.by_cell_key.items() if k.form in forms and c.role is not Role.HELPER]
    return Record(
        name=name,
        sha256=hashlib.sha256(repr((name, sorted(answers.items(), key=repr))).encode()).hexdigest(),
        stamp=stamp_of(package, "0" * 64, "1" * 64),
        authentic=True,
        rows=tuple(dict.fromkeys(row for c in cells for row in _row_in_use(c, answers))),
        entries=Entries.of(_entry(plan, c, computation) for c in cells),
    )


def _entry(plan: Plan, cell: Cell, computation: Computation) -> Entry:
    assert cell.key is not None
    sheet, value = plan.by_key[cell.spot.sheet], computation.value(cell.spot)
    kind = computation.type(cell)
    return Entry(
        key=cell.key,
        role=cell.role.value,
        value=value,
        text=as_text(value),
        valid=True,
        sheet=sheet.name,
        cell=sheet.address(cell.spot).a1,
        label=cell.label,
        line=cell.line,
        type=kind.name if kind else "text",
    )


def _row_in_use(cell: Cell, answers: Answers) -> Iterator[RowKey]:
    key = cell.key
    if key is None or not cell.table:
        return
    if cell.value is not None or answers.get(key) is not None:
        yield RowKey(key.form, key.instance, cell.table, key.subject, key.row)


def checked(scheme: Scheme, stage: str, records: Iterable[Record], **more) -> CheckResult:
    """The check's result in which all of these are accepted."""
    files = tuple(
        FileResult(
            path=r.name,
            given=r.name,
            sha256=r.sha256,
            status="accepted",
            unit=r.stamp.recipient,
            unit_name=scheme.roster.unit(r.stamp.recipient).name,
            authentic=r.authentic,
            record=r,
        )
        for r in records
        if r.stamp is not None
    )
    return CheckResult(scheme=scheme.id, stage=stage, files=files, **more)


def self_checks(
    scheme: Scheme, units: Iterable[str], *, items: int = 4, simulated: Simulated = ""
) -> list[Record]:
    """These units' self-check of 附件2; departments list so many items, with equal points."""
    wanted, found = set(units), []
    for package in first_packages(scheme, scheme.stage("self-check"), simulated=simulated):
        if package.recipient in wanted:
            plan = lay_out(package)
            found.append(record_of(package, _self_check(package, plan, items), plan=plan))
    return found


def _self_check(package: Package, plan: Plan, items: int) -> dict[CellKey, Value]:
    own = package.unit.group == "departments"
    keys = [k for k, c in plan.by_cell_key.items() if c.role is Role.INPUT and k.form == FORM]
    return {k: _answer(package, k, items) for k in keys if not own or int(k.row) <= items}


def _answer(package: Package, key: CellKey, items: int) -> Value:
    quantified = _quantified(package, key)
    plain: dict[str, Value] = {
        "target": f"{package.unit.name}第{key.row}项",
        "report": f"{package.unit.short}：目标100，完成105",
        "claimed": Decimal("0.05") if quantified else "优秀",
        "points": Decimal(100) / items,
        "quantified": quantified,
        "remark": f"{package.unit.short}的备注",
    }
    return plain.get(key.column)


def _quantified(package: Package, key: CellKey) -> bool:
    if package.group(key.subject) == "departments":
        carried = package.carried.get(key._replace(column="quantified"))
        return bool(carried.value) if carried else int(key.row) % 2 == 1
    return any(i["id"] == key.row and i["quantified"] for i in package.scheme.lists["targets"].items)


def verified(package: Package, changes: Changes | None = None, seed: int | None = None) -> Record:
    """A verification return: every row confirmed, with these changes, and with a seed random ones."""
    rng = None if seed is None else random.Random(f"{seed} {package.recipient}")  # noqa: S311 - no secret
    answers: dict[CellKey, Value] = {}
    for subject, row in package.rows[FORM, "", TABLE]:
        change = Decimal((changes or {}).get((subject, row), "0"))
        if rng is not None:
            change += Decimal(rng.randrange(-100, 101)) / 100
        answers |= _verdict(package, CellKey(FORM, "", subject, row, ""), change)
    return record_of(package, answers)


def _verdict(package: Package, key: CellKey, change: Decimal) -> dict[CellKey, Value]:
    quantified = _quantified(package, key)
    given: dict[str, Value] = {
        "done": Decimal(105) if quantified else None,
        "achieved": Decimal("0.05") if quantified else "良好",
        "bonus": change if change > 0 else None,
        "deduction": -change if change < 0 else None,
        "remark": "按平政〔2021〕5号文件" if change else None,
    }
    return {key._replace(column=column): value for column, value in given.items()}


def verifications(
    scheme: Scheme, before: Iterable[Record], changes: Changes | None = None, seed: int | None = None
) -> list[Record]:
    """All verification returns about the units of these self-checks."""
    return [verified(p, changes, seed) for p in next_packages(scheme, "verification", tuple(before))]
