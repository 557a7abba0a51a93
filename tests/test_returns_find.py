"""Which files are found, which are read, and what is said about the others."""

import io
import os
import pickle
import socket
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kpixl.findings import Finding, displayed
from kpixl.limits import Limits
from kpixl.returns import discover, look_into
from tests.support.packages import packed, patched, workbook

LIMITS = Limits()
BOOK = workbook()
POSIX = pytest.mark.skipif(os.name != "posix", reason="such files are POSIX only")


@pytest.fixture
def folder(tmp_path):
    """A folder for returns."""
    made = tmp_path / "回收"
    made.mkdir()
    return made


def put(folder, files):
    """Files by name into the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def sources(*paths, limits=LIMITS):
    """What is found, archives replaced by what lies in them."""
    return [
        each
        for s in discover(list(paths), limits)
        for each in (look_into(s, limits) if s.status == "open" else [s])
    ]


def seen(*paths, limits=LIMITS):
    """What is found: (name, status, code)."""
    return [(s.name, s.status, s.finding and s.finding.code) for s in sources(*paths, limits=limits)]


def read_codes(*paths, limits=LIMITS):
    """The codes with which reading fails, None where it gives the bytes of the workbook."""
    outcomes = [source.read(limits) for source in sources(*paths, limits=limits)]
    assert all(outcome == BOOK for outcome in outcomes if isinstance(outcome, bytes))
    return [outcome.code if isinstance(outcome, Finding) else None for outcome in outcomes]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (".", ["01.xlsx", "外.zip!内/02.xlsx", "镇/03.xlsx"]),
        ("../回收", ["../回收/01.xlsx", "../回收/外.zip!内/02.xlsx", "../回收/镇/03.xlsx"]),
        ("镇/03.xlsx", ["镇/03.xlsx"]),
    ],
)
def test_where_the_user_finds_a_file(folder, monkeypatch, given, shown):
    """`given` leads to the file from the working directory, whatever way the path was given."""
    put(folder, {"01.xlsx": BOOK, "镇/03.xlsx": BOOK, "外.zip": packed({"内/02.xlsx": BOOK})})
    monkeypatch.chdir(folder)
    assert [str(Path(each)) for each in shown] == [source.given for source in sources(Path(given))]


def test_a_folder_is_searched_in_depth_in_order(folder):
    """All workbooks of a folder are found, in the order of their names, and can be read."""
    put(folder, {"02-乙.xlsx": BOOK, "镇/01-甲.xlsx": BOOK, "01.xlsx": BOOK})
    assert [(f"回收/{name}", "read", None) for name in ("01.xlsx", "02-乙.xlsx", "镇/01-甲.xlsx")] == seen(
        folder
    )
    assert [None, None, None] == read_codes(folder)


def test_a_file_is_a_path_too(folder):
    """A single file is shown by its name."""
    put(folder, {"a.xlsx": BOOK})
    assert [("a.xlsx", "read", None)] == seen(folder / "a.xlsx")


def test_the_same_file_counts_once(folder):
    """A file that two paths lead to is found once."""
    put(folder, {"a.xlsx": BOOK})
    assert [("回收/a.xlsx", "read", None)] == seen(folder, folder / "a.xlsx", folder)


def test_files_of_one_name_are_told_apart(tmp_path):
    """Files of the same shown name under two paths are shown with their whole paths."""
    put(tmp_path, {"a/回收/x.xlsx": BOOK, "b/回收/x.xlsx": BOOK, "b/回收/y.xlsx": BOOK})
    names = [name for name, _, _ in seen(tmp_path / "a/回收", tmp_path / "b/回收")]
    whole = tmp_path.resolve().as_posix()
    assert [f"{whole}/a/回收/x.xlsx", f"{whole}/b/回收/x.xlsx", "回收/y.xlsx"] == names


def test_a_path_that_is_not_there_is_wrong_use(tmp_path):
    """A path that does not exist is no file with a finding but an error of whoever named it."""
    with pytest.raises(FileNotFoundError):
        discover([tmp_path / "无"])


BESIDE = {
    "~$a.xlsx": (BOOK, "ignored", "F001"),
    ".~lock.a.xlsx#": (b"x", "ignored", "F001"),
    ".~a.xlsx": (b"x", "ignored", "F001"),
    "._a.xlsx": (b"x", "ignored", "F001"),
    "Thumbs.db": (b"x", "ignored", "F001"),
    ".DS_Store": (b"x", "ignored", "F001"),
    "A1B2.tmp": (BOOK, "ignored", "F001"),
    "证明.pdf": (b"%PDF-1.4", "ignored", "F002"),
    "照片.jpg": (b"\xff\xd8\xff\xe0", "ignored", "F002"),
    "说明.txt": ("说明".encode(), "ignored", "F002"),
    "数据.csv": (b"a,b\n", "ignored", "F002"),
    "空.txt": (b"", "ignored", "F006"),
    "报告.docx": (packed({"[Content_Types].xml": "", "word/document.xml": ""}), "ignored", "F002"),
    "包.rar": (b"Rar!\x1a\x07\x00", "rejected", "F040"),
    "包.zip": (b"7z\xbc\xaf\x27\x1c", "rejected", "F040"),
    "回收": (packed({"a.xlsx": BOOK}), "read", None),
    "公文.ofd": (packed({"OFD.xml": "", "Doc_0/Document.xml": ""}), "ignored", "F002"),
    "无扩展名": (BOOK, "read", None),
    "工作簿.zip": (BOOK, "read", None),
    "假.xlsx": (b"%PDF-1.4", "read", None),
    "空.xlsx": (b"", "read", None),
    "旧.XLS": (b"x", "read", None),
    "表.et": (b"x", "read", None),
    "坏.zip": (b"PK\x03\x04", "rejected", "F040"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_a_file_is_decides_what_happens_to_it(folder, name):
    """Temporary files and what is no workbook are ignored; what is or claims to be one is to be read."""
    content, status, code = BESIDE[name]
    put(folder, {name: content})
    [(found, *told)] = seen(folder)
    assert (f"回收/{name}", [status, code]) == (found.partition("!")[0], told)


def test_what_is_ignored_has_notes_only(folder):
    """A note about a file that is ignored is no error of the returns."""
    put(folder, {name: content for name, (content, status, _) in BESIDE.items() if status == "ignored"})
    assert {"note"} == {source.finding and source.finding.severity for source in sources(folder)}


def test_reading_tells_of_empty_and_large_files(folder):
    """An empty workbook and one beyond the limit have their own findings; at the limit it is read."""
    put(folder, {"a.xlsx": b"", "b.xlsx": BOOK})
    assert ["F006", None] == read_codes(folder, limits=replace(LIMITS, file=len(BOOK)))
    assert ["F006", "F007"] == read_codes(folder, limits=replace(LIMITS, file=len(BOOK) - 1))
    finding = discover([folder])[0].read()
    assert isinstance(finding, Finding)
    assert "回收/a.xlsx" == finding.where.path


@POSIX
def test_only_ordinary_files_are_opened(folder):
    """Pipes, sockets and links are not opened, and nothing waits for them."""
    put(folder, {"good.xlsx": BOOK})
    os.mkfifo(folder / "fifo.xlsx")
    os.mkfifo(folder / "fifo.txt")
    (folder / "link.xlsx").symlink_to(folder / "good.xlsx")
    (folder / "链接").symlink_to(folder)
    server = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket may not be long
    server.bind("s.xlsx")
    os.chdir(here)
    server.close()
    assert ["ignored", "read", "read", "read", "read", "ignored"] == [status for _, status, _ in seen(folder)]
    found = {s.name: s.finding or s.read() for s in discover([folder])}
    kinds = {name: f.facts["kind"].zh for name, f in found.items() if isinstance(f, Finding)}
    assert {
        "回收/fifo.txt": "管道",
        "回收/fifo.xlsx": "管道",
        "回收/link.xlsx": "链接",
        "回收/s.xlsx": "套接字",
        "回收/链接": "链接",
    } == kinds
    assert {"F004"} == {f.code for f in found.values() if isinstance(f, Finding)}
    assert BOOK == found["回收/good.xlsx"]


@POSIX
def test_a_link_that_is_named_is_followed(folder):
    """Who names a link as the path means what it leads to."""
    put(folder, {"a.xlsx": BOOK})
    (folder.parent / "link").symlink_to(folder)
    assert [("link/a.xlsx", "read", None)] == seen(folder.parent / "link")


def test_a_file_that_vanishes_is_a_finding(folder):
    """A file that is gone when it is to be read is told, and stops nothing."""
    put(folder, {"a.xlsx": BOOK, "b.zip": packed({"c.xlsx": BOOK})})
    found = sources(folder)
    (folder / "a.xlsx").unlink()
    put(folder, {"b.zip": packed({"d.xlsx": BOOK})})
    outcomes = [source.read() for source in found]
    assert ["F005", "F040"] == [o.code for o in outcomes if isinstance(o, Finding)]


def test_a_folder_that_cannot_be_listed_is_a_finding(folder, monkeypatch):
    """A folder that may not be listed is rejected by its name, and the others are still searched."""
    put(folder, {"a/a.xlsx": BOOK, "b/b.xlsx": BOOK})
    list_folder = Path.iterdir

    def forbid(path):
        if path.name == "a":
            raise PermissionError
        return list_folder(path)

    monkeypatch.setattr(Path, "iterdir", forbid)
    assert [("回收/a", "rejected", "F005"), ("回收/b/b.xlsx", "read", None)] == seen(folder)


@POSIX
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.xlsx", "回收/a\\x0ab.xlsx"),
        ("\u202excod.xlsx", "回收/\\u202excod.xlsx"),
        (os.fsdecode(b"\xff\xfe.xlsx"), "回收/\\xff\\xfe.xlsx"),
        ("新华 镇（终稿）.xlsx", "回收/新华 镇（终稿）.xlsx"),
    ],
)
def test_names_are_shown_harmless(folder, name, shown):
    """Line ends, marks that turn text round and bytes that are no text are escaped; the file is read."""
    put(folder, {name: BOOK})
    assert [(shown, "read", None)] == seen(folder)
    assert [None] == read_codes(folder)


def test_displayed_names_can_be_encoded():
    """Whatever a name holds, it can be written as UTF-8."""
    assert "\\x80\\x1b[0m" == displayed("\udc80\x1b[0m")


class TestZip:
    def test_members_are_files_of_their_own(self, folder):
        """Members are shown as `outer.zip!inner`, in order, and read without unpacking to disk."""
        put(
            folder,
            {"全部.zip": packed({"b/乙.xlsx": BOOK, "a.xlsx": BOOK, "b/说明.txt": "x", "b/~$乙.xlsx": "x"})},
        )
        assert [
            ("回收/全部.zip!a.xlsx", "read", None),
            ("回收/全部.zip!b/~$乙.xlsx", "ignored", "F001"),
            ("回收/全部.zip!b/乙.xlsx", "read", None),
            ("回收/全部.zip!b/说明.txt", "ignored", "F002"),
        ] == seen(folder)
        assert [BOOK, BOOK] == [s.read() for s in sources(folder) if s.status == "read"]

    def test_a_zip_is_a_path_too(self, folder):
        """A zip can be named itself."""
        put(folder, {"a.zip": packed({"b.xlsx": BOOK})})
        assert [("a.zip!b.xlsx", "read", None)] == seen(folder / "a.zip")

    def test_a_zip_in_a_zip_is_opened_once(self, folder):
        """A zip inside of a zip is opened; a third one inside of that is rejected."""
        inner = packed({"b.xlsx": BOOK, "c.zip": packed({"d.xlsx": BOOK})})
        put(folder, {"a.zip": packed({"i.zip": inner})})
        assert [
            ("回收/a.zip!i.zip!b.xlsx", "read", None),
            ("回收/a.zip!i.zip!c.zip", "rejected", "F008"),
        ] == seen(folder)
        assert BOOK == sources(folder)[0].read()

    def test_how_deep_zips_may_lie_is_a_setting(self, folder):
        """With a higher limit the third zip is opened too; with a lower one not even the second."""
        inner = packed({"c.zip": packed({"d.xlsx": BOOK})})
        put(folder, {"a.zip": packed({"i.zip": inner})})
        deep = "回收/a.zip!i.zip!c.zip!d.xlsx"
        assert [(deep, "read", None)] == seen(folder, limits=replace(LIMITS, nesting=3))
        assert BOOK == sources(folder, limits=replace(LIMITS, nesting=3))[0].read()
        [shallow] = sources(folder, limits=replace(LIMITS, nesting=1))
        assert ("回收/a.zip!i.zip", "F008") == (shallow.name, shallow.finding and shallow.finding.code)

    def test_zips_in_a_zip_share_its_limits(self, folder):
        """Members and sizes are counted over the zip and all zips in it."""
        inner = packed({"b.xlsx": BOOK, "c.xlsx": BOOK})
        put(folder, {"a.zip": packed({"1.zip": inner, "2.zip": inner})})
        assert [None] * 4 == [code for _, _, code in seen(folder, limits=replace(LIMITS, entries=6))]
        fewer = seen(folder, limits=replace(LIMITS, entries=5))
        assert ("回收/a.zip!2.zip", "rejected", "F042") in fewer
        room = 2 * len(inner) + 4 * len(BOOK)
        assert [None] * 4 == [code for _, _, code in seen(folder, limits=replace(LIMITS, archive=room))]
        less = seen(folder, limits=replace(LIMITS, archive=room - 1))
        assert ("回收/a.zip!2.zip", "rejected", "F043") in less

    def test_names_in_the_code_page_of_china(self, folder):
        """Names that a Chinese Windows packed without saying so are read as they were written."""
        data = packed({"NAME.xlsx": BOOK}).replace(b"NAME", "新华".encode("gbk"))
        put(folder, {"a.zip": data})
        assert [("回收/a.zip!新华.xlsx", "read", None)] == seen(folder)
        assert [None] == read_codes(folder)

    def test_a_workbook_without_extension_is_found(self, folder):
        """A member that is a workbook by content is to be read whatever its name."""
        put(folder, {"a.zip": packed({"回收件": BOOK})})
        assert [("回收/a.zip!回收件", "read", None)] == seen(folder)

    def test_a_bad_member_costs_no_other(self, folder):
        """Unsafe names, passwords, odd methods and damage are findings of their member."""
        data = packed({"../a.xlsx": BOOK, "b.xlsx": BOOK, "c.xlsx": BOOK, "d": "data", "e.xlsx": BOOK})
        data = patched(data, "c.xlsx", 8, "<H", 1)
        data = patched(patched(data, "d", 16, "<L", 1), "e.xlsx", 10, "<H", 12)
        put(folder, {"a.zip": data})
        assert [
            ("回收/a.zip!../a.xlsx", "rejected", "F045"),
            ("回收/a.zip!b.xlsx", "read", None),
            ("回收/a.zip!c.xlsx", "rejected", "F041"),
            ("回收/a.zip!d", "ignored", "F040"),
            ("回收/a.zip!e.xlsx", "rejected", "F048"),
        ] == seen(folder)

    def test_a_damaged_member_is_a_finding_when_read(self, folder):
        """A workbook whose bytes in the zip are damaged is told when it is read."""
        put(folder, {"a.zip": patched(packed({"b.xlsx": BOOK}), "b.xlsx", 16, "<L", 1)})
        assert ["F040"] == read_codes(folder)

    @pytest.mark.parametrize(
        ("limit", "enough", "code"),
        [("entries", 2, "F042"), ("archive", 10 * len(BOOK), "F043"), ("file", len(BOOK), "F043")],
    )
    def test_a_zip_is_bounded(self, folder, limit, enough, code):
        """The number of members and their sizes, one and all, are bounded."""
        put(folder, {"a.zip": packed({"a.xlsx": BOOK, "b.xlsx": BOOK})})
        assert [None, None] == [
            found for _, _, found in seen(folder, limits=replace(LIMITS, **{limit: enough}))
        ]
        less = {"entries": 1, "archive": 2 * len(BOOK) - 1, "file": len(BOOK) - 1}[limit]
        refused = sources(folder, limits=replace(LIMITS, **{limit: less}))
        assert {("rejected", code)} == {(s.status, s.finding and s.finding.code) for s in refused}

    def test_a_member_twice_is_ambiguous(self, folder):
        """A zip with two members of one name is rejected as a whole."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.xlsx", BOOK)
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a.xlsx", b"x")
        put(folder, {"a.zip": buffer.getvalue()})
        assert [("回收/a.zip", "rejected", "F046")] == seen(folder)


def test_a_source_can_be_sent_to_a_worker(folder):
    """A source is plain: it survives pickling unchanged and is then read."""
    put(folder, {"a.zip": packed({"b.xlsx": BOOK})})
    source = sources(folder)[0]
    assert source == pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
    assert BOOK == pickle.loads(pickle.dumps(source)).read()  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (5, "close it and run again"),
        (32, "close it and run again"),
        (33, "close it"),
        (206, "the path is too long"),
    ],
)
def test_a_return_that_windows_does_not_open_is_said(tmp_path, monkeypatch, number, told):
    """Open in a spreadsheet program, or too deep in folders: named, with what to do, and rejected alone."""
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    error = OSError(13, "The process cannot access the file")
    error.winerror = number  # type: ignore[attr-defined]  # Windows has it
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(error))
    outcome = discover([tmp_path])[0].read()
    assert isinstance(outcome, Finding)
    assert ("F005", True) == (outcome.code, told in outcome.message("en"))
    assert outcome.where.path is not None
    assert outcome.where.path.endswith("a.xlsx")
