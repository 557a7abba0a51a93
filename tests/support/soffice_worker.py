"""A LibreOffice server behind standard input and output: one JSON request a line, one JSON reply a line.

It runs under the Python that can import uno, which is seldom the one that runs the tests; so it uses nothing
but the standard library and uno. `python -m tests.support.soffice_worker SOFFICE FOLDER KIND`: the program, a
folder to keep the profile in, and `office` (headless, works on files), `person` (types into a window that
nobody sees) or `clerk` (has a window on the display that the environment names). It ends, and LibreOffice
with it, when its standard input ends.
"""

import json
import sys
import threading
import traceback

from tests.support.soffice_server import Server

REQUEST_SECONDS = 120
WINDOWS = {"person": "svp", "clerk": "gen"}


class Worker:
    """Answers requests with one server, started at first need and again after a crash."""

    def __init__(self, program, folder, kind):
        self._program = program
        self._folder = folder
        self._kind = kind
        self._server = None

    def _running(self):
        if self._server is None or not self._server.running:
            self._server = Server(self._program, self._folder, window=WINDOWS.get(self._kind))
        return self._server

    def answer(self, request):
        """The reply to one request; that it failed is a reply too."""
        try:
            server = self._running()
            # A hung LibreOffice would hang the tests; killed, it makes the waiting call fail.
            watchdog = threading.Timer(REQUEST_SECONDS, server.kill)
            watchdog.start()
            try:
                return server.answer(request)
            finally:
                watchdog.cancel()
                watchdog.join()
        except Exception:  # every error belongs to whoever asked
            return json.dumps({"error": traceback.format_exc()})

    def close(self):
        """End the server, if there is one."""
        if self._server is not None and self._server.running:
            self._server.close()


def main(program, folder, kind):
    """Serve until standard input ends."""
    worker = Worker(program, folder, kind)
    try:
        for line in sys.stdin:
            print(worker.answer(line), flush=True)
    finally:
        worker.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
