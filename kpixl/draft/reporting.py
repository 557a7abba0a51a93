"""Who reports, where a document is filled in: the units that its labels and columns name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpixl.draft.document import flat
from kpixl.draft.lines import labels_in
from kpixl.draft.sections import Section
from kpixl.draft.segments import Columns, Pairs

_LABEL = re.compile(r"(填报|报送|申报|预算|编制|主管|实施)?(单位|部门|机构)(名称|全称)?([（(].{1,6}[）)])?$")
_COLUMN = re.compile(
    r"^((项目)?主管(单位|部门)|(填报|预算|申报)?(单位|部门)名称|(填报|申报|预算)(单位|部门)|单位|部门)$"
)
_UNIT = re.compile(
    r"(局|委|办|院|校|镇|乡|处|部|站|所|队|中心|街道|公司|政府|集团|委员会|办公室|管委会|联合会|协会|学校|中学|小学|医院|法院|检察院)$"
)


def who_reports(sections: Iterable[Section]) -> Iterator[str]:
    """The names of units, as they stand there."""
    for section in sections:
        for text in section.above:
            yield from (p.value for p in labels_in(text.text) if _LABEL.search(p.label) and _is_unit(p.value))
        for part in section.parts:
            yield from _of_boxes(part) if isinstance(part, Pairs) else _of_columns(part)


def _is_unit(text: str) -> bool:
    said = flat(text)
    return 2 < len(said) <= 40 and bool(_UNIT.search(said))


def _of_boxes(part: Pairs) -> Iterator[str]:
    for pair in part.pairs:
        value = pair.value.said if pair.value else ""
        if _LABEL.search(pair.label.said) and _is_unit(value):
            yield value


def _of_columns(part: Columns) -> Iterator[str]:
    for leaf in part.leaves:
        if _COLUMN.match(flat(leaf.label)):
            texts = (flat(part.grid.text(row, leaf.first)) for row in part.body)
            yield from (text for text in texts if _is_unit(text))
