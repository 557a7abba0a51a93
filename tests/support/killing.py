"""Commands that are killed in the middle: at a moment, or before the nth change of a name on the disk."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from kpixl.outputs import Outputs
from tests.support import accounts, cli
from tests.support.blueprints import change
from tests.support.stepping import counting

DAY, ON = ("--as-of", "2021-12-31"), ("--on", "2021-12-31")
_LOST = 255
"""What the server of forks says where it cannot hand a status over; no command ends so."""
RETURNS = ("simulate", "tiny", "--faults", "0.4", "--out", "returns")


@dataclass(frozen=True)
class Deed:
    """A command that writes. outputs: the folders it writes into; status: how it ends undisturbed."""

    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    status: int = 0

    @property
    def name(self) -> str:
        """The command."""
        return self.arguments[0]


DEEDS = (
    Deed(("generate", "tiny", "--out", "issued", "--list", "lists/list.xlsx"), ("issued", "lists")),
    Deed(("simulate", "tiny", "--faults", "0.5", "--seed", "2", "--out", "made"), ("made",)),
    # whom a killed run told of everything, the next one would not tell again
    Deed(("check", "tiny", "returns", "--report", "report", "--all-notices", *DAY), ("report",), 1),
    Deed(("feedback", "tiny", "returns", "--out", "back", *DAY), ("back",)),
    Deed(
        ("merge", "tiny", "returns", "--out", "merged/sheet.xlsx", "--frames", "frames", *DAY),
        ("merged", "frames"),
        1,
    ),
    Deed(("init", "fresh", "--scheme", "tiny"), ("fresh",)),
    Deed(("decide", "tiny", "excuse", "--unit", "hexi", "--stage", "self-check", "--reason", "x", *ON), ()),
)


def home(folder: Path) -> Path:
    """A workspace with returns, and with outputs of all commands from other returns or another title."""
    head = cli.workspace(folder) / "blueprints" / "tiny" / "scheme.yaml"
    change(head, "title: 年终考核", "title: 年中考核")
    for deed in DEEDS[:2]:
        run(deed.arguments, folder)
    change(head, "title: 年中考核", "title: 年终考核")
    run((*RETURNS, "--seed", "9"), folder)
    for deed in DEEDS[2:5]:
        run(deed.arguments, folder)
    shutil.rmtree(folder / "returns")
    run((*RETURNS, "--seed", "1"), folder)
    return folder


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a command is killed again and again. old, new: outputs before and after; seconds: it takes."""

    deed: Deed
    home: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    memory: dict[str, object]
    steps: int
    seconds: float

    @classmethod
    def of(cls, deed: Deed, home: Path, room: Path) -> Stage:
        """The stage of a command in a workspace. room: where to try it."""
        tried = Path(shutil.copytree(home, room / deed.name))
        old, begun = outputs(tried, deed), time.monotonic()
        status = run(deed.arguments, tried)
        seconds = time.monotonic() - begun
        if status != deed.status or left_behind(tried):
            raise AssertionError(deed, status, left_behind(tried))
        return cls(
            deed=deed,
            home=home,
            old=old,
            new=outputs(tried, deed),
            memory=remembered(tried),
            steps=int((tried / "steps").read_text(encoding="utf-8")),
            seconds=seconds,
        )

    def half_written(self, folder: Path) -> bool:
        """Whether a killed run leaves anything but all old or all new, once the next has looked at it."""
        return settled(folder, self.deed) not in (self.old, self.new)

    def not_mended(self, folder: Path) -> list[str]:
        """What is wrong after the next run."""
        done = outputs(folder, self.deed) == self.new and bool(self.new)
        status = run(self.deed.arguments, folder)
        wanted = 2 if self.deed.name == "init" and done else self.deed.status
        return [
            *([] if status == wanted else [f"status {status}"]),
            *([] if outputs(folder, self.deed) == self.new else ["other outputs"]),
            *([] if remembered(folder) == self.memory else ["another memory"]),
        ]


def outputs(folder: Path, deed: Deed) -> dict[str, bytes]:
    """What lies in the folders that a command writes into."""
    files = [p for name in deed.outputs for p in (folder / name).rglob("*") if p.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def remembered(folder: Path) -> dict[str, object]:
    """What the workspace remembers: of the account what it says, of what may be deleted nothing."""
    files = [
        p for p in (folder / ".kpixl").rglob("*") if p.is_file() and p.suffix not in {".sqlite", ".part"}
    ]
    return {
        **{p.name: p.read_bytes() for p in files},
        accounts.LEDGER: {repr(each) for each in accounts.said(folder / ".kpixl" / accounts.LEDGER)},
    }


def left_behind(folder: Path) -> list[str]:
    """What a run should have removed; the lock of what is remembered goes with the next that writes there."""
    parts = [p for p in folder.rglob("*") if p.name.endswith(".part") and p.parent.name != ".kpixl"]
    return [p.relative_to(folder).as_posix() for p in parts]


def settled(folder: Path, deed: Deed) -> dict[str, bytes]:
    """The outputs after the next run has looked at their folders and before it has written any."""
    with Outputs() as next_run:
        for name in deed.outputs:
            if (folder / name).is_dir():
                next_run.into(folder / name)
    return outputs(folder, deed)


def run(arguments: tuple[str, ...], folder: Path, step: int | None = None) -> int | None:
    """Run a command in a process of its own, up to a step; its status, or the signal as a negative number."""
    process = _process(arguments, folder, step)
    process.join()
    return run(arguments, folder, step) if process.exitcode == _LOST else process.exitcode


def run_for(arguments: tuple[str, ...], folder: Path, seconds: float) -> None:
    """Begin a command and kill it after a while."""
    process = _process(arguments, folder, None)
    time.sleep(seconds)
    process.kill()
    process.join()


def _process(arguments: tuple[str, ...], folder: Path, step: int | None) -> ForkServerProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "kpixl.campaign.campaign", "kpixl.cli.commands.merge"])
    process = context.Process(target=_work, args=(arguments, folder, step))
    process.start()
    return process


def _work(arguments: tuple[str, ...], folder: Path, step: int | None) -> None:
    """Run kpixl, and read returns in this process, for all that is killed is the command itself."""
    from kpixl.check import run as checking  # noqa: PLC0415 - heavy, and only wanted in this process
    from kpixl.cli.main import program  # noqa: PLC0415
    from tests.support.in_process import InProcess  # noqa: PLC0415

    os.chdir(folder)
    os.environ["KPIXL_LANG"] = "en"
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    checking.Pool = InProcess  # type: ignore[assignment, attr-defined]  # it does what that does
    made = counting(step)
    try:
        program(list(arguments), prog_name="kpixl")
    finally:
        Path("steps").write_text(str(made()), encoding="utf-8")
