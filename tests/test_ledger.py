"""The ledger: entries are added, never changed or lost, by one writer, whatever ends a run."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.claims import Claim
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.ledger import Asked, Draft, Entry, Ledger, Turn, standings
from kpixl.ledger.schema import MIGRATIONS
from kpixl.outputs import remembering
from kpixl.refusal import RefusedError
from tests.test_decisions import decision

TURN = Turn(scheme="tiny", stage="self-check")
DUE, ZONE = dt.date(2022, 1, 10), dt.timezone(dt.timedelta(hours=8))
FACTS = {
    "name": "a.xlsx",
    "issue": 1,
    "modified": "",
    "blank": False,
    "recognised": False,
    "simulated": False,
}


def at(day, hour=9):
    """A moment of January 2022."""
    return dt.datetime(2022, 1, day, hour, tzinfo=ZONE)


def received(file="a", unit="hexi", **facts):
    """A return that came."""
    return Draft(what="received", turn=TURN, unit=unit, file=file, data={**FACTS, **facts})


def judged(result, file="a", unit="hexi", errors=0):
    """How a return was judged."""
    data = {"result": result, "errors": errors, "warnings": 0, "notes": 0}
    return Draft(what="judged", turn=TURN, unit=unit, file=file, data=data)


@pytest.fixture
def ledger(tmp_path):
    """One that is not there yet."""
    return Ledger(tmp_path / "状态" / "ledger.sqlite")


def standing(ledger, today=8, decisions=NO_DECISIONS, **more):
    """How 河西镇 stands on a day."""
    asked = Asked(stage=TURN.stage, deadline=DUE, today=dt.date(2022, 1, today), **more)
    return standings(asked, ["hexi"], ledger.entries("tiny"), decisions)[0]


class TestStore:
    def test_what_is_not_there_holds_nothing(self, ledger):
        """And is not made by asking."""
        assert [] == ledger.entries("tiny")
        assert not ledger.path.exists()

    def test_entries_come_back_as_they_were_made(self, ledger):
        """In their order, with moment, name and reason."""
        ledger.add([received(), judged("accepted").with_reason("核对")], at=at(3), by="王")
        first, second = ledger.entries("tiny")
        assert (1, 2) == (first.id, second.id)
        assert (at(3), "王", "received", "hexi", "a.xlsx") == (
            first.at, first.by, first.what, first.unit, first.data["name"]
        )  # fmt: skip
        assert ("核对", "accepted") == (second.why, second.data["result"])

    @pytest.mark.parametrize("statement", ["DELETE FROM entries", "UPDATE entries SET by = 'x'"])
    def test_entries_stay(self, ledger, statement):
        """The database itself refuses to change or delete them."""
        ledger.add([received()], at=at(3), by="王")
        with sqlite3.connect(ledger.path) as database, pytest.raises(sqlite3.IntegrityError, match="entries"):
            database.execute(statement)

    def test_an_entry_is_revoked_once(self, ledger):
        """Of two revocations nothing is left, nor of what was to be entered with them."""
        ledger.add([received()], at=at(3), by="王")
        taken = Draft(what="revoked", turn=TURN, revokes=1)
        with pytest.raises(sqlite3.IntegrityError):
            ledger.add([received("b"), taken, taken], at=at(4), by="王")
        assert 1 == len(ledger.entries("tiny"))

    def test_no_shared_memory(self, ledger):
        """WAL does not work on network shares."""
        ledger.add([received()], at=at(3), by="王")
        with sqlite3.connect(ledger.path) as database:
            assert ("delete",) == database.execute("PRAGMA journal_mode").fetchone()

    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
    def test_it_is_for_its_owner(self, ledger):
        """As the secrets beside it."""
        ledger.add([received()], at=at(3), by="王")
        assert 0o600 == ledger.path.stat().st_mode & 0o777

    def test_git_ignores_it(self, ledger):
        """Whoever made the folder."""
        ledger.add([received()], at=at(3), by="王")
        assert "*\n" == (ledger.path.parent / ".gitignore").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda path: path.write_bytes(b"no database at all, but long enough to be looked at" * 50),
            lambda path: path.write_bytes(path.read_bytes()[:100] + os.urandom(5000)),
            lambda path: _run(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}"),
            lambda path: _run(path, "PRAGMA application_id = 1"),
        ],
        ids=["another file", "damaged", "later", "foreign"],
    )
    def test_what_is_no_ledger_of_this_version_is_refused(self, ledger, spoil):
        """In one line, and it stays as it is."""
        ledger.add([received()], at=at(3), by="王")
        spoil(ledger.path)
        before = ledger.path.read_bytes()
        for use in (lambda: ledger.entries("tiny"), lambda: ledger.add([received("b")], at=at(4), by="王")):
            with pytest.raises(RefusedError, match="ledger"):
                use()
        assert before == ledger.path.read_bytes()

    def test_one_writer(self, ledger, monkeypatch):
        """Who comes second is told who works."""
        monkeypatch.setattr("kpixl.outputs._lock.WAIT_SECONDS", 0.2)
        with remembering(ledger.path.parent), pytest.raises(RefusedError, match=f"process {os.getpid()}"):
            ledger.add([received()], at=at(3), by="王")


def _run(path, statement):
    with sqlite3.connect(path) as database:
        database.execute(statement)


KILLED = """
import datetime as dt, os, signal, sqlite3, sys
from pathlib import Path
from kpixl.ledger import Draft, Ledger, Turn
from kpixl.ledger import store
steps = int(sys.argv[2])
def traced(path, **more):
    database = sqlite3_connect(path, **more)
    def step(_statement):
        global steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    database.set_trace_callback(step)
    return database
sqlite3_connect, sqlite3.connect = sqlite3.connect, traced
turn = Turn(scheme="tiny", stage="self-check")
drafts = [Draft(what="told", turn=turn, unit="hexi", data={"n": n}) for n in range(3)]
Ledger(Path(sys.argv[1])).add(drafts, at=dt.datetime.now().astimezone(), by="x")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_killed_at_every_statement(ledger):
    """All entries of a call are there or none, and the next call goes on."""
    ledger.add([received()], at=at(3), by="王")
    ended, steps = -signal.SIGKILL, 0
    while ended == -signal.SIGKILL:
        before = len(ledger.entries("tiny"))
        run = [sys.executable, "-c", KILLED, str(ledger.path), str(steps)]
        ended = subprocess.run(run, check=False, cwd=Path(__file__).parents[1]).returncode
        assert len(ledger.entries("tiny")) - before in {0, 3}
        steps += 1
    assert 0 == ended
    assert steps > 3  # it was killed between statements


class TestStanding:
    def test_nothing_came(self, ledger):
        """The unit is missing, and late from the day after the deadline."""
        assert ("missing", False) == (standing(ledger).state, standing(ledger).late)
        assert standing(ledger, today=11).late

    def test_what_came_is_as_it_was_judged_last(self, ledger):
        """Received, rejected, accepted."""
        steps = {"received": received(), "rejected": judged("rejected"), "accepted": judged("accepted")}
        for state, draft in steps.items():
            ledger.add([draft], at=at(3), by="王")
            assert state == standing(ledger).state

    def test_a_new_version_cancels_an_approval(self, ledger):
        """What was accepted before it is told."""
        ledger.add([received(), judged("accepted")], at=at(3), by="王")
        ledger.add(
            [received("b", modified="2022-01-05"), judged("rejected", "b", errors=2)], at=at(5), by="王"
        )
        now = standing(ledger)
        assert ("rejected", "b", "a", 2, 2) == (
            now.state, now.file, now.accepted_before, now.returns, now.errors
        )  # fmt: skip

    def test_a_decision_names_another(self, ledger):
        """The one that was accepted before."""
        ledger.add([received(), judged("accepted")], at=at(3), by="王")
        ledger.add([received("b", modified="2022-01-05"), judged("rejected", "b")], at=at(5), by="王")
        named = Decisions((decision("counting", unit="hexi", stage=TURN.stage, file="a" * 64),))
        ledger.add([received("a" * 64), judged("accepted", "a" * 64)], at=at(6), by="王")
        assert ("accepted", "a" * 64) == (
            standing(ledger, decisions=named).state, standing(ledger, decisions=named).file
        )  # fmt: skip

    def test_in_time_is_in_time(self, ledger):
        """Though it had to be corrected after the deadline."""
        ledger.add([received(), judged("rejected")], at=at(10, 23), by="王")
        ledger.add([received("b", modified="2"), judged("accepted", "b")], at=at(20), by="王")
        assert not standing(ledger, today=25).late

    def test_what_came_after_the_deadline_is_late(self, ledger):
        """By the time that the ledger knows."""
        ledger.add([received()], at=at(11, 0), by="王")
        assert standing(ledger, today=12).late

    def test_a_blank_one_is_not_in_time(self, ledger):
        """Nothing was in it."""
        ledger.add([received(blank=True)], at=at(9), by="王")
        assert standing(ledger, today=12).late

    def test_more_time(self, ledger):
        """An extension moves the deadline of its unit."""
        more = Decisions((decision("extension", unit="hexi", stage=TURN.stage, until="2022-01-15"),))
        now = standing(ledger, today=12, decisions=more)
        assert (False, dt.date(2022, 1, 15)) == (now.late, now.deadline)

    def test_excused(self, ledger):
        """Neither missing nor late; what it returns all the same, counts."""
        free = Decisions((decision("excuse", unit="hexi", stage=TURN.stage),))
        assert ("excused", False) == (
            standing(ledger, today=12, decisions=free).state, standing(ledger, today=12, decisions=free).late
        )  # fmt: skip
        ledger.add([received(), judged("accepted")], at=at(3), by="王")
        assert "accepted" == standing(ledger, decisions=free).state

    def test_simulated_returns_are_trials(self, ledger):
        """They count where that is asked for."""
        ledger.add([received(simulated=True), judged("accepted")], at=at(3), by="王")
        assert ("missing", "accepted") == (standing(ledger).state, standing(ledger, simulated=True).state)


FILES = st.fixed_dictionaries(
    {
        "blank": st.booleans(),
        "recognised": st.booleans(),
        "issue": st.integers(1, 2),
        "modified": st.sampled_from(("", "2022-01-03", "2022-01-05")),
        "name": st.sampled_from(("a", "b", "c")),
    }
)


@given(st.lists(FILES, min_size=1, max_size=4))
def test_what_counts_is_what_a_check_takes(files):
    """One rule, whether the files are there or the ledger alone."""
    entries = [_entry(number, facts) for number, facts in enumerate(files)]
    asked = Asked(stage=TURN.stage, deadline=None, today=DUE)
    counts = standings(asked, ["hexi"], entries, NO_DECISIONS)[0].file
    claims = {
        str(n): Claim(
            decided=False,
            filled=not f["blank"],
            stamped=not f["recognised"],
            issue=f["issue"],
            modified=f["modified"],
            name=f["name"],
        )
        for n, f in enumerate(files)
    }
    assert max(claims.values()) == claims[counts]


def _entry(number, facts):
    return Entry(
        id=number,
        at=at(3),
        by="王",
        what="received",
        turn=TURN,
        unit="hexi",
        file=str(number),
        why="",
        data={**FACTS, **facts},
        person="",
        revokes=None,
    )
