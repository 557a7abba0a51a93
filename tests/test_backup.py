"""backup and restore: what a workspace remembers as one encrypted file."""

import json
import shutil
import sqlite3
import stat
import sys
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.campaign import RefusedError, Workspace
from kpixl.campaign.basis.memory import numbers_in
from kpixl.campaign.workspace import backing_up, encrypted
from kpixl.campaign.workspace.backing_up import backup, restore
from kpixl.campaign.workspace.encrypted import WrongPasswordError, decrypted
from kpixl.outputs import UNGUARDED, remembering
from tests.support import cli, killing
from tests.support.killing import Deed, Stage
from tests.support.renewing import contents

PASSWORD = "一个足够长的密码"  # noqa: S105 - of files that are thrown away
COST = 12
"""The least that is taken, so that tests are quick."""
DAMAGED = r"damaged or cut short|is no backup"
SNAPSHOT = f"snapshots/{'0' * 64}.json"


@pytest.fixture
def state(tmp_path):
    """What a workspace remembers, with a cache and what a killed run left."""
    folder = tmp_path / "工作区" / ".kpixl"
    (folder / "snapshots").mkdir(parents=True)
    (folder.parent / "blueprints").mkdir()
    (folder / "secrets.json").write_text('{"key": "k", "password": "p"}', encoding="utf-8")
    (folder / "issues.json").write_text("{}", encoding="utf-8")
    (folder / SNAPSHOT).write_text("{}", encoding="utf-8")
    database(folder / "ledger.sqlite", "印发")
    database(folder / "cache.sqlite", "缓存")
    (folder / ".kpixl-old.part").write_text("", encoding="utf-8")
    return folder


def database(path, *texts):
    """A database that holds these texts."""
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE IF NOT EXISTS t (text)")
        made.executemany("INSERT INTO t VALUES (?)", [(text,) for text in texts])


def texts(path):
    """What a database holds."""
    with closing(sqlite3.connect(path)) as held:
        return [text for (text,) in held.execute("SELECT text FROM t")]


@pytest.fixture
def file(state, tmp_path):
    """A backup of it."""
    path = tmp_path / "备份" / "考核.kpixl-backup"
    backup(state, path, PASSWORD, UNGUARDED, cost=COST)
    return path


@pytest.fixture
def fresh(tmp_path):
    """The folder of another workspace, which remembers nothing."""
    return tmp_path / "新工作区" / ".kpixl"


SMALL = encrypted.encrypted(b"content", PASSWORD, cost=COST)


class TestEncrypted:
    def test_comes_back(self):
        """What was encrypted, and nothing else."""
        assert b"content" == decrypted(SMALL, PASSWORD, "x")

    def test_is_never_the_same(self):
        """Salt and nonce are drawn anew."""
        assert encrypted.encrypted(b"content", PASSWORD, cost=COST) != SMALL

    def test_shows_nothing(self):
        """Neither content nor password is in it."""
        assert all(secret not in SMALL for secret in (b"content", PASSWORD.encode()))

    def test_a_password_is_one_however_it_is_composed(self):
        """Two programs may write é in two ways."""
        assert b"x" == decrypted(
            encrypted.encrypted(b"x", "caf\u00e9 1234", cost=COST), "cafe\u0301 1234", "x"
        )

    def test_wrong_password(self):
        """That is what is said."""
        with pytest.raises(WrongPasswordError, match="Wrong password"):
            decrypted(SMALL, PASSWORD + "1", "x")

    @pytest.mark.parametrize("length", range(0, len(SMALL), 7))
    def test_cut_short(self, length):
        """Wherever it ends: damaged, or none of ours where not even the beginning is there."""
        with pytest.raises(RefusedError, match=DAMAGED):
            decrypted(SMALL[:length], PASSWORD, "x")

    @given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
    def test_one_byte_is_another(self, place, by):
        """Nothing comes out, and that is not called a wrong password."""
        broken = bytearray(SMALL)
        broken[place] ^= by
        with pytest.raises(RefusedError, match=DAMAGED):
            decrypted(bytes(broken), PASSWORD, "x")

    @given(st.binary(max_size=200))
    def test_anything(self, data):
        """Whatever it is, it is refused in words."""
        with pytest.raises(RefusedError):
            decrypted(data, PASSWORD, "x")
        with pytest.raises(RefusedError):
            decrypted(encrypted.MAGIC + data, PASSWORD, "x")

    @pytest.mark.parametrize(("place", "value"), [(0, 2), (1, 40), (1, 1), (2, 255), (3, 255)], ids=str)
    def test_what_a_head_asks_for_is_bounded(self, place, value, monkeypatch):
        """A well-formed head of another version, or that asks for 64 GB, is not obeyed."""
        monkeypatch.setattr(encrypted, "_derived", None)
        head = bytearray(SMALL[: encrypted._HEAD.size])
        head[len(encrypted.MAGIC) + place] = value
        broken = bytes(head) + encrypted._digest(bytes(head)) + SMALL[encrypted._BEGINS :]
        with pytest.raises(RefusedError, match="does not know the format"):
            decrypted(broken, PASSWORD, "x")


class TestBackup:
    def test_holds_what_is_remembered(self, state, file, fresh):
        """Secrets, issue numbers, snapshots, ledger; no cache, nothing temporary."""
        done = restore(fresh, file, PASSWORD)
        assert ["issues.json", "ledger.sqlite", "secrets.json", SNAPSHOT] == sorted(done.files)
        assert "secrets, issue numbers, snapshots (1), ledger" == done.words.en

    def test_what_comes_back_is_what_was_there(self, state, file, fresh):
        """File by file, and the database with what is in it."""
        restore(fresh, file, PASSWORD)
        for name in ("secrets.json", "issues.json", SNAPSHOT):
            assert (state / name).read_bytes() == (fresh / name).read_bytes()
        assert ["印发"] == texts(fresh / "ledger.sqlite")

    def test_a_database_is_copied_between_two_writes(self, state, tmp_path, fresh):
        """What a run that was killed has written and not committed is not in it."""
        written = sqlite3.connect(state / "ledger.sqlite", isolation_level=None)
        written.execute("PRAGMA cache_size = 1")
        written.execute("BEGIN IMMEDIATE")
        written.executemany("INSERT INTO t VALUES (?)", [("x" * 5000,)] * 50)
        killed = tmp_path / "killed" / ".kpixl"
        shutil.copytree(state, killed)  # with the journal, as a kill leaves them
        written.close()
        assert (killed / "ledger.sqlite-journal").stat().st_size
        backup(killed, tmp_path / "b", PASSWORD, UNGUARDED, cost=COST)
        restore(fresh, tmp_path / "b", PASSWORD)
        assert ["印发"] == texts(fresh / "ledger.sqlite")

    @pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
    def test_is_for_its_owner(self, file, fresh):
        """So is all that is restored of it."""
        restore(fresh, file, PASSWORD)
        kept = [file, *(p for p in fresh.rglob("*") if p.is_file() and p.name != ".gitignore")]
        assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in kept}

    def test_a_short_password_is_refused(self, state, tmp_path):
        """Seven characters are soon tried."""
        with pytest.raises(RefusedError, match="at least 8 characters"):
            backup(state, tmp_path / "b", "1234567", UNGUARDED, cost=COST)

    def test_nothing_to_back_up(self, fresh, tmp_path):
        """Without secrets there is nothing that could be lost."""
        with pytest.raises(RefusedError, match="nothing to back up"):
            backup(fresh, tmp_path / "b", PASSWORD, UNGUARDED, cost=COST)

    def test_not_among_what_it_saves(self, state):
        """A backup in the folder itself would be lost with it."""
        with pytest.raises(RefusedError, match="choose another place"):
            Workspace.at(state.parent).backup(state / "b", PASSWORD)

    def test_a_file_of_somebody_stays(self, state, tmp_path):
        """As everywhere, unless it was forced."""
        (tmp_path / "b").write_text("mine", encoding="utf-8")
        with pytest.raises(RefusedError, match="not written by kpixl"):
            Workspace.at(state.parent).backup(tmp_path / "b", PASSWORD)


class TestRestore:
    def test_git_never_sees_it(self, file, fresh):
        """The folder says so, however it came about."""
        restore(fresh, file, PASSWORD)
        assert "*\n" == (fresh / ".gitignore").read_text(encoding="utf-8")

    def test_into_the_same_is_nothing(self, state, file):
        """What is there already is no difference."""
        before = contents(state)
        restore(state, file, PASSWORD)
        assert {*before, ".gitignore"} == {*contents(state)}
        assert ["印发"] == texts(state / "ledger.sqlite")

    def test_other_secrets_stay(self, file, fresh):
        """What was issued with them could no longer be verified."""
        fresh.mkdir(parents=True)
        (fresh / "secrets.json").write_text('{"key": "other", "password": "o"}', encoding="utf-8")
        before = contents(fresh)
        with pytest.raises(RefusedError, match="holds other secrets"):
            restore(fresh, file, PASSWORD)
        assert before == contents(fresh)

    def test_what_is_newer_stays(self, state, file):
        """A ledger that went on."""
        database(state / "ledger.sqlite", "收回")
        with pytest.raises(RefusedError, match=r"differs from the backup \(ledger.sqlite\)"):
            restore(state, file, PASSWORD)
        assert ["印发", "收回"] == texts(state / "ledger.sqlite")

    def test_by_force(self, state, file):
        """The backup's take the place of what differs; the rest stays."""
        database(state / "ledger.sqlite", "收回")
        (state / "secrets.json").write_text('{"key": "other", "password": "o"}', encoding="utf-8")
        (state / "snapshots" / f"{'1' * 64}.json").write_text("{}", encoding="utf-8")
        restore(state, file, PASSWORD, force=True)
        assert ["印发"] == texts(state / "ledger.sqlite")
        assert "k" == json.loads((state / "secrets.json").read_text(encoding="utf-8"))["key"]
        assert (state / "snapshots" / f"{'1' * 64}.json").exists()

    def test_a_damaged_ledger_is_replaced_by_force(self, state, file):
        """With the journal that it left: it must not be undone in the new one."""
        for name in ("ledger.sqlite", "ledger.sqlite-journal"):
            (state / name).write_bytes(b"broken" * 1000)
        with pytest.raises(RefusedError, match="differs from the backup"):
            restore(state, file, PASSWORD)
        restore(state, file, PASSWORD, force=True)
        assert ["印发"] == texts(state / "ledger.sqlite")

    @pytest.mark.parametrize(
        "name",
        ["../x.json", "/x.json", "C:/x.json", "a/b/c.json", "x.py", "cache.sqlite", ".gitignore",
         "..\\x.json", "snapshots/../x.json", "SECRETS.json"],
    )  # fmt: skip
    def test_strange_names_are_refused(self, tmp_path, fresh, name):
        """Nothing is written, wherever they lead."""
        strange = packed({"secrets.json": b"{}", name: b""})
        (tmp_path / "b").write_bytes(encrypted.encrypted(strange, PASSWORD, cost=COST))
        before = contents(tmp_path)
        with pytest.raises(RefusedError, match="is not what kpixl backs up"):
            restore(fresh, tmp_path / "b", PASSWORD)
        assert before == contents(tmp_path)

    @pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
    def test_strange_content_is_refused(self, tmp_path, fresh, data):
        """Somebody who knows the password may have encrypted anything."""
        (tmp_path / "b").write_bytes(encrypted.encrypted(data, PASSWORD, cost=COST))
        with pytest.raises(RefusedError, match="is not what kpixl backs up"):
            restore(fresh, tmp_path / "b", PASSWORD)

    def test_more_than_there_is_room_for(self, tmp_path, fresh, monkeypatch):
        """What unpacks to more than a backup holds is not unpacked."""
        monkeypatch.setattr(backing_up, "MOST", 1000)
        bomb = packed({"secrets.json": b"{}", "x.json": bytes(2000)})
        (tmp_path / "b").write_bytes(encrypted.encrypted(bomb, PASSWORD, cost=COST))
        with pytest.raises(RefusedError, match="is not what kpixl backs up"):
            restore(fresh, tmp_path / "b", PASSWORD)

    @pytest.mark.skipif(sys.platform == "win32", reason="links take rights there")
    def test_links_are_not_followed(self, tmp_path, file, fresh):
        """A folder of the state that leads elsewhere."""
        (tmp_path / "elsewhere").mkdir()
        fresh.mkdir(parents=True)
        (fresh / "snapshots").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(RefusedError):
            restore(fresh, file, PASSWORD)
        assert [] == [*(tmp_path / "elsewhere").iterdir()]


def packed(content):
    """An archive of these files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return made.getvalue()


class TestCommands:
    @pytest.fixture
    def home(self, tmp_path, monkeypatch):
        """A workspace that has issued something, another that has not, and a password."""
        monkeypatch.setattr(backing_up.backup, "__kwdefaults__", {"cost": COST})
        for name in ("甲", "乙"):
            cli.workspace(tmp_path / name)
        (tmp_path / "密码.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        cli.kpixl("generate", "tiny", "--unit", "hedong", "--out", "印发", "--workspace", "甲")
        return tmp_path

    def test_from_one_machine_to_another(self, home):
        """What was issued on one is verified on the other, and the next issue is another number."""
        made = cli.kpixl("backup", "备份", "--workspace", "甲", "--password-file", "密码.txt")
        done = cli.kpixl(
            "restore", "备份", "--workspace", "乙", "--password-file", "密码.txt", "--lang", "zh"
        )
        assert ([0, 0], "已恢复：密码和密钥、印发编号、方案快照1份、台账。\n") == (
            [made.exit_code, done.exit_code],
            done.stdout,
        )
        seen = cli.kpixl_json("inspect", "印发/01-河东镇.xlsx", "--workspace", "乙")
        assert seen["stamp"]["authentic"] is True
        assert {"hedong": 2} == numbers_in(
            home / "乙" / ".kpixl" / "issues.json", "tiny/self-check", {"hedong": "another"}
        )

    def test_the_password_is_asked_for_twice(self, home):
        """And once where it opens a file."""
        typed = f"{PASSWORD}\n"
        assert 0 == cli.kpixl("backup", "备份", "--workspace", "甲", typed=typed * 2).exit_code
        assert 0 == cli.kpixl("restore", "备份", "--workspace", "乙", typed=typed).exit_code

    def test_a_slip_is_noticed(self, home):
        """Nothing is written."""
        cli.kpixl("backup", "备份", "--workspace", "甲", typed=f"{PASSWORD}\n{PASSWORD}1\n")
        assert not Path("备份").exists()

    def test_from_the_environment(self, home):
        """As other secrets."""
        env = {"KPIXL_BACKUP_PASSWORD": PASSWORD}
        assert 0 == cli.kpixl("backup", "备份", "--workspace", "甲", env=env).exit_code

    def test_wrong_password_is_one_line(self, home):
        """Status 2."""
        cli.kpixl("backup", "备份", "--workspace", "甲", "--password-file", "密码.txt")
        done = cli.kpixl("restore", "备份", "--workspace", "乙", env={"KPIXL_BACKUP_PASSWORD": "wrong word"})
        assert (2, 1, True) == (done.exit_code, done.stderr.count("\n"), "Wrong password" in done.stderr)

    def test_outside_of_any_workspace(self, home):
        """There is nothing to back up, and no place to restore to."""
        done = cli.kpixl("backup", "备份", "--password-file", "密码.txt")
        assert (2, True) == (done.exit_code, "This is no workspace" in done.stderr)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no server of forks")
def test_a_killed_restore_leaves_all_or_nothing(tmp_path, state, file):
    """Before every change of a name on the disk: all old or all new, and the next restore ends it."""
    home = tmp_path / "home"
    (home / "blueprints").mkdir(parents=True)
    shutil.copytree(state, home / ".kpixl")
    database(home / ".kpixl" / "ledger.sqlite", "收回")
    (home / ".kpixl" / "secrets.json").write_text('{"key": "other", "password": "o"}', encoding="utf-8")
    (home / "密码").write_text(PASSWORD, encoding="utf-8")
    shutil.copy(file, home / "备份")
    deed = Deed(("restore", "备份", "--password-file", "密码", "--force"), (".kpixl",))
    stage = Stage.of(deed, home, tmp_path)
    for step in range(stage.steps):
        folder = shutil.copytree(home, tmp_path / f"killed {step}")
        killing.run(deed.arguments, folder, step)
        with remembering(folder / ".kpixl"):  # whoever writes there next, whatever it is
            pass
        assert killing.outputs(folder, deed) in (stage.old, stage.new)
        assert [] == stage.not_mended(folder)
        assert [] == killing.left_behind(folder)
