"""The running program as the commands know it that work inside it."""

from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def properties(**values):
    """Values by name, as UNO takes them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def url_of(path):
    """A path as the program names it."""
    return uno.systemPathToFileUrl(str(Path(path).resolve()))


class Program:
    """Its services and documents."""

    def __init__(self, context):
        self._context = context
        self._desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name):
        """A service of the program by its UNO name."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def open(self, path, *, hidden=True, **options):
        """Load a document, without showing it unless asked."""
        document = self._desktop.loadComponentFromURL(
            url_of(path), "_blank", 0, properties(Hidden=hidden, **options)
        )
        if document is None:
            raise OSError(f"LibreOffice cannot open {path}")
        return document

    def new(self):
        """An empty spreadsheet that is not shown."""
        return self._desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, properties(Hidden=True)
        )
