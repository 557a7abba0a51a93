"""`python -m tests.full_stores [--units 60]`: an object store beside a folder, with and without a cluster.

A server that answers as S3 does is started on the loopback address. Returns are checked and merged and
workbooks made, in a folder, in the store, and in the store on a cluster of this machine; what comes out is
compared byte for byte. Exit status 1 where anything differs.
"""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import fsspec

from benchmarks import rosters
from tests.full_scale import DAY, SCHEME, machines, run
from tests.support.stores import BUCKET, object_store

SHEET, CHECK = "score-sheet.xlsx", "check.json"


def verbs(where: str, *more: str) -> dict[str, tuple[str, ...]]:
    """Check, merge and generate as they are run. where: what holds the returns and takes what is made."""
    checked = (SCHEME, f"{where}/returns", "--no-cache", "--as-of", DAY, "-q", *more)
    return {
        "check": ("kpixl", "check", *checked, "--format", "json"),
        "merge": ("kpixl", "merge", *checked, "--out", f"{where}/out/{SHEET}", "--frames", f"{where}/out"),
        "generate": ("kpixl", "generate", SCHEME, "--out", f"{where}/issued", "-q", *more),
    }


def made(fs: fsspec.AbstractFileSystem, root: str) -> dict[str, str]:
    """The digests of what lies in folders, but for kpixl's list of it."""
    files = [path for part in ("out", "issued") for path in fs.find(f"{root}/{part}")]
    wanted = (path for path in files if not path.rpartition("/")[2].startswith(".kpixl"))
    return {path.partition(f"{root}/")[2]: hashlib.sha256(fs.cat_file(path)).hexdigest() for path in wanted}


def outcome(home: Path, where: str, out: Path, *more: str) -> dict[str, str]:
    """What the verbs say and make somewhere: digests by name. more: options of each."""
    store = fsspec.filesystem("s3" if where.startswith("s3:") else "file")
    for verb, arguments in verbs(where, *more).items():
        cost = run(home, out, *arguments)
        sys.stdout.write(f"{where} {' '.join(more)} {verb}: {cost.wall:.1f} s, exit {cost.status}\n")
        sys.stdout.flush()
        if verb == "check":
            said = out.read_text(encoding="utf-8").replace(f"{where}/", "")
    store.invalidate_cache()
    root = where.removeprefix("s3://")
    told = made(store, root) | {CHECK: hashlib.sha256(said.encode()).hexdigest()}
    for part in ("out", "issued"):
        store.rm(f"{root}/{part}", recursive=True)
    return told


def main() -> int:
    """Run, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, object_store() as url:
        room = Path(scratch)
        home = rosters.workspace(SCHEME, asked.units, room / "省")
        rosters.copied(SCHEME, home, 100)
        here = room / BUCKET
        here.mkdir()
        (home / "returns").rename(here / "returns")
        fsspec.filesystem("s3").put(str(here / "returns"), f"{BUCKET}/returns", recursive=True)
        wanted = outcome(home, str(here), room / "out")
        found = {"the store": outcome(home, url, room / "out")}
        with machines(home) as cluster:
            on = ("--dask", cluster.address, "--chunks", f"{url}/chunks")
            found["the store on a cluster"] = outcome(home, url, room / "out", *on)
            found["the same once more"] = outcome(home, url, room / "out", *on)
    wrong = [name for name, each in found.items() if each != wanted]
    sys.stdout.write(f"{len(wanted)} files. Differs: {', '.join(wrong) or 'nothing'}.\n")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
