"""What LibreOffice loads into itself: a job that does what a worker is asked for, one request at a time.

In there a call of UNO costs a hundredth of what it costs between two processes, and measuring a workbook
takes some ten thousand.
"""

import json
import traceback

import unohelper
from com.sun.star.task import XJob

from tests.support import soffice_clerk, soffice_files, soffice_person
from tests.support.soffice_program import Program

NAME = "kpixl.tests.Inside"
KINDS = {
    "office": soffice_files.commands,
    "person": soffice_person.commands,
    "clerk": soffice_clerk.commands,
}


class Inside(unohelper.Base, XJob):  # type: ignore[misc]  # UNO has no types
    """Keeps what lies open from one request to the next."""

    def __init__(self, context):
        self._program = Program(context)
        self._commands = {}

    def execute(self, arguments):
        """A JSON request in (`kind`, `command`, `arguments`), a JSON reply out; an error is a reply too."""
        try:
            request = json.loads(arguments[0].Value)
            commands = self._of(request["kind"])
            return json.dumps({"result": commands[request["command"]](**request["arguments"])})
        except Exception:  # every error belongs to whoever asked
            return json.dumps({"error": traceback.format_exc()})

    def _of(self, kind):
        if kind not in self._commands:
            self._commands[kind] = KINDS[kind](self._program)
        return self._commands[kind]


# The name by which the program's loader of Python asks for it.
g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(Inside, NAME, (NAME,))
