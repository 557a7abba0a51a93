"""Codes I: whose workbook it is, of which scheme, version and stage, and whether it is authentic."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

_REISSUE = Words(
    "请用印发的原工作簿重新填写；找不到原文件的，请向印发单位索取。",
    "Fill in the workbook that was issued; ask the issuing office for it if it is lost.",
)

ENTRIES = (
    define(
        "I001", "error",
        Words("不是印发的工作簿", "Not an issued workbook"),
        Words("文件里没有印发时写入的单位信息，也认不出是本次考核的哪张表。", "Nothing in the file says for whom it was made, and none of the forms can be recognised in it."),
        _REISSUE,
    ),
    define(
        "I002", "error",
        Words("另一个考核方案的工作簿", "Workbook of another scheme"),
        Words("这是“{other}”的工作簿，不属于本次考核。", "This workbook belongs to the scheme {other!r}."),
        Words("请把它报给对应的考核，并报回本次考核的工作簿。", "Send it to that scheme's office, and return this scheme's workbook."),
    ),
    define(
        "I003", "error",
        Words("单位信息互相矛盾", "Copies of the stamp disagree"),
        Words("文件里印发时写入的几处单位信息不一样，可能有的工作表是从别的工作簿复制过来的。", "The copies of the stamp in this file are not the same; parts may come from another workbook."),
        _REISSUE,
    ),
    define(
        "I004", "error",
        Words("单位信息被改动", "Stamp altered"),
        Words("文件里印发时写入的单位信息被改动过，核对不上。", "What was written into the file when it was issued was altered."),
        _REISSUE,
        detail=Words("（身份信息与签名不符。）", " (The stamp does not match its signature.)"),
    ),
    define(
        "I005", "note",
        Words("未核对签名", "Signature not checked"),
        Words("本机没有签名密钥，没有核对这份工作簿是否由印发单位制作。", "This machine has no signing key, so authenticity was not checked."),
        Words("需要核对时，用 --key-file 指定印发时的密钥文件。", "To check it, give the issuing machine's key with --key-file."),
        desk=Words("需要核对时，在“设置”中恢复印发那台电脑的备份。", "To check it, restore a backup of the issuing machine under Settings."),
    ),
    define(
        "I006", "error",
        Words("表样版本未知", "Unknown version"),
        Words("工作簿不是按本次印发的表样制作的，无法核对。", "The workbook was not made from the forms as they are issued now, so it cannot be checked."),
        Words("请换用现行的工作簿重新填报。", "Fill in the current workbook."),
        office=Words("也可以在印发时使用的工作区检查。", "It can be checked in the workspace that issued it."),
        detail=Words("（版本 {digest}，本机没有这一版。）", " (Version {digest}, which is not stored here.)"),
    ),
    define(
        "I007", "note",
        Words("身份信息缺少一份", "One copy of the stamp is lost"),
        Words("三份身份信息中缺少“{missing}”，其余一致，不影响读取。", "Of the three copies of the stamp, {missing!r} is gone; the others agree."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "I008", "error",
        Words("不是本次印发的工作簿", "Not issued here"),
        Words("这份工作簿不是本次印发的。", "This workbook was not issued here."),
        _REISSUE,
        office=Words("各单位都如此的，请核对密钥文件是否拿错。", "If all returns are like that, see whether the right key file is used."),
        detail=Words("（签名的密钥是 {key}。）", " (It is signed with the key {key}.)"),
    ),
    define(
        "I009", "note",
        Words("文件名与内容不一致", "File name says another unit"),
        Words("文件名写的是“{named}”，内容是“{unit_name}”的工作簿，按内容计。", "The file name says {named!r}, the workbook is that of {unit_name!r}; the content counts."),
        Words("请确认没有把两个单位的文件弄混。", "Make sure that two units' files were not mixed up."),
    ),
    define(
        "I010", "note",
        Words("模拟数据", "Simulated return"),
        Words("这是模拟生成的回收件，不是单位真实填报的。", "This return was simulated; nobody filled it in."),
        Words("正式汇总时请移走。", "Take it out before the real merge."),
    ),
    define(
        "I011", "error",
        Words("印发内容被改动", "What was printed at issue was altered"),
        Words("工作簿里有一部分隐藏内容（记着表中印好了什么）缺失或被改动，表中已印的内容无法核对。", "A hidden part of the workbook, which says what was printed in it, is missing or was altered, so that what is printed cannot be compared."),
        _REISSUE,
    ),
    define(
        "I012", "note",
        Words("其他阶段的工作簿", "Workbook of another stage"),
        Words("这是“{stage}”阶段的工作簿，本次检查的是“{wanted}”阶段，未计入。", "This is a workbook of the stage {stage!r}; the stage being checked is {wanted!r}."),
        Words("不用处理；需要检查它时，用 --stage 指定阶段。", "Nothing to do; use --stage to check that one."),
        desk=Words("不用处理；需要检查它时，在“收件”中把它移到那个阶段。", "Nothing to do; to check it, move it to that stage under Returns."),
    ),
    define(
        "I013", "error",
        Words("填报单位不在名单中", "Recipient not on the roster"),
        Words("工作簿上的填报单位（{recipient}）不在本次考核的名单中，或者没有这个阶段（{stage}）。", "The unit of the workbook ({recipient}) is not on the roster, or there is no such stage ({stage})."),
        _REISSUE,
    ),
    define(
        "I014", "warning",
        Words("没有身份信息，按内容认出", "No stamp, recognised by what it shows"),
        Words("文件里没有印发时写入的身份信息。按{forms}的标题和表头，认出是“{stage}”阶段的表；按{place}的“{named}”，认作“{unit_name}”的，已读取。", "The file carries no stamp. By the titles and headings of {forms} it was taken for a workbook of the stage {stage!r}, by {named!r} in {place} for that of {unit_name!r}, and read."),
        Words("请向“{unit_name}”核实这份文件确由其报送；印好的内容已逐格核对。", "Ask {unit_name!r} whether it sent this file; what is printed was compared cell by cell."),
        Words("本工作簿带有身份信息，请在此填写，不要另建文件。", "This workbook carries its stamp: fill it in here, and make no other file."),
    ),
    define(
        "I015", "error",
        Words("没有身份信息，认不出单位", "No stamp, unit unclear"),
        Words("文件里没有印发时写入的身份信息。按标题和表头是“{stage}”阶段的{forms}，但不能确定是哪个单位的（表中写的单位：{named}）。", "The file carries no stamp. By titles and headings it holds {forms} of the stage {stage!r}, but nobody can tell whose it is (units named in it: {named})."),
        Words("请在{place}写上一个单位的全称（与名单一致），或者填到印发给该单位的原工作簿中再报回。", "Write one unit's full name, as on the roster, in {place}, or fill in the workbook issued to that unit."),
    ),
    define(
        "I016", "error",
        Words("没有身份信息，不能确定阶段", "No stamp, stage unclear"),
        Words("文件里没有印发时写入的身份信息，按标题和表头可能是这些阶段的：{stages}。", "The file carries no stamp; by titles and headings it may be of these stages: {stages}."),
        Words("请填到印发的原工作簿中再报回：阶段不明，或者表中印有上一阶段的内容，没有身份信息就无法核对。", "Fill in the workbook as issued: without a stamp nobody can tell which stage it is, or compare what a stage prints of the one before."),
    ),
    define(
        "I017", "note",
        Words("印发内容记录缺失，已还原", "Record of what was printed lost and made again"),
        Words("隐藏的印发内容记录不见了，已按方案还原，并与签名核对一致。", "The hidden record of what was printed is gone; it was made again from the blueprint and agrees with the signature."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "I018", "note",
        Words("旧版表样", "Older version of the forms"),
        Words("这份按旧版表样（版本{old}）填写，已按字段读取；现行版本为{new}，其中新增的填写项：{added}。", "This return is of an older version of the forms ({old}) and was read field by field; the current one ({new}) also asks for: {added}."),
        Words("一般不用处理。要补填新增的内容，用 kpixl feedback --all 生成带有原有答案的新版工作簿，发回该单位。", "Usually nothing to do. To have the new entries filled in, `kpixl feedback --all` makes a workbook of the current version with these answers in it."),
        Words("本工作簿是新版，原有答案已带入。", "This workbook is of the current version and holds these answers."),
        desk=Words("一般不用处理。要补填新增的内容，在这个单位的页面生成反馈工作簿（新版，带有原有答案），发回该单位。", "Usually nothing to do. To have the new entries filled in, make the feedback workbook on this unit's page: it is of the current version and holds these answers."),
    ),
    define(
        "I019", "error",
        Words("单位信息损坏", "Stamp damaged"),
        Words("工作簿里印发时写入的单位信息残缺不全，不能确定是谁的、是否被改动过。", "What was written into the workbook at issue is incomplete; nobody can tell whose it is, or whether it was altered."),
        _REISSUE,
        detail=Words("（读不出来的：{damaged}。）", " (Cannot be read: {damaged}.)"),
    ),
    define(
        "I020", "note",
        Words("没有改动的反馈工作簿", "Feedback workbook as it was sent"),
        Words("这是发回“{unit_name}”改正的反馈工作簿，还没有改动，不是回收件，已忽略。", "This is the feedback workbook for {unit_name!r} as it was made; nobody has changed it yet, so it is no return and is ignored."),
        Words("不用处理；单位改正后报回的，会照常计入。", "Nothing to do; once it is corrected it counts."),
    ),
    define(
        "I021", "note",
        Words("按决定认定归属", "Whose it is was decided"),
        Words("文件里没有身份信息，按已登记的决定是“{unit_name}”{stage}的回收件。", "The file carries no stamp; it was decided to be the return of {unit_name!r}, {stage}."),
        Words("不用处理；认定有误的，用 kpixl decide 撤销。", "Nothing to do; if the decision is wrong, revoke it with `kpixl decide`."),
        desk=Words("不用处理；认定有误的，在“汇总”的“决定”中撤销。", "Nothing to do; if the decision is wrong, take it back under Decisions on the page Scores."),
    ),
    define(
        "I022", "note",
        Words("仅供知晓的工作簿", "Workbook for information only"),
        Words("发给“{unit_name}”的工作簿没有要填的内容，仅供知晓，不用报回，已忽略。", "The workbook of {unit_name!r} has nothing to fill in: it was for information only, is not awaited, and is ignored."),
        Words("不用处理。", "Nothing to do."),
    ),
)  # fmt: skip
