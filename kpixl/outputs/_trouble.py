"""Why something cannot be written, in one line with the remedy."""

from __future__ import annotations

from pathlib import Path

from kpixl.refusal import RefusedError, reason


def unwritable(path: Path, error: OSError) -> RefusedError:
    """The refusal of a place that cannot be written."""
    why = reason(str(path), error)
    return RefusedError(
        f"无法写入“{path}”（{why.zh}）。什么都没有改动；文件若正在其他程序中打开，请先关闭，或者另选一个可写的位置。",
        f"Cannot write {str(path)!r} ({why.en}). Nothing was changed; close it if another program has it "
        "open, or choose another place.",
    )


def unfinished(path: Path, error: OSError) -> RefusedError:
    """The refusal of a place where the old file cannot be put back."""
    why = reason(str(path), error)
    return RefusedError(
        f"上一次写入没有完成，而“{path}”现在无法恢复（{why.zh}）。请关闭打开它的程序，再运行一次，会先恢复原样。",
        f"Writing was cut short, and {str(path)!r} cannot be put back now ({why.en}). Close the program that "
        "has it open and run again, which puts it back first.",
    )
