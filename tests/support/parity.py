"""Parity: what a spreadsheet program refuses, colours and counts, against what the check finds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from kpixl.blueprint import digest
from kpixl.blueprint.expressions import Value, rounded
from kpixl.blueprint.expressions.functions_reasons import CODE
from kpixl.blueprint.model import Form, GroupTotal, Numbered, Rule, Table, Unique
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.coerce._texts import clean
from kpixl.findings import Finding, Severity
from kpixl.generate import Issuer, build
from kpixl.generate.protection import Protection
from kpixl.generate.styles import HIGHLIGHTS
from kpixl.layout import Cell, CellKey, Package, Plan, Role
from kpixl.layout.edition import WHY
from kpixl.layout.plan.plan import Sheet
from kpixl.returns import Reader, Ready
from kpixl.returns._reading import read_bytes
from kpixl.rules import ROW_KINDS, TABLE_KINDS, in_workbook, row_rules, table_rules
from kpixl.stamp import Key
from tests.support.libreoffice import Office, Verdicts

KEY = Key(b"a key for tests, 32 bytes or more")
PASSWORD = "密码"  # noqa: S105 - of workbooks that live for a second
KINDS = {str(look["bg_color"]).lstrip("#"): kind for kind, look in HIGHLIGHTS.items() if kind != "open"}
"""The colours that judge an entry."""
WRONG, MISSING, DOUBT = "wrong", "missing", "doubt"
WANTED = frozenset({"R001", "R002"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """What both sides say of a cell.

    value: what stands in it; refused: by its validation; colours: `wrong`, `missing`, `doubt`; codes: of what
    the check finds at it, by severity; due: what a validation should refuse, and the colours that should
    show, if both sides are to say the same; first_of_equals: whether the check names the cell as the one that
    others repeat; row: the other cells of its row; group: those of all rows, where a rule over several
    columns compares rows; workbook_refused, workbook_colours: what is due without the rules that only the
    check judges; stated_apart: whether the check reports the total of a group here of which no row has both a
    figure and a total.
    """

    key: CellKey
    cell: Cell = field(repr=False)
    value: Value
    refused: bool
    colours: frozenset[str]
    codes: Mapping[Severity, frozenset[str]]
    due_refused: bool
    due_colours: frozenset[str]
    workbook_refused: bool
    workbook_colours: frozenset[str]
    first_of_equals: bool = False
    stated_apart: bool = False
    group: list["Told"] = field(default_factory=list, repr=False)
    row: list["Told"] = field(default_factory=list, repr=False)

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return (self.refused, self.colours) == (self.due_refused, self.due_colours)

    @property
    def errors(self) -> frozenset[str]:
        """Codes of errors at the cell."""
        return self.codes.get(Severity.ERROR, frozenset())

    @property
    def notes(self) -> frozenset[str]:
        """Codes of notes at the cell."""
        return self.codes.get(Severity.NOTE, frozenset())


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A workbook that both sides have looked at.

    cells: the cells to fill in rows with an entry; counts: of the broken rules over whole tables, by the head
    row of each table, as the program counts them and as the check does.
    """

    cells: tuple[Told, ...]
    counts: Mapping[str, tuple[float, int]]


@cache
def _protection() -> Protection:
    return Protection.of(PASSWORD, b"sixteen bytes ok", spins=1000)


def issuer(package: Package) -> Issuer:
    """Signs and locks workbooks with the tests' key and password."""
    return Issuer(key=KEY, protection=_protection(), digest=digest(package.scheme))


def judge(office: Office, package: Package, answers: Mapping[CellKey, Value], folder: Path) -> Judgement:
    """Put the answers into the package's workbook, and ask the program and the check about them."""
    built = build(package, answers, issuer=issuer(package))
    path = folder / "parity.xlsx"
    path.write_bytes(built.data)
    verdicts, formulas = office.verdicts(path, PASSWORD), office.recalc(path)
    asked = _Asked(package=package, plan=built.plan, answers=answers, findings=checked(package, built.data))
    recalculated = {(each.sheet, each.cell): each.recalculated for each in formulas.cells}
    return Judgement(
        cells=tuple(told for sheet in built.plan.sheets for told in asked.cells(sheet, verdicts)),
        counts=asked.counts(recalculated),
    )


def checked(package: Package, data: bytes) -> list[Finding]:
    """What the check finds in a workbook that came back."""
    scheme = package.scheme
    ready = Ready(reader=Reader(scheme=scheme, key=KEY), current=scheme, schemes={digest(scheme): scheme})
    record = replace(read_bytes(ready, data), name="return")
    context = Context(scheme=scheme, stage=package.stage_id)
    return [*record.findings, *stacked_findings(context, stacked(scheme, [record]), None)]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The check's side of a workbook."""

    package: Package
    plan: Plan
    answers: Mapping[CellKey, Value]
    findings: list[Finding]

    @cached_property
    def used(self) -> set[tuple[str, str]]:
        """(form, row) of what was filled."""
        return {(key.form, key.row) for key in self.answers}

    @cached_property
    def at(self) -> dict[tuple[str | None, str | None], list[Finding]]:
        """Findings by sheet and cell."""
        found: dict[tuple[str | None, str | None], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.where.sheet, finding.where.cell), []).append(finding)
        return found

    @cached_property
    def firsts(self) -> set[tuple[str, str, str]]:
        """(form, row, column) of the entries that others repeat: in every column that the rule binds."""
        cells = {(s.name, s.address(c.spot).a1): c.key for s in self.plan.sheets for c in s.cells if c.key}
        others = [
            (finding, cells[place])
            for finding in self.findings
            if (place := (str(finding.where.sheet), str(finding.facts.get("other")))) in cells
        ]
        return {
            (key.form, key.row, column)
            for finding, key in others
            for _, columns in self._rules(finding)
            for column in columns
        }

    @cached_property
    def grouped(self) -> list[frozenset[str]]:
        """The columns of each rule that compares the rows of a table in several columns, or numbers them."""
        rules = [rule for form in self.package.forms for rule, _ in declared(form, self.package.stage_id)]
        asked = (r for r in rules if isinstance(r, GroupTotal | Unique | Numbered))
        bound = [(r, frozenset(TABLE_KINDS[r.kind].columns(r))) for r in asked]
        return [columns for r, columns in bound if len(columns) > 1 or isinstance(r, Numbered)]

    @cached_property
    def bound(self) -> dict[tuple[str | None, str, str], list[tuple[Finding, Rule]]]:
        """(form, row, column) → the broken rules that the workbook colours there, each with its finding."""
        found: dict[tuple[str | None, str, str], list[tuple[Finding, Rule]]] = {}
        for finding in self.findings:
            for rule, columns in self._rules(finding):
                rows = self._group(finding, rule) if isinstance(rule, GroupTotal) else []
                for row, column in product(rows or [finding.where.row or ""], columns):
                    found.setdefault((finding.where.form, row, column), []).append((finding, rule))
        return found

    def _group(self, finding: Finding, rule: GroupTotal) -> list[str]:
        """The rows that the workbook colours for a group: with a figure, and another sum stated for it."""
        rows: dict[str, dict[str, Value]] = {}
        for key, value in self.answers.items():
            if key.form == finding.where.form:
                rows.setdefault(key.row, {})[key.column] = value
        total = Decimal(str(finding.facts["total"]))
        found = []
        for name, row in rows.items():
            group, stated = row.get(rule.by), row.get(rule.equals) if isinstance(rule.equals, str) else None
            same = isinstance(group, str) and clean(group) == finding.facts["group"]
            differs = not isinstance(rule.equals, str) or (
                isinstance(stated, Decimal) and rounded(total - stated, 9) != 0
            )
            if same and differs and isinstance(row.get(rule.of), Decimal):
                found.append(name)
        return found

    def _rules(self, finding: Finding) -> Iterator[tuple[Rule, tuple[str, ...]]]:
        """The rules that a finding may be of, with the columns that each binds."""
        form = next((form for form in self.package.forms if form.form == finding.where.form), None)
        for rule, row_wise in declared(form, self.package.stage_id) if form else ():
            columns = (ROW_KINDS.get(rule.kind) or TABLE_KINDS[rule.kind]).columns(rule)
            if row_wise and finding.code in _codes(rule) and finding.where.field in columns:
                yield rule, columns

    def cells(self, sheet: Sheet, verdicts: Mapping[str, Verdicts]) -> Iterator[Told]:
        """What both sides say of the cells to fill in the rows that were filled."""
        rows: dict[str, list[Told]] = {}
        for cell in sheet.cells:
            key = cell.key
            if cell.role is Role.INPUT and key is not None and (key.form, key.row) in self.used:
                told = self._told(sheet, cell, key, verdicts[sheet.name])
                told.row.extend(rows.get(cell.spot.row, ()))
                for other in told.row:
                    other.row.append(told)
                rows.setdefault(cell.spot.row, []).append(told)
        every = [told for row in rows.values() for told in row]
        for columns in self.grouped:
            bound = [told for told in every if told.key.column in columns]
            for told in bound:
                told.group.extend(other for other in bound if other is not told)
        yield from every

    def _told(self, sheet: Sheet, cell: Cell, key: CellKey, verdicts: Verdicts) -> Told:
        at = sheet.address(cell.spot)
        findings = self.at.get((sheet.name, at.a1), [])
        by_severity = {s: frozenset(f.code for f in findings if f.severity is s) for s in Severity}
        invalid = any(code.startswith("V") for code in by_severity[Severity.ERROR])
        value = self.answers.get(key)
        blank = value is None or (isinstance(value, str) and not clean(value))
        broken = self.bound.get((key.form, key.row, key.column), [])
        judged = [(f, r) for f, r in broken if in_workbook(r)]
        unseen = [f for f, _ in broken if not any(f is seen for seen, _ in judged)]
        seen = [f for f in findings if not any(f is other for other in unseen)]
        return Told(
            key=key,
            cell=cell,
            value=value,
            refused=at in verdicts.invalid,
            colours=frozenset(
                KINDS[name] for name, cells in verdicts.colours.items() if name in KINDS and at in cells
            ),
            codes=by_severity,
            due_refused=invalid or any(_stops(f, r, key.column, blank=blank) for f, r in broken),
            due_colours=_due_colours(findings, broken, invalid=invalid, blank=blank),
            workbook_refused=invalid or any(_stops(f, r, key.column, blank=blank) for f, r in judged),
            workbook_colours=_due_colours(seen, judged, invalid=invalid, blank=blank),
            first_of_equals=(key.form, key.row, key.column) in self.firsts,
            stated_apart=any(isinstance(r, GroupTotal) and not self._group(f, r) for f, r in broken),
        )

    def counts(self, recalculated: Mapping[tuple[str, str], object]) -> dict[str, tuple[float, int]]:
        """The head rows that tell broken rules of a whole table: how many by the program and by the check."""
        found: dict[str, tuple[float, int]] = {}
        for spot, cell in self.plan.by_spot.items():
            table, head, _ = spot.row.partition("#head")
            if spot.column == WHY and head and cell.calculation is not None:
                sheet = self.plan.by_key[spot.sheet]
                told = recalculated[sheet.name, sheet.address(spot).a1]
                assert isinstance(told, str)
                figure = len(told) / CODE
                found[spot.row] = (figure, self._broken(sheet, table))
        return found

    def _broken(self, sheet: Sheet, table: str) -> int:
        """How many rules over a whole table are broken."""
        form = next(form for form in self.package.forms if form.form == sheet.key)
        found = next(t for t in form.tables if t.name == table)
        rules = [rule for rule in table_rules(found, self.package.stage_id) if in_workbook(rule)]
        whole = [rule for rule in rules if TABLE_KINDS[rule.kind].tree(rule) is not None]
        errors = {(f.code, f.where.field) for f in self.findings if f.severity is Severity.ERROR}
        return sum(not errors.isdisjoint(_places(rule, found)) for rule in whole)


def _places(rule: Rule, table: Table) -> set[tuple[str, str]]:
    """(code, column) of a finding about a rule over a whole table; one without columns may name any."""
    kind = TABLE_KINDS[rule.kind]
    return {(kind.code, n) for n in kind.columns(rule)[:1] or [column.name for column in table.leaves]}


def declared(form: Form, stage: str) -> Iterator[tuple[Rule, bool]]:
    """The rules of a form, and whether each is a matter of single rows in the workbook."""
    for rule in row_rules((), form.fields, stage):
        yield rule, True
    for table in form.tables:
        for rule in row_rules(table.rules, table.leaves, stage):
            yield rule, True
        for rule in table_rules(table, stage):
            yield rule, _by_rows(rule, table)


def _by_rows(rule: Rule, table: Table) -> bool:
    return TABLE_KINDS[rule.kind].row_tree(rule, table.name) is not None


def _codes(rule: Rule) -> frozenset[str]:
    """The codes of what breaks it: what is wanted in some rows only has another where it is filled."""
    row_wise = ROW_KINDS.get(rule.kind)
    if row_wise is None:
        return frozenset({TABLE_KINDS[rule.kind].code})
    return frozenset(row_wise.code_of(blank=blank) for blank in (True, False))


def _stops(finding: Finding, rule: Rule, column: str, *, blank: bool) -> bool:
    """Whether typing into the column should be refused: docs/blueprint.md, where each rule is enforced."""
    first = (ROW_KINDS.get(rule.kind) or TABLE_KINDS[rule.kind]).columns(rule)[0]
    plain = rule.kind not in {"all_or_none", "group_total", "numbered"} and first == column and not blank
    return plain and finding.severity is Severity.ERROR


def _due_colours(
    findings: list[Finding], broken: list[tuple[Finding, Rule]], *, invalid: bool, blank: bool
) -> frozenset[str]:
    errors = {f.code for f in findings if f.severity is Severity.ERROR}
    missing = blank and bool(errors & WANTED)
    severities = {f.severity for f, _ in broken if not (blank and f.code in WANTED)}
    colours = {
        MISSING: missing,
        WRONG: invalid or Severity.ERROR in severities,
        DOUBT: Severity.WARNING in severities,
    }
    return frozenset(kind for kind, due in colours.items() if due)
