"""Returns and outputs in a store, by URL: what is read and made is what a folder would give."""

import errno
import hashlib
import json
import os
import shutil

import fsspec
import pytest

from kpixl.findings import Finding
from kpixl.limits import Limits
from kpixl.outputs import UNGUARDED, Guard, Outputs, _lock
from kpixl.outputs._stored_folder import StoredFolder
from kpixl.places import place
from kpixl.refusal import RefusedError
from kpixl.returns import discover
from tests.support import cli, tiny
from tests.support.cli import kpixl, kpixl_json
from tests.test_decisions import DAY, OVERSPENT

STORE = "memory://bucket"


@pytest.fixture(autouse=True)
def store():
    """A store of this process, empty."""
    made = fsspec.filesystem("memory")
    made.store.clear()
    made.pseudo_dirs[:] = [""]
    yield made
    made.store.clear()
    made.pseudo_dirs[:] = [""]


@pytest.fixture
def here(tmp_path):
    """Returns in a folder: one that overspends, two in an archive, and what is none."""
    (tmp_path / "returns" / "深").mkdir(parents=True)
    (tmp_path / "returns" / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (tmp_path / "returns" / "说明.txt").write_bytes("无".encode())
    (tmp_path / "包").mkdir()
    (tmp_path / "包" / "河东镇#1.xlsx").write_bytes(tiny.built("hedong").data)
    shutil.make_archive(str(tmp_path / "returns" / "深" / "一包"), "zip", tmp_path / "包")
    return tmp_path


@pytest.fixture
def there(here, store):
    """The same in the store."""
    store.put(str(here / "returns"), "/bucket/returns", recursive=True)
    return place(f"{STORE}/returns")


def office():
    """The office on a day."""
    return tiny.campaign().using(as_of=DAY)


def said(result):
    """What a check says, but for where the files are from where the user stands."""
    told = result.as_dict()
    for file in told["files"]:
        del file["path"]
    return told


def test_a_check_says_the_same(here, there):
    """Files in a store, and what lies in archives there, are read as those of a folder."""
    a, b = office().check([here / "returns"]), office().check([there])
    assert said(a) == said(b)
    assert [f.path for f in a.files] == [f.path for f in b.files]
    assert b.files[0].given.startswith(f"{STORE}/returns/")


def test_a_score_sheet_is_the_same(here, there, store):
    """Byte for byte, with its links, where both lie in the store as they do on the disk."""
    office().merge([here / "returns"], here / "out" / "表.xlsx", frames=here / "out")
    office().merge([there], f"{STORE}/out/表.xlsx", frames=f"{STORE}/out")
    names = {path.name for path in (here / "out").iterdir()}
    assert names == {path.rpartition("/")[2] for path in store.ls("/bucket/out", detail=False)} - {
        ".kpixl-written.part"
    }
    assert all((here / "out" / n).read_bytes() == store.cat_file(f"/bucket/out/{n}") for n in names)


def test_what_was_merged_is_merged_again(there):
    """The frames of a district may lie in a store."""
    office().merge([there], f"{STORE}/东.xlsx", frames=f"{STORE}/东")
    (file,) = office().filed([f"{STORE}/东"]).files
    assert (file.unit, file.path.partition("/")[0]) == ("hedong", "东")


def test_workbooks_are_the_same(tmp_path, store):
    """What is generated into a store is what is generated into a folder, and the list with it."""
    made = tiny.campaign().generate(f"{STORE}/发放", list_to=f"{STORE}/清单.xlsx")
    here = tiny.campaign().generate(tmp_path / "发放", list_to=tmp_path / "清单.xlsx")
    digests = {
        hashlib.sha256(store.cat_file(f"/bucket/发放/{w.path.name}")).hexdigest() for w in made.workbooks
    }
    assert digests == {w.sha256 for w in here.workbooks}
    assert store.cat_file("/bucket/清单.xlsx") == (tmp_path / "清单.xlsx").read_bytes()


def test_a_report_goes_to_a_store(there, store):
    """All of its files."""
    result = office().check([there])
    office().report(f"{STORE}/报告", result)
    assert {"report.html", "report.xlsx"} <= {
        p.rpartition("/")[2] for p in store.ls("/bucket/报告", detail=False)
    }


def test_what_is_too_large_is_not_fetched(there, store, monkeypatch):
    """A file in a store is told by its size before anything of it is read."""
    store.rm("/bucket/returns/说明.txt")
    monkeypatch.setattr(type(store), "_open", failing)
    sources = discover([there], Limits(archive=10))
    told = {s.name: s.finding or s.read(Limits(file=10)) for s in sources}
    codes = {name: each.code for name, each in told.items() if isinstance(each, Finding)}
    assert codes == {"returns/深/一包.zip": "F007", "returns/河西镇.xlsx": "F007"}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (f"{STORE}/nothing", "There is no 'memory://bucket/nothing'"),
        ("nonsense://bucket/returns", "Nothing here opens URLs with nonsense://"),
        ("memory://me:secret@bucket/returns", "holds credentials"),
    ],
)
def test_what_cannot_be_reached(url, told):
    """One line says what is wrong, and no secret."""
    with pytest.raises(RefusedError, match=told) as refused:
        office().check([url])
    assert "secret" not in str(refused.value)


class UnreachableError(OSError):
    """A store of which the network knows nothing."""


def test_a_store_that_fails(there, store, monkeypatch):
    """Whatever keeps one from a store is told by its kind, in one line."""
    monkeypatch.setattr(type(store), "find", failing)
    with pytest.raises(RefusedError, match=r"Cannot reach .*UnreachableError"):
        office().check([there])


def failing(*_, **__):
    """What a store does that is gone."""
    raise UnreachableError("the key is 12345")


def objects(store):
    """What lies in a store, but for the list of what kpixl wrote."""
    return {p: store.cat_file(p) for p in store.find("/bucket") if not p.endswith("written.part")}


def written(guard=UNGUARDED, **contents):
    """Put these into the store together."""
    with Outputs(guard) as outputs:
        for name, content in contents.items():
            outputs.into(place(STORE)).write(name, content)


def test_all_or_none(store, monkeypatch):
    """Where one object cannot be put in its place, those that were are as before."""
    written(a=b"old")
    before, copied = objects(store), type(store).cp_file

    def broken(self, path, target, **more):
        if target.endswith("/b"):
            failing()
        copied(self, path, target, **more)

    monkeypatch.setattr(type(store), "cp_file", broken)
    with pytest.raises(RefusedError, match="UnreachableError"):
        written(a=b"new", b=b"new")
    assert before == objects(store) == {"/bucket/a": b"old"}


def test_what_a_killed_run_left_is_undone(store, monkeypatch):
    """The next run puts back what was replaced, and removes what waits."""
    written(a=b"old")
    with monkeypatch.context() as killed:
        killed.setattr(StoredFolder, "done", lambda _self: None)
        killed.setattr(StoredFolder, "undo", lambda _self: None)
        killed.setattr("kpixl.outputs._outputs.decide", failing)
        with pytest.raises(RefusedError):
            written(a=b"new", b=b"new")
    assert store.cat_file("/bucket/a") == b"new"
    written(c=b"")
    assert objects(store) == {"/bucket/a": b"old", "/bucket/c": b""}


def test_one_run_at_a_time_writes(monkeypatch):
    """Who comes second is told who writes there, and writes nothing."""
    monkeypatch.setattr(_lock, "WAIT_SECONDS", 0.0)
    with Outputs() as outputs:
        outputs.into(place(STORE))
        with pytest.raises(
            RefusedError, match=rf"process {os.getpid()}, .* delete '{STORE}/.kpixl-lock.part'"
        ):
            written(a=b"second")


def test_the_lock_goes_with_the_run(store):
    """Nothing is left of it, whether the run ends well or not."""
    written(a=b"1")
    with pytest.raises(RefusedError), Outputs(Guard.of([place(f"{STORE}/b")])) as outputs:
        outputs.into(place(STORE)).write("b", b"1")
    assert objects(store) == {"/bucket/a": b"1"}


def test_a_store_that_knows_no_conditions(store, monkeypatch):
    """Where a store cannot put an object only where there is none, it takes it all the same."""
    plain = type(store).pipe_file

    def unknowing(self, path, value, mode="overwrite", **more):
        if mode == "create":
            raise OSError(errno.ENOSYS, "NotImplemented")
        plain(self, path, value, **more)

    monkeypatch.setattr(type(store), "pipe_file", unknowing)
    written(a=b"1")
    assert objects(store) == {"/bucket/a": b"1"}


def test_only_its_own_is_replaced(store):
    """What kpixl wrote it replaces; what somebody else did only by force; what was read never."""
    written(a=b"1")
    written(a=b"2")
    store.pipe_file("/bucket/a", b"mine")
    with pytest.raises(RefusedError, match="--force"):
        written(a=b"3")
    with pytest.raises(RefusedError, match="were read"):
        written(Guard.of([place(f"{STORE}/a")], force=True), a=b"3")
    written(Guard(force=True), a=b"3")
    assert store.cat_file("/bucket/a") == b"3"


def test_the_commands_take_urls(tmp_path, monkeypatch, there):
    """Check and merge read from a store, and write there."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    told = kpixl_json("check", "tiny", str(there), "--as-of", "2021-12-15")
    assert told["files"][0]["path"].startswith(f"{STORE}/returns/")
    done = kpixl("merge", "tiny", str(there), "--out", f"{STORE}/表.xlsx", "--format", "json")
    assert json.loads(done.stdout)["score_sheet"] == f"{STORE}/表.xlsx"


@pytest.mark.parametrize(
    "command",
    [
        ("preview", "tiny", "-o", f"{STORE}/看"),
        ("check", "tiny", "returns", "--workspace", f"{STORE}/区"),
        ("inspect", f"{STORE}/returns/河西镇.xlsx"),
    ],
    ids=lambda each: each[0],
)
def test_what_lies_on_a_disk(tmp_path, monkeypatch, command):
    """Where a path of this machine is wanted, an URL is refused, and no folder of that name is made."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = kpixl(*command)
    assert done.exit_code == 2
    assert "memory://… is an URL" in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_given_back_goes_to_a_store(tmp_path, monkeypatch, there, store):
    """Feedback workbooks as well."""
    cli.workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    key = {"KPIXL_KEY": tiny.KEY.secret.decode()}
    kpixl("feedback", "tiny", str(there), "--all", "--out", f"{STORE}/退回", env=key)
    assert any(name.endswith(".xlsx") for name in store.ls("/bucket/退回", detail=False))
