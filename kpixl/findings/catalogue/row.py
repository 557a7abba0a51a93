"""Codes R: the entries of one row fit together."""

from kpixl.findings.catalogue.entry import define

ENTRIES = (
    define(
        "R001", "error",
        ("必填项为空", "Required entry missing"),
        ("{item}没有填写。", "{item} is blank."),
        ("请填写{wanted}。", "Enter {wanted}."),
    ),
    define(
        "R002", "error",
        ("按条件必填的项为空", "Entry missing that another one asks for"),
        ("{item}没有填写：{words}。", "{item} is blank: {words}."),
        ("请填写{wanted}。", "Enter {wanted}."),
    ),
    define(
        "R003", "error",
        ("按条件应留空的项有内容", "Entry where another one forbids it"),
        ("{item}填写了“{value}”：{words}。", "{item} holds {value!r}: {words}."),
        ("请清空这一项，或者更正与它有关的项。", "Clear it, or correct the entry that forbids it."),
    ),
    define(
        "R004", "error",
        ("应一起填写的项不齐", "Entries that belong together"),
        ("{words}，{item}没有填写。", "{words}; {item} is blank."),
        ("请补齐，或者全部留空。", "Fill in all of them, or none."),
    ),
    define(
        "R005", "error",
        ("同一行的数据不符合要求", "Entries of a row contradict each other"),
        ("{words}（{figures}）。", "{words} ({figures})."),
        ("请核对这一行的数据。", "Check the figures of this row."),
    ),
)  # fmt: skip
