"""Codes B120–B129: choices, alternatives and units of measure."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.words import Words

ENTRIES: tuple[CatalogueEntry, ...] = (
    define(
        "B120", "error",
        Words("选项来源写得不对", "Choices that cannot be made"),
        Words("“{key}”的选项{why}。", "The choices of “{key}” {why}."),
        Words("请按文档“Choices”一节改正。", "Correct it as the section “Choices” of the documentation says."),
    ),
    define(
        "B121", "error",
        Words("不认识的计量单位", "Unknown unit of measure"),
        Words("计量单位表中没有“{value}”{hint}。", "The lexicon has no unit “{value}”{hint}."),
        Words("请改用表中的单位，或在 lexicon 文件中加上它。", "Use one of its units, or add it in the lexicon's file."),
    ),
    define(
        "B122", "error",
        Words("计量单位有两种含义", "Unit of measure with two meanings"),
        Words("“{value}”同时属于“{first}”和“{second}”两类。", "“{value}” belongs to both “{first}” and “{second}”."),
        Words("一个单位只能属于一类。", "A unit belongs to one class."),
    ),
    define(
        "B123", "warning",
        Words("轮不到的类型", "Alternative that is never reached"),
        Words("“{key}”的类型“{value}”前面的“{before}”已经收下任何文字。", "Before the type “{value}” of “{key}” stands “{before}”, which takes any text."),
        Words("请把文字类型放在最后。", "Put the type of plain text last."),
    ),
)  # fmt: skip
