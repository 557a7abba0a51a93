"""What the office decides of what came back, and what is left undecided."""
