"""`python -m tests.full_resaved [--sample] [--seeds N] [SCHEME]...`: workbooks that other programs saved.

All workbooks of all recipients, stage by stage: blank, filled in, and damaged by simulation; with --sample
those of one recipient of each group. The tests try some. Writes the section of docs/reliability.md where no
scheme is named; ends with status 1 where a saved workbook is read otherwise than it was.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kpixl.simulate import simulate
from tests.support import produced, reliability
from tests.support.resaved import Outcome, compared
from tests.support.resaving import PROGRAMS

HEAD = """
The workbooks of WHOSE in every stage of every scheme, blank, filled in, and damaged by `kpixl simulate
SCHEME --faults 1.0`, were written anew as each program would have saved them (what is imitated stands in
compatibility.md) and read again. *Alike* are those of which stamp, rows, values and every finding are
the same, at the same sheet and cell, apart from what the program is known to lose. Some of the damaged
ones no program opens: zips cut short, files of another kind. `python -m tests.full_resaved` makes this
table.
"""


def main() -> int:
    """Save and read all, print what differs, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", action="store_true", help="one recipient of each group")
    parser.add_argument("--seeds", type=int, default=2, help="how often each return is damaged anew")
    parser.add_argument("schemes", nargs="*")
    options = parser.parse_args()
    found = {name: Outcome() for name in PROGRAMS}
    for folder, stage in produced.stages():
        if options.schemes and folder.name not in options.schemes:
            continue
        files = workbooks(folder, stage, options.seeds, whole=not options.sample)
        for name, outcome in compared(produced.ready(folder), files, PROGRAMS).items():
            sys.stdout.writelines([f"{folder.name} {stage}, {name}: {said(outcome)}\n", *different(outcome)])
            sys.stdout.flush()
            found[name].add(outcome)
    if not options.schemes:
        reliability.put("resaved", section(found, sample=options.sample))
    return int(any(outcome.differs for outcome in found.values()))


def workbooks(folder: Path, stage: str, seeds: int, *, whole: bool) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the workbooks of a stage."""
    forms = produced.made(folder, stage, whole=whole).forms
    for form in forms:
        yield f"issued-{form.name}", form.issued.data
        yield f"filled-{form.name}", form.filled
    packages = [replace(form.package, simulated="random") for form in forms]
    for seed in range(1, seeds + 1):
        for each in simulate(packages, issuer=produced.issuer(folder), seed=seed, faults=1.0):
            yield f"damaged-{seed}-{each.name}", each.data


def said(outcome: Outcome) -> str:
    """The figures in a line."""
    return (
        f"{outcome.files} files, {outcome.same} alike, {outcome.unsaveable} not to be opened, "
        f"{outcome.told} findings of {len(outcome.codes)} codes"
    )


def different(outcome: Outcome) -> Iterator[str]:
    """The first of the differences, one a line."""
    kinds: dict[str, Sequence[object]] = {"lost": outcome.lost, "new": outcome.new, "value": outcome.values}
    return chain.from_iterable(
        (f"  {kind}: {each}\n" for each in every[:20]) for kind, every in kinds.items()
    )


def section(found: dict[str, Outcome], *, sample: bool) -> str:
    """The section of the page."""
    whose = "one recipient of each group" if sample else "every recipient"
    lines = [
        HEAD.strip().replace("WHOSE", whose),
        "",
        "| program | workbooks | alike | findings told | codes | not opened | loses |",
    ]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name, outcome in found.items():
        loses = "; ".join(f"{code}: {why}" for code, why in PROGRAMS[name].loses.items()) or "nothing"
        figures = (outcome.files, outcome.same, outcome.told, len(outcome.codes), outcome.unsaveable)
        lines.append(f"| {name} | {' | '.join(f'{n:,}' for n in figures)} | {loses} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
