"""`python -m tests.full_stores [--units 60]`: an object store beside a folder, with and without a cluster.

A server that answers as S3 does is started on the loopback address. Returns are checked and merged,
workbooks made and given back, next year's scheme made and a figure disputed: with a folder, with the store,
and with the store on a cluster of this machine; what comes out is compared byte for byte. Then two runs write
into one folder of the store at once. Exit status 1 where anything differs.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import fsspec

import kpixl
from benchmarks import rosters
from tests.full_scale import DAY, SCHEME
from tests.support.machines import machines, run
from tests.support.stores import BUCKET, object_store

SHEET, NEXT, FEW = "score-sheet.xlsx", "2022", 5
LOCK = ".kpixl-lock.part"


@dataclass
class Trial:
    """One workspace. wrong: what differed; wanted: what comes out with a folder, by place and verb."""

    home: Path
    room: Path
    cell: tuple[str, str]
    wrong: list[str] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)

    def spread(self, where: str, *more: str) -> dict[str, tuple[str, ...]]:
        """What a cluster may do. where: what holds the returns and takes what is made; more: options."""
        checked = (f"{where}/returns", "--no-cache", "--as-of", DAY, "-q", *more)
        out = ("--out", f"{where}/out/{SHEET}", "--frames", f"{where}/out")
        return {
            "check": ("check", SCHEME, *checked, "--format", "json"),
            "merge": ("merge", SCHEME, *checked, *out),
            "generate": ("generate", SCHEME, "--out", f"{where}/issued", "-q", *more),
        }

    def last(self, where: str) -> dict[str, tuple[str, ...]]:
        """What one machine does, and later checks tell of: it comes after all of them."""
        unit, cell = self.cell
        said = ("--unit", unit, "--cell", cell, "--reason", "有出入")
        few = [part for each in rosters.further(FEW) for part in ("--unit", each)]
        back = ("--all", *few, "--as-of", DAY, "-q", "--no-cache", "--out", f"{where}/back")
        return {
            "roll": ("roll", SCHEME, "--year", NEXT, "--returns", f"{where}/returns", "-q"),
            "dispute": ("decide", SCHEME, "dispute", *said, "--returns", f"{where}/returns", "-q"),
            "feedback": ("feedback", SCHEME, f"{where}/returns", *back),
        }

    def outcome(self, where: str, verbs: dict[str, tuple[str, ...]], more: str = "") -> dict[str, str]:
        """What verbs say and make somewhere: digests, and exit statuses, by name."""
        store = fsspec.filesystem("s3" if where.startswith("s3:") else "file")
        told: dict[str, str] = {}
        for verb, arguments in verbs.items():
            cost = run(self.home, self.room / f"{verb}.out", "kpixl", *arguments)
            sys.stdout.write(f"{where} {more} {verb}: {cost.wall:.1f} s, exit {cost.status}\n")
            sys.stdout.flush()
            told[f"exit {verb}"] = str(cost.status)
            if verb == "check":
                told[verb] = digest((self.room / "check.out").read_bytes().replace(f"{where}/".encode(), b""))
        return told | dict(self._made(store, where)) | dict(self._rolled())

    def _made(self, store: fsspec.AbstractFileSystem, where: str) -> Iterator[tuple[str, str]]:
        """The digests of what lies in the store's folders, but for kpixl's list of it; it is removed."""
        store.invalidate_cache()
        root = where.removeprefix("s3://")
        for part in ("out", "issued", "back"):
            if store.exists(f"{root}/{part}"):
                for path in store.find(f"{root}/{part}"):
                    if not path.rpartition("/")[2].startswith(".kpixl"):
                        yield path.partition(f"{root}/")[2], digest(store.cat_file(path))
                store.rm(f"{root}/{part}", recursive=True)

    def _rolled(self) -> Iterator[tuple[str, str]]:
        """The same of next year's scheme."""
        folder = self.home / "blueprints" / SCHEME.replace("2021", NEXT)
        if folder.exists():
            for path in sorted(folder.rglob("*.*")):
                yield path.relative_to(folder).as_posix(), digest(path.read_bytes())
            shutil.rmtree(folder)
            for program in (self.home / "validators").glob(f"*{NEXT}*"):
                program.unlink()

    def compare(self, name: str, found: dict[str, str]) -> None:
        """What was found is what a folder gives, of the folders and verbs that it is about."""
        about = {what.partition("/")[0] for what in found}
        every = {*found, *(what for what in self.wanted if what.partition("/")[0] in about)}
        self.wrong += [
            f"{name}: {what}" for what in sorted(every) if found.get(what) != self.wanted.get(what)
        ]


def digest(data: bytes) -> str:
    """Of a file."""
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Run, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, object_store() as url:
        trial = _trial(Path(scratch), asked.units)
        here = str(Path(scratch) / BUCKET)
        # Checks tell of what was issued, so the first of them comes after it, too.
        trial.outcome(here, {"generate": trial.spread(here)["generate"]})
        trial.wanted = trial.outcome(here, trial.spread(here))
        trial.compare("the store", trial.outcome(url, trial.spread(url)))
        with machines(trial.home) as cluster:
            on = ("--dask", cluster.address, "--chunks", f"{url}/chunks")
            trial.compare("the store on a cluster", trial.outcome(url, trial.spread(url, *on), "cluster"))
            trial.compare("the same once more", trial.outcome(url, trial.spread(url, *on), "cluster, again"))
        _at_once(trial, url)
        trial.wanted |= trial.outcome(here, trial.last(here))
        trial.compare("the store, one machine", trial.outcome(url, trial.last(url)))
    sys.stdout.write(f"{len(trial.wanted)} results. Differs: {', '.join(trial.wrong) or 'nothing'}.\n")
    return int(bool(trial.wrong))


def _trial(room: Path, units: int) -> Trial:
    """A workspace whose returns lie in a folder and in the store."""
    home = rosters.workspace(SCHEME, units, room / "省", more=True)
    rosters.copied(SCHEME, home, 100)
    returns = room / BUCKET / "returns"
    returns.parent.mkdir()
    (home / "returns").rename(returns)
    fsspec.filesystem("s3").put(str(returns), f"{BUCKET}/returns", recursive=True)
    return Trial(home, room, _cell(home, min(returns.iterdir())))


def _cell(home: Path, path: Path) -> tuple[str, str]:
    """A unit, and a cell that it filled in."""
    office = kpixl.Workspace.at(home)
    seen = office.inspect(path, office.means()).as_dict()
    cell = next(each for each in seen["cells"] if each["role"] == "input" and each["form"])
    return seen["stamp"]["unit"], f"{cell['sheet']}!{cell['cell']}"


def _at_once(trial: Trial, url: str) -> None:
    """One of two runs has the folder, the other waits for it or is refused: all is there as if alone."""
    command = [sys.executable, "-m", "kpixl", *trial.spread(url)["generate"], "--workspace", str(trial.home)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    told = sorted(process.returncode for process in both)
    fine = told == [0, 0] or (told == [0, 2] and any("nother kpixl writes" in each for each in said))
    trial.wrong += [] if fine else [f"two at once: {told} {said}"]
    trial.compare("two at once", trial.outcome(url, {}))
    fsspec.filesystem("s3").pipe_file(f"{BUCKET}/issued/{LOCK}", b"{}")
    refused = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if refused.returncode != 2 or LOCK not in refused.stderr:
        trial.wrong.append(f"what a killed run left: {refused.stderr}")


if __name__ == "__main__":
    raise SystemExit(main())
