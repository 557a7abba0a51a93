"""Carry the reference schemes in the wheel; everything else stands in setup.cfg."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
REFERENCE = ("blueprints", "gallery", "validators")


class BuildWithReferenceSchemes(build_py):
    """Copy the repository's own workspace into the package as kpixl/reference/.

    An editable install needs no copy: there the checkout itself is the workspace.
    """

    def run(self) -> None:
        """Build the package, then add the reference schemes afresh (a build folder may hold stale ones)."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib, "kpixl", "reference")
        shutil.rmtree(target, ignore_errors=True)
        for folder in REFERENCE:
            shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": BuildWithReferenceSchemes})
