"""Workbooks that need a password to open."""

import io
from functools import cache
from random import Random

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.limits import Limits
from tests.support.biff import record, stream, style
from tests.support.compound import compound
from tests.support.packages import row, workbook

pytestmark = pytest.mark.slow  # keys are stretched, which is meant to take long

PASSWORD = "口令 1"  # noqa: S105 - of a workbook that is thrown away
ONLY_LOCKED = "VelvetSweatshop"
NOISE = Random(1).randbytes(20_000)  # noqa: S311 - nothing is kept secret with it
"""Makes the workbook as large as real ones: what encrypts it for the tests cannot do small files."""


BOOK = workbook({"xl/media/image1.png": NOISE}, row('<c r="A1"><v>18.5</v></c>'))


@cache
def locked(password: str = PASSWORD) -> bytes:
    """A small workbook that this password opens."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(BOOK)).encrypt(password, target)
    return target.getvalue()


def code(data: bytes, *passwords: str, limits: Limits | None = None) -> str | None:
    """The code that refuses these bytes, or None."""
    outcome = read_workbook(data, limits or Limits(), passwords)
    return None if isinstance(outcome, RawWorkbook) else outcome[0].code


def test_with_the_password_it_is_read():
    """One of the given passwords is enough."""
    outcome = read_workbook(locked(), passwords=("falsch", PASSWORD))
    assert isinstance(outcome, RawWorkbook)
    assert 18.5 == outcome.sheets[0].at(0, 0).value


def test_without_it_there_is_a_finding():
    """Without the password, or with wrong ones, the finding says how many were tried and what to do."""
    assert ("F020", "F020") == (code(locked()), code(locked(), "falsch"))
    outcome = read_workbook(locked(), passwords=("a", "b"))
    assert not isinstance(outcome, RawWorkbook)
    [finding] = outcome
    assert "文件设有打开密码，打不开。（试过 2 个密码。）" == finding.message("zh")
    assert "KPIXL_OPEN_PASSWORDS" in finding.remedy("zh")


def test_what_is_only_locked_against_changes_opens_by_itself():
    """Excel encrypts some workbooks with a password that everybody knows; people never see it."""
    assert code(locked(ONLY_LOCKED)) is None


def test_what_comes_out_is_bounded():
    """The decrypted workbook keeps the limit of files."""
    assert "F043" == code(locked(), PASSWORD, limits=Limits(file=len(BOOK) - 1))


DAMAGED = {
    "no information": compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b""}),
    "information that is none": compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"<x/>" * 20}),
    "package cut short": locked()[:-9000],
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_encryption_is_a_finding(name):
    """What cannot be decrypted for another reason than the password is told apart."""
    assert code(DAMAGED[name], PASSWORD) in {"F095", "F097", "F040"}


def test_an_old_workbook_with_a_password():
    """An .xls that is encrypted has the same finding."""
    locked_stream = stream([("表", b"")], record(0x2F, b"\x00\x00\x34\x12\x78\x56") + style())
    assert "F020" == code(compound({"Workbook": locked_stream}), "a")


def test_an_unknown_encryption_of_the_old_format():
    """A way to encrypt that nobody knows is told."""
    unknown = stream([("表", b"")], record(0x2F, b"\x01\x00\x09\x00\x09\x00") + style())
    assert "F097" == code(compound({"Workbook": unknown}), "a")


def test_an_old_workbook_opened_by_libreoffice(office, tmp_path):
    """What LibreOffice saves as .xls with a password is read with it."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write("A1", 18.5)
    saved = office.convert(path, "xls", tmp_path / "saved", password=PASSWORD)
    outcome = read_workbook(saved.read_bytes(), passwords=(PASSWORD,))
    assert isinstance(outcome, RawWorkbook)
    assert 18.5 == outcome.sheets[0].at(0, 0).value
    assert "F020" == code(saved.read_bytes())
