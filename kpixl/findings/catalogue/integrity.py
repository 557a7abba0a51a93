"""Codes T: what is printed, computed and locked is as it was issued."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

_RESTORE = Words(
    "请恢复为“{expected}”；对印好的内容有意见的，请向印发单位反映。",
    "Restore {expected!r}; tell the issuing office if what it printed is wrong.",
)
_FORMULA = Words(
    "请用印发的原工作簿填写；这一格由公式计算，不用手工填。",
    "Use the workbook as issued: the formula computes this cell.",
)
_RESTORED = Words(
    "本工作簿中已恢复；对印好的内容有意见的，请向印发单位反映。",
    "It is restored in this workbook; tell the issuing office if what it printed is wrong.",
)
_COMPUTED = Words(
    "本工作簿中已恢复公式，结果由公式计算，不用手工填。",
    "The formula is restored in this workbook and computes this cell.",
)
_LOCKED = Words(
    "本工作簿中已恢复；请不要取消工作表保护。",
    "It is restored in this workbook; leave the sheet protection on.",
)

ENTRIES = (
    define(
        "T001", "error",
        Words("印好的文字被改", "Printed text changed"),
        Words("{item}印的是“{expected}”，现为“{value}”。", "{item} was printed as {expected!r} and is now {value!r}."),
        _RESTORE,
        _RESTORED,
    ),
    define(
        "T002", "error",
        Words("印好的数值被改", "Printed figure changed"),
        Words("{item}印的是{expected}，现为{value}。", "{item} was printed as {expected} and is now {value}."),
        _RESTORE,
        _RESTORED,
    ),
    define(
        "T003", "error",
        Words("公式被换成数值", "Formula replaced by a value"),
        Words("{item}应由公式计算，现在是手工填写的“{value}”，应为“{expected}”。", "{item} is computed by a formula that was overwritten with {value!r}; it should be {expected!r}."),
        _FORMULA,
        _COMPUTED,
    ),
    define(
        "T004", "error",
        Words("公式被改", "Formula changed"),
        Words("{item}的公式被改为“{value}”。", "The formula of {item} was changed to {value!r}."),
        _FORMULA,
        _COMPUTED,
    ),
    define(
        "T005", "note",
        Words("公式没有重新计算", "Formula not recalculated"),
        Words("{item}里存的结果“{value}”是旧的，按现在填写的内容应为“{expected}”，按后一个计。", "{item} holds the stored result {value!r}; the entries give {expected!r}, which counts."),
        Words("不用处理；在电子表格软件中打开保存一次即可更新。", "Nothing to do; opening and saving it in a spreadsheet program updates it."),
    ),
    define(
        "T006", "warning",
        Words("工作表保护被取消", "Sheet protection removed"),
        Words("工作表“{sheet_name}”的保护被取消。", "The protection of the sheet {sheet_name!r} was taken off."),
        Words("请核对印好的内容没有改动；下次请直接在原工作簿中填写。", "Make sure that nothing printed was changed, and leave the protection on."),
        _LOCKED,
    ),
    define(
        "T007", "error",
        Words("不该填的单元格有内容", "Entry in a locked cell"),
        Words("{item}不由本单位填写，现填有“{value}”。", "{item} is not yours to fill and holds {value!r}."),
        Words("请清空这个单元格。", "Clear the cell."),
        Words("本工作簿中已清空，不用填写。", "It is blank again in this workbook; leave it so."),
    ),
    define(
        "T008", "warning",
        Words("隐藏的部分被改动", "Hidden part changed"),
        Words("工作表里隐藏的部分（统计填写情况的公式等）被改动，填写的内容照常读取。", "A hidden part of the sheet (formulas that count what is filled in, and the like) was changed; the entries were read all the same."),
        Words("请不要取消工作表保护。", "Leave the sheet protection on."),
        _LOCKED,
    ),
    define(
        "T009", "note",
        Words("填写提示和限制丢失", "Prompt and check of a cell lost"),
        Words("{item}原有的填写提示和限制不见了，可能是粘贴造成的；内容已另行检查。", "{item} lost the prompt and check that it was issued with, probably by pasting; the entry was checked all the same."),
        Words("不用处理；粘贴时请选“只粘贴数值”。", "Nothing to do; paste values only."),
    ),
    define(
        "T010", "note",
        Words("填写提示和限制被改", "Prompt and check of a cell changed"),
        Words("{item}的填写提示和限制与印发时不同，可能是粘贴造成的；内容已另行检查。", "The prompt and check of {item} are not those that it was issued with, perhaps by pasting; the entry was checked all the same."),
        Words("不用处理；粘贴时请选“只粘贴数值”。", "Nothing to do; paste values only."),
    ),
)  # fmt: skip
