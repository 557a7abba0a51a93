"""Outputs of two runs in two folders, of which the second may be disturbed."""

from pathlib import Path

from kpixl.outputs import Outputs


def names(folder: Path) -> list[str]:
    """Everything in a folder, in depth."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder, in depth."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def old(folder):
    """Files in two folders, from an earlier run."""
    with Outputs() as outputs:
        outputs.into(folder / "a").write("1", b"old 1")
        outputs.into(folder / "a").write("2", b"old 2")
        outputs.into(folder / "b").write("3", b"old 3")


def renew(folder):
    """The same files with other contents, and further ones."""
    with Outputs() as outputs:
        outputs.into(folder / "a").write("1", b"new 1")
        outputs.into(folder / "a").write("2", b"new 2")
        outputs.into(folder / "a").write("sub/4", b"new 4")
        outputs.into(folder / "b").write("3", b"new 3")
