"""The tests, as a package: its name cannot be taken by another one on the path."""
