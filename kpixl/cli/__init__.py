"""The command line: parse, call, print, exit."""

from kpixl.cli.main import desk, main

__all__ = ["desk", "main"]
