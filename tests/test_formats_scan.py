"""The parts of a workbook as facts: relations, names, styles, texts, properties, and the bounds of XML."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kpixl.formats import BadFileError
from kpixl.formats._facts import CellStyle, unescaped
from kpixl.formats._guard import Parts
from kpixl.formats._markup import walk
from kpixl.formats.xlsx import relations, scan_properties
from kpixl.formats.xlsx._parts import defined_names, scan_book, scan_styles
from kpixl.formats.xlsx._texts import scan_texts
from kpixl.limits import Limits
from tests.support.packages import HEAD, MAIN, PACKAGE, styles_xml, texts_xml, workbook_xml
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
            '<sheet name="a"/><sheet name="b"/>',
            after='<definedNames><definedName name="a"/><definedName name="b"/></definedNames>',
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


def unread(scan, xml) -> str:
    """The code with which a part is refused."""
    return refused(lambda: scan(xml.encode(), "part", LIMITS))


TEXTS_OF_NO_CERTAINTY = [
    "<t>5</t><t>6</t>",
    "<r><t>5</t><t>6</t></r>",
    "<t>5<b/>6</t>",
    "<t>5<t>6</t></t>",
    "<b><t>5</t></b>",
    '<b xmlns="other"><t xmlns="{main}">5</t></b><t>6</t>',
    '<t>5</t><t xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">6</t>',
    "<si><t>5</t></si>",
    "<r><r><t>5</t></r></r>",
]


@pytest.mark.parametrize("xml", TEXTS_OF_NO_CERTAINTY)
def test_texts_that_programs_read_differently_are_refused(xml):
    """Two texts in one, elements in a text, texts elsewhere: one program joins them, others take one."""
    assert "F051" == unread(scan_texts, texts_xml("<t>4</t>", xml.replace("{main}", MAIN)))


def test_texts_outside_of_items_are_refused():
    """A text that is in no item has no number, and one inside something else may have."""
    for inner in ("<t>5</t>", "<b><si><t>5</t></si></b>"):
        assert "F051" == unread(scan_texts, texts_xml("<t>4</t>").replace("<si>", f"{inner}<si>"))


STYLES_OF_NO_CERTAINTY = [
    ("<cellXfs>", '<cellXfs><xf numFmtId="9"/></cellXfs><cellXfs>', "F051"),
    ("<cellXfs>", '<cellXfs><b><xf numFmtId="9"/></b>', "F051"),
    ("<cellXfs>", '<b><cellXfs><xf numFmtId="9"/></cellXfs></b><cellXfs>', "F051"),
    ("<cellXfs>", '<cellXfs><xf><xf numFmtId="9"/></xf>', "F051"),
    ("<cellXfs>", '<cellXfs><xf><protection/><protection locked="0"/></xf>', "F051"),
    ("<numFmts>", '<numFmts><numFmt numFmtId="164" formatCode="0%"/></numFmts><numFmts>', "F051"),
    ("<numFmts>", '<numFmts><b><numFmt numFmtId="164" formatCode="0%"/></b>', "F051"),
    ("<numFmts>", '<numFmts><numFmt numFmtId="164" formatCode="0%"/>', "F062"),
]


@pytest.mark.parametrize(("place", "instead", "code"), STYLES_OF_NO_CERTAINTY)
def test_styles_that_programs_read_differently_are_refused(place, instead, code):
    """Formats in two lists, inside other elements, or of one number with two codes."""
    xml = styles_xml('<xf numFmtId="164"/>', formats='<numFmt numFmtId="164" formatCode="0.0"/>')
    assert code == unread(scan_styles, xml.replace(place, instead))


def test_a_format_that_is_there_twice_alike_is_read():
    """Two entries that say the same leave nothing open."""
    xml = styles_xml('<xf numFmtId="164"/>', formats='<numFmt numFmtId="164" formatCode="0.0"/>' * 2)
    assert (CellStyle(number_format="0.0"),) == scan_styles(xml.encode(), "styles", LIMITS)


BOOKS_OF_NO_CERTAINTY = [
    '<sheets><sheet name="b"/></sheets>',
    '<b><sheets><sheet name="b"/></sheets></b>',
    '<sheet name="b"/>',
    '<workbookPr date1904="1"/><workbookPr/>',
    '<b xmlns="other"><workbookPr xmlns="{main}" date1904="1"/></b>',
    '<calcPr/><calcPr calcMode="manual"/>',
    '<definedName name="a">1</definedName>',
    '<definedNames><definedName name="a">1<b/>2</definedName></definedNames>',
]


@pytest.mark.parametrize("xml", BOOKS_OF_NO_CERTAINTY)
def test_workbooks_that_programs_read_differently_are_refused(xml):
    """Sheets, date system, calculation and names stand once, and where every program looks for them."""
    book = workbook_xml('<sheet name="a"/>', after=xml.replace("{main}", MAIN))
    assert "F051" == refused(lambda: scan_book(held(book=book), BOOK, LIMITS))


def test_shared_texts():
    """Rich text is joined, readings are left out, spaces and escapes kept."""
    xml = texts_xml(
        "<t> 甲 </t>",
        "<r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r><rPh><t>yi</t></rPh><phoneticPr/>",
        "",
        "<t>_x0009_</t>",
    )
    assert [" 甲 ", "乙丙", "", "\t"] == scan_texts(xml.encode(), "sst", LIMITS).texts


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
