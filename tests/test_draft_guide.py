"""The guide's way from an attachment to workbooks: each of its commands is run as it stands there."""

import re
import shlex

import pytest

from kpixl.draft.readers.plain import read_plain
from tests.support.cli import ROOT, kpixl
from tests.support.documents import excel

GUIDE = ROOT / "docs" / "guide.zh-CN.md"
ATTACHMENT = """附件2
2024年度安全培训情况统计表
填报单位（盖章）：
单位：万元

\t序号
\t培训项目
\t培训人数
\t培训经费
\t备注

\t
\t
\t
\t
\t

注：培训项目不超过50字。
"""


def commands() -> list[str]:
    """The three commands of the guide."""
    section = GUIDE.read_text(encoding="utf-8").split("### 手里只有通知的附件", 1)[1]
    found = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1].splitlines()


@pytest.mark.slow
def test_three_commands_lead_from_an_attachment_to_workbooks(tmp_path, monkeypatch):
    """Draft, lint, generate: the workbooks are there, and nothing was edited in between."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "附件2.xlsx").write_bytes(excel(read_plain(ATTACHMENT, "附件2.xlsx")))
    lines = commands()
    assert len(lines) == 3
    for line in lines:
        _, *arguments = shlex.split(line)
        assert kpixl(*arguments).exit_code == 0, line
    assert len(list((tmp_path / "发出").glob("*.xlsx"))) == 3
