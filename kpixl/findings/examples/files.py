"""Cases of codes F: files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Words

_SHEET = "xl/worksheets/sheet2.xml"

FILES: Mapping[str, Mapping[str, Any]] = {
    "F003": {"kind": ".7z"},
    "F004": {"kind": Words("链接", "link")},
    "F005": {"reason": Words("没有权限", "permission denied")},
    "F007": {"size": "134 MB", "limit": "50 MB", "setting": "limits.file"},
    "F008": {"limit": 2, "setting": "limits.nesting"},
    "F020": {"count": 2},
    "F040": {"reason": "BadZipFile: File is not a zip file"},
    "F041": {"part": "01-河东镇.xlsx"},
    "F042": {"count": 12000, "limit": 3000, "setting": "limits.entries"},
    "F043": {"part": _SHEET, "limit": "256 MB", "setting": "limits.part"},
    "F044": {"part": _SHEET, "limit": 200, "setting": "limits.ratio"},
    "F045": {"part": "../../start.bat"},
    "F046": {"part": _SHEET},
    "F047": {"part": _SHEET},
    "F048": {"part": _SHEET, "method": 14},
    "F049": {"part": "xl/workbook.xml"},
    "F050": {"part": _SHEET},
    "F051": {"part": _SHEET, "reason": "mismatched tag @4711"},
    "F052": {"part": _SHEET, "limit": 100, "setting": "limits.depth"},
    "F061": {"sheet": "附件2"},
    "F062": {"name": "附件2"},
    "F064": {"limit": 2000000, "setting": "limits.cells"},
    "F065": {"sheet": "附件2", "cell": "XFD1048576", "setting": "limits.area"},
    "F066": {"limit": 64000000, "setting": "limits.text"},
    "F067": {"sheet": "附件2", "limit": 50000, "setting": "limits.merges"},
    "F068": {"limit": 300, "setting": "limits.sheets"},
    "F069": {"limit": 20000, "setting": "limits.names"},
    "F070": {"limit": 70000, "setting": "limits.styles"},
    "F071": {"sheet": "附件2", "limit": 100000, "setting": "limits.validations"},
    "F080": {"cell": "D7"},
    "F081": {"sheet": "附件2", "value": "ZZZ9"},
    "F082": {"cell": "D7", "value": "12..5"},
    "F083": {"cell": "D7", "value": "-3"},
    "F084": {"cell": "D7", "value": "t=x"},
    "F085": {"cell": "D7"},
    "F086": {"count": 24, "cell": "F9"},
    "F087": {"count": 80, "same": "F082"},
    "F090": {"limit": 60, "setting": "limits.seconds"},
    "F091": {"limit": "1024 MB", "setting": "limits.memory"},
    "F092": {"reason": Words("信号 11", "signal 11")},
    "F093": {"reason": "IndexError"},
    "F095": {"reason": "size of Workbook"},
    "F097": {"reason": "FileFormatError: Unsupported EncryptionInfo version"},
    "F099": {"extension": ".xls", "kind": ".xlsx"},
    "F100": {"limit": 900, "setting": "limits.elapsed"},
    "F101": {"what": Words("检查报告", "report of a check")},
    "F102": {"what": Words("外部链接", "links to other workbooks"), "example": "[2020年台账.xlsx]"},
    "F106": {"name": "returns/第一批.rar"},
    "F110": {"count": 37, "cell": "附件2!C6"},
    "F111": {"extension": ".crdownload"},
}
