"""Sheets from top to bottom: how much room texts take, where pages end, what a screen shows."""
