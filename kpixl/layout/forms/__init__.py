"""Forms as sheets: their copies, their blocks in order, fields beside each other and in sentences."""
