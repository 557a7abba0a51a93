"""`python -m tests.full_many [--records 100000] [--districts 10] [--rows 1100000]`: very many records merged.

A scheme of twenty scored indicators (tests/cases/many) with so many units, and what districts left of their
returns (`returns.parquet`), made of records straight from the plan: no workbook is written or read. They are
merged by the command; what it holds at most, and how long it takes, goes into docs/scale.md. Exit status 1
where a score, a rank or the number of figures is not as it was made. With --rows, instead: a register of so
many rows, more than a sheet of Excel holds, written as merging writes it and counted by another program.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

import openpyxl
import psutil
import pyarrow.parquet as pq

from kpixl.blueprint import Scheme, digest, load_scheme
from kpixl.blueprint.model import Unit
from kpixl.campaign import Workspace
from kpixl.campaign.scores.filing import RETURNS
from kpixl.generate import SelfDescription, write_into
from kpixl.layout import Package, Plan, first_packages, lay_out
from kpixl.merge.sheets import Heading, PlainSheet, Rows, Tabs
from kpixl.returns import Entries, Entry, Record
from kpixl.returns.records._layouts import as_told, printed_of
from kpixl.returns.records._rows_in_use import RowsInUse
from kpixl.scale.shelf import Kept, Shelf
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.stamp import Key
from tests.support import reliability
from tests.support.records import record_of

PAGE = reliability.PAGE.parent / "scale.md"
FOLDER = Path(__file__).parent / "cases" / "many"
SCHEME, STAGE = "many", "report"
FIRST = "第一区"
"""The unit that the records are made after."""
DISTINCT = 200
"""Sets of figures: units report as one of so many does, each in words of its own."""


@dataclass(frozen=True)
class Ran:
    """A command. peak: MiB that it held at most; cpu, wall: seconds."""

    status: int
    wall: float
    cpu: float
    peak: float
    told: str


def workspace(home: Path, count: int) -> tuple[Scheme, Key]:
    """The scheme with so many units, and the workspace's key."""
    shutil.copytree(FOLDER, home / "blueprints" / SCHEME)
    units = "".join(f"  - {{id: u{n:06}, name: 第{n}区, group: counties}}\n" for n in range(count))
    roster = f"groups:\n  - {{id: counties, name: 区县}}\nunits:\n{units}"
    (home / "blueprints" / SCHEME / "roster.yaml").write_text(roster, encoding="utf-8")
    key = Workspace.at(home).means(makes=True).key
    assert key is not None
    return load_scheme(home / "blueprints" / SCHEME), key


def patterns() -> Sequence[Record]:
    """Records of different answers, all of the first unit."""
    package = first_packages(load_scheme(FOLDER), load_scheme(FOLDER).stage(STAGE))[0]
    plan = lay_out(package)
    return [_pattern(package, plan, number) for number in range(DISTINCT)]


def _pattern(package: Package, plan: object, number: int) -> Record:
    given = answers(package, plan, chance(1, "many", str(number)))  # type: ignore[arg-type]
    return record_of(package, given, plan=plan)  # type: ignore[arg-type]


def records(units: Sequence[Unit], made: Sequence[Record], version: str) -> Iterator[Record]:
    """A record a unit: name and texts are its own."""
    for number, unit in enumerate(units):
        like = made[number % len(made)]
        assert like.stamp is not None
        yield replace(
            like,
            name=f"returns/{unit.name}.xlsx",
            sha256=hashlib.sha256(unit.id.encode()).hexdigest(),
            stamp=replace(like.stamp, recipient=unit.id, subjects=(unit.id,), digest=version),
            rows=RowsInUse.of(row._replace(subject=unit.id) for row in like.rows),
            entries=_own(like, unit),
        )


def _own(like: Record, unit: Unit) -> Entries:
    """The entries as the unit has them: its name is printed in them, and each text says whose it is."""
    layout, printed, _, values, texts, invalid = like.entries.__reduce__()[1]
    told = tuple(unit.name if value == FIRST else as_told(value) for value in printed.values)
    own = tuple(f"{value}（{unit.id}）" if isinstance(value, str) else value for value in values)
    return Entries(layout, printed_of(told), (unit.id,), own, texts, invalid)


def districts(room: Path, scheme: Scheme, key: Key, count: int) -> list[Path]:
    """The folders of so many districts."""
    units, made, version = scheme.roster.units, patterns(), digest(scheme)
    told = {"scheme": scheme.id, "digest": version, "stage": STAGE}
    size, folders = -(-len(units) // count), []
    for number in range(count):
        folder = room / f"第{number + 1}片"
        folder.mkdir()
        kept = (
            Kept(r.name, r.sha256, r)
            for r in records(units[number * size : (number + 1) * size], made, version)
        )
        with (folder / RETURNS).open("wb") as file:
            Shelf(place=folder, key=key).write(kept, file, told)
        folders.append(folder)
    return folders


def run(home: Path, *arguments: str) -> Ran:
    """A command, and what it held."""
    began, peak, cpu = time.monotonic(), 0.0, 0.0
    with tempfile.TemporaryFile() as told:
        process = psutil.Popen(
            [sys.executable, "-m", "kpixl", *arguments, "--workspace", str(home)],
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                peak, spent = max(peak, process.memory_info().rss / 2**20), process.cpu_times()
                cpu = spent.user + spent.system
            time.sleep(0.1)
        told.seek(0)
        return Ran(
            process.returncode, time.monotonic() - began, cpu, peak, told.read().decode("utf-8", "replace")
        )


def wrong(room: Path, scheme: Scheme, made: Sequence[Record]) -> Iterator[str]:
    """What is not as it was made: scores and ranks of the score sheet, figures of the origins."""
    totals = [_total(r) for r in made]
    scores = [totals[number % len(totals)] for number in range(len(scheme.roster.units))]
    ranks = {score: 1 + sum(other > score for other in scores) for score in set(scores)}
    sheet = openpyxl.load_workbook(room / "score-sheet.xlsx", read_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int | float)]
    found = [(Decimal(str(row[5])), row[7]) for row in rows]
    if found != [(score, ranks[score]) for score in scores]:
        yield "scores or ranks"
    provenance = room / "score-sheet.frames" / "provenance.parquet"
    if provenance.exists():
        figures = sum(sum(1 for e in r.entries if _told(e)) for r in made) * len(scores) // len(made)
        if pq.ParquetFile(provenance).metadata.num_rows != figures:
            yield "origins"


def _total(record: Record) -> Decimal:
    scores = (e.value for e in record.entries if e.key.column == "score")
    return sum((score for score in scores if isinstance(score, Decimal)), Decimal())


def _told(entry: Entry) -> bool:
    """Whether its origin is told."""
    answered = entry.role in {"input", "formula"} and entry.value is not None
    return not entry.key.row.startswith("#") and (answered or isinstance(entry.value, Decimal))


def register(path: Path, rows: int) -> None:
    """Write a register of so many rows, on as many sheets as it needs."""
    unit, value = Heading(name="unit", label="单位", width=16), Heading(name="value", label="数值", width=12)
    plain = PlainSheet(key="long", name="来源", title="数据来源", columns=(unit, value))
    sheets = plain.streamed(Rows(rows, lambda: ([f"第{n}区", Decimal(n)] for n in range(rows))))
    tabs, told = Tabs(), SelfDescription(title="", subject="", author="", created=date(2025, 1, 1))
    plan = Plan(sheets=tuple(replace(sheet, name=tabs.name(sheet.name)) for sheet in sheets))
    with path.open("wb") as file:
        write_into(file, plan, {}, identity=told)


def counted(path: Path) -> Mapping[str, int]:
    """The rows with a figure that another program finds, by sheet; ValueError where one is not the next."""
    found: dict[str, int] = {}
    following = count()
    for sheet in openpyxl.load_workbook(path, read_only=True):
        figures = (row[0] for row in sheet.iter_rows(min_col=3, max_col=3, values_only=True))
        for figure in (each for each in figures if isinstance(each, int | float)):
            if figure != next(following):
                raise ValueError(sheet.title, figure)
            found[sheet.title] = found.get(sheet.title, 0) + 1
    return found


def beyond(rows: int) -> int:
    """More rows than a sheet holds: written, counted, told on the page."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "long.xlsx"
        register(path, rows)
        found, size = counted(path), path.stat().st_size / 2**20
    parts = " and ".join(f"{number:,} on “{name}”" for name, number in found.items())
    reliability.put(
        "long", f"{rows:,} rows of a register: {parts}, as openpyxl counts them; {size:.0f} MiB.", PAGE
    )
    sys.stdout.write(f"{found}\n")
    return int(sum(found.values()) != rows)


def main() -> int:
    """Make, merge, compare, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--districts", type=int, default=10)
    parser.add_argument("--rows", type=int)
    asked = parser.parse_args()
    if asked.rows:
        return beyond(asked.rows)
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        home = room / "省"
        scheme, key = workspace(home, asked.records)
        folders = districts(room, scheme, key, asked.districts)
        named = [each for folder in folders for each in ("--from", str(folder))]
        out = room / "score-sheet.xlsx"
        ran = run(home, "merge", SCHEME, *named, "--out", str(out), "-q")
        differs = list(wrong(room, scheme, patterns())) if out.exists() else [ran.told]
        sizes = [sum((folder / RETURNS).stat().st_size for folder in folders), out.stat().st_size]
        sizes.append(sum(file.stat().st_size for file in (room / "score-sheet.frames").glob("*")))
    reliability.put("many", _section(asked.records, asked.districts, ran, sizes, differs), PAGE)
    sys.stdout.write(f"{ran}\n{differs}\n")
    return int(bool(differs))


def _section(count: int, parts: int, ran: Ran, sizes: Sequence[int], differs: Sequence[str]) -> str:
    taken, sheet, frames = (size / 2**20 for size in sizes)
    told = "Nothing differs." if not differs else "Differs: " + "; ".join(differs)
    each = ran.peak * 1024 / count
    return (
        f"{count:,} records of twenty scored indicators each, from {parts} districts ({taken:.0f} MiB of "
        f"`returns.parquet`), merged with --from: {ran.wall:.0f} s by the clock, {ran.cpu:.0f} s of the "
        f"processor, {1000 * ran.cpu / count:.1f} ms a record; {ran.peak:,.0f} MiB at most, {each:.0f} KiB a "
        f"record. Score sheet {sheet:.0f} MiB, files beside it {frames:.0f} MiB. {told}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
