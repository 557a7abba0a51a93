"""The command line: parse, call, print, exit."""

from kpixl.cli.main import main

__all__ = ["main"]
