"""Workbooks compared part by part with reviewed golden copies.

A golden copy is a folder: the parts of the .xlsx, unzipped and indented, so that a change of a form can be
read in a review as a change of text.
"""

import difflib
import re
import shutil
import zipfile
from pathlib import Path

DIFFERENT_LINES = 40
XML_ENDINGS = (".xml", ".rels", ".vml")
OPENING = re.compile(r"<(?![/?!])(?:[^<>]*[^<>/])?>")
CLOSING = re.compile(r"</")


def parts(path: Path) -> dict[str, bytes]:
    """The parts of an .xlsx by name, in the order of their names."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist())}


def pretty(xml: bytes) -> str:
    """XML with an element a line, indented; apart from white space between tags nothing changes."""
    lines = []
    depth = 0
    for line in re.split(r"(?<=>)\s*(?=<)", xml.decode("utf-8").strip()):
        closes, opens = len(CLOSING.findall(line)), len(OPENING.findall(line))
        lines.append("  " * (depth - line.startswith("</")) + line)
        depth += opens - closes
    return "\n".join(lines) + "\n"


def assert_same_workbook(made: Path, golden: Path, *, update: bool = False) -> None:
    """Fail with a readable difference unless a workbook has exactly the parts of its golden copy.

    Args:
        made: the .xlsx just made.
        golden: the folder of its golden copy.
        update: write the golden copy instead, for a review of what changed.
    """
    shown = {name: _readable(name, content) for name, content in parts(made).items()}
    if update:
        _write(golden, shown)
        return
    assert golden.is_dir(), (
        f"no golden copy {golden.name}: run pytest --update-golden and review what it writes"
    )
    expected = {
        file.relative_to(golden).as_posix(): file.read_bytes() for file in golden.rglob("*") if file.is_file()
    }
    assert sorted(expected) == sorted(shown)
    changed = [name for name in sorted(expected) if _unix(expected[name]) != _unix(shown[name])]
    assert not changed, "\n".join(_difference(name, expected[name], shown[name]) for name in changed)


def _readable(name: str, content: bytes) -> bytes:
    return pretty(content).encode() if name.endswith(XML_ENDINGS) else content


def _unix(content: bytes) -> bytes:
    # A checkout on Windows may have other line ends.
    return content.replace(b"\r\n", b"\n")


def _write(golden: Path, shown: dict[str, bytes]) -> None:
    shutil.rmtree(golden, ignore_errors=True)
    for name, content in shown.items():
        file = golden / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _difference(name: str, expected: bytes, shown: bytes) -> str:
    if not name.endswith(XML_ENDINGS):
        return f"{name}: {len(expected)} bytes expected, other {len(shown)} bytes made"
    lines = list(
        difflib.unified_diff(
            expected.decode().splitlines(),
            shown.decode().splitlines(),
            f"golden {name}",
            f"made {name}",
            lineterm="",
            n=1,
        )
    )
    left_out = len(lines) - DIFFERENT_LINES
    more = [f"... and {left_out} more lines"] if left_out > 0 else []
    return "\n".join([*lines[:DIFFERENT_LINES], *more])
