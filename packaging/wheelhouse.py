"""Collect all that installs kpixl on a Windows machine without a network: `python packaging/wheelhouse.py`.

There, with Python of the version that was named:

    py -m pip install --no-index --find-links wheelhouse kpixl[intake,draft]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).absolute().parent.parent
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}


def main() -> None:
    """Collect them, and say how much it is."""
    asked = argparse.ArgumentParser(description="Collect all that installs kpixl without a network.")
    asked.add_argument("--out", type=Path, default=ROOT / "dist" / "wheelhouse", help="where to")
    asked.add_argument("--python", default="3.12", metavar="X.Y", help="of that machine (default: 3.12)")
    asked.add_argument("--platform", default="win_amd64", help="of that machine (default: win_amd64)")
    given = asked.parse_args()
    out: Path = given.out
    pip("wheel", "--no-deps", "--wheel-dir", str(out), str(ROOT))
    own = next(out.glob("kpixl-*.whl"))
    wanted = [f"{own}[intake,draft]"]
    machine = ("--python-version", given.python, "--platform", given.platform, "--only-binary", ":all:")
    while wanted:
        pip("download", *machine, "--dest", str(out), *wanted)
        # pip asks this machine what only another system needs
        wanted = sorted(missing(out, {**WINDOWS, "python_version": given.python}))
    wheels = list(out.glob("*.whl"))
    size = sum(path.stat().st_size for path in wheels) / 1e6
    sys.stdout.write(f"{out}: {len(wheels)} files, {size:.0f} MB\n")


def pip(*arguments: str) -> None:
    """Have pip do something; its failure ends this."""
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True)  # noqa: S603 - pip, over names of this file


def missing(folder: Path, machine: dict[str, str]) -> Iterator[str]:
    """What the wheels of a folder ask for on a machine, and none of them is."""
    wheels = list(folder.glob("*.whl"))
    there = {parse_wheel_filename(path.name)[0] for path in wheels}
    for wanted in (wanted for path in wheels for wanted in required(path)):
        applies = wanted.marker is None or wanted.marker.evaluate({**machine, "extra": ""})
        if applies and canonicalize_name(wanted.name) not in there:
            yield str(wanted).partition(";")[0].strip()


def required(wheel: Path) -> list[Requirement]:
    """What a wheel asks for."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        said = BytesParser().parsebytes(archive.read(name))
    return [Requirement(each) for each in said.get_all("Requires-Dist") or ()]


if __name__ == "__main__":
    main()
