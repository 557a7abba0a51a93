"""The words of reports, in both languages."""

from __future__ import annotations

from kpixl.findings import Lang

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "error": "错误",
        "warning": "警告",
        "note": "提示",
        "accepted": "通过",
        "rejected": "退回",
        "duplicate": "重复",
        "ignored": "忽略",
        "summary": "{files}份：通过{accepted}，退回{rejected}，重复{duplicates}；另忽略{ignored}个文件。",
        "counts": "{errors}个错误，{warnings}个警告，{notes}个提示。",
        "missing": "未报回（{count}）：{names}",
        "by_rule": "问题汇总",
        "code": "代码",
        "title": "问题",
        "severity": "级别",
        "findings": "处",
        "files": "文件",
        "across": "涉及多个文件的问题",
        "more": "……还有{count}个问题没有列出，用 --report 可得到全部。",
        "nobody": "单位不明",
        "and": "、",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "note": "note",
        "accepted": "accepted",
        "rejected": "rejected",
        "duplicate": "duplicate",
        "ignored": "ignored",
        "summary": "{files} files: {accepted} accepted, {rejected} rejected, {duplicates} duplicate; "
        "{ignored} more ignored.",
        "counts": "{errors} errors, {warnings} warnings, {notes} notes.",
        "missing": "Not returned ({count}): {names}",
        "by_rule": "By rule",
        "code": "code",
        "title": "problem",
        "severity": "severity",
        "findings": "found",
        "files": "files",
        "across": "Across files",
        "more": "… {count} more problems not shown; --report writes all of them.",
        "nobody": "unknown unit",
        "and": ", ",
    },
}
