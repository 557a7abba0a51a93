"""What a type checker is to know; checked by mypy, not run."""
