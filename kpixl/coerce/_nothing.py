"""What people write where they mean that there is nothing to report, or what stands above."""

from __future__ import annotations

import re
from functools import lru_cache

from kpixl.coerce._texts import LONGEST, PLACEHOLDERS, clean, folded

_MARKS = re.compile(r"[-—–―/\\.。、,，*~×_\s]{1,40}")
_SPANS = "年度|年|单位|部门|季度|半年|月|期|报告期|考核期|镇|乡|街道|局|委|办|区|县|市|村|社区|项|表|栏|处|次"
_WHEN = (
    rf"(?:(?:截至|截止)[^无没]{{1,12}}|(?:本|今|该|我|全|当|上|去|这)(?:{_SPANS})|[0-9]{{4}}年度?|"
    "年度|期内|目前|至今|暂时?|均|尚|并|也|确)"
)
_COMPOUNDS = (
    "障碍|偿|烟|人|线|害|废|违|毒|公害|讼|传销|邪教|刑|党派|访|欠薪|疫|缝|纸|土|菌|机|形|主|证|照|理|房|业|"
    "抵押|担保|接触|感|忧|缺|源|尘|氟|磷|农药|抗|水|核|家可归|失|假|诈|黑|吸毒"
)
"""What 无 makes one word with: 无障碍设施 is something."""
_NONE = (
    rf"(?:无(?!{_COMPOUNDS})|没有|未(?:发生|开展|涉及|获得?|取得|受到|参加|参与|收到|组织|产生|出现|承办)|"
    "不涉及|不存在|不适用)"
)
_WHAT = (
    "(?:此|该|本|这|相关|有关|上述|任何|其他|需要?|须|可)?(?:项|类|内容|情况|事项|事件|工作|任务|项目|数据|"
    "记录|加分|扣分|获奖|奖项|荣誉|表彰|奖励|通报|报送|上报|填报|填写|材料|活动|变化|变动|调整|新增|问题|案件|"
    "事故|安排|计划)"
)
_SAID = re.compile(rf"(?:{_WHEN})+(?:内|度|里|中|以来)?(?:{_WHEN})*{_NONE}.{{0,20}}|{_NONE}{_WHAT}.{{0,12}}")
_BLANK = re.compile(
    "(?:(?:此|本)[页表行栏])?(?:以下|此[处行栏表]|本[行栏表]|下方|以后)(?:为|均为|都是|是)?(?:空白|空|无|无内容|无正文)|"
    "空白|空行|空"
)
_ALONE = re.compile(
    "(?:无|没有?)(?:了|的)?|(?:没有|未)(?:开展|发生|涉及|参加|参与|获得|获奖|取得|受到|收到|组织|产生)|"
    "(?:不涉及|未涉及|不适用于?)(?:本|我|该).{1,8}|零(?:报告|申报|上报)|(?:不(?:需要?|用|必)|无需|免)(?:填写?|填报|上?报)|none|nil|null"
)
_BETWEEN = re.compile(r"[/、,，;；\s]+|[(（]0[)）]")
_IDLE = re.compile(r"否|0{1,9}(?:\.0{1,9})?\s?%?")
_ROUND = "（）()[]【】〔〕“”\"'。.；;，,！!：: -—–―*~"


def says_nothing(text: str) -> bool:
    """Whether a text, alone in a row, says that there is nothing: 无, —, 本年度无此项, 以下空白."""
    plain = folded(clean(text)).casefold()
    if not plain or len(plain) > LONGEST:
        return False
    if plain in PLACEHOLDERS or _MARKS.fullmatch(plain):
        return True
    bare = "".join(plain.split()).strip(_ROUND)
    if bare in PLACEHOLDERS or any(form.fullmatch(bare) for form in (_SAID, _BLANK, _ALONE)):
        return True
    parts = [part for part in _BETWEEN.split(plain) if part]
    return parts not in ([], [plain]) and all(map(says_nothing, parts))


def is_idle(text: str) -> bool:
    """Whether an entry may stand beside such a text and adds nothing to it: 否, 0%."""
    return _IDLE.fullmatch(folded(clean(text))) is not None


_ABOVE = frozenset(
    {
        *("同上", "同前", "上同", "与上同", "同上行", "同上栏", "同上表", "同上一行", "同上一项"),
        *("与上行相同", "与上一行相同", "与上项相同", "ditto", "〃", "″", '"', "”", "''", "′′"),
    }
)
_LONGEST_ABOVE = max(map(len, _ABOVE)) + 2
"""With brackets round it, or a stop."""


def says_as_above(text: str) -> bool:
    """Whether a text says nothing but that it is what stands above: 同上, 〃."""
    return 0 < len(text) <= 2 * _LONGEST_ABOVE and _is_as_above(text)


@lru_cache(maxsize=1024)
def _is_as_above(text: str) -> bool:
    """The same of a short text, which others say, too."""
    plain = "".join(folded(clean(text)).casefold().split())
    return plain in _ABOVE or plain.strip(_ROUND) in _ABOVE
