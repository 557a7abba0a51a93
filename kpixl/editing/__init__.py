"""A scheme changed by its office: units, deadlines, the columns of its forms, written into its files."""
