import base64
import hashlib
import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from kpixl.generate import ExcelRefused, Protection
from kpixl.generate.locks import check_locks
from kpixl.generate.protection import ProtectedWorkbook
from kpixl.layout.plan.cell import Style
from kpixl.stamp import STAMP_NAME, from_name_text, from_properties, read_hidden
from tests.support.planned import BASELINE, MAIN, PROTECTION, TOKEN, form, made, part, plan, replaced


def written(merge):
    """The XML of a sheet on which an area was merged."""
    book = ProtectedWorkbook()
    merge(book.add_worksheet(), book.add_format({"bold": True}))
    book.close()
    return book.parts["xl/worksheets/sheet1.xml"]


class TestMergedAreas:
    def test_they_are_written_as_the_library_writes_them(self):
        """An area of several rows and columns, byte for byte."""
        assert written(lambda sheet, look: sheet.merge_blank((2, 1, 3, 4), look)) == written(
            lambda sheet, look: sheet.merge_range(2, 1, 3, 4, "", look)
        )

    def test_two_that_overlap_are_refused(self):
        """No program opens such a file."""
        with pytest.raises(ExcelRefused):
            written(lambda sheet, look: [sheet.merge_blank((2, 1, 3, c), look) for c in (4, 5)])


class TestLocks:
    def test_sheets_are_sealed(self):
        """Every sheet is protected with the protection's hash; widths, heights and filters stay free."""
        for number in (1, 2, 3):
            found = part(made(), f"xl/worksheets/sheet{number}.xml").find(f"{MAIN}sheetProtection")
            assert found is not None
            assert found.attrib == {
                "algorithmName": "SHA-512",
                "hashValue": PROTECTION.hash_value,
                "saltValue": PROTECTION.salt_value,
                "spinCount": "10",
                "sheet": "1",
                "objects": "1",
                "scenarios": "1",
                "formatColumns": "0",
                "formatRows": "0",
                "autoFilter": "0",
            }

    def test_structure_is_locked(self):
        """Sheets cannot be added, renamed or unhidden without the password; the element has its place."""
        book = part(made(), "xl/workbook.xml")
        found = book.find(f"{MAIN}workbookProtection")
        assert found is not None
        assert (found.get("lockStructure"), found.get("workbookHashValue")) == ("1", PROTECTION.hash_value)
        tags = [child.tag.removeprefix(MAIN) for child in book]
        assert tags[1:4] == ["workbookPr", "workbookProtection", "bookViews"]

    def test_input_that_is_locked_is_refused(self):
        """A cell to fill whose style is locked never leaves the house."""
        with pytest.raises(ExcelRefused, match="D4"):
            made(sheet=replaced(form(), "t1", "bonus", style=Style()))

    def test_printed_cell_that_is_open_is_refused(self):
        """Nor does a printed cell that is open."""
        with pytest.raises(ExcelRefused, match="C4"):
            made(sheet=replaced(form(), "t1", "weight", style=Style(unlocked=True)))

    def test_sheet_without_protection_is_noticed(self):
        """A file whose sheet is open does not pass for a plan that wants it protected."""
        with zipfile.ZipFile(BytesIO(made(sheet=replace(form(), protected=False)))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with pytest.raises(ExcelRefused, match="not protected"):
            check_locks(plan(), parts)

    def test_libreoffice_takes_the_password(self, office, tmp_path):
        """LibreOffice opens the protection with the password, Chinese as it is, and with no other."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        unlock = {"do": "unprotect", "sheet": "附件2 执行's"}
        office.edit(path, tmp_path / "open.xlsx", [{**unlock, "password": "密码"}])
        with pytest.raises(Exception, match="password"):
            office.edit(path, tmp_path / "shut.xlsx", [{**unlock, "password": "密"}])


class TestSeal:
    def test_hash_is_the_standard_s(self):
        """SHA-512 over salt and UTF-16 password, then each turn over the last hash and its number."""
        hashed = hashlib.sha512(b"salt" + "密码".encode("utf-16-le")).digest()
        for turn in (b"\0\0\0\0", b"\1\0\0\0"):
            hashed = hashlib.sha512(hashed + turn).digest()
        made = Protection.of("密码", b"salt", spins=2)
        assert (made.hash_value, made.salt_value) == (
            base64.b64encode(hashed).decode(),
            "c2FsdA==",
        )

    def test_opens_with_its_password_alone(self):
        """The protection knows its password from another."""
        assert PROTECTION.opens_with("密码")
        assert not PROTECTION.opens_with("密")

    @pytest.mark.parametrize("password", ["", "x" * 256])
    def test_refuses_what_excel_does_not_take(self, password):
        """An empty or overlong password is refused."""
        with pytest.raises(ValueError, match="password"):
            Protection.of(password, b"salt")


class TestStamp:
    def copies(self, data):
        """The three copies of the token, and the baseline."""
        book = openpyxl.load_workbook(BytesIO(data))
        properties = part(data, "docProps/custom.xml")
        found = {prop.get("name", ""): prop[0].text for prop in properties}
        cells = {
            (r, c): value
            for r, row in enumerate(book["_kpixl"].iter_rows(values_only=True))
            for c, value in enumerate(row)
        }
        hidden = read_hidden(cells)
        return (
            from_properties(found),
            hidden.token,
            from_name_text(book.defined_names[STAMP_NAME].value),
            hidden.baseline,
        )

    def test_is_there_three_times(self):
        """Properties, hidden sheet and defined name hold the token, and the sheet the baseline."""
        assert self.copies(made()) == (TOKEN, TOKEN, TOKEN, BASELINE)

    def test_survives_libreoffice(self, office, tmp_path):
        """All three copies and the baseline are whole after LibreOffice has saved the workbook."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(made())
        saved = office.convert(path, "xlsx", tmp_path / "saved")
        assert self.copies(saved.read_bytes()) == (TOKEN, TOKEN, TOKEN, BASELINE)

    def test_name_is_hidden(self):
        """The list of names does not show the stamp."""
        names = {
            name.get("name"): name for name in part(made(), "xl/workbook.xml").iter(f"{MAIN}definedName")
        }
        assert names[STAMP_NAME].get("hidden") == "1"

    def test_names_are_absolute(self):
        """A defined name stands for its cells wherever it is used."""
        names = {
            name.get("name"): name for name in part(made(), "xl/workbook.xml").iter(f"{MAIN}definedName")
        }
        assert names["kp.form.grade"].text == "'附件2 执行''s'!$G$4:$G$6"
        assert names["kp.one"].text == "'附件2 执行''s'!$H$4"
