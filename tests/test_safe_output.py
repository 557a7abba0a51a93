"""What a return says stays text in everything that is written of it: no formula, link, markup or command."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from tests.support import tiny

MARK = "害"
"""Stands in every hostile text."""
TURNED = "\u202e"
"""Turns round what follows: an entry that has it is an error."""
TEXTS = (
    f'=HYPERLINK("http://害.example/","{MARK}")',
    f"+cmd|' /C {MARK}'!A0",
    f"-2+{MARK}",
    f"@SUM({MARK})",
    f"http://{MARK}.example/",
    f"<img src=x onerror={MARK}>",
    f"</script><script>{MARK}",
    f"{MARK}{TURNED}xcod",
    f"{MARK}\u2066\u200b",
    f"{MARK}\n=1+1",
    f"\t={MARK}",
)
SPREADSHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
WRONG = tiny.report("hedong", "", "whole")
HOSTILE = tiny.report("hedong", "t1", "remark")
PROOF = tiny.contact("hedong", "proof", "1")


def wrong_everywhere(text):
    """A return that is given back: it says the text where a text, a number and a choice belong."""
    file = tiny.returned(changes={HOSTILE: text, WRONG: text, PROOF: text})
    file.type_in(tiny.report("hedong", "t1", "kind"), text)
    file.book.set_value(file.book.add("附页").xml.cell(0, 0), text)
    return file.book.data()


@pytest.fixture(
    scope="module",
    params=[
        # each makes everything that is written; the quick check has a formula and markup
        pytest.param(text, id=ascii(text), marks=() if text[0] in "=<" else pytest.mark.slow)
        for text in TEXTS
    ],
)
def written(request, tmp_path_factory):
    """Every file that check, feedback and merge write of such returns, by name."""
    text, folder = request.param, tmp_path_factory.mktemp("safe")
    returns, out = folder / "returns", folder / "out"
    returns.mkdir()
    name = "".join(c for c in text if c not in '<>:"/\\|?*\n\t')
    (returns / f"{name}.xlsx").write_bytes(wrong_everywhere(text))
    said = {} if TURNED in text else {tiny.contact("hexi", "proof", "1"): text}
    (returns / "河西.xlsx").write_bytes(tiny.built("hexi", said).data)
    campaign = tiny.campaign()
    result = campaign.check([returns])
    assert {"rejected", "accepted"} == {f.status for f in result.files}
    campaign.report(out, result)
    campaign.feedback(result, out / "feedback")
    campaign.merge(result, out / "score-sheet.xlsx")
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    assert {".html", ".csv", ".json", ".txt", ".xlsx"} == {"." + name.rsplit(".")[-1] for name in files}
    return files


def parts(data):
    """The XML parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        named = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        return {n: ET.fromstring(archive.read(n)) for n in named}  # noqa: S314 - written just now


def workbooks(written):
    """(name, parts) of the workbooks."""
    return [(name, parts(data)) for name, data in written.items() if name.endswith(".xlsx")]


def test_no_formula_holds_it(written):
    """Nor one of a condition, a validation or a defined name."""
    tags = [SPREADSHEETS + tag for tag in ("f", "formula", "formula1", "formula2", "definedName")]
    formulas = [
        (name, part, node.text)
        for name, every in workbooks(written)
        for part, root in every.items()
        for tag in tags
        for node in root.iter(tag)
        if MARK in (node.text or "")
    ]
    assert [] == [each for each in formulas if not is_quoted(each[2])]


def is_quoted(formula):
    """Whether the text stands in a formula as a text only."""
    return MARK not in re.sub('"(?:[^"]|"")*"', "", formula)


def test_no_link_leads_where_it_says(written):
    """Links lead to cells of the workbook and to the returned files."""
    targets = [
        node.get("Target", "")
        for _, every in workbooks(written)
        for part, root in every.items()
        if part.endswith(".rels")
        for node in root
        if node.get("TargetMode") == "External"
    ]
    assert [] == [t for t in targets if re.match("[a-z]+:", t) and not t.startswith("file:")]


def test_no_sheet_is_called_so(written):
    """Sheets are called as the blueprint calls them."""
    names = [
        sheet.get("name")
        for _, every in workbooks(written)
        for sheet in every["xl/workbook.xml"].iter(SPREADSHEETS + "sheet")
    ]
    assert [] == [n for n in names if MARK in n]


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        """Every element."""
        self.seen.append((tag, dict(attrs)))


def test_no_markup_of_the_page_holds_it(written):
    """No element, handler or address is made of it."""
    page = Elements()
    page.feed(written["report.html"].decode("utf-8"))
    assert "img" not in {tag for tag, _ in page.seen}
    held = [(tag, name) for tag, attrs in page.seen for name, v in attrs.items() if MARK in (v or "")]
    assert [] == [each for each in held if each[1].startswith("on") or each[1] in {"src", "style"}]
    links = [attrs["href"] or "" for _, attrs in page.seen if "href" in attrs]
    assert [] == [link for link in links if re.match("[a-z]+:", link) and not link.startswith("file:")]


def test_no_field_of_the_table_is_a_command(written):
    """A spreadsheet that opens the .csv computes nothing."""
    rows = csv.reader(io.StringIO(written["findings.csv"].decode("utf-8-sig"), newline=""))
    assert [] == [field for row in rows for field in row if field[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_hidden_characters_are_seen(written):
    """What turns or hides what is read is written as its number, or left out."""
    texts = {n: d.decode("utf-8") for n, d in written.items() if not n.endswith((".xlsx", ".json"))}
    shown = {
        f"{name}/{part}": "".join(root.itertext())
        for name, every in workbooks(written)
        for part, root in every.items()
        if not name.startswith("feedback/")
    }
    assert [] == [name for name, text in (texts | shown).items() if HIDDEN.search(text)]
