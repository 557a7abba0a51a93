"""What comes in archives and mails, case by case: made by tests/support/intake.py of cases/intake.yaml."""

import base64
import os
import pickle
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import py7zr
import pytest
import rarfile
from hypothesis import given, settings
from hypothesis import strategies as st

from kpixl.containers import Mail, open_container
from kpixl.findings import Finding
from kpixl.limits import Limits
from kpixl.returns import discover, look_into
from kpixl.returns.files import _source
from tests.support import letters, rar
from tests.support.examples import examples
from tests.support.intake import BOOK, CASES, FILES, made, seven_zip
from tests.support.mutant_bytes import damaged_bytes
from tests.support.packages import packed


def found(folder, limits=None):
    """Every source under the folder, containers replaced by what lies in them."""
    more = {} if limits is None else {"limits": limits}
    return [
        each
        for source in discover([folder], **more)
        for each in (look_into(source, **more) if source.status == "open" else [source])
    ]


def put(folder, files):
    """Files by name into the folder."""
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case, tmp_path):
    """What lies in the files is what the case says, and what is to be read can be."""
    put(tmp_path, {name: made(recipe) for name, recipe in case["files"].items()})
    sources = found(tmp_path)
    told = [
        [s.name.partition("/")[2], s.status, s.finding and s.finding.code, s.mail and s.mail.sender]
        for s in sources
    ]
    assert [[*each, *[None] * (4 - len(each))] for each in case["gives"]] == [
        t[: max(3, len(each))] + [None] * (4 - max(3, len(each)))
        for t, each in zip(told, case["gives"], strict=True)
    ]
    assert all(s.read() == BOOK for s in sources if s.status == "read")


@pytest.mark.parametrize("way", letters.NAMES)
def test_names_of_attachments(way, tmp_path):
    """However a mail program writes a Chinese name, it is read as it was meant."""
    put(tmp_path, {"a.eml": letters.eml({"河东镇（终稿）.xlsx": BOOK}, names=way, text="")})
    [source] = found(tmp_path)
    assert "a.eml!河东镇（终稿）.xlsx" == source.name.partition("/")[2]


def test_a_forwarded_mail_that_was_encoded(tmp_path):
    """No mail should be, but gateways do it: it is opened all the same."""
    inner = base64.encodebytes(letters.eml({"a.xlsx": BOOK}, text=""))
    coded = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inner
    put(tmp_path, {"a.eml": letters.head() + coded})
    [source] = found(tmp_path)
    assert ("a.eml!part1.eml!a.xlsx", BOOK) == (source.name.partition("/")[2], source.read())


TWO = {"a.xlsx": "workbook", "b.xlsx": "workbook"}
EACH = {
    kind: made({kind: TWO, **({"text": ""} if kind in {"eml", "msg"} else {})})
    for kind in ("zip", "7z", "rar", "old rar", "eml", "msg")
}


@pytest.mark.parametrize("kind", EACH)
@pytest.mark.parametrize(
    ("limit", "enough", "code"),
    [("entries", 2, "F042"), ("archive", None, "F043"), ("file", len(BOOK), "F043")],
)
def test_each_kind_keeps_the_limits(kind, limit, enough, code, tmp_path):
    """As many members, and as large, as the limits say, are read; one more, and they are refused."""
    data = EACH[kind]
    if limit == "archive":  # what lies in it counts with what it lies in
        picture = FILES["picture"] + bytes(10 * len(BOOK))
        enough = len(picture) + len(data) + 2 * len(BOOK)
        data = packed({"b.png": picture, "c": data}, zipfile.ZIP_STORED)
    put(tmp_path, {"a": data})
    told = [
        {s.finding and s.finding.code for s in found(tmp_path, replace(Limits(), **{limit: value}))}
        for value in (enough, enough - 1)
    ]
    assert [{None}, {code}] == [codes - {"F002"} for codes in told]


@pytest.mark.parametrize("kind", ["7z", "rar", "msg"])
def test_without_what_opens_them(kind, tmp_path, monkeypatch):
    """Where kpixl was installed without it, the file is rejected with who can help, and others are read."""
    for name in ("py7zr", "rarfile", "olefile"):
        monkeypatch.setitem(sys.modules, name, None)
    put(tmp_path, {f"a.{kind}": EACH[kind], "b.eml": EACH["eml"]})
    first, *others = found(tmp_path)
    assert first.finding is not None
    assert ("F003", "rejected", "read") == (first.finding.code, first.status, others[0].status)
    assert f".{kind}" in first.finding.message("zh")
    assert "kpixl[intake]" in first.finding.remedy("zh")


@pytest.fixture
def no_unpacker(tmp_path, monkeypatch):
    """A folder that is all that programs are looked for in, and empty."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("PROGRAMFILES", raising=False)
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    return programs


PACKED = rar.rar5({"a.xlsx": BOOK}, method=3)


@pytest.mark.usefixtures("no_unpacker")
def test_a_rar_that_nothing_unpacks(tmp_path):
    """What is packed needs an unpacker: where there is none, reading it says so."""
    (tmp_path / "in").mkdir()
    put(tmp_path / "in", {"a.rar": PACKED, "b.rar": EACH["rar"]})
    assert ["F106", BOOK, BOOK] == [
        getattr(outcome, "code", outcome) for outcome in (s.read() for s in found(tmp_path / "in"))
    ]


@pytest.mark.skipif(os.name != "posix", reason="the unpacker is a script")
def test_no_unpacker_is_taken_that_lies_about(tmp_path, no_unpacker, monkeypatch):
    """A program in the current folder may have come with the returns: it is not run, whatever PATH says."""
    put(tmp_path, {"unrar": f"#!/bin/sh\ntouch {tmp_path}/run".encode(), "a.rar": PACKED})
    (tmp_path / "unrar").chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{no_unpacker}")
    monkeypatch.chdir(tmp_path)
    outcome = next(s for s in found(tmp_path) if s.status == "read").read()
    assert isinstance(outcome, Finding)
    assert ("F106", False) == (outcome.code, (tmp_path / "run").exists())


@pytest.mark.skipif(os.name != "posix", reason="the unpacker is a script")
def test_a_rar_that_the_machine_unpacks(tmp_path, no_unpacker):
    """Whatever unpacker there is unpacks it, and what it gives is compared with the check number."""
    (tmp_path / "in").mkdir()
    put(tmp_path / "in", {"a.rar": PACKED})
    put(tmp_path, {"book": BOOK})
    unpacker = no_unpacker / "unrar"
    unpacker.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"if 'p' in sys.argv: sys.stdout.buffer.write(open({str(tmp_path / 'book')!r}, 'rb').read())\n",
        encoding="utf-8",
    )
    unpacker.chmod(0o755)
    [source] = found(tmp_path / "in")
    assert BOOK == source.read()
    put(tmp_path, {"book": BOOK[:-1] + b"x"})
    outcome = source.read()
    assert isinstance(outcome, Finding)
    assert "F040" == outcome.code


@pytest.mark.parametrize("kind", EACH)
@settings(max_examples=examples(60))
@given(rng=st.randoms(use_true_random=False))
def test_whatever_was_done_to_them_is_survived(kind, rng):
    """Archives and mails damaged at random: looking into them ends with files or findings."""
    _, data = damaged_bytes(EACH[kind], rng)
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), {"a": data})
        for source in found(Path(folder)):
            finding = source.read() if source.status == "read" else source.finding
            assert isinstance(finding, bytes) or (finding and finding.message("zh"))


def test_a_source_in_a_mail_can_be_sent_to_a_worker(tmp_path):
    """What a mail says of itself goes with each of its files."""
    put(tmp_path, {"a.eml": EACH["eml"]})
    source = found(tmp_path)[0]
    assert source == pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
    sent = datetime(2021, 12, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert (
        Mail(name="王芳", address="wang@example.com", date=sent.isoformat(), subject="报送材料")
        == source.mail
    )


def test_a_damaged_member_of_a_7z_costs_none_before_it(tmp_path):
    """They lie in one block: what comes before the damage is read."""
    data = seven_zip({"a.xlsx": BOOK, "b.xlsx": BOOK[::-1]}, filters=[{"id": py7zr.FILTER_COPY}])
    at = data.index(BOOK[::-1]) + 9
    put(tmp_path, {"a.7z": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]})
    assert [BOOK, "F040"] == [getattr(o, "code", o) for o in (s.read() for s in found(tmp_path))]


@pytest.mark.parametrize("kind", EACH)
def test_what_members_lie_in_is_opened_once(kind, tmp_path, monkeypatch):
    """They are asked for one by one, and it is kept open from one to the next, unless it has changed."""
    opened = []

    def opening(*of):
        opened.append(of)
        return open_container(*of)

    monkeypatch.setattr(_source, "open_container", opening)
    put(tmp_path, {"a": EACH[kind]})
    sources = [s for s in found(tmp_path) if s.status == "read"]
    assert [BOOK, BOOK] == [s.read() for s in sources]
    assert 1 == len(opened)
    put(tmp_path, {"a": made({"zip": {"c.xlsx": "workbook"}})})
    assert ["F040", "F040"] == [getattr(s.read(), "code", None) for s in sources]


def test_what_is_too_large_to_be_told_is_said(tmp_path):
    """A large file that by its name holds answers is rejected; a film beside the forms is none."""
    put(tmp_path, {"a.msg": bytes(100), "b.mp4": bytes(100)})
    assert [("rejected", "F007"), ("ignored", "F002")] == [
        (s.status, s.finding and s.finding.code) for s in found(tmp_path, replace(Limits(), file=99))
    ]


def test_outlook_says_when_and_what(tmp_path):
    """A mail that Outlook kept says of itself what one says that was sent."""
    put(tmp_path, {"a.msg": EACH["msg"]})
    mail = found(tmp_path)[0].mail
    assert (
        Mail(name="王芳", address="wang@example.com", date="2021-12-01T01:30:00+00:00", subject="报送材料")
        == mail
    )
