"""The help in Chinese: what commands and their options say, by the English that stands with them."""

from __future__ import annotations

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "kpixl": """把表单做成锁定的工作簿：声明一次，在 Excel、WPS 中填写，按同样的规则检查。

    退出状态：0 没有问题，1 有错误，2 用法有误，或者方案不能使用。""",
    "schemes": """列出工作区的方案和自带的参考方案。

    与参考方案同名的，以工作区的为准。写了 --gallery 的，是可以拿来就改的小方案：工作进度月报、问题整改清单、培训报名汇总、
    经费预算申报，用 kpixl init 复制。""",
    "init": """新建工作区。

    DIR 必须不存在或为空；其中会有 blueprints/、validators/、一份中文 README 和 .gitignore。""",
    "lint": """检查方案写得对不对，问题指到文件、行、列。

    不写 SCHEME 时检查全部方案。方案有错误时退出状态为 1；警告不影响使用。用 --against 时，已填的内容没有位置的，退出状态为 1。""",
    "draft": """由通知的附件起草方案。

    FILE 是 Word、Excel 文件（旧格式也可以）、有文字的 PDF、网页或纯文本。DIR 中写出方案的各个 YAML 文件，每处判断都在注释里写明依据和把握；其中的 draft.html 把原文和表单左右对照。先看没把握的判断，再运行 kpixl lint 和 kpixl generate。""",
    "roll": """由本年度的方案做出下一年度的方案。

    复制各个文件；本年、上年、下年的年份，凡是出现的地方都顺移，文件名中的也是。单位、联系人不变；公布过的旧数据不带过去。可能另有所指的年份不改，按文件和行列出：请逐处看过，再运行 kpixl lint。用 --returns 时，方案写明下一年要用的结果从通过的回收件中取来，没有结果的单位会列出。""",
    "preview": """印发之前把表单做成网页来看，也可以做成 PDF 和图片。

    每个阶段、每类填报单位：什么在哪里，谁填什么，每个格子要填什么，有哪些规则。后面的阶段按各单位都已报来的样子显示。
    用 --watch 时，方案文件一改网页就跟着变，有错误的写明错在哪里。""",
    "blueprint": """把方案写成工作簿，或者由这样的工作簿做出方案。

    \b
    export   --xlsx   方案、名单、清单、表单、栏目、规则各有工作表，带下拉选项
    import   --out    方案的各个文件；哪里有错，说明是哪个工作表、哪个单元格

    供习惯用 Excel 的办公室使用：表单的内容一来一回都不会少。YAML 文件的注释、联系人、公布的数据和校验程序不在其中。""",
    "generate": """制作一个阶段的工作簿，每个单位一份。

    不写 --returns 时是第一个阶段；写了的，是那些回收件的下一个阶段，由其中通过的制作。用 --keep 时，没有变化、不用重新填写的不再制作。工作簿和清单要么全部写出，要么都不写。--stage publication 把办公室要印发的表制成一个工作簿。""",
    "simulate": """像单位那样填写工作簿，或者故意弄出差错。

    只制作回收件，身份信息中注明是模拟的。不写 --returns 时是第一个阶段；写了的，是下一个阶段。用 --stage 指定以后的阶段而不写 --returns 的，按同一个种子模拟前面各阶段。--answers published 用公布过的数据填写，不管表单是否接受。""",
    "inspect": """显示从一个工作簿中读到了什么。

    包括身份信息，以及检查的每个单元格：可以填什么、填了什么。

    文件读不出来时退出状态为 1。""",
    "diff": """逐项列出两份回收件或两份汇总表的不同。

    A 是较早的一份。两份都是同一方案的回收件，或者都是 kpixl 汇总的表。比较的是值，不是写法；按隐藏的标记找到各行，可增行的表按行的次序。两个阶段的回收件，比较共有的栏目。

    文件读不出来时退出状态为 1；有不同不算错误。""",
    "check": """检查回收件：是谁的，是否完整，是否正确、一致。

    PATH 是文件、文件夹（含各级子文件夹）、压缩包或邮件。文件夹中有几个阶段的，以最后的阶段为准。计入的回收件有错误时退出状态为 1。""",
    "watch": """看守一个文件夹：里面一有变化就重新检查，按 Ctrl-C 结束。

    文件随到随核对，还在复制的等它完整了再核对。新到的一行一份，然后是到此刻的份数；用 --format json 的，每次一行 JSON。不写通知：没有看过，不告诉任何单位。""",
    "feedback": """把退回的回收件做成干净的工作簿：保留所填内容，标出问题。

    每份都按现行方案重新制作：该锁定的重新锁定，填过的都在，每个有问题的单元格都有颜色和说明，并有清单通到各处。全部写出，或者都不写。""",
    "merge": """把通过的回收件汇总成评分一览表。

    没有通过的列出名称，不计入。不计分的阶段汇总成一张填报内容的表。公示的是已经决定的：并列、争议没有决定的，不另存公示稿。计入的回收件有错误时退出状态为 1。""",
    "status": """一个阶段进展如何：谁报了什么，谁逾期，通知过谁。

    在工作区里每次检查都记入台账，印发的工作簿、写出的通知也是。不写 --stage 时，是最近印发或收回过的阶段。""",
    "seal": """登记收到的盖章件，把上面的核对码与通过的回收件核对。

    UNIT 是单位的编号、名称或别名。要盖章交回的表，每一页都印着核对码。不写 --code 的只登记、不核对。核对码不是现行通过的回收件的，退出状态为 1。谁的盖章件未收、不符、已过时，见 kpixl status。""",
    "history": """一个单位的回收件经过了哪些事。

    UNIT 是单位的编号、名称或别名。台账只增不改，也不删除。""",
    "decide": """登记办公室的决定：一票否决、豁免、并列定奖、延期、数据裁定等。

    \b
    veto         一票否决   --unit --effect --reason
    waiver       豁免       --unit --rule --reason [--until]
    award        并列定奖   --unit --level --reason
    vacancy      名额空缺   --group --level --reason
    extension    延期       --unit --stage --until --reason
    excuse       免报       --unit --stage --reason
    counting     认定回收件 --unit --stage --file --reason
    assignment   归属认定   --unit --file --reason
    figure       数据裁定   --unit --cell --value --reason [--stage] [--returns] [--raised-by]

    \b
    list           现行的决定
    revoke NUMBER  撤销一项决定，或者误记的一笔（编号见列表和 kpixl history）   --reason
    dispute        登记对某个数的异议，裁定之前一直待定   --unit --cell --reason [--raised-by]
    requests       单位在反馈工作簿中请求豁免的事项，和待定的异议
    grant NUMBER   同意一项请求   [--reason]
    refuse NUMBER  不同意一项请求   --reason
    export FILE    写成 YAML 文件，供别的电脑用 --decisions 使用
    import FILE    登记这样一个文件中的决定

    决定从下一次检查起生效，不改变表单：已经发出的仍然有效。""",
    "explain": """说明一个问题代码，一个得分是怎样算出来的，一个单元格有哪些要求，或者一张表怎样填。

    得分用评分一览表中的单元格，或者单位和指标来指定；由回收件重新算起，一步一步直到各单位填写的单元格，并列出有关的规则和检查发现的问题。

    写了 --unit 而没有 --returns 的，单元格是该单位工作簿中的：可以填什么，有哪些规则。

    写了 --form 的，是填表说明：各个阶段每一栏填什么，有哪些规则。""",
    "backup": """把密钥、印发编号、方案快照和台账写成一个用密码加密的文件。

    没有它们，回收件既不能核对真伪，也分不清是第几次印发的。您自己写的（blueprints、validators、kpixl.toml）和收回的文件不在其中。没有密码谁也读不了；每次备份的文件都不相同。""",
    "restore": """把备份的内容放回工作区，要么全部，要么都不放。

    工作区要先有：用 kpixl init 新建，再放入您的 blueprints。工作区已有而备份中不同的，写了 --force 才替换；备份中没有的保持不变。""",
    "purge": """工作结束之后，清除联系人和各单位报来的文件。

    清除的有：名单旁的联系人，台账中邮件的发件人，kpixl 为了加快速度记住的内容，以及 PATH 下台账记载为收回或印发的文件。台账、评分一览表和其他一切都保留。清除之后不能恢复：请先备份。""",
    "desk": """在浏览器中打开这次考核，用鼠标完成印发、收件、催办、决定、汇总。

    链接在一个浏览器中用一次，网络上的其他人打不开。按 Ctrl-C 或网页上的“退出”停止。拖到网页上的回收件放在工作区的 returns/STAGE/ 中，其他命令也从那里读取。不在工作区中时，在网页上选择或新建。""",
    "demo": """用模拟的回收件把全部工作演示一遍，其中一些有差错。

    每个阶段都印发、收回、检查、改正，最后汇总。DIR 中有 issued/、returns/、report/ 和 score-sheet.xlsx（不计分的是汇总表）。不写 SCHEME 时用工作区唯一的方案，不在工作区中时用第一个例子。演示用的密钥和密码是公开的。""",
}
"""By the command; of the first line the list of commands is made."""

OPTIONS: Mapping[str, str] = {
    "Show this message and exit.": "显示本帮助。",
    "Show the version and exit.": "显示版本。",
    "How to report (default: text).": "结果的格式（默认：text）。",
    "Read every return anew, though it is the same file as before.": "回收件全部重新读取，读过的也不例外。",
    "Instead of returns: the frames of the merge (--frames); give it once for each of several.": (
        "不给回收件，而给汇总时用 --frames 写出的文件夹；有几个就写几次。"
    ),
    "Instead of returns: the frames of another merge (--frames); give it once for each of them.": (
        "不给回收件，而给其他汇总用 --frames 写出的文件夹；有几个就写几次。"
    ),
    "Work on the Dask cluster whose scheduler is there, as tcp://10.0.0.1:8786 (kpixl[scale]).": (
        "在 Dask 集群上进行，这是调度器的地址，如 tcp://10.0.0.1:8786（需要 kpixl[scale]）。"
    ),
    "With --dask: a folder or URL that all machines see, for what was read (default: the workspace's).": (
        "与 --dask 同用：各机器都能看到的文件夹或网址，放已读完的部分（默认用工作区的）。"
    ),
    "With --dask: how long a scheduler that is lost, or workers of which none is there, are waited for "
    "(default: 120).": ("与 --dask 同用：调度器失去联系、或者没有工作进程时，最多等多少秒（默认120）。"),
    "What holds blueprints/ (default: the nearest folder upwards, else the reference schemes).": "工作区，即 blueprints/ 所在的文件夹（默认：向上最近的一个，没有则用参考方案）。",
    "The language of messages (default: the system's).": "信息的语言（默认：系统的语言）。",
    "Say no more than what was asked for: no progress, no list of what was made.": "只输出结果，不显示进度，不列出生成的文件。",
    "With --report: notices to all whom they concern, also to who was told before.": "与 --report 同用：给所有有关单位写通知，已通知过的也写。",
    "With --report: a notice to this unit alone, told before or not; may be repeated.": "与 --report 同用：只给这个单位写通知，不论是否通知过；可写多次。",
    "The scheme to begin with, which is copied.": "以哪个方案为起点，会复制一份。",
    "Write JSON Schemas for editors into a folder instead.": "改为把编辑器用的 JSON Schema 写入文件夹。",
    "List small general schemes to begin with, and their pictures.": "列出可以拿来就改的小方案和它们的图样。",
    "The folder of preview.html.": "preview.html 所在的文件夹。",
    "Show this unit's workbook; may be given several times.": "只看这个单位的工作簿；可以写几次。",
    "Write each workbook as PDF as well; LibreOffice makes it.": "每个工作簿另做成 PDF（由 LibreOffice 生成）。",
    "Write each page as a picture as well; LibreOffice makes it.": "每一页另做成图片（由 LibreOffice 生成）。",
    "Make it anew whenever a file of the scheme changes.": "方案的文件一有变化就重新生成。",
    "With --watch: end after so many minutes (default: with Ctrl-C).": "与 --watch 同用：过多少分钟结束（默认：按 Ctrl-C 结束）。",
    "Say instead how this form is filled in: columns and rules.": "改为说明这张表怎样填：各栏和规则（填表说明）。",
    "The workbook that `export` writes.": "export 写成哪个工作簿。",
    "The new folder that `import` writes.": "import 写入哪个新文件夹。",
    "Replace files too that kpixl did not write or somebody changed since; never one that was read.": "不是 kpixl 写的或者后来改过的文件也替换；读取过的文件任何时候都不替换。",
    "The stage's id (`kpixl schemes` lists the schemes).": "阶段的编号（kpixl schemes 列出各方案）。",
    "Returns of the stage before: a file, folder, archive or mail; may be given several times.": "上一阶段的回收件：文件、文件夹、压缩包或邮件；可以写几次。",
    "Only this recipient, by id, name or alias; may be given several times.": "只做这个单位，写编号、名称或别名；可以写几次。",
    "Where to (default: generated/SCHEME/STAGE in the workspace).": "写到哪里（默认：工作区的 generated/SCHEME/STAGE）。",
    "What these workbooks are called beside others of the same recipients (of a stage that is made from returns), "
    "such as a second wave.": "这一批工作簿叫什么，与同一单位的其他工作簿区别（由回收件生成的阶段），如“补一”。",
    "One recipient's rows over several workbooks: group, target, or a number of workbooks.": "一个单位的各行分在几个工作簿里：group（按组）、target（按项目），或者册数。",
    "Returns of this stage whose entries are carried in where nothing has changed; may be given several times.": "本阶段已交回的回收件：没有变化的行，把上次填的带入；可以写几次。",
    "Write a list of what is to be sent to whom (.xlsx).": "另写一份发放清单（.xlsx）。",
    "Processes at work (default: one a processor).": "同时工作的进程数（默认：每个处理器一个）。",
    "The day that counts as today for waivers and lists, as 2022-01-31 (default: today).": "豁免和清单以哪一天为今天，如 2022-01-31（默认：今天）。",
    "The signing key, or a workspace's secrets file (default: KPIXL_KEY, else this workspace's).": "签名密钥，或工作区的密钥文件（默认：KPIXL_KEY，没有则用本工作区的）。",
    "The password that unlocks sheets (default: KPIXL_PASSWORD, else the workspace's).": "解除工作表保护的密码（默认：KPIXL_PASSWORD，没有则用工作区的）。",
    "Judge by the decisions in this file instead of those of the workspace; nothing is recorded.": "按这个文件中的决定检查，不用工作区的；不记入台账。",
    "Who enters this in the account (default: the system's user).": "谁登记的，记入台账（默认：系统用户）。",
    "What is filled in: valid answers by type and rule, or what the source published (default: random).": "填什么：按类型和规则填写的正确内容，或公布过的数据（默认：random）。",
    "Equal seeds, equal returns.": "种子相同，回收件就相同。",
    "The share of returns that get faults, from 0 to 1.": "有差错的回收件所占比例，0 至 1。",
    "Where to (default: generated/SCHEME/returns/STAGE in the workspace).": "写到哪里（默认：工作区的 generated/SCHEME/returns/STAGE）。",
    "Ask for a password that opens returns (others: KPIXL_OPEN_PASSWORDS, one a line, and the workspace's secrets file).": "询问回收件的打开密码（也可写入 KPIXL_OPEN_PASSWORDS，一行一个，或工作区的密钥文件）。",
    "Write a workbook as well: the list, and the values of B with what differs marked.": "另写一个工作簿：不同之处的清单，以及 B 的内容，不同的标出。",
    "Write a report into a folder as well: page, workbook, JSON, text, notices to units.": "另把报告写入文件夹：网页、工作簿、JSON、文本、给各单位的通知。",
    "Keep a report in a folder fresh: page, workbook, JSON, text, and how the stage stands.": "在文件夹里保持一份最新的报告：网页、工作簿、JSON、文本，以及回收台账。",
    "How often to look. A file is taken once two looks in a row found it the same.": "隔多久看一次。连续两次没有变化的文件才核对。",
    "End after so many minutes (default: with Ctrl-C).": "过多少分钟结束（默认：按 Ctrl-C 结束）。",
    "The new scheme's folder, named as its id: blueprints/training-2024.": "新方案的文件夹，名称就是方案的编号，如 blueprints/training-2024。",
    "The year of the new scheme.": "新方案的年份。",
    "Where this year's returns lie, of all stages: what the scheme asks for is taken over.": (
        "本年度各阶段的回收件在哪里：方案写明下一年要用的结果从中取来。"
    ),
    "Say instead what is other than in an issued version (the beginning of its digest) or in the blueprint of a folder.": "改为列出与某个已印发的版本（写校验值的前几位）或某个文件夹里的方案有哪些不同。",
    "For accepted returns as well.": "通过的回收件也做。",
    "Where to (default: generated/SCHEME/STAGE-feedback in the workspace).": "写到哪里（默认：工作区的 generated/SCHEME/STAGE-feedback）。",
    "The workbook to write (default: generated/SCHEME/score-sheet.xlsx in the workspace).": "写成哪个工作簿（默认：工作区的 generated/SCHEME/score-sheet.xlsx）。",
    "Publish though ties or disputes are still to be decided.": "并列、争议还没有决定，也照样公示。",
    "A workbook to publish: score sheets, awards and quota as figures, nothing internal.": "公示稿：只有评分一览表、获奖单位和名额，都是数值，不含内部内容。",
    "A folder for the accepted returns as typed tables: CSV, and with kpixl[frames] Parquet and schema.": "把通过的回收件另存为数据表的文件夹：CSV；装有 kpixl[frames] 的还有 Parquet 和表结构。",
    "Only units of this state: missing, received, rejected, accepted or excused; may be repeated.": "只列这种状态的单位：missing 未报、received 已收、rejected 退回、accepted 通过、excused 免报；可以写几次。",
    "Only units whose sealed copy is missing, received, partly, agrees, differs or outdated.": "只列盖章件是这种情况的单位：missing 未收、received 已收未核对、partly 不全、agrees 相符、differs 不符、outdated 已过时；可以写几次。",
    "The check code on its pages, as 1234-5678.": "盖章件每一页上的核对码，如 1234-5678。",
    "The scan: its digest is entered, it is not opened.": "扫描件：登记校验值，不打开。",
    "Keep what came in the workspace: returns/STAGE/TIME/, each return with the proof that it names.": "把收到的存进工作区：returns/阶段/时间/，每份回收件和它写明的佐证材料放在一起。",
    "Only units that are late.": "只列逾期的单位。",
    "Only units of this group.": "只列这个组的单位。",
    "Only this unit; may be repeated.": "只列这个单位；可以写几次。",
    "Count simulated returns as well.": "模拟的回收件也计入。",
    "Write it as a workbook as well.": "另写成工作簿。",
    "Whom it concerns: the unit's id, name or alias.": "涉及哪个单位：编号、名称或别名。",
    "The group whose award is left empty.": "哪个组的奖项名额空缺。",
    "Why; of a veto, what happened.": "理由；一票否决的，写明事件。",
    "The document that says so.": "依据的文件。",
    "The day of the decision (default: today).": "决定的日期（默认：今天）。",
    "What a veto does.": "一票否决的后果：zero 记零分、no_award 不评奖、lower_award 降一等。",
    "The id of the rule that is waived (`kpixl explain` names it).": "豁免哪条规则，写它的编号（用 kpixl explain 查）。",
    "To which day a waiver or an extension lasts.": "豁免或延期到哪一天。",
    "The award.": "奖项。",
    "A return: a path, or the beginning of its digest.": "哪份回收件：路径，或摘要的开头。",
    "The disputed cell of the unit's workbook.": "该单位工作簿中有争议的单元格。",
    "What is to stand in the disputed cell.": "该单元格认定为什么。",
    "Who disputed the figure.": "谁提出的异议。",
    "Where the disputed return is.": "有争议的回收件在哪里。",
    "Whose score: the unit's id, name, short name or number.": "谁的得分：单位的编号、名称、简称或序号。",
    "Which score: the indicator's id, name or part of it.": "哪一项得分：指标的编号、名称或名称的一部分。",
    "The returns that were merged: a file, folder, archive or mail; may be given several times.": "汇总用的回收件：文件、文件夹、压缩包或邮件；可以写几次。",
    "The scheme (default: the workspace's only one).": "方案（默认：工作区唯一的方案）。",
    "The password of the backup (default: KPIXL_BACKUP_PASSWORD, else it is asked for).": "备份的密码（默认：KPIXL_BACKUP_PASSWORD，没有则询问）。",
    "Replace what the workspace has and the backup has otherwise.": "工作区与备份不同的，用备份的替换。",
    "Why; it stands in the account.": "理由，记入台账。",
    "Do not ask.": "不再询问。",
    "The port to listen on, on this machine alone (default: any that is free).": "在本机监听哪个端口（默认：任意空闲端口）。",
    "Try it in the browser instead: a campaign that is under way.": "改为在浏览器中试用：一次正在进行的考核。",
    "Open no browser; say the link.": "不打开浏览器，只给出链接。",
    "Where to (default: generated/SCHEME/demo in the workspace).": "写到哪里（默认：工作区的 generated/SCHEME/demo）。",
}
"""By the English; the first two are click's own."""
