"""The tiny scheme with a stage beside the one that decides, in which 财政局 gives figures of its own."""

from pathlib import Path

from tests.support.blueprints import change

STAGE = """  - id: figures
    name: 数据
    fills: verifier
    carries: self-check
    recipients: {rest: finance}
    forms: [report]
  - id: verification
"""
COLUMN = """        - name: figure
          label: 部门提供数
          type: decimal
          fill: {figures: verifier}
          required: true
          from: {verification: carried.figure}
          shown: [figures, verification]
        - {name: bonus,"""


def declare(own: Path) -> None:
    """Add it to the scheme in this folder, a copy of the tiny one."""
    change(own / "scheme.yaml", "  - id: verification\n", STAGE)
    change(own / "scheme.yaml", "recipients: {by:", "beside: [figures]\n    recipients: {by:")
    where = "{for: targets, where: \"stage != 'figures' or filled(row.verifier)\"}"
    change(own / "report.yaml", "towns: {for: targets}", f"towns: {where}")
    change(own / "report.yaml", "        - {name: bonus,", COLUMN)
    change(
        own / "report.yaml",
        "max: row.points, fill: verifier",
        "max: row.points, fill: {verification: verifier}",
    )
