"""The cache of records: what is there need not be read again, and says the same as if it were."""

import importlib
import pickle
import shutil
import sqlite3
import sys
from dataclasses import replace

import pytest

from kpixl.campaign import Means
from kpixl.check import check, run
from kpixl.decisions import Decisions
from kpixl.limits import Limits
from kpixl.returns import Reader, RecordCache, discover, look_into
from kpixl.stamp import Key
from tests.support import accounts, cli, letters, tiny
from tests.support.intake import seven_zip
from tests.support.tiny import KEY
from tests.test_decisions import DAY, FIGURE, OVERSPENT, decision
from tests.test_terms import LATER, saying


@pytest.fixture
def folder(tmp_path):
    """Two returns, one of which overspends."""
    folder = tmp_path / "收回"
    folder.mkdir()
    (folder / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (folder / "河东镇.xlsx").write_bytes(tiny.built("hedong").data)
    return folder


@pytest.fixture
def reader():
    """Who reads them."""
    return Reader(scheme=tiny.scheme(), key=KEY)


@pytest.fixture
def checked(folder, reader, tmp_path, monkeypatch):
    """Check the folder: what is said, and the files that were read for it."""
    read: list[str] = []
    anew = run._read_anew

    def watched(files, *rest):
        read.extend(f.source.name for f in files)
        return anew(files, *rest)

    monkeypatch.setattr(run, "_read_anew", watched)

    def check_it(by=reader, **more):
        read.clear()
        cache = tmp_path / ".kpixl" / "cache.sqlite"
        result = check(tiny.scheme(), discover([folder]), reader=by, as_of=DAY, cache=cache, **more)
        return result.as_dict(), sorted(read)

    return check_it


BOTH = ["收回/河东镇.xlsx", "收回/河西镇.xlsx"]


def test_what_was_read_is_not_read_again(checked):
    """And the same is said of it."""
    first, second = checked(), checked()
    assert (BOTH, []) == (first[1], second[1])
    assert first[0] == second[0]


def test_another_content_is_read(checked, folder):
    """Whatever its name, size and date."""
    checked()
    file = folder / "河东镇.xlsx"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    assert BOTH[:1] == checked()[1]


def test_another_name_is_read(checked, folder):
    """Names are spoken of in findings."""
    checked()
    (folder / "河东镇.xlsx").rename(folder / "河西镇二.xlsx")
    assert ["收回/河西镇二.xlsx"] == checked()[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"limits": Limits(cells=10_000)},
        {"passwords": ("密码",)},
        {"key": Key(b"another key that signs nothing here")},
        {"scheme": saying(tiny.scheme(), LATER)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_other_means_read_anew(checked, reader, changes):
    """What a file is read as depends on them."""
    checked()
    assert BOTH == checked(replace(reader, **changes))[1]


def test_a_decided_figure_is_read_in(checked):
    """A decision on a cell is no other matter."""
    checked()
    figure = decision("figure", unit="hexi", value="80", **FIGURE)
    said, read = checked(decisions=Decisions((figure,)))
    assert BOTH == read
    assert ["accepted", "accepted"] == [f["status"] for f in said["files"]]


def test_rules_are_judged_every_time(checked):
    """A waiver changes what is said, and nothing is read."""
    before, _ = checked()
    after, read = checked(decisions=Decisions((decision("waiver", unit="hexi", rule="within_budget"),)))
    assert [] == read
    assert (1, 0) == (before["summary"]["rejected"], after["summary"]["rejected"])


def test_without_a_key_nothing_is_kept(checked, reader, tmp_path):
    """Nobody could tell whose records they are."""
    checked(replace(reader, key=None))
    assert not (tmp_path / ".kpixl").exists()


def test_members_of_a_zip(checked, folder):
    """By the zip's content and the way into it."""
    shutil.make_archive(str(folder.parent / "一"), "zip", folder)
    for file in folder.iterdir():
        file.unlink()
    shutil.move(folder.parent / "一.zip", folder / "一.zip")
    first, second = checked(), checked()
    assert (2, []) == (len(first[1]), second[1])
    assert first[0] == second[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no database" * 1000),
        lambda path: path.write_bytes(path.read_bytes()[:3000]),
        lambda path: path.write_bytes(b""),
    ],
    ids=["another file", "cut off", "empty"],
)
def test_a_damaged_cache_is_made_anew(checked, tmp_path, spoil):
    """It costs the time to read, and no word."""
    first, _ = checked()
    spoil(tmp_path / ".kpixl" / "cache.sqlite")
    second, read = checked()
    assert BOTH == read
    assert first == second
    assert [] == checked()[1]


class Planted:
    """What would be loaded."""

    def __reduce__(self):
        return pytest.fail, ("a planted record was loaded",)


def test_what_the_key_did_not_sign_is_never_loaded(checked, tmp_path):
    """A pickle is a program: one that somebody else wrote is as if it were not there."""
    first, _ = checked()
    with sqlite3.connect(tmp_path / ".kpixl" / "cache.sqlite") as database:
        database.execute("UPDATE records SET content = ?", (b"0" * 32 + pickle.dumps(Planted()),))
    second, read = checked()
    assert BOTH == read
    assert first == second


def test_the_oldest_of_many_are_forgotten(reader, folder, tmp_path, monkeypatch):
    """So that it does not grow for ever."""
    monkeypatch.setattr("kpixl.returns._cache._MOST_KEPT", 1)
    cache = RecordCache.of(tmp_path / "cache.sqlite", reader)
    assert cache is not None
    sources = discover([folder])
    records = [tiny.read(source.path.read_bytes(), name=source.name) for source in sources]
    cache.keep(zip(sources, records, strict=True))
    assert [1] == list(cache.found(sources))


@pytest.fixture
def opened(folder, monkeypatch):
    """The names of what was opened, of the returns in a mail and an archive."""
    for path, pack in ((folder / "河东镇.xlsx", letters.eml), (folder / "河西镇.xlsx", seven_zip)):
        path.rename(path.with_suffix(".data"))
        (folder / f"{path.stem}.回收").write_bytes(pack({path.name: path.with_suffix(".data").read_bytes()}))
        path.with_suffix(".data").unlink()
    names: list[str] = []
    reading = importlib.import_module("kpixl.returns._reading")

    def watched(source, limits):
        names.append(source.name)
        return look_into(source, limits)

    monkeypatch.setattr(reading, "look_into", watched)
    return names


def test_what_lies_in_mails_and_archives_is_known_too(checked, opened):
    """They are opened once, and the same is said of what lies in them, who sent it included."""
    first, _ = checked()
    assert ["收回/河东镇.回收", "收回/河西镇.回收"] == opened
    opened.clear()
    assert (first, []) == checked()
    assert [] == opened


@pytest.mark.usefixtures("opened")
def test_what_lies_in_a_mail_is_where_the_mail_is_now(reader, folder, tmp_path):
    """A folder that was moved meanwhile."""
    cache = RecordCache.of(tmp_path / "cache.sqlite", reader)
    assert cache is not None
    cache.keep((source, look_into(source)) for source in discover([folder]))
    moved = tmp_path / "别处" / "收回"
    moved.parent.mkdir()
    folder.rename(moved)
    sources = discover([moved])
    assert {at: look_into(source) for at, source in enumerate(sources)} == cache.within(sources)


@pytest.mark.usefixtures("opened")
def test_what_the_machine_lacked_is_not_remembered(checked, monkeypatch):
    """Once there is what opens the archive, it is opened."""
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "py7zr", None)
        first, _ = checked()
    second, _ = checked()
    told = [{f["code"] for f in said["files"][-1]["findings"]} for said in (first, second)]
    assert [True, False] == ["F003" in codes for codes in told]


def test_a_workspace_has_one(tmp_path):
    """Beside what it remembers; --no-cache reads anew."""
    home = cli.workspace(tmp_path / "home")
    assert home / ".kpixl" / "cache.sqlite" == accounts.campaign(home).means.cache
    assert None is Means().cache
