"""Make the pictures of README.md from a demonstration run: `python docs/pictures/make.py`.

Needs LibreOffice (soffice) and poppler (pdftoppm). The fonts are those of the machine, so lines end elsewhere
than on Windows.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
RESOLUTION = "75"


def run(*command: str) -> None:
    """Run a program; its failure ends this one."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def page(workbook: Path, number: int, target: Path, scratch: Path) -> None:
    """One page of a workbook as a picture."""
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    run("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(scratch), str(workbook))
    pdf = scratch / f"{workbook.stem}.pdf"
    wanted = ("-f", str(number), "-l", str(number), "-singlefile")
    run("pdftoppm", "-r", RESOLUTION, *wanted, "-png", str(pdf), str(scratch / target.stem))
    shutil.copyfile(scratch / f"{target.stem}.png", target)


def main() -> None:
    """Run the demonstration and picture a form and the score sheet."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        run(sys.executable, "-m", "kpixl", "demo", "--out", str(scratch / "demo"))
        forms = sorted((scratch / "demo" / "issued").rglob("01-*.xlsx"))
        page(forms[0], 2, HERE / "form.png", scratch)
        page(scratch / "demo" / "score-sheet.xlsx", 1, HERE / "score-sheet.png", scratch)


if __name__ == "__main__":
    main()
