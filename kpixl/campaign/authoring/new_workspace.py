"""A new workspace: a copy of a scheme, with a page that says what is where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpixl.blueprint import load_scheme
from kpixl.blueprint.contacts import FILE as CONTACTS
from kpixl.blueprint.load import SHARED
from kpixl.blueprint.schema import SCHEMAS
from kpixl.campaign.basis.scheme_places import BLUEPRINTS, VALIDATORS, SchemePlace
from kpixl.campaign.basis.schemes import schema_files
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError

IGNORED = f"""# 工作区的密码、密钥、印发记录，生成的文件，收到的文件，以及各单位联系人的电话，都不入库
/.kpixl/
/returns/
/generated/
/{BLUEPRINTS}/*/{CONTACTS}
"""
README = """# {title}

这是一个 kpixl 工作区。

| 文件夹 | 内容 |
| --- | --- |
| `blueprints/{id}/` | 考核方案：名单、指标、表单、规则，都是文本文件，可以直接修改 |
| `blueprints/schemas/` | 方案文件的写法，供编辑器（如 VS Code 加 YAML 插件）边写边提示、检查 |
| `blueprints/{id}/contacts.csv` | 各单位的联系人（单位,联系人,电话,邮箱）；可以没有，不入库 |
| `validators/` | 方案的校验和计分程序（Python），打开即会运行，请只使用可信的文件 |
| `returns/` | 收到的回收件，按阶段和收到的时间存放；没有用 kpixl desk 收件的，没有这个文件夹 |
| `generated/` | 生成的工作簿、报告、评分一览表 |
| `.kpixl/` | 工作表密码、签名密钥（`secrets.json`）、印发记录；请备份，不要外传，不要入库 |

在浏览器中用鼠标完成全部工作（在本文件夹中运行）：

    kpixl desk

常用命令：

    kpixl lint {id}                         检查方案有没有错误
    kpixl generate {id} --out 印发          生成发给各单位的工作簿
    kpixl check {id} 回收 --report 检查结果  检查收回的工作簿
    kpixl generate {id} --returns 回收 --out 认定   由通过检查的回收件生成下一阶段的工作簿
    kpixl merge {id} 认定回收               汇总成评分一览表

`kpixl explain 代码` 说明每个问题代码的含义和处理办法。
"""


def found_in(folder: Path, place: SchemePlace) -> None:
    """Write a workspace that holds a scheme; RefusedError where the folder holds something already."""
    if folder.exists() and not folder.is_dir():
        raise _taken(folder)
    with Outputs(Guard.of([place.folder, place.validators])) as outputs:
        made = outputs.into(folder)
        if not made.is_empty:
            raise _taken(folder)
        for name, data in _files(place):
            made.write(name, data)


def _taken(folder: Path) -> RefusedError:
    return RefusedError(
        f"“{folder}”已经存在而且不是空文件夹：请另选一个位置。",
        f"{str(folder)!r} exists and is no empty folder: choose another place.",
    )


def _files(place: SchemePlace) -> Iterator[tuple[str, bytes]]:
    for folder, into in ((place.folder, place.id), (place.folder.parent / SHARED, SHARED)):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield f"{BLUEPRINTS}/{into}/{file.relative_to(folder).as_posix()}", file.read_bytes()
    yield from ((f"{BLUEPRINTS}/{SCHEMAS}/{name}", content) for name, content in schema_files())
    validator = place.validators / f"{place.id.replace('-', '_')}.py"
    if validator.is_file():
        yield f"{VALIDATORS}/{validator.name}", validator.read_bytes()
    title = load_scheme(place.folder).head.title
    yield "README.md", README.format(title=title, id=place.id).encode()
    yield ".gitignore", IGNORED.encode()
