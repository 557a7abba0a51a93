"""A campaign: everything loaded once a verb, told while it is done, ended when it is cancelled."""

import importlib
import multiprocessing
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kpixl.campaign import Campaign, CancelledError, FigureRef, RefusedError, Trial
from kpixl.campaign.issued.generating import BUILDING
from kpixl.campaign.scores.merging import MERGING, WRITING
from kpixl.check.run import JUDGING, READING
from kpixl.returns import Pool
from tests.support import cli, tiny

pytestmark = pytest.mark.processes

LOADS = {
    "lint": ("kpixl.linter", "read_sources"),
    "scheme": ("kpixl.blueprint.load", "read_sources"),
    "published": ("kpixl.campaign.basis.basis", "load_published"),
    "validator": ("kpixl.check", "load_validator"),
    "discovery": ("kpixl.campaign.returned.checking", "discover"),
    "check": ("kpixl.campaign.returned.checking", "check_sources"),
}
"""What is loaded, and the function that does it. `scheme` is any load without lint."""
ONCE = {"lint": 1, "published": 1, "validator": 1, "discovery": 1, "check": 1}
FIGURE = "附件1明细!D4"
COMMANDS = {
    "check": (["check", "tiny", "returns", "--report", "report"], ONCE),
    "feedback": (["feedback", "tiny", "returns", "--out", "back"], ONCE),
    "merge": (["merge", "tiny", "returns", "--out", "merged.xlsx"], ONCE),
    "explain": (["explain", FIGURE, "--scheme", "tiny", "--returns", "returns"], ONCE),
    "explain a cell": (["explain", "附件1!A1", "--scheme", "tiny", "--unit", "hedong"], {"lint": 1}),
    "generate": (
        ["generate", "tiny", "--unit", "hedong", "--out", "issued", "--list", "a.xlsx"],
        {"lint": 1},
    ),
    "generate from returns": (["generate", "tiny", "--returns", "returns", "--out", "issued"], ONCE),
    "simulate": (["simulate", "tiny", "--out", "simulated"], {"lint": 1}),
    "lint": (["lint", "tiny"], {"lint": 1}),
    "schemes": (["schemes"], {"scheme": 6}),
}
SECRETS = {"KPIXL_KEY": tiny.KEY.secret.decode(), "KPIXL_PASSWORD": tiny.PASSWORD}
Verb = Callable[[Campaign, Path, Path], object]
VERBS: dict[str, Verb] = {
    "generate": lambda campaign, _, out: campaign.generate(out),
    "simulate": lambda campaign, _, out: campaign.simulate(out, trial=Trial(faults=0.5)),
    "feedback": lambda campaign, returns, out: campaign.feedback([returns], out, every=True),
    "merge": lambda campaign, returns, out: campaign.merge([returns], out / "merged.xlsx"),
    "check": lambda campaign, returns, _: campaign.check([returns]),
    "demo": lambda campaign, _, out: campaign.demo(out),
}
every_verb = pytest.mark.parametrize("verb", VERBS)


@pytest.fixture
def loads(monkeypatch):
    """How often each is loaded from here on."""
    counted: Counter[str] = Counter()

    def count(what, function):
        def counting(*args, **more):
            counted[what] += 1
            return function(*args, **more)

        return counting

    for what, (module, name) in LOADS.items():
        home = importlib.import_module(module)
        monkeypatch.setattr(home, name, count(what, getattr(home, name)))
    return counted


@pytest.fixture
def returns(tmp_path):
    """A folder with the returns of two units."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for unit in ("hedong", "hexi"):
        (folder / f"{unit}.xlsx").write_bytes(tiny.built(unit).data)
    return folder


class Told(list[tuple[int, int, str]]):
    """What is told, in English, in the order that it is told."""

    def __call__(self, done, total, what):
        """Note it; it is said in both languages."""
        assert what["zh"] != what["en"]
        self.append((done, total, what["en"]))


def steps(total, what):
    """All that is told of one part of the work."""
    return [(done, total, what["en"]) for done in range(total + 1)]


class TestLoads:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_a_command_loads_everything_once(self, command, returns, loads, tmp_path, monkeypatch):
        """Whatever it does with the returns; what it does not need it does not load."""
        arguments, expected = COMMANDS[command]
        monkeypatch.chdir(cli.workspace(tmp_path / "home"))
        returns.rename(tmp_path / "home" / "returns")
        done = cli.kpixl(*arguments, env=SECRETS)
        assert done.exit_code in {0, 1}, done.stderr
        assert expected == loads

    def test_a_check_that_was_made_is_not_made_again(self, returns, loads, tmp_path):
        """Report, feedback, merge, the next stage and the origin of a figure take its result."""
        campaign = Campaign.open(tiny.FOLDER, tiny.MEANS)
        result = campaign.check([returns])
        campaign.report(tmp_path / "report", result)
        campaign.feedback(result, tmp_path / "back")
        campaign.merge(result, tmp_path / "merged.xlsx")
        campaign.generate(tmp_path / "issued", returns=result)
        campaign.explain_figure(result, FigureRef(cell=FIGURE))
        assert loads == ONCE

    def test_a_demonstration_starts_its_processes_once(self, tmp_path, monkeypatch):
        """Those that read in its first check read in its last."""
        started: list[int] = []

        class Counted(Pool):
            def __enter__(self):
                started.append(1)
                return super().__enter__()

        monkeypatch.setattr("kpixl.check.run.Pool", Counted)
        tiny.campaign().demo(tmp_path)
        assert [1] == started

    def test_a_check_of_another_stage_is_refused(self, returns):
        """It says nothing about the stage that is asked for."""
        result = tiny.campaign().check([returns])
        with pytest.raises(RefusedError, match="'self-check' of 'tiny', not 'verification'"):
            tiny.campaign().merge(result, stage="verification")

    def test_other_means_load_nothing_again(self, loads):
        """What is loaded belongs to the scheme."""
        campaign = Campaign.open(tiny.FOLDER)
        assert campaign.declared is campaign.using(jobs=1).declared
        assert {"lint": 1} == loads


class TestProgress:
    def test_a_check_tells_of_every_file_it_has_read(self, returns):
        """While it reads; then it judges them."""
        told = Told()
        tiny.campaign().using(progress=told).check([returns])
        assert [*steps(2, READING), *steps(1, JUDGING)] == told

    def test_a_merge_tells_of_the_check_too(self, returns, tmp_path):
        """Then of merging, and of the file that is written."""
        told = Told()
        tiny.campaign().using(progress=told).merge([returns], tmp_path / "merged.xlsx")
        assert [*steps(2, READING), *steps(1, JUDGING), *steps(1, MERGING), *steps(1, WRITING)] == told

    def test_workbooks_are_told_one_by_one(self, tmp_path):
        """How many of how many are made."""
        told = Told()
        tiny.campaign().using(progress=told).generate(tmp_path / "issued")
        assert steps(3, BUILDING) == told

    @every_verb
    def test_every_verb_tells_how_far_it_is(self, verb, returns, tmp_path):
        """What it begins it ends: the last that is told of each part is all of it."""
        told = Told()
        VERBS[verb](tiny.campaign().using(progress=told), returns, tmp_path / "out")
        last = {what: (done, total) for done, total, what in told}
        assert last
        assert all(done == total for done, total in last.values())


def left(folder):
    """What lies in a folder but the returns, and the processes that are still there."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return files - {"returns", "returns/hedong.xlsx", "returns/hexi.xlsx"}, multiprocessing.active_children()


class TestCancel:
    @every_verb
    def test_nothing_stays_of_what_was_cancelled(self, verb, returns, tmp_path):
        """No file, whole or in part, and no process; it was told of one step."""
        told = Told()
        campaign = tiny.campaign().using(progress=told, cancelled=lambda: bool(told))
        with pytest.raises(CancelledError):
            VERBS[verb](campaign, returns, tmp_path / "out")
        assert (set(), []) == left(tmp_path)
        assert 1 == len(told)

    @pytest.mark.parametrize("verb", ["check", "generate", "merge"])
    def test_work_is_cancelled_while_it_waits_for_processes(self, verb, returns, tmp_path):
        """It does not take one of them to be done."""
        told = Told()
        running = tiny.campaign().using(
            jobs=2, progress=told, cancelled=lambda: bool(multiprocessing.active_children())
        )
        with pytest.raises(CancelledError):
            VERBS[verb](running, returns, tmp_path / "out")
        assert (set(), []) == left(tmp_path)
        assert not any(done for done, _, _ in told)

    @every_verb
    def test_an_interrupt_leaves_nothing_either(self, verb, returns, tmp_path):
        """Ctrl-C comes in the middle of anything."""

        def interrupt(done, _total, _what):
            if done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            VERBS[verb](tiny.campaign().using(progress=interrupt), returns, tmp_path / "out")
        assert (set(), []) == left(tmp_path)

    def test_an_interrupted_command_exits_with_130(self, tmp_path, monkeypatch):
        """As shells have it; nothing is said."""

        def interrupted(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr(Campaign, "check", interrupted)
        done = cli.kpixl("check", "tiny", tmp_path, "--workspace", cli.workspace(tmp_path / "home"))
        assert (130, "", "") == (done.exit_code, done.stdout, done.stderr.strip())
