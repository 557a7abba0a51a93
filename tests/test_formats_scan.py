"""The parts of a workbook as facts: relations, names, styles, texts, properties, and the bounds of XML."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kpixl.formats import BadFileError, Limits
from kpixl.formats._facts import CellStyle, unescaped
from kpixl.formats._guard import Parts
from kpixl.formats._markup import walk
from kpixl.formats.xlsx import relations, scan_properties
from kpixl.formats.xlsx._parts import defined_names, scan_book, scan_styles, scan_texts
from tests.support.packages import HEAD, PACKAGE, styles_xml, texts_xml, workbook_xml
from tests.support.packages import relations as relations_xml

LIMITS = Limits()
BOOK = "xl/workbook.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def held(**named):
    """Parts by name: `book` is workbook.xml."""
    return Parts(content={BOOK if k == "book" else k: v.encode() for k, v in named.items()})


def refused(action):
    """The code with which the action refuses."""
    with pytest.raises(BadFileError) as caught:
        action()
    return caught.value.finding.code


def test_escaped_characters_are_read():
    """`_x000D_` is a character, `_x005F_` an underscore that keeps what follows, pairs are one."""
    assert "a\rb_x0041_😀\ufffd_x1" == unescaped("a_x000D_b_x005F_x0041__xD83D__xDE00__xD83D__x1")


class TestMarkup:
    def starts(self, xml, limits=LIMITS):
        """The names that were met."""
        met = []
        walk(
            xml.encode(), "part", limits, {"a": lambda _: met.append("a"), "b": lambda _: met.append("b")}, {}
        )
        return met

    @pytest.mark.parametrize(
        "space", ["schemas.openxmlformats.org/spreadsheetml/2006", "purl.oclc.org/ooxml/spreadsheetml"]
    )
    @pytest.mark.parametrize("prefix", ["", "x:"])
    def test_prefix_and_edition_make_no_difference(self, space, prefix):
        """Transitional and strict files, with whatever prefix, are read alike."""
        colon = prefix and f":{prefix[:-1]}"
        xml = f'<{prefix}a xmlns{colon}="http://{space}/main"><{prefix}b/><b xmlns="other"/></{prefix}a>'
        assert ["a", "b"] == self.starts(xml)

    def test_of_alternatives_the_fallback_counts(self):
        """Of alternatives the fallback is read, and the choice passed over with all it holds."""
        xml = (
            '<a xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
            "<mc:Choice><a><mc:Choice/><a/></a></mc:Choice><mc:Fallback><b/></mc:Fallback></mc:AlternateContent></a>"
        )
        assert ["a", "b"] == self.starts(xml)

    @pytest.mark.parametrize("xml", ["", "<a>", "<a></b>", "<a>\x00</a>", "<a>&x;</a>", "<a><a/>"])
    def test_broken_xml_is_refused(self, xml):
        """XML that is not well-formed is refused."""
        assert "F051" == refused(lambda: self.starts(xml))

    def test_depth_is_bounded(self):
        """Elements nest as deep as the limit, and no deeper."""
        assert [] == self.starts("<x>" * 100 + "</x>" * 100)
        assert "F052" == refused(lambda: self.starts("<x>" * 101 + "</x>" * 101))

    def test_attributes_are_bounded(self):
        """An element has as many attributes as the limit, and no more."""
        few = replace(LIMITS, attributes=2)
        assert [] == self.starts('<x a="" b=""/>', few)
        assert "F052" == refused(lambda: self.starts('<x a="" b="" c=""/>', few))


class TestBook:
    def test_relations_are_resolved_against_their_part(self):
        """Targets are names of parts, written absolute, relative or with steps up; external ones stay."""
        rels = relations_xml(
            ("a", "worksheet", "worksheets/s.xml"),
            ("b", "x", "/xl/s.xml"),
            ("c", "x", "../d/s.xml"),
            ("d", "x", "file:///c"),
        )
        found = relations(held(**{"xl/_rels/workbook.xml.rels": rels}), BOOK, LIMITS)
        assert ["xl/worksheets/s.xml", "xl/s.xml", "d/s.xml", "file:///c"] == [
            found[i].target for i in "abcd"
        ]
        assert [False, False, False, True] == [found[i].external for i in "abcd"]

    def test_a_relation_twice_is_ambiguous(self):
        """Two relations of one id are refused."""
        rels = relations_xml(("a", "x", "1"), ("a", "x", "2"))
        assert "F062" == refused(lambda: relations(held(**{"_rels/.rels": rels}), "", LIMITS))

    def test_sheets_and_settings(self):
        """Sheets with their state, the date system, the structure lock and the calculation mode are read."""
        xml = workbook_xml(
            '<sheet name="一" sheetId="1" r:id="r1"/>'
            '<sheet name="二" sheetId="2" state="veryHidden" r:id="r2"/>',
            before='<workbookPr date1904="true"/><workbookProtection lockStructure="1"/>',
            after='<calcPr calcMode="manual"/>',
        )
        book = scan_book(held(book=xml), BOOK, LIMITS)
        assert [("一", "visible", "r1"), ("二", "veryHidden", "r2")] == [
            (s.name, s.state, s.relation) for s in book.sheets
        ]
        assert (True, True, "manual") == (book.date1904, book.structure_locked, book.calculation)

    def names(self, xml):
        """The defined names of a workbook with one sheet."""
        return defined_names(
            scan_book(held(book=workbook_xml(after=f"<definedNames>{xml}</definedNames>")), BOOK, LIMITS)
        )

    def test_defined_names(self):
        """A name has its text, its scope by the sheet's name, and whether it is hidden."""
        names = self.names(
            '<definedName name="n">表!$A$1</definedName>'
            '<definedName name="n" localSheetId="0" hidden="1">"x"</definedName>'
        )
        assert [("n", None, "表!$A$1", False), ("n", "表", '"x"', True)] == [
            (n.name, n.scope, n.text, n.hidden) for n in names
        ]

    @pytest.mark.parametrize("scope", ["1", "-1", "x", ""])
    def test_a_name_of_no_sheet_is_refused(self, scope):
        """A scope that is no sheet is a damaged part."""
        assert "F051" == refused(
            lambda: self.names(f'<definedName name="n" localSheetId="{scope}">1</definedName>')
        )

    def test_a_name_twice_is_refused(self):
        """Two names of one scope that differ in case only are ambiguous."""
        assert "F062" == refused(
            lambda: self.names('<definedName name="n">1</definedName><definedName name="N">2</definedName>')
        )

    @pytest.mark.parametrize(("limit", "code"), [("sheets", "F068"), ("names", "F069")])
    def test_sheets_and_names_are_bounded(self, limit, code):
        """As many sheets and names as the limit are read, one more is refused."""
        xml = workbook_xml(
            '<sheet name="a"/><sheet name="b"/>', after='<definedName name="a"/><definedName name="b"/>'
        )
        assert 2 == len(scan_book(held(book=xml), BOOK, replace(LIMITS, **{limit: 2})).sheets)
        assert code == refused(lambda: scan_book(held(book=xml), BOOK, replace(LIMITS, **{limit: 1})))


class TestStyles:
    def test_styles_by_index(self):
        """A style has its lock and its format: by number, by code, or neither."""
        xml = styles_xml(
            '<xf numFmtId="0"/><xf numFmtId="31"><protection locked="0"/></xf>'
            '<xf numFmtId="164"><protection locked="false"/></xf>'
            '<xf numFmtId="9"><protection hidden="1"/></xf>',
            formats='<numFmt numFmtId="164" formatCode="0.0"/>',
        )
        assert (
            CellStyle(),
            CellStyle(locked=False, number_format='yyyy"年"m"月"d"日"', dated=True),
            CellStyle(locked=False, number_format="0.0"),
            CellStyle(number_format="0%"),
        ) == scan_styles(xml.encode(), "styles", LIMITS)

    def test_only_cell_formats_count(self):
        """Named styles and conditional formats hold the same elements, which do not count."""
        xml = styles_xml('<xf numFmtId="1"/>').replace(
            "<cellXfs>",
            '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
            '<dxfs><dxf><numFmt numFmtId="1" formatCode="y"/></dxf></dxfs><cellXfs>',
        )
        assert (CellStyle(number_format="0"),) == scan_styles(xml.encode(), "styles", LIMITS)

    def test_styles_are_bounded(self):
        """As many cell formats as the limit are read, one more is refused."""
        xml = styles_xml("<xf/><xf/>").encode()
        assert 2 == len(scan_styles(xml, "styles", replace(LIMITS, styles=2)))
        assert "F070" == refused(lambda: scan_styles(xml, "styles", replace(LIMITS, styles=1)))

    def test_without_styles_there_is_one(self):
        """A workbook without styles has the plain one."""
        assert (CellStyle(),) == scan_styles(None, "", LIMITS)


def test_shared_texts():
    """Rich text is joined, readings are left out, spaces and escapes kept."""
    xml = texts_xml(
        "<t> 甲 </t>",
        "<r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r><rPh><t>yi</t></rPh><phoneticPr/>",
        "",
        "<t>_x0009_</t>",
    )
    assert [" 甲 ", "乙丙", "", "\t"] == scan_texts(xml.encode(), "sst", LIMITS)


class TestProperties:
    def properties(self, custom="", core="", app=""):
        """The properties of a package with these contents."""
        types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
        contents = {
            "_rels/.rels": relations_xml(
                ("a", "custom-properties", "docProps/custom.xml"), ("c", "extended-properties", "p/app.xml")
            ).replace("</Relationships>", "")
            + f'<Relationship Id="b" Type="{PACKAGE}/relationships/metadata/core-properties"'
            ' Target="p/core.xml"/></Relationships>',
            "docprops/custom.xml": f'{HEAD}<Properties xmlns="{OFFICE}/custom-properties"'
            f' xmlns:vt="{types}">{custom}</Properties>',
            "p/core.xml": f'<c:coreProperties xmlns:c="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</c:coreProperties>',
            "p/app.xml": f'<Properties xmlns="{OFFICE}/extended-properties">{app}</Properties>',
        }
        return scan_properties(held(**contents), LIMITS)

    def test_custom_properties_by_value(self):
        """Texts, numbers and truth values come as such, whoever declares the namespace where."""
        properties = self.properties(
            '<property name="a"><vt:lpwstr>文_x0041_</vt:lpwstr></property>'
            '<property name="b"><vt:i4>7</vt:i4></property><property name="c"><vt:r8>0.5</vt:r8></property>'
            '<property name="d"><vt:bool>true</vt:bool></property>'
            '<property name="e"><vt:i4>seven</vt:i4></property><property name="f"><v:lpwstr xmlns:v="'
            'http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">g</v:lpwstr></property>'
        )
        assert {"a": "文A", "b": 7, "c": 0.5, "d": True, "e": "seven", "f": "g"} == properties.custom

    def test_a_custom_property_twice_is_refused(self):
        """Two properties of one name are ambiguous."""
        assert "F062" == refused(lambda: self.properties('<property name="a"/><property name="A"/>'))

    def test_who_wrote_it_when_and_with_what(self):
        """Author, last author, application and the time of the last change, with its zone, are read."""
        properties = self.properties(
            core="<dc:creator>办公室</dc:creator><c:lastModifiedBy>张三</c:lastModifiedBy>"
            "<dcterms:modified>2021-12-31T08:00:00Z</dcterms:modified>",
            app="<Application>WPS 表格</Application><AppVersion>12.0</AppVersion>",
        )
        assert ("办公室", "张三", "WPS 表格", "12.0") == (
            properties.creator,
            properties.last_modified_by,
            properties.application,
            properties.version,
        )
        assert datetime(2021, 12, 31, 8, tzinfo=UTC) == properties.modified

    def test_a_time_that_is_none_is_none(self):
        """A modification time that cannot be read is as if none were there."""
        assert self.properties(core="<dcterms:modified>昨天</dcterms:modified>").modified is None
