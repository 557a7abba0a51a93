"""A report over many returns: how long it takes to write, how much memory, how fast the page opens.

    python -m benchmarks.large_report [--returns 10000] [--findings 100000] [--out DIR]

The result is made up: units with random counts of errors, every message another one. Prints a table.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kpixl.blueprint.model import Scheme, Unit
from kpixl.campaign.returned.reporting import write_report
from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, Location, found
from kpixl.outputs import Outputs
from kpixl.returns import Record
from tests.support.browser import opened
from tests.support.tiny import scheme as tiny


def main() -> int:
    """Write the report, open it, print what it took."""
    arguments = _arguments()
    scheme = _scheme(arguments.returns)
    result = _result(scheme, arguments.findings)
    with tempfile.TemporaryDirectory() as scratch:
        out = arguments.out or Path(scratch) / "report"
        before = _peak()
        start = time.perf_counter()
        with Outputs() as outputs:
            write_report(outputs.into(out), result, scheme)
        took, grown = time.perf_counter() - start, _peak() - before
        page = out / "report.html"
        print("| returns | findings | written in s | peak memory more, MiB | page, MiB | opens in s |")
        print("| --- | --- | --- | --- | --- | --- |")
        size = page.stat().st_size / 2**20
        count = len(result.all_findings)
        opens = _opening(page)
        print(f"| {len(result.files)} | {count} | {took:.1f} | {grown:.0f} | {size:.1f} | {opens:.2f} |")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=10_000)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _peak() -> float:
    """The most memory that this process has held so far, in MiB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _scheme(count: int) -> Scheme:
    units = tuple(Unit(id=f"unit-{i}", name=f"第{i}单位", group="towns") for i in range(1, count + 1))
    return tiny().model_copy(update={"roster": tiny().roster.model_copy(update={"units": units})})


def _result(scheme: Scheme, count: int) -> CheckResult:
    rng = random.Random(1)
    units = scheme.roster.units
    dealt: list[list[Finding]] = [[] for _ in units]
    for i in range(count):
        dealt[rng.randrange(len(units))].append(_finding(rng, i))
    files = tuple(_files(units, dealt))
    return CheckResult(scheme=scheme.id, stage="self-check", files=files)


def _finding(rng: random.Random, number: int) -> Finding:
    code, cell = rng.choice(["R001", "V001", "V010", "T002"]), f"{rng.choice('DEFG')}{rng.randint(7, 60)}"
    place = Location(form="report", sheet="附件1", cell=cell, field="spent", row=str(number % 50))
    facts: dict[str, Any] = {
        "label": "支出",
        "line": f"第{number}项",
        "wanted": "不小于0的数",
        "reason": "写了文字",
    }
    return found(code, where=place, value=f"约{number}万", **facts)


def _files(units: tuple[Unit, ...], dealt: list[list[Finding]]) -> Iterator[FileResult]:
    for unit, own in zip(units, dealt, strict=True):
        name = f"returns/{unit.name}.xlsx"
        yield FileResult(
            path=name,
            given=name,
            sha256="0" * 64,
            status="rejected" if own else "accepted",
            unit=unit.id,
            unit_name=unit.name,
            findings=tuple(own),
            record=Record(name=name, sha256="0" * 64),
        )


def _opening(page: Path) -> float:
    """Seconds from asking for the page until its list of problems stands."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = opened(Path(profile))
        try:
            browser.get("about:blank")
            start = time.perf_counter()
            browser.get(page.as_uri())
            while not browser.execute_script("return document.documentElement.dataset.ready === 'true'"):
                time.sleep(0.02)
            return time.perf_counter() - start
        finally:
            browser.quit()


if __name__ == "__main__":
    sys.exit(main())
