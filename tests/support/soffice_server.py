"""One running LibreOffice, as the workers know it. For a Python that can import uno; no other library."""

import ctypes
import os
import subprocess
import sys
import time
import traceback
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import NamedValue
from com.sun.star.connection import NoConnectException

ROOT = Path(__file__).resolve().parents[2]
COMPONENT, INSIDE = Path(__file__).resolve().with_name("soffice_inside.py"), "kpixl.tests.Inside"
START_SECONDS = 90
ASKS_FOR_RESTART = 81  # exit status of a first start that wants another one
# The machine of a Chinese office; cached values are shown as saved (1 = never recalculate).
SETTINGS = [
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("/org.openoffice.Office.Linguistic/General", "UILocale", "zh-CN"),
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning", "false"),
    ("/org.openoffice.Office.Calc/Input", "AutoInput", "false"),  # what is typed is not completed
]
ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""


def _die_with_parent():
    """Have Linux end LibreOffice however this worker ends; elsewhere the ordinary close must do."""
    if sys.platform == "linux":
        parent_death_signal, kill = 1, 9
        ctypes.CDLL(None).prctl(parent_death_signal, kill)


class Server:
    """One running LibreOffice with a profile of its own.

    window: the plug-in that draws its windows and dialogs, `svp` into memory, `gen` on the display that the
        environment names; without (None) every dialog is cancelled unseen.
    """

    def __init__(self, program, folder, *, window):
        profile = Path(folder, "profile")
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        items = "\n".join(ITEM.format(*setting) for setting in SETTINGS)
        settings.write_text(REGISTRY.format(items), encoding="utf-8")
        self._window = window or "svp"
        pipe = f"kpixl{uuid.uuid4().hex}"
        self._command = [
            program,
            *([] if window else ["--headless", "--invisible"]),
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            f"-env:UserInstallation={profile.resolve().as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ]
        self._process = self._start()
        context = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        create = context.ServiceManager.createInstanceWithContext
        self._desktop = create("com.sun.star.frame.Desktop", context)
        loader = create("com.sun.star.loader.Python", context)
        factory = loader.activate(INSIDE, "", uno.systemPathToFileUrl(str(COMPONENT)), None)
        self._inside = factory.createInstanceWithContext(context)

    def _start(self):
        # the first Python of the path is taken for its own: an environment's would make it fail to start
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        return subprocess.Popen(
            self._command,
            env={**os.environ, "PATH": path, "SAL_USE_VCLPLUGIN": self._window, "PYTHONPATH": str(ROOT)},
            preexec_fn=_die_with_parent if os.name == "posix" else None,  # noqa: PLW1509  # started before any thread
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _connect(self, url):
        local = uno.getComponentContext()
        create = local.ServiceManager.createInstanceWithContext
        resolver = create("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                return resolver.resolve(url)
            except NoConnectException:
                self._check_it_still_starts()
                time.sleep(0.05)
        self._process.kill()
        raise TimeoutError(f"LibreOffice did not answer within {START_SECONDS} seconds")

    def _check_it_still_starts(self):
        status = self._process.poll()
        if status == ASKS_FOR_RESTART:
            self._process = self._start()
        elif status is not None:
            raise ChildProcessError(f"LibreOffice ended with status {status} while starting")

    @property
    def running(self):
        """Whether the program is still there."""
        return self._process.poll() is None

    def kill(self):
        """End the program at once; whoever waits for it gets an error."""
        self._process.kill()

    def answer(self, request):
        """Have the program carry out a request: JSON in, JSON out."""
        return self._inside.execute((NamedValue("request", request),))

    def close(self):
        """Ask the program to end, and wait for it."""
        try:
            self._desktop.terminate()
        except Exception:  # the bridge may break before the answer comes
            traceback.print_exc()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
