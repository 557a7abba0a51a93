"""Tables on a sheet: heads, rows, totals, and what merges or would be cut in them."""
