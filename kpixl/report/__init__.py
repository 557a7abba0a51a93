"""Reports: what a check found, for a terminal, a text file, or a program."""
