"""What to say when something cannot be done: what is wrong and what to do, in both languages."""

from __future__ import annotations

from kpixl.blueprint import BlueprintError
from kpixl.refusal import RefusedError, reason
from kpixl.report.lint import finding_lines
from kpixl.words import Words


def words_for(error: BaseException, *, desk: bool = False) -> Words | None:
    """The words for an error that the user can do something about; None for a bug. desk: who sits there."""
    match error:
        case RefusedError():
            return error.at_desk if desk else error.words
        case BlueprintError():
            return _blueprint(error)
        case OSError():
            return _system(error)
        case RecursionError():
            return _TOO_DEEP
    return None


_TOO_DEEP = Words(
    "方案中有嵌套过深的内容（表达式、类型、表头）：请拆成几步，并把方案交给 kpixl 的维护人员。",
    "something in the blueprint (an expression, a type, a heading) nests too deeply to be reckoned with: "
    "take it apart, and hand the blueprint to whoever maintains kpixl.",
)


def _blueprint(error: BlueprintError) -> Words:
    return Words(
        "\n".join(("考核方案有错误，不能使用；请先改正：", *finding_lines(error.findings, "zh"))),
        "\n".join(
            (
                "the blueprint has errors and cannot be used; correct these first:",
                *finding_lines(error.findings, "en"),
            )
        ),
    )


def _system(error: OSError) -> Words:
    why = reason(str(error.filename or ""), error)
    if error.filename is None:
        return why
    return Words(
        f"无法访问“{error.filename}”（{why.zh}）：请核对路径和权限。",
        f"cannot use {error.filename!r} ({why.en}): see whether path and permissions are right.",
    )
