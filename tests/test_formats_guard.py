"""What a file is by its content, and what of it is unpacked."""

import io
import warnings
import zipfile
from dataclasses import replace

import pytest

from kpixl.formats import FileKind, RawWorkbook, misextended, read_workbook, sniff
from kpixl.formats._guard import inflate
from kpixl.limits import MB, Limits
from tests.support.compound import compound
from tests.support.packages import packed, parts, patched, sheet_xml, workbook

LIMITS = Limits()
SHEET = "xl/worksheets/sheet1.xml"


def ole(name: str) -> bytes:
    """A compound file with one stream."""
    return compound({name: b"x"})


CONTENT = [
    (b"", FileKind.EMPTY, "F006"),
    (ole("EncryptedPackage"), FileKind.ENCRYPTED, "F097"),
    (ole("Workbook"), FileKind.XLS, "F095"),
    (ole("Workbook")[:-512], FileKind.XLS, "F095"),
    (ole("Book"), FileKind.XLS, "F096"),
    (packed({"[Content_Types].xml": "", "xl/workbook.bin": b"\x83"}), FileKind.XLSB, "F049"),
    (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), FileKind.ODS, "F049"),
    (packed({"mimetype": "application/epub+zip"}), FileKind.DOCUMENT, "F024"),
    (packed({"[Content_Types].xml": "", "word/document.xml": ""}), FileKind.DOCUMENT, "F024"),
    (b"PK\x03\x04 and no more", FileKind.ZIP, "F024"),
    ("<html><table>表</table>".encode(), FileKind.HTML, "F025"),
    (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", FileKind.HTML, "F025"),
    (b'<?xml version="1.0"?><html>', FileKind.HTML, "F025"),
    (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        FileKind.XML,
        "F026",
    ),
    (b"%PDF-1.7\n\xe2\xe3", FileKind.PDF, "F027"),
    (b"\x89PNG\r\n\x1a\n\x00", FileKind.IMAGE, "F028"),
    (b"\xff\xd8\xff\xe0\x00", FileKind.IMAGE, "F028"),
    (b"BM\x36\x00\x00\x00", FileKind.IMAGE, "F028"),
    (b"Rar!\x1a\x07\x01\x00", FileKind.RAR, "F029"),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", FileKind.SEVEN_ZIP, "F029"),
    ("单位,得分\n新华镇,5\n".encode("gb18030"), FileKind.TEXT, "F030"),
    ("单位,得分\n".encode("utf-16"), FileKind.TEXT, "F030"),
    (b"BMW,5\n", FileKind.TEXT, "F030"),
    (ole("WordDocument"), FileKind.OLE, "F031"),
    (b"\x00\x01\x02\x03", FileKind.UNKNOWN, "F032"),
    (b"From: a@example.com\r\nSubject: \xd0\xc2\xbb\xaa\r\nDate: x\r\n\r\n\xff", FileKind.MAIL, "F103"),
    (
        b"MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related\n\n",
        FileKind.HTML,
        "F025",
    ),
    (b"X-Unsent: 1\nTo: \nSubject: x\nContent-Type: text/plain\n\n", FileKind.MAIL, "F103"),
    (b"From: 1\nTo: 2\nName: 3\n", FileKind.TEXT, "F030"),
    (ole("__properties_version1.0"), FileKind.OUTLOOK, "F103"),
    (b"\x78\x9f\x3e\x22\x01\x00", FileKind.TNEF, "F105"),
]


@pytest.mark.parametrize(("data", "kind", "code"), CONTENT)
def test_content_is_told_by_its_bytes(data, kind, code):
    """Each kind of content that is no readable workbook is told apart and has its own finding."""
    assert kind is sniff(io.BytesIO(data))
    assert code == code_of(data)


def code_of(data, limits=LIMITS):
    """The code that refuses these bytes, or None."""
    outcome = read_workbook(data, limits)
    return None if isinstance(outcome, RawWorkbook) else outcome[0].code


def test_a_good_workbook_is_unpacked():
    """The parts of a good workbook come out under names that know neither case nor backslash."""
    outcome = inflate(workbook(), FileKind.XLSX, LIMITS)
    assert sheet_xml().encode() == outcome.get("XL\\Worksheets\\SHEET1.xml")
    assert len(parts()) == len(outcome.names())


def test_a_large_text_ends_within_a_character():
    """Text is told from binary content although the head that is looked at ends inside of a character."""
    for start in range(4):
        assert FileKind.TEXT is sniff(io.BytesIO(b"a" * start + "汉字𠮷".encode() * 2000))


def twice(*names):
    """A workbook with further members of these names."""
    buffer = io.BytesIO(workbook())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "a") as archive:
            for name in names:
                archive.writestr(name, "x")
    return buffer.getvalue()


def linked():
    """A workbook with a member that is a symbolic link."""
    info = zipfile.ZipInfo("xl/link.bin")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def overlapping():
    """A workbook whose last member claims the bytes of the first."""
    return patched(workbook(), SHEET, 42, "<L", 0)


def corrupt():
    """A workbook with a byte of a stored member changed: only the checksum tells."""
    data = packed(parts({"xl/media.bin": "unchanged"}), zipfile.ZIP_STORED)
    return data.replace(b"unchanged", b"unchangeD", 1)


ATTACKS = {
    "cut off": (workbook()[:-200], "F040"),
    "checksum": (corrupt(), "F040"),
    "declared smaller than it is": (patched(workbook(), SHEET, 24, "<L", 5), "F040"),
    "declared larger than it is": (patched(workbook(), SHEET, 24, "<L", 5000), "F040"),
    "name of header and directory differ": (workbook().replace(b"sheet1.xml", b"sheet2.xml", 1), "F040"),
    "name left empty": (patched(workbook(), SHEET, 46, "<B", 0), "F040"),
    "encrypted": (patched(workbook(), SHEET, 8, "<H", 1), "F041"),
    "parent folder": (twice("xl/../../x.xml"), "F045"),
    "parent folder by backslash": (twice("xl\\..\\..\\x.xml"), "F045"),
    "absolute": (twice("/x.xml"), "F045"),
    "drive": (twice("C:x.xml"), "F045"),
    "link": (linked(), "F045"),
    "same name twice": (twice(SHEET), "F046"),
    "same but for case": (twice(SHEET.upper()), "F046"),
    "same but for backslash": (twice(SHEET.replace("/", "\\")), "F046"),
    "overlap": (overlapping(), "F047"),
    "two zips joined": (workbook() + workbook(), "F047"),
    "something before": (b"PK, not" + workbook(), "F047"),
    "bzip2": (packed(parts(), zipfile.ZIP_BZIP2), "F048"),
    "no content types": (workbook({"[Content_Types].xml": None}), "F049"),
    "no relations": (workbook({"_rels/.rels": None}), "F049"),
    "doctype": (workbook({SHEET: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "F050"),
    "doctype in a part that is not read": (workbook({"xl/theme/theme1.xml": "<!DOCTYPE x><x/>"}), "F050"),
    "doctype in UTF-16": (workbook({SHEET: "<!DOCTYPE x><x/>".encode("utf-16")}), "F050"),
    "doctype in unmarked UTF-16": (workbook({SHEET: "<?xml?><!DOCTYPE x><x/>".encode("utf-16-be")}), "F050"),
    "other encoding": (workbook({SHEET: '<?xml version="1.0" encoding="gbk"?><x/>'}), "F051"),
    "half a UTF-16 character": (workbook({SHEET: b"\xff\xfe<\x00\x00\xd8"}), "F051"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_or_damaged_package_is_refused(name):
    """What makes a package ambiguous, damaged or dangerous is refused with its own code."""
    data, code = ATTACKS[name]
    assert code == code_of(data)


FILLED = parts({SHEET: sheet_xml(after="<x>" + "x" * 5000 + "</x>")})
TOTAL = sum(len(content if isinstance(content, bytes) else content.encode()) for content in FILLED.values())
SIZES = [
    ("entries", len(FILLED), "F042"),
    ("part", len(FILLED[SHEET]), "F043"),
    ("unpacked", TOTAL, "F043"),
    ("token", len("x" * 5000 + "</x>"), "F052"),
]


@pytest.mark.parametrize(("limit", "enough", "code"), SIZES)
def test_a_limit_is_reached_before_it_refuses(limit, enough, code):
    """A package that just keeps a limit is read, one beyond it is refused."""
    data = packed(FILLED)
    assert code_of(data, replace(LIMITS, **{limit: enough})) is None
    assert code == code_of(data, replace(LIMITS, **{limit: enough - 2}))


def test_a_bomb_is_refused_before_it_is_unpacked():
    """A part that packs more than 200 times is refused, though only where it is large."""
    zeros = workbook({"xl/media/image1.bin": bytes(2 * MB)})
    assert code_of(zeros) is None
    assert code_of(zeros, replace(LIMITS, ratio_from=MB)) == "F044"


def test_a_bomb_with_a_false_size_is_not_inflated():
    """A part that declares less than it holds is given up at the declared size."""
    bomb = patched(workbook({"xl/media/image1.bin": bytes(64 * MB)}), "xl/media/image1.bin", 24, "<L", 100)
    assert code_of(bomb) == "F040"


def test_a_directory_too_large_to_load_is_refused():
    """A zip that states a huge directory is refused without loading it."""
    data = bytearray(workbook())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (64 * MB).to_bytes(4, "little")
    assert code_of(bytes(data)) == "F042"


def test_utf16_is_read():
    """A part in UTF-16 is legal, and comes out as UTF-8."""
    outcome = inflate(workbook({SHEET: sheet_xml().encode("utf-16")}), FileKind.XLSX, LIMITS)
    assert sheet_xml().encode() == outcome.get(SHEET)


def test_findings_speak_of_the_limit():
    """A finding about a size names the limit in words, and the setting that moves it."""
    outcome = read_workbook(workbook({"xl/a.bin": bytes(2 * MB)}), replace(LIMITS, part=MB))
    assert not isinstance(outcome, RawWorkbook)
    assert outcome[0].message("zh") == "文件展开后超过上限 1 MB。（xl/a.bin；设置项 limits.part）"


def test_what_no_reader_needs_is_let_go():
    """Pictures are unpacked and checked like all parts, and not kept."""
    outcome = inflate(workbook({"xl/media/image1.png": b"\x89PNG"}), FileKind.XLSX, LIMITS)
    assert b"" == outcome.get("xl/media/image1.png")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n "])
def test_xml_under_another_name_is_checked_too(start):
    """A part that is XML by content is held to the rules of XML, whatever its name."""
    assert "F050" == code_of(workbook({"xl/sheet.dat": start + b"<!DOCTYPE x><x/>"}))


NAMES = [
    ("a.xlsx", workbook(), None),
    ("a.XLSM", workbook(), None),
    ("a.et", workbook(), None),
    ("a.et", ole("Workbook"), None),
    ("a.xls", ole("Workbook"), None),
    ("外.zip!内/a", workbook(), None),
    ("a.pdf.xlsx", b"%PDF-1.4", None),
    ("a.xls", workbook(), ("F099", ".xls", ".xlsx")),
    ("a.xlsx", ole("Workbook"), ("F099", ".xlsx", ".xls")),
    ("外.zip!a.ODS", workbook(), ("F099", ".ods", ".xlsx")),
]


@pytest.mark.parametrize(("name", "data", "told"), NAMES)
def test_a_name_that_says_something_else_is_a_note(name, data, told):
    """A workbook under the extension of another format is told; what WPS calls .et may be old or new."""
    note = misextended(name, data)
    assert told == (note and (note.code, note.facts["extension"], note.facts["kind"]))
