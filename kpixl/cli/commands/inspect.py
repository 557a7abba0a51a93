"""kpixl inspect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.findings import Severity, visible
from kpixl.words import Lang


@kpixl_command("kpixl inspect returns/01-河东镇.xlsx --format json", formats=True, reads=True)
@click.argument("file", type=PATH)
def command(session: Session, file: Path) -> int:
    """Show what kpixl sees in a workbook.

    That is its stamp, and every cell that is checked with what it takes and what it holds.

    Exit status 1 where the file cannot be read.
    """
    session.workspace.keep_apart([file])  # before its secrets are looked for
    seen = session.workspace.inspect(file, session.means())
    if session.json:
        print_json({**seen.as_dict(), "findings": [f.as_dict(session.lang) for f in seen.findings]})
    else:
        for line in _lines(seen, session.lang):
            click.echo(visible(line))
        for line in campaign.finding_lines((f.at(path=str(file)) for f in seen.findings), session.lang):
            click.echo(visible(line))
    return 1 if any(f.severity is Severity.ERROR for f in seen.findings) else 0


def _lines(seen: campaign.Inspection, lang: Lang) -> Iterator[str]:
    for name, value in (seen.stamp or {}).items():
        yield f"{_said(name, lang):10} {_said(value, lang)}"
    for cell in seen.cells:
        place, line = f"{cell['sheet']}!{cell['cell']}", f" [{cell['row']}]" if cell["row"] else ""
        needed = "*" if cell["required"] else ""
        value = "" if cell["value"] is None else cell["value"]
        kind, role = _said(cell["type"], lang), _said(cell["role"], lang)
        yield f"{place:16} {role:8} {kind}{needed}  {cell['label']}{line} = {value}"


def _said(word: Any, lang: Lang) -> str:
    """A word of the JSON form as people read it; of a union of types each."""
    if lang == "en":
        return str(word)
    return "|".join(_CHINESE.get(each, each) for each in str(word).split("|"))


_CHINESE = {
    "scheme": "方案",
    "version": "版本",
    "stage": "阶段",
    "round": "轮次",
    "period": "期间",
    "unit": "单位",
    "digest": "表样摘要",
    "authentic": "签名相符",
    "issue": "印发次数",
    "simulated": "模拟数据",
    "True": "是",
    "False": "否",
    "None": "—",
    "input": "填写",
    "printed": "印好",
    "formula": "公式",
    "total": "合计",
    "text": "文字",
    "integer": "整数",
    "decimal": "数",
    "percent": "百分数",
    "money": "金额",
    "date": "日期",
    "yes_no": "是否",
    "choice": "选项",
    "rating": "评级",
    "doc_number": "文号",
    "phone": "电话",
    "threshold": "目标值",
    "quantity": "数量",
    "list": "清单",
}
