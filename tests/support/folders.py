"""Folders of returns made by a recipe: tests/cases/returns.yaml says of what, and what the check must say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kpixl.campaign import Campaign
from kpixl.carry import again
from kpixl.check import CheckResult
from kpixl.generate import build
from kpixl.simulate import stamp_copies
from kpixl.simulate.book import CORE, Book
from tests.support import tiny, xlsb_copy
from tests.support.cases import cases
from tests.support.tiny import KEY, Returned, judged, report, returned

CASES: list[dict[str, Any]] = cases("returns")
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Recipe:
    """One file. changes: to the answers of its unit, by column of the first row; deeds: done in order."""

    unit: str = "hedong"
    issue: int = 1
    day: int | None = None
    blank: bool = False
    changes: Facts = field(default_factory=dict)
    deeds: tuple[str, ...] = ()

    def file(self) -> Returned:
        """The workbook as its unit may send it back, before its deeds."""
        answers = {} if self.blank else tiny.answers(self.unit) | self.changed()
        built = build(tiny.package(self.unit, issue=self.issue), answers, issuer=tiny.issuer())
        return Returned(built, Book(built.data))

    def changed(self) -> dict[Any, Any]:
        """The answers that differ from the usual ones."""
        return {
            report(self.unit, "t1", column): Decimal(str(v)) if isinstance(v, int | float) else v
            for column, v in self.changes.items()
        }

    def data(self) -> bytes:
        """The bytes of the file."""
        file = self.file()
        for deed in self.deeds:
            DEEDS[deed](file)
        if self.day is not None:
            file.book.saved("某人", dt.datetime(2021, 12, self.day, tzinfo=dt.UTC))
        return file.book.data()


def undated(file: Returned) -> None:
    """No date of its last change is recorded."""
    core = file.book.text(CORE)
    begin, end = core.index("<dcterms:modified"), core.index("</dcterms:modified>")
    file.book.put(CORE, core[:begin] + core[end + len("</dcterms:modified>") :])


def graft(file: Returned, form: str, other: Book) -> None:
    """The sheet of another workbook in place of this one's."""
    mine, theirs = file.tab(form), other.tab(file.tab(form).name or "")
    for row in theirs.xml.rows.values():
        for cell in row.cells.values():
            if cell.kind == "s" and cell.formula is None:
                file.book.set_value(cell, other.shown(cell))
    mine.xml = theirs.xml


def _of_another(form: str, unit: str = "hexi") -> Callable[[Returned], None]:
    return lambda file: graft(file, form, returned(unit).book)


def named_otherwise(file: Returned) -> None:
    """Somebody typed another unit's name over the printed one."""
    for row in file.tab("report").xml.rows.values():
        for cell in row.cells.values():
            if file.book.shown(cell) == "河东镇":
                file.book.set_value(cell, "河西镇")


def retitled(file: Returned) -> None:
    """The printed title is another one."""
    title = next(c for c in file.built.plan.by_key["report"].cells if c.spot.row == "#title" and c.label)
    file.book.set_value(file.tab("report").xml.cell(*file.at(title.spot)), "标题")


def _cut(kept: int) -> Callable[[Returned], None]:
    def cut(file: Returned) -> None:
        texts = stamp_copies.hidden_texts(file.book)
        token = next(cell for label, cell in texts.items() if label.endswith("stamp 1"))
        stamp_copies.set_all(file.book, file.book.shown(token)[:kept])

    return cut


DEEDS: Mapping[str, Callable[[Returned], Any]] = {
    "undated": undated,
    "cover of another unit": _of_another("cover"),
    "form of another unit": _of_another("report"),
    "second form of another unit": _of_another("contact"),
    "form of an office": _of_another("report", "finance"),
    "another unit's name": named_otherwise,
    "another title": retitled,
    "signature cut off": _cut(-7),
    "stamp cut off": _cut(60),
}


@cache
def feedback_of(changes: tuple[tuple[str, Any], ...]) -> bytes:
    """The feedback workbook on a return with these answers."""
    record = tiny.read(Recipe(changes=dict(changes)).data(), name="hedong")
    made = again(tiny.scheme(), record, (*record.findings, *judged([record])))
    return build(made.package, made.answers, issuer=tiny.issuer()).data


def feedback(changes: Facts, corrected: Facts) -> bytes:
    """A feedback workbook. corrected: what its unit has changed in it, by column of the first row."""
    data = feedback_of(tuple(sorted(changes.items())))
    if not corrected:
        return data
    book, file = Book(data), replace(returned("hedong"), book=Book(data))
    file = Returned(file.built, book)
    for column, value in corrected.items():
        file.type_in(report("hedong", "t1", column), Decimal(str(value)))
    book.saved("某人", dt.datetime(2021, 12, 20, tzinfo=dt.UTC))
    return book.data()


def campaign() -> Campaign:
    """The tiny scheme, opened anew with the tests' key."""
    return Campaign.open(tiny.FOLDER, replace(tiny.MEANS, key=KEY))


@cache
def outputs(folder: Path) -> Mapping[str, Path]:
    """Every kind of file that kpixl writes besides workbooks to fill in, by its name there."""
    opened = campaign()
    (folder / "in").mkdir(parents=True)
    for unit in ("hedong", "hexi"):
        (folder / "in" / f"{unit}.xlsx").write_bytes(Recipe(unit=unit).data())
    result = opened.check([folder / "in"])
    opened.report(folder / "out", result)
    opened.merge(result, folder / "out" / "score-sheet.xlsx", frames=folder / "out")
    opened.generate(folder / "issued", list_to=folder / "out" / "list.xlsx")
    return {path.name: path for path in (folder / "out").iterdir()}


def put(folder: Path, name: str, told: Facts, made: Mapping[str, Path]) -> None:
    """Write one file of a case."""
    told = dict(told)
    as_format, output, given = told.pop("as", None), told.pop("output", None), told.pop("feedback", None)
    if output is not None:
        data = made[output].read_bytes()
    elif given is not None:
        data = feedback(given, told.pop("corrected", {}))
    else:
        told["deeds"] = tuple(told.get("deeds", ()))
        data = Recipe(**told).data()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsb_copy.copied(data) if as_format == "xlsb" else data)


def told_of(result: CheckResult, name: str) -> dict[str, Any]:
    """What a check says of a file, as cases write it: a finding is code, severity, sheet and cell."""
    file = next(f for f in result.files if f.path.partition("/")[2] == name)
    found = [[f.code, f.severity.value, f.where.sheet, f.where.cell] for f in file.findings]
    return {"status": file.status, "findings": found}


def table() -> str:
    """The cases as docs/reliability.md has them."""
    lines = [
        f"| {case['fact']} | {'; '.join(_line(name, said) for name, said in case['says'].items())} |"
        for case in CASES
    ]
    return "\n".join(["| what comes back | what is said |", "| --- | --- |", *lines])


def _line(name: str, said: Facts) -> str:
    found = [*said.get("findings", ()), *([said["contains"]] if "contains" in said else ())]
    codes = ", ".join(" ".join(str(part) for part in each[:2]) for each in found)
    return f"`{name}` {said['status']}" + (f": {codes}" if codes else "")
