"""Documents put together at random of what forms are made of, so that nothing in them makes sense."""

from __future__ import annotations

import random

from kpixl.draft.document import Block, Cell, Document, Grid, Place, Text
from kpixl.words import Words

_CELLS = [
    *("序号", "项目", "指标", "金额（万元）", "合计", "完成率", "备注", "责任单位", "区财政局、区税务局"),
    *("各有关单位", "1", "2", "3", "10.5", "30%", "≥95%", "是否完成", "获奖时间", "分值", "权重", "得分"),
    *(
        "自评得分",
        "考核得分",
        "审核意见",
        "姓名",
        "联系电话",
        "说明：不超过500字",
        "一、综合",
        "总计",
        "栏次",
    ),
    *("甲", "——", "资金来源", "小计", "单位：万元", "填报单位（盖章）：", "2024-03-01", "/", "true", "007"),
    *("'\"{}[]", "- x", "a: b #c", "=1+2", "100", "符号", "值", "单位", "优", "良", "中", "差"),
    *[""] * 12,
]
_LINES = [
    *("附件1", "附件2：登记表", "关于做好2024年工作的通知", "填报单位（盖章）：    填报日期：", "目 录"),
    *("单位：万元", "一、综合", "（一）基本情况", "1．增速。（4分）", "责任单位：区财政局、区税务局"),
    *("注：1．完成率保留两位小数；2．至少填写3项。", "二、名单（3个）", "河东镇、河西镇、城关镇"),
    *("2024年度情况统计表", "1．基本情况：。", "2．是否完成：。"),
]


def odd_document(seed: int) -> Document:
    """The document of a number."""
    rng = random.Random(seed)  # noqa: S311 - made-up data needs no secret
    blocks: list[Block] = []
    for number in range(rng.randint(2, 6)):
        if rng.random() < 0.6:
            blocks.append(_grid(rng, number))
        else:
            place = Place("a.docx", Words(f"第{number}行", f"line {number}"))
            blocks += [Text(rng.choice(_LINES), place) for _ in range(rng.randint(1, 6))]
    return Document(file="a.docx", blocks=tuple(blocks))


def _grid(rng: random.Random, number: int) -> Grid:
    rows, columns = rng.randint(1, 8), rng.randint(1, 7)
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            high, wide = _span(rng, (row, column), (rows, columns), taken)
            taken |= {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            at = Words(f"第{number}个表第{row}行第{column}栏", f"table {number}, row {row}, column {column}")
            text = rng.choice(_CELLS)
            cells.append(Cell(row=row, column=column, text=text, high=high, wide=wide, at=at))
    place = Place("a.docx", Words(f"第{number}个表", f"table {number}"))
    return Grid(cells=tuple(cells), place=place, certain=rng.random() < 0.6)


def _span(
    rng: random.Random, at: tuple[int, int], size: tuple[int, int], taken: set[tuple[int, int]]
) -> tuple[int, int]:
    """How many rows and columns a cell takes, of those that are free."""
    high = min(rng.choice([1, 1, 1, 1, 2, 3]), size[0] - at[0])
    wide = min(rng.choice([1, 1, 1, 1, 2, 3]), size[1] - at[1])
    while any((at[0], column) in taken for column in range(at[1], at[1] + wide)):
        wide -= 1
    return high, wide
