"""`python -m kpixl` is the console script."""

from kpixl.cli import main

if __name__ == "__main__":
    main()
