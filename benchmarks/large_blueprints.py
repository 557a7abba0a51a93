"""Blueprints far larger than any that was seen: how long each command takes, and how much memory.

    python -m benchmarks.large_blueprints [--case NAME ...] [--scale 1] [--page]

Makes each blueprint in a workspace of its own, then runs `kpixl lint`, `generate`, `simulate` and `check`
as anybody would, each in a process of its own. Prints a table: seconds until it
ended / seconds of processor time, MiB of the largest process. With --page the lines of these cases are put
into docs/reliability.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support import reliability

Forms = Mapping[str, Any]
"""What a blueprint holds: file name → content, as YAML knows it (JSON is YAML)."""

VERBS = ("lint", "generate", "simulate", "check")
_HEADS = [f"{verb}{what}" for verb in VERBS for what in (", s / cpu s", ", MiB")]
HEAD = (f"| blueprint | {' | '.join(_HEADS)} |", f"| --- |{' ---: |' * len(_HEADS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What a command took; processor and memory only where the system tells.

    processor: seconds of all its processes; memory: MiB of the largest.
    """

    seconds: float
    processor: float = 0
    memory: float = 0
    status: int

    def __str__(self) -> str:
        ended = f" (exit {self.status})" if self.status else ""
        return f"{self.seconds:.1f} / {self.processor:.1f}{ended} | {self.memory:.0f}"


def main() -> int:
    """Run the commands over the cases, print the table."""
    arguments = _arguments()
    print("\n".join(HEAD), flush=True)
    for name in arguments.case or CASES:
        with TemporaryDirectory() as scratch:
            title, files = CASES[name](arguments.scale)
            _write(Path(scratch) / "blueprints" / "large", files)
            took = [_run(Path(scratch), verb) for verb in VERBS]
        line = f"| {title} | {' | '.join(map(str, took))} |"
        print(line, flush=True)
        if arguments.page:
            _put(title, line)
    return 0


def _put(title: str, line: str) -> None:
    """Put a line into the page's table, in the place of the one of that title."""
    there = [x for x in reliability.section("large").splitlines() if x.startswith("| ") and x not in HEAD]
    by_title = {x.split(" | ")[0].removeprefix("| "): x for x in there} | {title: line}
    reliability.put("large", "\n".join([*HEAD, *by_title.values()]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", nargs="*", choices=sorted(CASES))
    parser.add_argument("--scale", type=float, default=1, help="0.1: a tenth of all counts")
    parser.add_argument("--page", action="store_true", help="put the lines into docs/reliability.md")
    return parser.parse_args()


def _run(workspace: Path, verb: str) -> Took:
    given = {"check": ["returns"], "generate": ["--out", "issued"], "simulate": ["--out", "returns"]}
    command = [sys.executable, "-m", "kpixl", verb, "large", *given.get(verb, ())]
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - kpixl itself
        command, cwd=workspace, stdout=subprocess.DEVNULL, env=_environment()
    )
    if sys.platform == "win32":
        return Took(status=process.wait(), seconds=time.perf_counter() - start)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Took(
        status=process.returncode,
        seconds=time.perf_counter() - start,
        processor=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss / 1024,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


def _write(folder: Path, files: Forms) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _blueprint(*tables: Any, units: int = 1, lists: Mapping[str, Any] | None = None) -> Forms:
    """One form of these tables, one stage; lists: name → items."""
    stage = {
        "id": "report",
        "name": "填报",
        "fills": "unit",
        "recipients": {"groups": ["towns"]},
        "forms": ["f"],
    }
    head: dict[str, Any] = {
        "scheme": "large",
        "title": "大方案",
        "year": 2024,
        "issuer": "办公室",
        "created": "2024-11-01",
        "stages": [stage],
        "lists": {name: f"{name}.yaml" for name in lists or {}},
    }
    outside = [{"id": f"o{i}", "name": f"单位{i:05}", "group": "partners"} for i in range(units - 1)]
    roster = {
        "groups": [{"id": "towns", "name": "乡镇"}, {"id": "partners", "name": "配合单位"}],
        "units": [{"id": "u0", "name": "河东镇", "group": "towns"}, *outside],
    }
    form = {"form": "f", "title": "大表", "blocks": [{"table": table} for table in tables]}
    listed = {f"{name}.yaml": {"items": items} for name, items in (lists or {}).items()}
    return {"scheme.yaml": head, "roster.yaml": roster, "f.yaml": form, **listed}


def _texts(count: int) -> list[str]:
    return [f"选项{i:05}" for i in range(count)]


def _choosing(title: str, choices: Any, **more: Any) -> tuple[str, Forms]:
    columns = [
        {"name": "a", "label": "甲", "type": "choice", "choices": choices, "fill": "unit", "required": True}
    ]
    table = {"name": "t", "rows": {"free": 20, "max": 200, "min": 1}, "columns": columns}
    return title, _blueprint(*more.pop("before", ()), table, **more)


def written(scale: float) -> tuple[str, Forms]:
    """Choices that are written out."""
    count = int(10_000 * scale)
    return _choosing(f"{count:,} choices, written out", _texts(count))


def listed(scale: float) -> tuple[str, Forms]:
    """Choices from a list of the scheme."""
    count = int(10_000 * scale)
    items = [{"id": f"c{i}", "name": text} for i, text in enumerate(_texts(count))]
    return _choosing(f"{count:,} choices, of a list", {"list": "cs"}, lists={"cs": items})


def dependent(scale: float) -> tuple[str, Forms]:
    """Choices from a list, those of the area that stands beside."""
    count = int(10_000 * scale)
    items = [{"id": f"c{i}", "name": t, "area": f"领域{i % 40}"} for i, t in enumerate(_texts(count))]
    areas = [f"领域{i}" for i in range(40)]
    columns = [
        {
            "name": "area",
            "label": "领域",
            "type": "choice",
            "choices": areas,
            "fill": "unit",
            "required": True,
        },
        {
            "name": "a",
            "label": "甲",
            "type": "choice",
            "choices": {"list": "cs", "by": "area", "parent": "area"},
            "fill": "unit",
            "required": True,
        },
    ]
    table = {"name": "t", "rows": {"free": 20, "max": 200, "min": 1}, "columns": columns}
    return f"{count:,} choices, of a list by area", _blueprint(table, lists={"cs": items})


def rostered(scale: float) -> tuple[str, Forms]:
    """Choices that are units of the roster."""
    count = int(10_000 * scale)
    return _choosing(f"{count:,} choices, of the roster", {"roster": ["partners"]}, units=count + 1)


def standing(scale: float) -> tuple[str, Forms]:
    """Choices that stand in a column of the same workbook."""
    count = int(10_000 * scale)
    items = [{"id": f"p{i}", "name": text} for i, text in enumerate(_texts(count))]
    column = {"name": "project", "label": "项目", "from": "row.name"}
    table = {"name": "projects", "rows": {"for": "ps"}, "columns": [column]}
    choices = {"column": "f.project"}
    return _choosing(f"{count:,} choices, of a column", choices, before=(table,), lists={"ps": items})


def wide(scale: float) -> tuple[str, Forms]:
    """Hundreds of columns."""
    count = int(400 * scale)
    columns = [_column(i, required=i % 2 == 0) for i in range(count)]
    table = {"name": "t", "rows": {"free": 20, "max": 50, "min": 1}, "columns": columns}
    return f"{count} columns, 50 rows", _blueprint(table)


def free(scale: float) -> tuple[str, Forms]:
    """Thousands of free rows."""
    count = int(5_000 * scale)
    columns = [_column(i, required=i == 0) for i in range(60)]
    table = {"name": "t", "rows": {"free": min(count, 1000), "max": count, "min": 1}, "columns": columns}
    return f"{count:,} free rows x 60 columns", _blueprint(table)


def printed(scale: float) -> tuple[str, Forms]:
    """Thousands of printed rows, with formulas, totals and rules."""
    count = int(5_000 * scale)
    items = [{"id": f"r{i}", "name": f"指标{i}", "weight": i % 7} for i in range(count)]
    columns: list[Any] = [
        {"name": "name", "label": "指标", "from": "row.name"},
        {"name": "weight", "label": "分值", "type": "integer", "from": "row.weight"},
        *(_column(i, required=True) for i in range(56)),
        {"name": "sum", "label": "合计", "type": "decimal", "formula": "c0 + c3", "fill": "formula"},
        {"name": "rate", "label": "率", "type": "percent", "formula": "c0 / weight", "fill": "formula"},
    ]
    rules = [{"kind": "expression", "expression": "c0 <= c3 + 1000000"}]
    table = {"name": "t", "rows": {"for": "rs"}, "columns": columns, "totals": ["c0", "sum"], "rules": rules}
    return f"{count:,} printed rows x 60 columns", _blueprint(table, lists={"rs": items})


def summed(scale: float) -> tuple[str, Forms]:
    """Thousands of rows, each of which sums up the whole table three times."""
    count = int(3_221 * scale)
    items = [{"id": f"r{i}", "name": f"指标{i}", "kind": f"类{i % 50}"} for i in range(count)]
    formulas = [f"sum_if(t.c{i}, t.kind, kind)" for i in (0, 3, 6)]
    columns: list[Any] = [
        {"name": "kind", "label": "类别", "from": "row.kind"},
        *(_column(i, required=False) for i in range(8)),
        *(
            {"name": f"s{i}", "label": f"合计{i}", "type": "decimal", "formula": text, "fill": "formula"}
            for i, text in enumerate(formulas)
        ),
    ]
    table = {"name": "t", "rows": {"for": "rs"}, "columns": columns}
    return f"{count:,} rows, three sum_if each", _blueprint(table, lists={"rs": items})


def _column(number: int, *, required: bool) -> dict[str, Any]:
    """Figures, texts and choices in turn."""
    kinds: tuple[dict[str, Any], ...] = (
        {"type": "decimal", "places": 2, "min": 0},
        {"type": "text", "max_length": 20},
        {"type": "choice", "choices": ["优秀", "良好", "一般"]},
    )
    head = {"name": f"c{number}", "label": f"栏{number}", "fill": "unit", "required": required}
    return {**head, **kinds[number % 3]}


CASES: dict[str, Callable[[float], tuple[str, Forms]]] = {
    case.__name__: case
    for case in (written, listed, dependent, rostered, standing, wide, free, printed, summed)
}

if __name__ == "__main__":
    sys.exit(main())
