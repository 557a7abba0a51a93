"""`python -m tests.full_kills [--random N] [--jobs N]`: commands are killed again and again, for the docs.

Each command that writes is killed before every change of a name on the disk, and at random moments, the same
ones every time. Writes the section of docs/reliability.md; exit status 1 where the next run does not put
everything right.
"""

import argparse
import random
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.support import killing, reliability
from tests.support.killing import DEEDS, Stage

SEED = 2021
HEAD = """
Each command that writes files is killed (SIGKILL) before every single change of a name on the disk (a file
replaced, linked, removed, a folder made or removed) and at random moments, over outputs of an earlier run
that differ. Then the next run looks at the folders: what lies there must be all old or all new (else it is
*half-written*); it goes on, and must end as one that nobody disturbed, with the same files and the same issue
numbers (else *not mended*) and without a temporary file anywhere (else *left behind*).
`python -m tests.full_kills` makes this table.
"""


@dataclass(frozen=True)
class Killed:
    """How one kill went. step: None at a moment; undone: all was old again."""

    step: int | None
    undone: bool
    half: bool
    unmended: bool
    left: bool


def main() -> int:
    """Kill, print what went wrong, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=10, help="kills at random moments a command")
    parser.add_argument("--jobs", type=int, default=2, help="commands that are killed at a time")
    given = parser.parse_args()
    found: dict[str, list[Killed]] = {}
    with tempfile.TemporaryDirectory() as room, ThreadPoolExecutor(given.jobs) as pool:
        home = killing.home(Path(room) / "home")
        for deed in DEEDS:
            stage = Stage.of(deed, home, Path(room))
            kills = [*range(stage.steps), *(-1 - number for number in range(given.random))]
            found[deed.name] = [*pool.map(partial(_kill, stage, Path(room)), kills)]
            sys.stdout.write(f"{deed.name}: {len(kills)} kills\n")
            sys.stdout.flush()
    reliability.put("kills", section(found))
    return int(any(k.half or k.unmended or k.left for kills in found.values() for k in kills))


def _kill(stage: Stage, room: Path, kill: int) -> Killed:
    """Kill a command and let it run again. kill: the step, or less than 0 for a moment."""
    folder = Path(shutil.copytree(stage.home, room / f"{stage.deed.name} {kill}"))
    if kill < 0:
        chance = random.Random(f"{SEED} {stage.deed.name} {kill}")  # noqa: S311 - no secret
        killing.run_for(stage.deed.arguments, folder, chance.uniform(0, stage.seconds))
    else:
        killing.run(stage.deed.arguments, folder, kill)
    half, undone = stage.half_written(folder), killing.outputs(folder, stage.deed) == stage.old
    wrong = stage.not_mended(folder)
    left = killing.left_behind(folder)
    if half or wrong or left:
        sys.stdout.write(f"  {stage.deed.name} {kill}: {half=} {wrong} {left}\n")
    shutil.rmtree(folder)
    return Killed(kill if kill >= 0 else None, undone, half, bool(wrong), bool(left))


def section(found: dict[str, list[Killed]]) -> str:
    """The section of the page."""
    columns = (
        "command | at a step | at a moment | all old | all new | half-written | not mended | left behind"
    )
    lines = [HEAD.strip(), "", f"| {columns} |", "| --- |" + " ---: |" * 7]
    lines += [_row(name, kills) for name, kills in found.items()]
    lines.append(_row("all", [kill for kills in found.values() for kill in kills]))
    return "\n".join([*lines, "", f"Seed {SEED}."])


def _row(name: str, kills: list[Killed]) -> str:
    figures = (
        sum(k.step is not None for k in kills),
        sum(k.step is None for k in kills),
        sum(k.undone for k in kills),
        sum(not k.undone and not k.half for k in kills),
        sum(k.half for k in kills),
        sum(k.unmended for k in kills),
        sum(k.left for k in kills),
    )
    return " | ".join([f"| {name}", *map(str, figures)]) + " |"


if __name__ == "__main__":
    sys.exit(main())
