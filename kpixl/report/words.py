"""The words of reports, in both languages."""

from __future__ import annotations

from kpixl.words import Words

WORDS: dict[str, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
    "accepted": Words("通过", "accepted"),
    "rejected": Words("退回", "rejected"),
    "duplicate": Words("重复", "duplicate"),
    "ignored": Words("忽略", "ignored"),
    "summary": Words(
        "{files}个文件：通过{accepted}，退回{rejected}，重复{duplicates}；另忽略{ignored}个。",
        "{files} files: {accepted} accepted, {rejected} rejected, {duplicates} duplicate; "
        "{ignored} more ignored.",
    ),
    "units": Words("{expected}个单位：{states}。", "{expected} units: {states}."),
    "units_accepted": Words("{count}个通过", "{count} accepted"),
    "units_rejected": Words("{count}个退回", "{count} rejected"),
    "units_missing": Words("{count}个未报", "{count} missing"),
    "counts": Words(
        "{errors}个错误，{warnings}个警告，{notes}个提示。",
        "{errors} errors, {warnings} warnings, {notes} notes.",
    ),
    "missing": Words("未报回（{count}）：{names}", "Not returned ({count}): {names}"),
    "by_rule": Words("问题汇总", "By rule"),
    "code": Words("代码", "code"),
    "title": Words("问题", "problem"),
    "severity": Words("级别", "severity"),
    "findings": Words("处", "found"),
    "files": Words("文件", "files"),
    "remark": Words(
        "注意：{code} {title}（{count}份）：{files}", "Mind: {code} {title} ({count} files): {files}"
    ),
    "across": Words("涉及多个文件的问题", "Across files"),
    "more": Words(
        "……还有{count}个问题没有列出，用 --report 可得到全部。",
        "… {count} more problems not shown; --report writes all of them.",
    ),
    "nobody": Words("单位不明", "unknown unit"),
    "and": Words("、", ", "),
    "and_then": Words("，", ", "),
    "decisions": Words("决定事项", "Decisions"),
    "decided": Words("本次检查按{count}项决定核对。", "Judged with {count} decisions."),
    "day": Words("日期", "day"),
    "kind": Words("类别", "kind"),
    "whom": Words("对象", "whom"),
    "what": Words("决定内容", "what"),
    "why": Words("理由", "why"),
    "document": Words("依据", "document"),
    "by": Words("决定人", "by"),
    "and_more": Words("等", " …"),
}

PAGE_WORDS: dict[str, Words] = {
    "missing": Words("未报", "missing"),
    "overview": Words("概览", "Overview"),
    "matrix": Words("单位和表单", "Units and forms"),
    "problems": Words("问题清单", "Problems"),
    "by_rule": Words("按问题种类", "By rule"),
    "by_form": Words("各表单的错误", "Errors by form"),
    "not_returned": Words("未报单位", "Not returned"),
    "as_of": Words("截至 ", "as of "),
    "deadline": Words("报送期限 ", "deadline "),
    "overdue": Words("报送期限已过，以下单位逾期未报。", "The deadline is past: these units are late."),
    "shares": Words("应报单位的状态", "State of the units that are to return something"),
    "excused": Words("免报", "excused"),
    "units_counted": Words("应报单位{count}个", "{count} units"),
    "files_counted": Words("收到文件{count}份：", "{count} files: "),
    "share": Words("{state}{number}", "{number} {state}"),
    "matrix_hint": Words(
        "✓ 没有错误和警告，✗ 错误个数，! 警告个数，— 没有这张表或读不出；点击数字查看问题。",
        "✓ no error or warning, ✗ errors, ! warnings, — no such form, or unread; click a number.",
    ),
    "strays": Words("无法通知的文件", "Files of nobody known"),
    "strays_hint": Words(
        "这些文件读不出是哪个单位报的；文件名像是下列单位的，请核实后通知。",
        "Nothing in these files says whose they are; see whether it is the unit that the name suggests.",
    ),
    "item": Words("项目", "Item"),
    "content": Words("内容", "Content"),
    "suggested": Words("文件名像是", "Name suggests"),
    "like": Words("（像是{unit}）", " ({unit}?)"),
    "reason": Words("原因", "Reason"),
    "search_unit": Words("查找单位或文件", "Find unit or file"),
    "search": Words("查找", "Search"),
    "status": Words("状态", "Status"),
    "group": Words("分组", "Group"),
    "unit": Words("单位", "Unit"),
    "form": Words("表单", "Form"),
    "file": Words("文件", "File"),
    "all": Words("全部", "all"),
    "reset": Words("清除条件", "Clear"),
    "whole_file": Words("整个文件", "Whole file"),
    "nothing": Words("没有问题。", "No problems."),
    "no_script": Words(
        "浏览器禁用了脚本，问题清单无法显示；请看同一文件夹中的 report.txt 或 report.xlsx。",
        "Scripts are off, so the problems cannot be listed; see report.txt or report.xlsx.",
    ),
    "local": Words("本页不联网，可离线打开。", "This page uses no network."),
    "previous": Words("上一页", "Previous"),
    "next": Words("下一页", "Next"),
    "page": Words("第{page}页，共{pages}页", "Page {page} of {pages}"),
    "shown": Words("显示{shown}个，共{all}个问题", "{shown} of {all} problems"),
    "others": Words("其余{count}处", "{count} more"),
    "notes_only": Words("{n}个提示", "{n} notes"),
    "cell_title": Words("{e}个错误，{w}个警告，{n}个提示", "{e} errors, {w} warnings, {n} notes"),
    "modified": Words("文件记录的最后修改时间：", "Last change recorded in the file: "),
    "subject": Words("涉及单位", "About"),
    "sheet": Words("工作表", "Sheet"),
    "cell": Words("单元格", "Cell"),
    "row": Words("行", "Row"),
    "column": Words("栏目", "Column"),
    "value": Words("填写内容", "Entry"),
    "message": Words("问题", "Problem"),
    "remedy": Words("怎样处理", "What to do"),
}
"""More words, for the page, the workbook and the CSV file."""

DECISION = ("day", "kind", "whom", "what", "why", "document", "by")
"""What is told of a decision, in this order."""
