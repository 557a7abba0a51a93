"""Codes B071–B089, B100–B101: rules that nothing can meet, and figures that contradict each other."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.words import Words

_SOURCE = Words(
    "请核对原件：抄错的请改正；原件如此的可保留，并写进方案的说明。",
    "Compare with the source: correct a slip; what the source itself has may stay, and the scheme's README says so.",
)

_RULES = (
    define(
        "B071",
        "error",
        Words("没有数能满足", "No number fits"),
        Words(
            "“{key}”要求不小于 {min}、不大于 {max}，{why}。",
            "“{key}” must be at least {min} and at most {max}: {why}.",
        ),
        Words("请改正 min、max 或 places。", "Correct `min`, `max` or `places`."),
    ),
    define(
        "B072",
        "error",
        Words("没有可选项", "Nothing to choose"),
        Words("“{key}”是选择类型，但没有可选项。", "“{key}” is to be chosen, but there are no choices."),
        Words(
            "请写 choices（选项或清单名称）；评级的选项写在 scheme.yaml 的 ratings。",
            "Give `choices`; those of ratings stand in `ratings` of scheme.yaml.",
        ),
    ),
    define(
        "B073",
        "error",
        Words("既必填又不得填", "Required and forbidden at once"),
        Words(
            "“{key}”在同一条件下既必须填写又必须留空（{value}）。",
            "“{key}” must be both filled and blank under the same condition ({value}).",
        ),
        Words("请只保留其中一个要求。", "Keep one of the two."),
    ),
    define(
        "B074",
        "error",
        Words("格式表达式有误", "Pattern that does not compile"),
        Words(
            "“{key}”的 pattern“{value}”无法使用：{problem}。",
            "The pattern “{value}” of “{key}” cannot be used: {problem}.",
        ),
        Words("请改正正则表达式（Python 写法）。", "Correct the regular expression (as Python writes them)."),
    ),
    define(
        "B075",
        "error",
        Words("格式表达式没有上限", "Unbounded pattern"),
        Words("“{key}”的 pattern“{value}”{why}。", "The pattern “{value}” of “{key}” {why}."),
        Words(
            "请写明次数，如 \\d{{1,20}} 而不是 \\d+；最多 {limit} 个字符。",
            "State how often, such as \\d{{1,20}} instead of \\d+; at most {limit} characters.",
        ),
    ),
    define(
        "B079",
        "warning",
        Words("没有格式的格式说明", "Words without a pattern"),
        Words(
            "“{key}”有 pattern_message 而没有 pattern，这句话哪里都不会出现。",
            "“{key}” has a `pattern_message` and no `pattern`: the words appear nowhere.",
        ),
        Words(
            "请补上 pattern；只是填写提示的，请写 prompt。",
            "State the `pattern`; what is but a hint goes into `prompt`.",
        ),
    ),
    define(
        "B076",
        "warning",
        Words("设置不起作用", "Setting without effect"),
        Words(
            "“{key}”的类型是 {type}，{value} 对它不起作用。",
            "“{key}” has the type {type}, for which {value} means nothing.",
        ),
        Words("请删去，或改正类型。", "Remove it, or correct the type."),
    ),
    define(
        "B077",
        "error",
        Words("奖项没有名额", "Award without places"),
        Words(
            "奖项“{value}”既没有 share 也没有 count。", "The award “{value}” has neither `share` nor `count`."
        ),
        Words("请写明比例（share）或名额（count）。", "State a share or a count."),
    ),
    define(
        "B078",
        "error",
        Words("必填的列不由人填", "Required, but not to be filled"),
        Words(
            "“{key}”是印好或计算的，不能要求填写。",
            "“{key}” is printed or computed, so it cannot be required or forbidden.",
        ),
        Words("请删去 {value}，或改为由单位填写。", "Remove {value}, or have it filled."),
    ),
)

_FIGURES = (
    define(
        "B080",
        "warning",
        Words("合计不符", "Total differs"),
        Words(
            "清单“{list}”的“{key}”合计 {value}，所列合计为 {expected}。",
            "“{key}” of the list “{list}” sums to {value}; the stated total is {expected}.",
        ),
        _SOURCE,
    ),
    define(
        "B081",
        "warning",
        Words("名单中没有的名称", "Name that the roster does not know"),
        Words(
            "清单“{list}”中的“{value}”不在名单中{hint}。",
            "“{value}” in the list “{list}” is not in the roster{hint}.",
        ),
        Words(
            "请核对原件：同一单位的其他写法加入 aliases；待明确的名称由方案明确。",
            "Compare with the source: add another way to write a unit to its aliases; decide who is meant by an open name.",
        ),
    ),
    define(
        "B082",
        "warning",
        Words("清单没有提到的单位", "Unit that a list never names"),
        Words(
            "清单“{list}”的“{key}”没有提到“{value}”（组“{group}”）。",
            "“{key}” of the list “{list}” never names “{value}” of the group “{group}”.",
        ),
        _SOURCE,
    ),
    define(
        "B083",
        "warning",
        Words("数目不符", "Count differs"),
        Words(
            "清单“{list}”的“{key}”列出 {value} 个名称，所列数目为 {expected}。",
            "“{key}” of the list “{list}” holds {value} names; the stated number is {expected}.",
        ),
        _SOURCE,
    ),
    define(
        "B084",
        "warning",
        Words("名额与比例不符", "Places differ from the share"),
        Words(
            (
                "“{group}”的奖项“{level}”公布 {value} 个，按 {share} 计算为 {expected} 个（基数 {base}，{rounding}）；"
                "若以{other}为基数（{other_base}），为 {instead} 个。"
            ),
            (
                "The award “{level}” of “{group}” has {value} published places; {share} gives {expected} (of {base}, {rounding}); "
                "with {other} as the base ({other_base}) it would be {instead}."
            ),
        ),
        _SOURCE,
    ),
    define(
        "B085",
        "warning",
        Words("待明确的名称", "Unresolved placeholder"),
        Words(
            "名单中的“{value}”还没有明确是哪些单位。",
            "Whom “{value}” of the roster means is not settled yet.",
        ),
        Words(
            "请换成具体单位或加以确认，并删去 placeholder；发放工作簿之前应当明确。",
            "Replace it by the units, or confirm it, and remove `placeholder`; settle this before you issue workbooks.",
        ),
    ),
    define(
        "B086",
        "note",
        Words("没有用到的表单", "Form that nothing uses"),
        Words(
            "表单“{value}”不在任何阶段中，也不在评分一览表中。",
            "The form “{value}” stands in no stage and not in the score sheet.",
        ),
        Words(
            "请加入 scheme.yaml 的某个阶段，或删除该文件。",
            "Add it to a stage in scheme.yaml, or remove the file.",
        ),
    ),
    define(
        "B087",
        "error",
        Words("不是数", "Not a number"),
        Words(
            "清单“{list}”的“{key}”应为数，现为“{value}”。",
            "“{key}” of the list “{list}” must be a number, not “{value}”.",
        ),
        Words("请改正，或从 total 中去掉该列。", "Correct it, or take the column out of `total`."),
    ),
    define(
        "B088",
        "error",
        Words("组没有行", "Group without rows"),
        Words(
            "表“{table}”没有为组“{value}”写明行。",
            "The table “{table}” says no rows for the group “{value}”.",
        ),
        Words("请在 rows 下为该组写明行。", "Say its rows under `rows`."),
    ),
    define(
        "B089",
        "error",
        Words("组没有表单", "Group without forms"),
        Words(
            "阶段“{stage}”没有为组“{value}”写明表单。",
            "The stage “{stage}” says no forms for the group “{value}”.",
        ),
        Words(
            "请在 forms 下为该组写明表单；不填的写空列表 []。",
            "Say its forms under `forms`; an empty list [] where it fills none.",
        ),
    ),
)

_GAPS = (
    define(
        "B100",
        "warning",
        Words("清单有空缺", "Gap in a list"),
        Words(
            "清单“{list}”的“{value}”没有“{key}”。",
            "“{value}” of the list “{list}” has no “{key}”.",
        ),
        _SOURCE,
    ),
    define(
        "B101",
        "warning",
        Words("清单有重复", "Repetition in a list"),
        Words(
            "清单“{list}”的“{which}”与“{other}”重复：“{value}”（{key} 相同）。",
            "“{which}” of the list “{list}” repeats “{other}”: “{value}” (the same {key}).",
        ),
        _SOURCE,
    ),
    define(
        "B135",
        "warning",
        Words("比例不足一个名额", "Share without a place"),
        Words(
            "“{group}”的奖项“{value}”按 {share} 计算，一个名额也没有（基数 {base}，{rounding}）。",
            "The award “{value}” of “{group}” has no place: {share} of {base}, {rounding}, is none.",
        ),
        Words(
            "请核对比例和取整方式（rounding）；至少一个的，写明名额（count）。",
            "Check the share and its rounding; where there is one at least, state the places (`count`).",
        ),
    ),
)

ENTRIES: tuple[CatalogueEntry, ...] = (*_RULES, *_FIGURES, *_GAPS)
