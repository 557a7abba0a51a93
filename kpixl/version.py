"""The version, apart from the public names: every layer may ask for it."""

__version__ = "0.1.0"
