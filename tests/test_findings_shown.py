"""Foreign texts are harmless wherever they are shown: in messages, on the terminal, in JSON."""

import json

import pytest

from kpixl.findings import Location, displayed, found, visible
from kpixl.report.json import as_json
from kpixl.report.terminal import show
from kpixl.report.text import ReportLine

EVIL = "\x1b[2J\u202ecod\u200b\n二"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("新华 镇　（终稿）", "新华 镇　（终稿）"),
        ("一\r\n二\r三\u2028四", "一↵二↵三↵四"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\udcff", "\\xff"),
        ("\t|", " |"),
    ],
)
def test_visible_texts_stay_in_one_line(text, shown):
    """Line ends become a sign, what steers a terminal or turns the text round is escaped, the rest stays."""
    assert shown == visible(text)


def test_names_show_every_character():
    """In a name even a line end is told apart from a sign that looks like one."""
    assert "a\\x0ab" == displayed("a\nb")


def test_messages_quote_harmlessly():
    """Value, sheet and every other fact of a message are fit to be shown."""
    finding = found("S012", value=EVIL, where=Location(sheet=EVIL, cell="A1"), sheet_name=EVIL)
    for text in (finding.message("zh"), finding.message("en"), finding.remedy("zh")):
        assert text == visible(text)


def test_the_terminal_gets_nothing_that_steers_it(capsys):
    """Whatever a line holds, it is printed in one line without controls."""
    show([ReportLine(text=f"附件 {EVIL}")])
    assert "附件 \\x1b[2J\\u202ecod\\u200b↵二\n" == capsys.readouterr().out


def test_json_means_the_same_and_shows_nothing_odd():
    """The data come back as they were; the text of the JSON has no character that nobody sees."""
    text = as_json({"sheet": EVIL, "path": "\udc80\U000e0041"})
    assert {"sheet": EVIL, "path": "\udc80\U000e0041"} == json.loads(text)
    assert text == "\n".join(visible(line) for line in text.split("\n"))
