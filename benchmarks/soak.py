"""Tens of thousands of damaged workbooks through the reading processes of a check: what becomes of them.

    python -m benchmarks.soak [--files 20000] [--seed 2021] [--keep DIR]

Sound workbooks of every reference scheme, as kpixl writes them, as .xlsb, and as LibreOffice saves them
(.xls, .ods), are damaged by a seed, written to a folder, found and read as `kpixl check` does it, with its
limits, and what was read is judged. Writes the figures into docs/reliability.md. Exit status 1 where a
reading process died, hung or failed, or judging raised; such files are kept where --keep says.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.rows import Context
from kpixl.findings import Finding, Severity
from kpixl.limits import WorkerLimits
from kpixl.returns import Job, Pool, Reader, Task, discover
from tests.support import mutants, produced, reliability
from tests.support.libreoffice import Office, missing
from tests.support.mutants import Mutant, Sound
from tests.support.xlsb_copy import copied

WORKERS = 2
BATCH = 500
FATAL = {
    "F090": "took too long",
    "F091": "took too much memory",
    "F092": "ended the process",
    "F093": "raised",
}
_MIB = 1024 * 1024


@dataclass(kw_only=True)
class Figures:
    """What a soak has seen. slowest: seconds, bytes and what was done; failures: what must never happen."""

    files: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")
    memory: int = 0
    judged: int = 0
    seconds: float = 0.0


def main() -> int:
    """Soak every scheme, print what came of it, write the section."""
    arguments = _arguments()
    if reason := missing():
        sys.stderr.write(f"{reason}\n")
        return 2
    figures, start = Figures(), time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, closing(Office(Path(scratch))) as office:
        sounds = {folder: sound_files(folder, office, Path(scratch)) for folder in produced.SCHEMES}
    for folder, its in sounds.items():
        _soak(figures, folder, its, arguments.files // len(sounds), arguments)
        done, failed = figures.files.total(), len(figures.failures)
        sys.stdout.write(f"{folder.name}: {done} files, {failed} failures\n")
        sys.stdout.flush()
    figures.seconds = time.perf_counter() - start
    sys.stdout.writelines(f"{line}\n" for line in figures.failures)
    text = section(figures, arguments.seed)
    sys.stdout.write(f"{text}\n")
    reliability.put("soak", text)
    return 1 if figures.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def sound_files(folder: Path, office: Office, scratch: Path) -> list[Sound]:
    """Of each stage of a scheme the smallest workbook in every format, and the largest as kpixl writes it."""
    found = []
    for stage in (stage for its, stage in produced.stages() if its == folder):
        forms = sorted(produced.made(folder, stage).forms, key=lambda form: len(form.plan.by_spot))
        other = forms[-1].filled if len(forms) > 1 else b""
        small = scratch / f"{folder.name}-{stage}.xlsx"
        small.write_bytes(forms[0].filled)
        found += [Sound(name=small.name, data=forms[0].filled, other=other)]
        binary = copied(other) if other else b""
        found += [Sound(name=f"{small.stem}.xlsb", data=copied(forms[0].filled), other=binary)]
        (scratch / "saved").mkdir(exist_ok=True)
        for extension in ("xls", "ods"):
            path = office.convert(small, extension, scratch / "saved")
            found.append(Sound(name=path.name, data=path.read_bytes()))
        if other:
            found.append(Sound(name=f"{small.stem}-large.xlsx", data=other))
    return found


def weights(sounds: Sequence[Sound]) -> list[float]:
    """How often each file is taken: each format as often; of one, small files, which reach as deep sooner."""
    formats = [Path(sound.name).suffix for sound in sounds]
    own = [1 / len(sound.data) ** 2 for sound in sounds]
    of_format = {f: sum(w for w, g in zip(own, formats, strict=True) if g == f) for f in formats}
    return [w / of_format[f] for w, f in zip(own, formats, strict=True)]


def _soak(
    figures: Figures, folder: Path, sounds: list[Sound], wanted: int, arguments: argparse.Namespace
) -> None:
    rng = random.Random(f"{arguments.seed} {folder.name}")
    reader = Reader(scheme=produced.scheme_of(folder), key=produced.KEY)
    task = Task(work="benchmarks.measuring:measured", prepare="kpixl.returns:prepare", setup=reader)
    with Pool(task, workers=WORKERS, limits=WorkerLimits()) as pool:
        for first in range(0, wanted, BATCH):
            chosen = rng.choices(sounds, weights(sounds), k=min(BATCH, wanted - first))
            batch = [mutants.mutated(sound, rng) for sound in chosen]
            for mutant, outcome in _outcomes(pool, batch):
                before = len(figures.failures)
                _count(figures, mutant, outcome)
                _judge(figures, folder, mutant, outcome)
                if arguments.keep and len(figures.failures) > before:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    (arguments.keep / f"{len(figures.failures)}-{mutant.name}").write_bytes(mutant.data)


def _outcomes(pool: Pool, batch: list[Mutant]) -> Iterator[tuple[Mutant, Measured | Finding]]:
    """What becomes of each file, in a folder as returns lie in one."""
    with tempfile.TemporaryDirectory() as scratch:
        by_name = {f"{i:04}-{mutant.name}": mutant for i, mutant in enumerate(batch)}
        for name, mutant in by_name.items():
            Path(scratch, name).write_bytes(mutant.data)
        sources = discover([Path(scratch)])
        for source in sources:
            if source.finding is not None:
                yield by_name[source.path.name], source.finding
        todo = [source for source in sources if source.status == "read"]
        for index, outcome in pool.results([Job(name=s.name, payload=s) for s in todo]):
            yield by_name[todo[index].path.name], outcome


def _count(figures: Figures, mutant: Mutant, outcome: Measured | Finding) -> None:
    figures.files[mutant.name.rpartition(".")[2]] += 1
    figures.kinds[mutant.kind] += 1
    findings = (outcome,) if isinstance(outcome, Finding) else outcome.record.findings
    figures.codes.update({f.code for f in findings})
    figures.outcomes[_outcome(findings, outcome)] += 1
    if isinstance(outcome, Measured):
        what = f"{mutant.name}, {mutant.kind}"
        figures.slowest = max(figures.slowest, (outcome.seconds, len(mutant.data), what))
        figures.memory = max(figures.memory, outcome.memory)
    figures.failures += [
        f"{f.code} {f.message('en')} {mutant.name} {mutant.kind}: {mutant.told}"
        for f in findings
        if f.code in FATAL
    ]
    for finding in findings:
        finding.message("zh")


def _outcome(findings: Iterable[Finding], outcome: Measured | Finding) -> str:
    """What comes of the file in a check, in words."""
    errors = sorted({f.code for f in findings if f.severity is Severity.ERROR})
    if isinstance(outcome, Measured) and outcome.record.entries:
        if errors:
            return "read whole or in part, with errors"
        return "read, with warnings or notes" if any(findings) else "read, nothing to say"
    return "refused: what it is, or whose it is, is not certain" if errors else "ignored: no workbook"


def _judge(figures: Figures, folder: Path, mutant: Mutant, outcome: Measured | Finding) -> None:
    """The gates over all returns, which work on what was read in the main process."""
    record = outcome.record if isinstance(outcome, Measured) else None
    if record is None or record.stamp is None or not record.entries:
        return
    scheme, records = produced.scheme_of(folder), [replace(record, name=mutant.name)]
    context = Context(scheme=scheme, stage=record.stamp.stage, torn=torn(records))
    try:
        figures.judged += 1
        stacked_findings(context, stacked(scheme, records), produced.validator(folder))
    except Exception:  # noqa: BLE001 - whatever it is, it is what the soak looks for
        figures.failures.append(
            f"judging {mutant.name} {mutant.kind}: {mutant.told}\n{traceback.format_exc()}"
        )


def section(figures: Figures, seed: int) -> str:
    """The section of the page."""
    seconds, size, what = figures.slowest
    rows: list[tuple[str, Any]] = [
        ("files", f"{figures.files.total():,}"),
        *((f"of them .{name}", f"{count:,}") for name, count in sorted(figures.files.items())),
        *((f"damaged: {name}", f"{count:,}") for name, count in sorted(figures.kinds.items())),
        ("outcome: died, hung, out of memory, unforeseen", f"{len(figures.failures):,}"),
        *((f"outcome: {name}", f"{count:,}") for name, count in figures.outcomes.most_common()),
        ("returns judged after reading", f"{figures.judged:,}"),
        ("most memory of a reading process", f"{figures.memory / _MIB:,.0f} MiB"),
        ("longest time for a file", f"{seconds:.2f} s ({size:,} bytes; {what})"),
        ("the whole run, two processes", f"{figures.seconds:,.0f} s"),
        ("seed", seed),
    ]
    table = ["| | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in rows)]
    codes = [f"| {code} | {count:,} |" for code, count in sorted(figures.codes.items())]
    said = ["", "Files by code; one file may have several.", "", "| code | files |", "| --- | ---: |", *codes]
    return "\n".join([*table, *said])


if __name__ == "__main__":
    sys.exit(main())
