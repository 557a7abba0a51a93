"""Make the pictures of the documentation from a demonstration run: `python docs/pictures/make.py`.

Needs LibreOffice (soffice), poppler (pdftoppm, pdftohtml) and Chromium. The fonts are those of the machine,
so lines end elsewhere than on Windows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import kpixl
from kpixl.campaign import PUBLISHED

HERE = Path(__file__).parent
SCHEME = HERE.parents[1] / "blueprints" / "xinhua-2021"
RESOLUTION = "75"
SELF_CHECK, VERIFICATION = "issued/self-check/12-*.xlsx", "issued/verification/50-*.xlsx"
SCORES = "score-sheet.xlsx"
REPORT = "report/self-check/report.html"
WINDOW = "1280,1000"
PICTURES = {
    "score-sheet": (SCORES, "附件1"),
    "form": ("issued/self-check/01-*.xlsx", "附件2"),
    "verification": (VERIFICATION, "附件2"),
    "awards": (SELF_CHECK, "附件3"),
    "duties": (VERIFICATION, "附件4"),
    "quota": (SCORES, "附件5"),
    "participants": (SCORES, "附件6"),
    "targets-2022": (SELF_CHECK, "附件7"),
    "cover": (SELF_CHECK, "填报说明"),
    "problems": ("feedback/15-*.xlsx", "问题清单"),
    "feedback": ("feedback/23-*.xlsx", "附件2"),
}
"""Picture → the demonstration's workbook, and the sheet whose first page it shows."""
UPPER = {"problems": "250"}
"""Pictures of which the upper part says everything, and its height in dots."""


def run(*command: str | Path) -> str:
    """What a program writes; its failure ends this one."""
    done = subprocess.run([*map(str, command)], check=True, capture_output=True, encoding="utf-8")  # noqa: S603
    return done.stdout


def as_pdf(workbook: Path, scratch: Path) -> Path:
    """The workbook as it is printed; made once."""
    pdf = scratch / f"{workbook.stem}.pdf"
    if not pdf.exists():
        profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
        run("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", scratch, workbook)
    return pdf


def picture(pdf: Path, sheet: str, target: Path) -> None:
    """The first page of a sheet, found by its bookmark."""
    outline = run("pdftohtml", "-xml", "-i", "-stdout", pdf)
    [page] = [n for n, name in re.findall(r'<item page="(\d+)">([^<]*)</item>', outline) if name == sheet]
    made = pdf.with_suffix("")
    part = ("-H", UPPER[target.stem]) if target.stem in UPPER else ()
    run("pdftoppm", "-r", RESOLUTION, "-f", page, "-l", page, *part, "-singlefile", "-png", pdf, made)
    shutil.copyfile(made.with_suffix(".png"), target)


def page(report: Path, scratch: Path, target: Path) -> None:
    """The upper part of a page as a browser shows it."""
    looks = ("--headless=new", "--disable-gpu", "--hide-scrollbars", f"--window-size={WINDOW}")
    room = ("--no-sandbox", f"--user-data-dir={scratch / 'browser'}")
    run("chromium", *looks, *room, f"--screenshot={target}", report.as_uri())


def main() -> None:
    """Run the demonstration and picture its workbooks and its report."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        demo = scratch / "demo"
        run(sys.executable, "-m", "kpixl", "demo", "--lang", "zh", "--out", demo)
        means = kpixl.Means(key=PUBLISHED.key, password=PUBLISHED.password)
        returns = [*(demo / "returns/self-check").glob("*.xlsx")]
        kpixl.open(SCHEME, means).feedback(returns, demo / "feedback")
        page(demo / REPORT, scratch, HERE / "report.png")
        for target, (workbook, sheet) in PICTURES.items():
            [found] = demo.glob(workbook)
            picture(as_pdf(found, scratch), sheet, HERE / f"{target}.png")


if __name__ == "__main__":
    main()
