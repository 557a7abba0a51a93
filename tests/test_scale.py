"""Beyond one machine: a cluster reads and makes what this machine would, whatever becomes of a worker."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from kpixl.blueprint import digest
from kpixl.campaign.basis.environment import of_worker
from kpixl.check import check
from kpixl.findings import Finding
from kpixl.generate import Issuer, issue
from kpixl.layout import first_packages
from kpixl.progress import NOBODY
from kpixl.refusal import RefusedError
from kpixl.returns import Job, Reader, discover
from kpixl.scale import dealing
from kpixl.scale.cluster import Cluster, connected
from kpixl.scale.connection import Connection
from kpixl.scale.dealing import Dealer
from kpixl.scale.orders import Orders, Reading, release
from kpixl.scale.shelf import Shelf
from kpixl.scale.worker import read_chunk
from kpixl.stamp import Key
from kpixl.words import Words
from tests.support import tiny
from tests.support.clusters import cluster, connection
from tests.support.squaring import Numbers
from tests.support.tiny import KEY
from tests.test_decisions import DAY, OVERSPENT

PASSWORD = "集群"  # noqa: S105 - of tests


@pytest.fixture(scope="module")
def machines():
    """The cluster, once for all."""
    with cluster(KEY, PASSWORD) as made:
        yield made


@pytest.fixture
def asked(machines):
    """Who asks it."""
    with connection(machines) as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    """Returns, one of which overspends, and one that is none."""
    folder = tmp_path / "收回"
    folder.mkdir()
    (folder / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (folder / "河东镇.xlsx").write_bytes(tiny.built("hedong").data)
    (folder / "坏.xlsx").write_bytes(b"PK\3\4 no workbook")
    return folder


@pytest.fixture
def on_cluster(asked, tmp_path):
    """The cluster as kpixl knows it, with chunks of two files."""
    return Cluster(connection=asked, shelf=tmp_path / "块", key=KEY, secrets=of_worker, chunk=2)


def dealer(asked: Connection, patience: float = 60.0) -> Dealer:
    """Who deals out two things at once."""
    return Dealer(connection=asked, chunk=2, watch=NOBODY, patience=patience)


def read(folder: Path, on: Cluster | None = None) -> dict[str, Any]:
    """What a check says."""
    reader = Reader(scheme=tiny.scheme(), key=KEY)
    pool = on.readers(reader, NOBODY) if on else None
    return check(tiny.scheme(), discover([folder]), reader=reader, as_of=DAY, pool=pool).as_dict()


def test_a_check_says_the_same(folder, on_cluster):
    """A check on the cluster says what one on this machine says."""
    assert read(folder) == read(folder, on_cluster)


def test_what_was_read_is_not_read_again(folder, on_cluster):
    """Chunks that lie on the shelf are taken from there."""
    read(folder, on_cluster)
    before = {path: path.stat().st_mtime_ns for path in on_cluster.shelf.iterdir()}
    read(folder, on_cluster)
    assert before == {path: path.stat().st_mtime_ns for path in on_cluster.shelf.iterdir()}


def test_what_was_read_before_is_said(folder, on_cluster):
    """How many were taken from the shelf is said, where some were."""
    said: list[Words] = []
    telling = replace(on_cluster, say=said.append)
    read(folder, telling)
    assert not said
    (folder / "河西镇.xlsx").write_bytes(tiny.built("hexi").data)
    read(folder, telling)
    (words,) = said
    assert "2 of 3 were read before" in words.en


def test_another_content_is_read(folder, on_cluster):
    """A file of the same name with another content is read anew."""
    read(folder, on_cluster)
    (folder / "河西镇.xlsx").write_bytes(tiny.built("hexi").data)
    assert read(folder) == read(folder, on_cluster)


def test_what_is_in_an_archive(folder, on_cluster, tmp_path):
    """What lies in an archive is read as it is here."""
    packed = tmp_path / "一包"
    packed.mkdir()
    shutil.make_archive(str(packed / "两份"), "zip", folder)
    assert read(packed) == read(packed, on_cluster)


@pytest.mark.parametrize("wound", [b"", b"PAR1", b"PK\3\4"], ids=["empty", "cut", "other"])
def test_a_damaged_shelf(folder, on_cluster, wound):
    """What is damaged on the shelf is read anew."""
    read(folder, on_cluster)
    for path in on_cluster.shelf.glob("*.parquet"):
        path.write_bytes(wound)
    assert read(folder) == read(folder, on_cluster)


def test_a_record_that_nobody_signed(folder, on_cluster):
    """What another key signed is not taken from the shelf."""
    read(folder, on_cluster)
    names = {path.stem for path in on_cluster.shelf.glob("*.parquet")}
    other = Shelf(place=on_cluster.shelf, key=Key(b"other"))
    assert names
    assert not any(other.chunk(name) for name in names)


def test_workbooks_are_the_same(on_cluster):
    """Workbooks that the cluster makes are those of this machine, byte for byte."""
    scheme = tiny.scheme()
    packages = first_packages(scheme, scheme.head.stages[0])
    issuer = Issuer.of(KEY, PASSWORD, digest(scheme))
    made = list(on_cluster.built(scheme, packages, NOBODY))
    assert made == [issue(package, issuer) for package in packages]


def test_a_worker_that_is_lost(asked, tmp_path):
    """A chunk whose worker was lost is done by another."""
    work = Numbers(frozenset({3}), tmp_path / "once")
    assert list(dealer(asked).dealt(range(1, 6), work)) == [1, 4, 9, 16, 25]


def test_a_thing_that_ends_every_worker(asked):
    """What no worker survives is found, and costs nothing else."""
    work = Numbers(frozenset({3}))
    assert list(dealer(asked).dealt(range(2, 5), work)) == [4, -3, 16]


def test_a_worker_that_fails(asked):
    """What a worker can do nothing with is told in one line, with what it says."""
    with pytest.raises(RefusedError, match=r"worker of the cluster .* failed .TypeError"):
        list(dealer(asked).dealt(["no number"], Numbers()))


def test_a_connection_that_is_lost_and_comes_back(asked):
    """Where the connection breaks and is made again, all is done all the same."""
    dealt = dealer(asked).dealt(range(1, 30), Numbers())
    first = next(dealt)
    asked.client.loop.add_callback(asked.client.scheduler_comm.comm.abort)
    assert [first, *dealt] == [number**2 for number in range(1, 30)]


class Deserted:
    """A connection to a cluster whose workers go and do not come back."""

    address = "tcp://10.0.0.1:8786"

    def __init__(self, were: Sequence[str]) -> None:
        self.told = [were, []]

    def workers(self) -> Sequence[str]:
        """They, then nobody."""
        return self.told.pop(0)


@pytest.mark.parametrize(
    ("were", "told"),
    [([], "none ever came"), (["tcp://10.0.0.2:1"], "the 1 that were there are gone: tcp://10.0.0.2:1")],
    ids=["never", "gone"],
)
def test_workers_that_do_not_come_back(monkeypatch, were, told):
    """They are waited for so long, then one line names the cluster and who was there."""
    monkeypatch.setattr(dealing, "_LOOK_SECONDS", 0.0)
    roll = dealing._Roll(dealer=dealer(cast("Connection", Deserted(were)), patience=-1.0))
    with pytest.raises(RefusedError, match=f"10.0.0.1:8786. had no worker .*{told}"):
        call_twice(roll)


def call_twice(roll: dealing._Roll) -> None:
    """See who is there, and once more."""
    roll.call()
    roll.call()


def test_no_worker_at_all():
    """A cluster that has none is told of by those who ask it, too."""
    with cluster(KEY, PASSWORD, workers=0) as made, connection(made) as asked:
        assert asked.workers() == []


def test_a_file_that_ends_every_worker(on_cluster):
    """Of a file that ends every worker that is told."""
    readers = on_cluster.readers(Reader(scheme=tiny.scheme(), key=KEY), NOBODY)
    lost = readers.lost(Job(name="坏.xlsx", payload=None))
    assert isinstance(lost, Finding)
    assert (lost.code, lost.where.path) == ("F092", "坏.xlsx")


def test_a_cluster_that_goes_away(folder, tmp_path):
    """Where the scheduler goes while it works, one line says so."""
    with cluster(KEY, PASSWORD, workers=1) as made, connection(made) as asked:
        on = Cluster(
            connection=asked, shelf=tmp_path / "块", key=KEY, secrets=of_worker, chunk=1, patience=0.5
        )
        results = on.readers(Reader(scheme=tiny.scheme(), key=KEY), NOBODY).results(
            [Job(name=s.name, payload=s) for s in discover([folder])]
        )
        next(results)
        made.close()
        with pytest.raises(RefusedError, match=r"connection to the cluster at .* was lost .*块.* not read"):
            list(results)


def test_no_cluster(tmp_path, monkeypatch):
    """Where none answers, one line says so."""
    monkeypatch.setattr("kpixl.scale.connection._CONNECT_SECONDS", 0.5)
    with pytest.raises(RefusedError, match="No cluster answers"):
        connected("tcp://127.0.0.1:1", tmp_path, KEY, of_worker).__enter__()


@pytest.fixture
def orders(tmp_path):
    """For a worker that has the key."""
    shelf = Shelf(place=tmp_path, key=KEY)
    shelf.keep_setup("s", b"")
    return Orders(shelf=tmp_path, setup="s", key_id=KEY.id, secrets=of_worker, release=release())


def test_a_worker_without_the_key(orders, monkeypatch):
    """A worker that lacks the key says how it gets it."""
    monkeypatch.delenv("KPIXL_KEY", raising=False)
    monkeypatch.delenv("KPIXL_KEY_FILE", raising=False)
    told = read_chunk(Reading(orders=orders, sources=()))
    assert isinstance(told, Words)
    assert "KPIXL_KEY_FILE" in told.en


def test_a_worker_of_another_version(orders):
    """A worker that is another kpixl, or has another Python, says which it is and which is wanted."""
    told = read_chunk(Reading(orders=replace(orders, release="kpixl 9, Python 2.7"), sources=()))
    assert isinstance(told, Words)
    assert release() in told.en
    assert "kpixl 9, Python 2.7" in told.en


def test_whatever_fails_is_told_in_words(orders, monkeypatch):
    """An exception may not arrive at all, with its traceback; words do."""
    monkeypatch.setenv("KPIXL_KEY", KEY.secret.decode())
    told = read_chunk(Reading(orders=replace(orders, setup="nowhere"), sources=(cast("Any", None),)))
    assert isinstance(told, Words)
    assert "failed (AttributeError" in told.en


def test_a_worker_that_may_start_no_process(orders, folder, monkeypatch):
    """A worker that may not start processes says how it may."""
    monkeypatch.setenv("KPIXL_KEY", KEY.secret.decode())
    monkeypatch.setattr("multiprocessing.current_process", Daemon)
    told = read_chunk(Reading(orders=orders, sources=tuple(discover([folder]))))
    assert isinstance(told, Words)
    assert "DASK_DISTRIBUTED__WORKER__DAEMON" in told.en


class Daemon:
    """A process that may not start others."""

    daemon = True


def test_no_secret_travels(on_cluster):
    """Neither key nor passwords are in what a task is given, nor in the setup."""
    reader = Reader(scheme=tiny.scheme(), key=KEY, passwords=("开门",))
    on_cluster.readers(reader, NOBODY)
    (setup,) = on_cluster.shelf.glob("*.setup")
    content = setup.read_bytes()
    assert KEY.secret not in content
    assert "开门".encode() not in content
