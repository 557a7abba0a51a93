"""A campaign tried with simulated returns."""
