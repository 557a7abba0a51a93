"""Drafting a scheme from a document: read, recognised, written, linted, generated."""

import datetime as dt
from pathlib import Path

import pytest

from kpixl import campaign
from kpixl.campaign import DraftedScheme, Workspace
from kpixl.draft.readers import office
from kpixl.limits import Limits
from kpixl.refusal import RefusedError

TODAY = dt.date(2024, 3, 1)
NOTICE = """关于做好2024年度安全培训统计工作的通知

各乡镇，区政府各部门：

请认真组织填报，于12月20日前报送。

附件1

2024年度安全培训情况统计表

填报单位（盖章）：　　　　填报日期：

单位：万元

\t序号
\t培训项目
\t培训人数
\t经费
\t备注

\t
\t
\t
\t
\t

\t
\t
\t
\t
\t

注：1．培训项目不超过50字；2．经费保留两位小数。

附件2

参加单位名单

一、乡镇（3个）
河东镇、河西镇、城关镇
二、区政府部门（2个）
财政局、教育局
"""


def drafted(folder: Path, text: str = NOTICE, name: str = "通知.txt") -> DraftedScheme:
    """A scheme drafted from a text, in a workspace of its own."""
    source = folder / name
    source.write_text(text, encoding="utf-8")
    return campaign.draft([source], folder / "blueprints" / "training-2024", today=TODAY)


def test_what_was_drafted_has_no_errors(tmp_path):
    """Lint finds no error in a drafted scheme."""
    assert drafted(tmp_path).errors == 0


def test_what_was_drafted_makes_workbooks_at_once(tmp_path):
    """Workbooks are made of it without a change."""
    drafted(tmp_path)
    office = Workspace.at(tmp_path)
    made = office.open("training-2024", office.means(makes=True)).generate(tmp_path / "out")
    assert len(made.workbooks) == 5


def test_a_document_without_a_form_is_refused(tmp_path):
    """A letter holds nothing to draft."""
    with pytest.raises(RefusedError, match="No form was found"):
        drafted(tmp_path, "尊敬的各位同事：\n\n感谢大家一年来的辛勤工作，祝大家新年快乐。\n")
    assert not (tmp_path / "blueprints").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    """Drafting does not write into a folder with files of somebody else."""
    drafted(tmp_path)
    with pytest.raises(RefusedError, match="no empty folder"):
        drafted(tmp_path)


def test_a_folder_must_be_named_as_an_id(tmp_path):
    """The folder's name becomes the scheme's id."""
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(RefusedError, match="lower-case letters"):
        campaign.draft([tmp_path / "a.txt"], tmp_path / "培训", today=TODAY)


def test_the_page_shows_what_is_unsure_first(tmp_path):
    """draft.html lists the unsure guesses before the forms, and what was left behind them."""
    page = drafted(tmp_path).page.read_text(encoding="utf-8")
    order = [page.index(text) for text in ("没把握的判断（", '<section class="pair"', "没有采用的内容（")]
    assert order == sorted(order)


def test_the_page_takes_no_text_for_markup(tmp_path):
    """What a document says is shown letter by letter."""
    page = drafted(tmp_path, NOTICE.replace("培训项目\n", "<script>alert(1)</script>\n")).page
    assert "<script>alert(1)" not in page.read_text(encoding="utf-8")


def test_the_same_document_makes_the_same_files(tmp_path):
    """Nothing in a draft depends on the clock or on chance."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
    one, other = drafted(first), drafted(second)
    assert one.drafted.files == other.drafted.files


def test_an_old_document_needs_libreoffice(monkeypatch):
    """Where it is not installed, the refusal says what to do instead."""
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(RefusedError, match=r"save it as \.docx"):
        office.read_converted(b"", "a.doc", Limits())
