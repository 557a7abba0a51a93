"""Build the folder that needs no Python: `python packaging/build.py [--out DIR] [--zip]`.

Needs what `pip install -e ".[folder]"` installs. The folder runs on the system that it was made on.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kpixl.version import __version__

HERE = Path(__file__).absolute().parent
ROOT = HERE.parent
NAME = "kpixl"
FIRST = "先看这里.txt"
SUMS = "SHA256SUMS.txt"


def main() -> None:
    """Make it, and say where it is."""
    asked = argparse.ArgumentParser(description="Build the folder that needs no Python.")
    asked.add_argument("--out", type=Path, default=ROOT / "dist", help="where to (default: dist)")
    asked.add_argument("--zip", action="store_true", help="one file of it as well, to hand on")
    given = asked.parse_args()
    folder = built(given.out.absolute())
    sys.stdout.write(f"{folder}\n")
    if given.zip:
        sys.stdout.write(f"{packed(folder)}\n")


def built(out: Path) -> Path:
    """The folder, with what one reads first, the licence and what its files are known by."""
    work = out / "work"
    subprocess.run(  # noqa: S603 - the program that builds it, over the project's own files
        [
            sys.executable,
            *("-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(out), "--workpath", str(work), str(HERE / "kpixl.spec")),
        ],
        check=True,
    )
    shutil.rmtree(work)
    folder = out / NAME
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    text = (HERE / "first.zh-CN.txt").read_text(encoding="utf-8")
    # the editor of Windows knows UTF-8 by its mark, and lines by both characters
    (folder / FIRST).write_text(text.format(version=__version__), encoding="utf-8-sig", newline="\r\n")
    (folder / SUMS).write_text("".join(sums(folder)), encoding="utf-8", newline="\n")
    return folder


def sums(folder: Path) -> Iterator[str]:
    """A line for each file: its digest, two blanks, its name, as sha256sum says and checks it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{digest(path)}  {path.relative_to(folder).as_posix()}\n"


def digest(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packed(folder: Path) -> Path:
    """The folder as one file, beside it the digest of that."""
    system = f"{platform.system()}-{platform.machine()}".lower()
    name = folder.parent / f"{NAME}-{__version__}-{system}"
    made = Path(shutil.make_archive(str(name), "zip", folder.parent, folder.name))
    said = f"{digest(made)}  {made.name}\n"
    made.with_name(f"{made.name}.sha256").write_text(said, encoding="utf-8", newline="\n")
    return made


if __name__ == "__main__":
    main()
