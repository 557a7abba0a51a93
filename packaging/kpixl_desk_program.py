"""`kpixl-desk` as a program of its own: the desk, for whoever starts it with a click."""

from multiprocessing import freeze_support

if __name__ == "__main__":
    # Before anything is loaded: a process that reads returns is this program, started again.
    freeze_support()

    from kpixl.cli import desk

    desk()
