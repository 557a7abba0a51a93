"""Draft source documents and compare with the blueprints made by hand: `python -m tests.full_draft FOLDER`.

FOLDER holds the documents as texts, in the order of the schemes of blueprints/ that SCHEMES names. Each is
drafted as it is, as a document of Word and as a workbook, with merged cells. Ends with status 1 where a draft
has errors.
"""

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kpixl import campaign
from kpixl.blueprint import load_scheme
from kpixl.draft.readers.plain import read_plain
from tests.support.cli import ROOT
from tests.support.documents import excel, word
from tests.support.draft_measures import measured

SCHEMES = ("xinhua-2021", "weidong-2021", "cangzhou-2020", "zibo-2022", "chongqing-2021")
OWN = ("indicator-progress", "targets-2022", "budget-overview")
"""Forms that the sources do not print: the schemes designed their columns."""
DAY = dt.date(2024, 1, 1)


def sources(source: Path, folder: Path) -> Iterator[Path]:
    """A text, and the same as .docx and .xlsx."""
    document = read_plain(source.read_text(encoding="utf-8"), source.name)
    made = {"a.txt": source.read_bytes(), "b.docx": word(document), "c.xlsx": excel(document)}
    for name, data in made.items():
        (folder / name).write_bytes(data)
        yield folder / name


def told(scheme: str, source: Path, *, whole: bool) -> Iterator[tuple[str, int]]:
    """The figures of a document in its three formats, and the errors of lint. whole: with differences."""
    hand = load_scheme(ROOT / "blueprints" / scheme)
    with tempfile.TemporaryDirectory() as name:
        for path in sources(source, Path(name)):
            target = Path(name) / "blueprints" / f"draft-{path.stem}"
            made = campaign.draft([path], target, today=DAY)
            yield f"{scheme} {path.suffix}", made.errors
            if made.errors:
                yield "\n".join(f.message("en") for f in made.findings if f.severity == "error"), 0
                continue
            for measure in measured(hand, load_scheme(target), OWN):
                lines = list(measure.lines())
                yield "  " + "\n  ".join(lines if whole else lines[:1]), 0


def main() -> int:
    """Tell of every document; 1 where a draft has errors."""
    folder, *only = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    texts = sorted(path for path in Path(folder).glob("*.txt"))
    errors = 0
    for scheme, text in zip(SCHEMES, texts, strict=True):
        if only and scheme not in only:
            continue
        for line, wrong in told(scheme, text, whole="--short" not in sys.argv):
            sys.stdout.write(f"{line}\n")
            errors += wrong
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main())
