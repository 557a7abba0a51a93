"""LibreOffice as a client of the workbooks: what a real spreadsheet program computes, shows and saves."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

ROOT = Path(__file__).parent.parent.parent
WORKER = "tests.support.soffice_worker"
TOLERANCE = 1e-9
CLOSE_SECONDS = 30
FORMULAS = "formulas"

Raw = str | float | Decimal | date | bool | None
Value = str | float | dict[str, int]
"""What a formula gives: text, a number (TRUE is 1), or {"error": n} with LibreOffice's own number."""
Operation = dict[str, Any]


@functools.cache
def program() -> Path | None:
    """The LibreOffice binary itself (not the script that starts it, which would outlive us), or None."""
    script = shutil.which("soffice")
    if script is None:
        return None
    binary = Path(script).resolve().with_name("soffice.bin")
    return binary if binary.exists() else Path(script).resolve()


@functools.cache
def uno_python() -> str | None:
    """A Python that can import uno: ours, the system's or the one that LibreOffice brings; or None."""
    found = program()
    bundled = [str(found.with_name("python"))] if found else []
    for python in [sys.executable, "/usr/bin/python3", *bundled]:
        if Path(python).exists() and _imports_uno(python):
            return python
    return None


def _imports_uno(python: str) -> bool:
    outcome = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
    return outcome.returncode == 0


def missing() -> str | None:
    """Why LibreOffice cannot be used here; None if it can."""
    if program() is None:
        return "LibreOffice is not installed (no soffice on the path)"
    if uno_python() is None:
        return "no Python here can import uno (Debian: python3-uno)"
    return None


class OfficeError(Exception):
    """LibreOffice could not do what was asked; the message is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCell:
    """A formula cell: the value saved in the file, and the one that LibreOffice computes."""

    sheet: str
    cell: str
    formula: str
    cached: Value
    recalculated: Value

    @property
    def agrees(self) -> bool:
        """Whether both are the same text or number; an error agrees with nothing, not even itself."""
        cached, fresh = self.cached, self.recalculated
        if isinstance(cached, str) or isinstance(fresh, str):
            return cached == fresh
        if isinstance(cached, dict) or isinstance(fresh, dict):
            return False
        return abs(cached - fresh) <= TOLERANCE * max(1, abs(cached), abs(fresh))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculation:
    """Every formula cell of a workbook, sheet by sheet."""

    cells: tuple[FormulaCell, ...]

    @property
    def differences(self) -> list[FormulaCell]:
        """The cells whose saved value is not the computed one."""
        return [cell for cell in self.cells if not cell.agrees]


Place = tuple[int, int]
"""Zero-based row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What LibreOffice says of the entries of a sheet.

    invalid: the cells whose entry their data validation refuses;
    colours: the cells that each background colour (`FFC7CE`) of a conditional format applies to.
    """

    invalid: frozenset[Place]
    colours: Mapping[str, frozenset[Place]]

    @classmethod
    def of(
        cls, *, invalid: Sequence[Sequence[int]], colours: Mapping[str, Sequence[Sequence[int]]]
    ) -> Verdicts:
        """From the worker's lists."""
        return cls(
            invalid=_places(invalid), colours={name: _places(cells) for name, cells in colours.items()}
        )


def _places(cells: Sequence[Sequence[int]]) -> frozenset[Place]:
    return frozenset((row, column) for row, column in cells)


class Client:
    """A worker with one LibreOffice of its own, for a whole test session.

    Args:
        folder: an existing folder of its own, for the profile, copies and the log.
        kind: of the worker.
        display: of the window system on which it draws, if on any.
    """

    def __init__(
        self, folder: Path, kind: Literal["office", "person", "clerk"], display: str | None = None
    ) -> None:
        self._folder, self._kind = folder.resolve(), kind
        self._log = self._folder / "worker.log"
        with self._log.open("wb") as log:
            self._worker = subprocess.Popen(
                [str(uno_python()), "-m", WORKER, str(program()), str(self._folder), kind],
                cwd=ROOT,
                env={**os.environ, "DISPLAY": display or ""},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )

    def close(self) -> None:
        """End the worker, and LibreOffice with it."""
        try:
            self._worker.communicate(timeout=CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.communicate()

    def _ask(self, command: str, **arguments: Any) -> Any:
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        try:
            self._worker.stdin.write(
                json.dumps({"kind": self._kind, "command": command, "arguments": arguments}) + "\n"
            )
            self._worker.stdin.flush()
            line = self._worker.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise OfficeError(f"the worker has ended:\n{self._log.read_text(encoding='utf-8')}")
        answer = json.loads(line)
        if "error" in answer:
            raise OfficeError(answer["error"])
        return answer["result"]


class Office(Client):
    """A headless LibreOffice that works on files.

    Files are copied before they are opened: nothing is left beside them, and no stale lock stops us.

    Args:
        folder: an existing folder of its own, for the profile, copies and the log.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "office")

    def recalc(self, path: Path) -> Recalculation:
        """All formula cells of a workbook, with saved and computed values."""
        with self._copied(path) as copy:
            cells = self._ask("recalc", path=str(copy))
        return Recalculation(cells=tuple(FormulaCell(**cell) for cell in cells))

    def evaluate(self, formulas: Sequence[str], cells: Mapping[str, Raw] | None = None) -> list[Value]:
        """The results of formulas, each as a workbook holds it: English names, commas between arguments.

        Args:
            formulas: with or without the leading "=".
            cells: raw values by address, "B2" on the sheet of the formulas or "名单!A1" on another one.
                The formulas stand in column XFD, one a row.
        """
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            path = Path(scratch, "formulas.xlsx")
            _write_formulas(path, formulas, cells or {})
            answers = self._ask("recalc", path=str(path))
        # LibreOffice reads a boolean constant as a formula, so raw values may be among the answers.
        results = {
            answer["cell"]: answer["recalculated"] for answer in answers if answer["sheet"] == FORMULAS
        }
        return [results[_formula_cell(index)] for index in range(len(formulas))]

    def convert(self, path: Path, extension: str, folder: Path, password: str | None = None) -> Path:
        """Save a workbook as pdf, xlsx, xls or ods under the same name in another folder; the new path.

        password: needed to open it from then on.
        """
        return self.converted(path, [extension], folder, password)[0]

    def converted(
        self, path: Path, extensions: Iterable[str], folder: Path, password: str | None = None
    ) -> list[Path]:
        """The same in several formats, of a workbook that is opened once."""
        targets = [folder / f"{path.stem}.{extension}" for extension in extensions]
        with self._copied(path) as copy:
            self._ask("convert", path=str(copy), targets=[*map(str, targets)], password=password)
        return [_existing(target) for target in targets]

    def facts(self, path: Path) -> dict[str, Any]:
        """Sheets (visible, protected, validations, conditional formats, page set-up) and defined names."""
        with self._copied(path) as copy:
            found: dict[str, Any] = self._ask("facts", path=str(copy))
        return found

    def verdicts(self, path: Path, password: str) -> dict[str, Verdicts]:
        """What LibreOffice says of the entries on each visible sheet. password: of the sheets."""
        with self._copied(path) as copy:
            found = self._ask("verdicts", path=str(copy), password=password)
        return {sheet: Verdicts.of(**each) for sheet, each in found.items()}

    def cramped(self, path: Path) -> list[dict[str, Any]]:
        """Cells with more than they have room for.

        Each with its place (`sheet.cell`), text, whether it is a number, and the height that it needs and has
        in hundredths of a millimetre.
        """
        with self._copied(path) as copy:
            found: list[dict[str, Any]] = self._ask("cramped", path=str(copy))
        return found

    def edit(self, path: Path, target: Path, operations: Iterable[Operation]) -> Path:
        """Change a workbook by `set_cell`, `insert_rows` and so on, save it as target; target.

        Values go in as if pasted: neither lock nor validation stops them. Rows of a protected sheet
        cannot be inserted, deleted or moved (OfficeError) unless `unprotect` comes first.
        """
        with self._copied(path) as copy:
            self._ask("edit", path=str(copy), target=str(target), operations=list(operations))
        return _existing(target)

    @contextmanager
    def _copied(self, path: Path) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            yield Path(shutil.copy(path, Path(scratch, path.name)))


def set_cell(sheet: str, cell: str, value: str | float | None) -> Operation:
    """Put in a number or text, or empty the cell (None)."""
    return {"do": "set", "sheet": sheet, "cell": cell, "value": value}


def set_formula(sheet: str, cell: str, formula: str) -> Operation:
    """Put in a formula, "=" first, with ";" between arguments."""
    return {"do": "set_formula", "sheet": sheet, "cell": cell, "formula": formula}


def insert_rows(sheet: str, row: int, count: int = 1) -> Operation:
    """Insert empty rows before a row (counted from 1)."""
    return {"do": "insert_rows", "sheet": sheet, "row": row, "count": count}


def delete_rows(sheet: str, row: int, count: int = 1) -> Operation:
    """Delete rows from a row on (counted from 1)."""
    return {"do": "delete_rows", "sheet": sheet, "row": row, "count": count}


def move_rows(sheet: str, row: int, to: int, count: int = 1) -> Operation:
    """Move rows from a row on, to stand before the row that is `to` now (both counted from 1)."""
    return {"do": "move_rows", "sheet": sheet, "row": row, "count": count, "to": to}


def command(sheet: str, cells: str, name: str, **options: Any) -> Operation:
    """Select cells and give a command of the program's menus: Copy, Paste, Cut, FillDown and so on.

    As for a person: locked cells take nothing, and what is refused is refused in silence.
    """
    return {"do": "command", "sheet": sheet, "cells": cells, "command": name, "options": options}


def unprotect(sheet: str, password: str = "") -> Operation:
    """Take the protection off a sheet; a wrong password is an error."""
    return {"do": "unprotect", "sheet": sheet, "password": password}


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise OfficeError(f"LibreOffice reported success and wrote no {path.name}")
    return path


def _write_formulas(path: Path, formulas: Sequence[str], cells: Mapping[str, Raw]) -> None:
    """Save a workbook of raw values, with the formulas in the last column of its first sheet."""
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheets = {"": workbook.add_worksheet(FORMULAS)}
    for address, value in cells.items():
        name, _, cell = address.rpartition("!")
        if name not in sheets:
            sheets[name] = workbook.add_worksheet(name)
        sheets[name].write(cell, value, day if isinstance(value, date) else None)
    for index, formula in enumerate(formulas):
        sheets[""].write_formula(_formula_cell(index), "=" + formula.removeprefix("="))
    workbook.close()


def _formula_cell(index: int) -> str:
    return f"XFD{index + 1}"
