"""No option is offered that does nothing: each changes what its command says, writes or returns."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import click
import pytest

from kpixl import carry
from kpixl.campaign.basis import scheme_places
from kpixl.campaign.workspace import backing_up, encrypted, room
from kpixl.cli.main import COMMANDS, program
from kpixl.decisions import Decisions, written
from kpixl.desk import serving
from kpixl.generate import Built, build
from kpixl.ledger import Draft, Turn
from kpixl.outputs import UNGUARDED
from kpixl.returns._reading import read_bytes
from tests.support import accounts, cli, tiny
from tests.support.blueprints import change
from tests.support.cases import cases
from tests.support.cli import ROOT
from tests.test_decisions import decision
from tests.test_ledger import judged, received

CASES: dict[str, dict[str, Any]] = cases("options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An option of a command, what is run without it and what it is given.

    idle: why it changes nothing; refused: without it nothing can be done; mine: a file of somebody that is
    there before.
    """

    command: str
    option: str
    run: tuple[str, ...]
    value: str | None = None
    terminal: bool = False
    idle: str = ""
    refused: bool = False
    mine: str = ""

    def __str__(self) -> str:
        return f"{self.command} {self.option}"

    @property
    def given(self) -> tuple[str, ...]:
        """The option as it is typed behind the rest."""
        return (self.option,) if self.value is None else (self.option, self.value)


def case(command: str, option: str, said: Any) -> Case:
    """A case as the file says it."""
    settings: dict[str, Any] = {"run": CASES[command]["run"]}
    settings |= said if isinstance(said, dict) else {"value": said}
    value = settings.pop("value", None)
    run = tuple(settings.pop("run"))
    return Case(
        command=command, option=option, run=run, value=None if value is None else str(value), **settings
    )


EVERY = [case(name, *each) for name, told in CASES.items() for each in told["options"].items()]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """Two workspaces, `home` and `other`, and beside them another key and another password."""
    root = tmp_path_factory.mktemp("options")
    for name in ("home", "other"):
        cli.workspace(root / name)
    change(root / "other" / "blueprints" / "tiny" / "scheme.yaml", "title: 年终考核", "titel: 考核")
    secrets = root / "home" / ".kpixl" / "secrets.json"
    secrets.parent.mkdir()
    secrets.write_text(json.dumps({"key": tiny.KEY.secret.decode(), "password": "密码"}), encoding="utf-8")
    shutil.copytree(ROOT / "examples" / "two-forms" / "blueprints", root / "reference" / "blueprints")
    (root / "reference" / "blueprints" / "default.txt").write_text("safety-2022\n", encoding="utf-8")
    (root / "other.key").write_text("another key, as long as the first", encoding="utf-8")
    (root / "other.password").write_text("another", encoding="utf-8")
    for name, title in {"kept": "密码", "changed": "另一个密码"}.items():
        state = root / name / ".kpixl"
        state.mkdir(parents=True)
        kept = {"key": tiny.KEY.secret.decode(), "password": title}
        (state / "secrets.json").write_text(json.dumps(kept), encoding="utf-8")
        by = (root / "other.key").read_text(encoding="utf-8")
        backing_up.backup(state, root / f"{name}.backup", by, UNGUARDED, cost=12)
    overspent = {tiny.report("hexi", "t1", "spent"): Decimal(200)}
    _account(root / "home")
    (root / "home" / "form.txt").write_text("联系人登记表\n\t姓名\n\t电话\n\n\t\n\t\n", encoding="utf-8")
    sound = tiny.built("hedong")
    for folder, made in {
        "returns": tiny.built("hexi", overspent), "sound": sound, "verified": _verified(sound)
    }.items():  # fmt: skip
        (root / "home" / folder).mkdir()
        (root / "home" / folder / f"{made.stamp.recipient}.xlsx").write_bytes(made.data)
    return root


def _verified(self_check: Built) -> Built:
    """What the panel says of a self-check."""
    record = replace(read_bytes(tiny.ready(), self_check.data), name="sound/hedong.xlsx")
    made = carry.next_packages(tiny.scheme(), "verification", [record])
    package = next(p for p in made if p.recipient == "panel")
    return build(package, {tiny.report("hedong", "t2", "bonus"): Decimal(1)}, issuer=tiny.issuer())


def _account(home: Path) -> None:
    """A return of 河西镇 that was rejected, a trial of 河东镇, a waiver, a reminder; a file of decisions."""
    moment, turn = dt.datetime(2022, 1, 3, tzinfo=dt.UTC), Turn(scheme="tiny", stage="self-check")
    waiver = {
        "by": "考核办",
        "kind": "waiver",
        "on": "2022-01-04",
        "reason": "同意",
        "rule": "r",
        "unit": "hedong",
    }
    accounts.ledger(home).add(
        [
            received("0" * 64),
            judged("rejected", "0" * 64),
            received("1" * 64, "hedong", simulated=True),
            Draft(what="decided", turn=turn, unit="hedong", data=waiver),
            Draft(what="told", turn=turn, unit="finance"),
        ],
        at=moment,
        by="王",
    )
    granted = decision("waiver", unit="hexi", rule="within_budget")
    (home / "decisions.yaml").write_bytes(written(tiny.scheme(), Decisions((granted,))))


def _served(
    opened: Callable[[Any], None], *, port: int, browser: bool, told: Callable[[str], None], **_: Any
) -> None:
    """A desk that somebody quits at once."""
    front = Mock()
    opened(front)
    home, scheme = front.open.call_args.args
    told(f"{home.root} {scheme} {port} {browser}")


def _content(path: Path) -> object:
    """What a file holds; of an account what it says, whenever that was entered; a cache is there or not."""
    if path.name == "cache.sqlite":
        return True
    return repr(accounts.said(path)) if path.name == accounts.LEDGER else sha256(path.read_bytes()).digest()


@pytest.fixture
def pools(monkeypatch) -> list[Any]:
    """How many workers each pool of processes gets that is made in this test."""
    made: list[Any] = []
    real = ProcessPoolExecutor.__init__

    def recording(self: Any, *args: Any, **more: Any) -> None:
        made.append(more.get("max_workers"))
        real(self, *args, **more)

    monkeypatch.setattr(ProcessPoolExecutor, "__init__", recording)
    return made


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Iterator[Path]:
    """Folders for one run each, with names of one length: what is said of them breaks at the same places."""
    root = tmp_path_factory.mktemp("runs")
    return (root / f"{number:04}" for number in count())


@pytest.fixture(scope="module")
def plain() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What a command does without the option, by how it is run: once for all its options."""
    return {}


@pytest.fixture
def seen(prepared, pools, runs, monkeypatch) -> Callable[..., tuple[Any, ...]]:
    """Run a command in a copy of the workspaces: its status, what it says, the files then, the processes."""
    # the only reference scheme is the example, which is quick
    for module in (scheme_places, room):
        monkeypatch.setattr(module, "reference", lambda: prepared / "reference")
    monkeypatch.setattr(encrypted, "token_bytes", bytes)  # else no two backups are the same
    monkeypatch.setattr(serving, "serve", _served)

    def run(*arguments: str, mine: str = "") -> tuple[Any, ...]:
        pools.clear()
        root = next(runs)
        shutil.copytree(prepared, root)
        monkeypatch.chdir(root / "home")
        if mine:
            Path(mine).parent.mkdir(exist_ok=True)
            Path(mine).write_text("mine", encoding="utf-8")
        done = cli.kpixl(*arguments, typed="x\n")
        files = {p.relative_to(root): _content(p) for p in root.rglob("*") if p.is_file()}
        said = [text.replace(str(root), "") for text in (done.stdout, done.stderr)]
        return done.exit_code, said, files, tuple(pools)

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_case(name):
    """The cases are those of the options that the help shows."""
    command = program.get_command(click.Context(program), name)
    assert command is not None
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    assert sorted(CASES[name]["options"]) == sorted(max(p.opts, key=len) for p in options)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_does_the_same_each_time(seen, name):
    """Without another option nothing is different, so that a difference is the option's."""
    first, second = (seen(name, *CASES[name]["run"]) for _ in "12")
    assert first == second
    assert first[0] in {0, 1}


@pytest.mark.slow
@pytest.mark.parametrize("each", EVERY, ids=str)
def test_an_option_changes_something(seen, plain, monkeypatch, each):
    """What is said, written or returned is not what it is without the option, but where it says why not."""
    if each.terminal:
        monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    run, kind = (each.command, *each.run), (each.terminal, each.mine)
    if (run, kind) not in plain:
        plain[run, kind] = seen(*run, mine=each.mine)
    without, given = plain[run, kind], seen(*run, *each.given, mine=each.mine)
    assert without[0] in {0, 1} or each.refused or each.mine
    assert bool(each.idle) == (without == given)
